import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, diagnosticsOf, diagnosticsWhen, inWorkspace, openFile, openUntitled, ruleOf, summary, withSettings } from "./editor.ts";

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
});
