// Documents change under the extension in many ways; what it says must always be about the text as it is now.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { applyAction, closeAll, diagnosticsOf, diagnosticsWhen, inWorkspace, openFile, openUntitled, quickFixes, ruleOf, summary, writeFile } from "./editor.ts";

const call = 'from litellm import completion\n\nprint(completion(model="openai/gpt-4o", messages=[]).choices[0].message.content)\n';
const isEmpty = (diagnostics: readonly vscode.Diagnostic[]) => diagnostics.length === 0;
const hasTwo = (diagnostics: readonly vscode.Diagnostic[]) => diagnostics.length === 2;

async function insert(document: vscode.TextDocument, at: vscode.Position, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, at, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

suite("documents", () => {
  teardown(closeAll);

  test("unsaved edits move and remove findings", async () => {
    const document = await openFile("python/streaming.py");
    await diagnosticsWhen(document.uri, "findings", (diagnostics) => diagnostics.length > 0);
    await insert(document, new vscode.Position(0, 0), "# 😀 first\n");
    const moved = await diagnosticsWhen(document.uri, "moved by a line", (diagnostics) => diagnostics[0]?.range.start.line === 1);
    assert.equal(document.getText(moved[0]?.range), "from litellm import completion");
    const all = new vscode.WorkspaceEdit();
    all.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), "print('nothing here')\n");
    await vscode.workspace.applyEdit(all);
    await diagnosticsWhen(document.uri, "gone", isEmpty);
    assert.equal(document.isDirty, true);
  });

  test("typing one character after the other", async () => {
    const document = await openUntitled("python", "");
    for (const character of call) await insert(document, document.lineAt(document.lineCount - 1).range.end, character);
    await diagnosticsWhen(document.uri, "import and call", hasTwo);
    assert.deepEqual(summary(document), ["litellm-import from litellm import completion", "litellm-completion completion"]);
  });

  test("an untitled document can be fixed", async () => {
    const document = await openUntitled("python", call);
    const [, diagnostic] = await diagnosticsWhen(document.uri, "import and call", hasTwo);
    assert.ok(diagnostic);
    await applyAction(await quickFixes(document, diagnostic), /Portkey SDK/);
    assert.match(document.getText(), /@openai-prod\/gpt-4o/);
  });

  test("positions count UTF-16 units, as the editor does", async () => {
    const document = await openUntitled("python", 'import litellm\n\nx = "😀𝒳é", litellm.completion(model="openai/gpt-4o", messages=[])\n');
    await diagnosticsWhen(document.uri, "findings", (diagnostics) => diagnostics.some((diagnostic) => ruleOf(diagnostic) === "litellm-completion"));
    assert.ok(summary(document).includes("litellm-completion litellm.completion"), `${summary(document)}`);
  });

  test("Windows line ends stay as they are", async () => {
    const document = await openUntitled("python", call.replaceAll("\n", "\r\n"));
    const [, diagnostic] = await diagnosticsWhen(document.uri, "import and call", hasTwo);
    assert.ok(diagnostic);
    await applyAction(await quickFixes(document, diagnostic), /Portkey SDK/);
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    assert.doesNotMatch(document.getText(), /[^\r]\n/);
  });

  test("a file that changes on disk", async () => {
    const uri = await writeFile("python/changing.py", "import os\n");
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await writeFile("python/changing.py", call);
    await diagnosticsWhen(uri, "import and call", hasTwo);
    await writeFile("python/changing.py", "import os\n");
    await diagnosticsWhen(uri, "gone", isEmpty);
    await vscode.workspace.fs.delete(uri);
  });

  test("a renamed file takes its findings along", async () => {
    const uri = await writeFile("python/old_name.py", call);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await diagnosticsWhen(uri, "import and call", hasTwo);
    const to = inWorkspace("python/new_name.py");
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(uri, to);
    assert.ok(await vscode.workspace.applyEdit(rename));
    await diagnosticsWhen(to, "import and call", hasTwo);
    await diagnosticsWhen(uri, "none at the old name", isEmpty);
    await vscode.workspace.fs.delete(to);
  });

  test("a deleted file leaves nothing behind", async () => {
    const uri = await writeFile("python/short_lived.py", call);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await diagnosticsWhen(uri, "import and call", hasTwo);
    const removal = new vscode.WorkspaceEdit();
    removal.deleteFile(uri);
    assert.ok(await vscode.workspace.applyEdit(removal));
    await diagnosticsWhen(uri, "none", isEmpty);
  });

  test("a file outside the workspace", async () => {
    const outside = vscode.Uri.joinPath(inWorkspace("."), "..", "outside.py");
    await vscode.workspace.fs.writeFile(outside, new TextEncoder().encode(call));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(outside));
    await diagnosticsWhen(outside, "import and call", hasTwo);
    await closeAll();
    await vscode.workspace.fs.delete(outside);
    await diagnosticsWhen(outside, "none once it is closed", () => diagnosticsOf(outside).length === 0);
  });

  test("changing the language of a document", async () => {
    const document = await openUntitled("plaintext", call);
    assert.deepEqual(diagnosticsOf(document.uri), []);
    const python = await vscode.languages.setTextDocumentLanguage(document, "python");
    await diagnosticsWhen(python.uri, "import and call", hasTwo);
  });
});
