import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, diagnosticsOf, diagnosticsWhen, happens, inWorkspace, openFile, openUntitled, ruleOf, summary, withSettings, writeFile } from "./editor.ts";

const call = 'from litellm import completion\n\nprint(completion(model="openai/gpt-4o", messages=[]).choices[0].message.content)\n';

suite("workspace", () => {
  teardown(closeAll);

  test("a scan fills Problems for closed files, without doubles for open ones", async () => {
    const document = await openFile("python/basic.py");
    const before = await diagnosticsWhen(document.uri, "findings", (diagnostics) => diagnostics.length > 0);
    await vscode.commands.executeCommand("portkeyMigrate.scanWorkspace");
    for (const path of ["python/streaming.py", "python/async_chat.py", "typescript/proxy-client.ts", "typescript/litellm-client.ts"])
      await diagnosticsWhen(inWorkspace(path), `findings in ${path}`, (diagnostics) => diagnostics.length > 0);
    assert.deepEqual(summary(document), summary(document, before));

    // Opening a scanned file must not show its findings twice, and closing it must not lose them.
    const opened = await openFile("python/streaming.py");
    const scanned = await diagnosticsWhen(opened.uri, "findings", (diagnostics) => diagnostics.length > 0);
    assert.equal(new Set(summary(opened)).size, scanned.length, `${summary(opened)}`);
    await closeAll();
    await diagnosticsWhen(inWorkspace("python/streaming.py"), "the same number once it is closed", (diagnostics) => diagnostics.length === scanned.length);
  });

  test("what changes after a scan is read again, open or not, unless a scan would leave it out", async () => {
    const clean = await writeFile("python/clean.py", "import os\n");
    const ignored = inWorkspace("dist/litellm.py");
    await vscode.commands.executeCommand("portkeyMigrate.scanWorkspace");
    await writeFile("dist/litellm.py", call);
    const made = await writeFile("python/made.py", call);
    await diagnosticsWhen(made, "import and call in a new file", (diagnostics) => diagnostics.length === 2);
    await writeFile("python/clean.py", call);
    await diagnosticsWhen(clean, "import and call in a file that had none", (diagnostics) => diagnostics.length === 2);
    assert.deepEqual(diagnosticsOf(ignored), []);
    for (const uri of [clean, made]) await vscode.workspace.fs.delete(uri);
    await diagnosticsWhen(clean, "none in a deleted file", (diagnostics) => diagnostics.length === 0);
    await diagnosticsWhen(made, "none in a deleted file", (diagnostics) => diagnostics.length === 0);
  });

  test("the settings file is checked against its schema", async () => {
    const uri = await writeFile("portkey-migrate.json", '{\n  // comments are allowed\n  "rules": { "ignore": ["litellm-imports"] },\n  "stratégie": 1\n}\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const problems = () => vscode.languages.getDiagnostics(uri).map(({ range }) => range.start.line);
    await happens(
      vscode.languages.onDidChangeDiagnostics,
      "two problems",
      () => problems().length === 2,
      () => JSON.stringify(vscode.languages.getDiagnostics(uri)),
    );
    assert.deepEqual(problems().sort(), [2, 3]);
    await closeAll();
    await vscode.workspace.fs.delete(uri);
  });

  test("a setting decides at once what is flagged", async () => {
    const document = await openUntitled("python", call);
    await diagnosticsWhen(document.uri, "import and call", (diagnostics) => diagnostics.length === 2);
    await withSettings({ "rules.ignore": ["litellm-import"] }, async () => {
      await diagnosticsWhen(document.uri, "the call only", (diagnostics) => diagnostics.length === 1 && ruleOf(diagnostics[0]!) === "litellm-completion");
    });
    await diagnosticsWhen(document.uri, "both again", (diagnostics) => diagnostics.length === 2);
    await withSettings({ enable: false }, async () => {
      await diagnosticsWhen(document.uri, "nothing", (diagnostics) => diagnostics.length === 0);
    });
    await diagnosticsWhen(document.uri, "both again", (diagnostics) => diagnostics.length === 2);
  });

  test("Restart Server brings everything back", async () => {
    const document = await openUntitled("python", call);
    await diagnosticsWhen(document.uri, "import and call", (diagnostics) => diagnostics.length === 2);
    await vscode.commands.executeCommand("portkeyMigrate.restartServer");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "import os\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await diagnosticsWhen(document.uri, "both, one line further", (diagnostics) => diagnostics.length === 2 && diagnostics[0]?.range.start.line === 1);
  });

  test("Fix All Safe Problems in File changes nothing where nothing is safe", async () => {
    const document = await openUntitled("python", call);
    await diagnosticsWhen(document.uri, "import and call", (diagnostics) => diagnostics.length === 2);
    await vscode.commands.executeCommand("portkeyMigrate.fixAllSafeInFile");
    assert.equal(document.getText(), call);
    await withSettings({ providerSlugs: { openai: "openai-prod" } }, async () => {
      await vscode.commands.executeCommand("portkeyMigrate.fixAllSafeInFile");
      assert.match(document.getText(), /@openai-prod\/gpt-4o/);
    });
    assert.deepEqual(diagnosticsOf(document.uri).map(ruleOf), []);
  });

  test("Export Report… writes what Scan Workspace finds", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const target = vscode.Uri.joinPath(folder, "report.html");
    try {
      await vscode.commands.executeCommand("portkeyMigrate.exportReport", "html", target);
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
      assert.match(text, /<h1>Migration from LiteLLM to Portkey<\/h1>/);
      assert.match(text, /litellm-completion/);
    } finally {
      await vscode.workspace.fs.delete(target);
    }
  });
});
