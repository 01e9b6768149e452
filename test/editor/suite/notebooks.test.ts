// Notebooks: each cell is a document of its own, and what is said of one may depend on another.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { applyAction, closeAll, diagnosticsWhen, quickFixes, readFile, summary, writeFile } from "./editor.ts";

const cell = (source: readonly string[]) => ({
  cell_type: "code",
  execution_count: 1,
  metadata: {},
  outputs: [{ name: "stdout", output_type: "stream", text: ["from litellm import completion\n"] }],
  source,
});
const metadata = { kernelspec: { display_name: "Python 3", language: "python", name: "python3" }, language_info: { name: "python" } };

/** Opens a notebook of cells with these lines. */
async function openNotebook(name: string, ...cells: (readonly string[])[]): Promise<vscode.NotebookDocument> {
  const uri = await writeFile(name, `${JSON.stringify({ cells: cells.map(cell), metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`);
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

const isEmpty = (diagnostics: readonly vscode.Diagnostic[]) => diagnostics.length === 0;
const hasOne = (diagnostics: readonly vscode.Diagnostic[]) => diagnostics.length === 1;

suite("notebooks", () => {
  teardown(closeAll);

  test("cells share their names, and a fix changes all the cells it must", async () => {
    const notebook = await openNotebook("python/book.ipynb", ["%pip list\n", "from litellm import completion"], ['completion(model="openai/gpt-4o", messages=[])']);
    const [imports, call] = notebook.getCells().map(({ document }) => document);
    assert.ok(imports && call);
    const [diagnostic] = await diagnosticsWhen(call.uri, "the call", hasOne);
    assert.deepEqual(summary(call), ["litellm-completion completion"]);
    await diagnosticsWhen(imports.uri, "the import", hasOne);
    assert.ok(diagnostic);
    await applyAction(await quickFixes(call, diagnostic), /Portkey SDK/);
    assert.match(call.getText(), /^client\.chat\.completions\.create\(model="@openai-prod\/gpt-4o"/);
    assert.match(imports.getText(), /^%pip list\n(?:.*\n)*from portkey_ai import Portkey\n(?:.*\n)*client = Portkey\(/);
    await diagnosticsWhen(call.uri, "none", isEmpty);
    assert.ok(await notebook.save());
    const saved = JSON.parse(await readFile("python/book.ipynb"));
    assert.deepEqual(saved.cells[1].outputs[0].text, ["from litellm import completion\n"]);
    await vscode.workspace.fs.delete(notebook.uri);
  });

  test("an edit of one cell tells of another", async () => {
    const notebook = await openNotebook("python/alias.ipynb", ["import litellm as ai"], ["ai.embedding(model=m, input=[])"]);
    const [imports, call] = notebook.getCells().map(({ document }) => document);
    assert.ok(imports && call);
    await diagnosticsWhen(call.uri, "the call", hasOne);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(imports.uri, new vscode.Range(0, 7, 0, 14), "other");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await diagnosticsWhen(call.uri, "none", isEmpty);
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.workspace.fs.delete(notebook.uri);
  });
});
