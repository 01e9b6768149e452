import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, diagnosticsWhen, extensionId, openFile, openUntitled, summary } from "./editor.ts";

suite("activation", () => {
  teardown(closeAll);

  test("the extension under test is the packaged one", () => {
    // VS Code unpacks a .vsix into a folder named after publisher, name and version; a checkout is not called so.
    assert.match(vscode.extensions.getExtension(extensionId)?.extensionPath ?? "", /portkey-migrate\.portkey-migrate-\d+\.\d+\.\d+[^/\\]*$/);
  });

  test("opening a Python file wakes it", async () => {
    const document = await openFile("python/basic.py");
    await diagnosticsWhen(document.uri, "findings", (diagnostics) => diagnostics.length > 0);
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
    assert.deepEqual(summary(document), ["litellm-import from litellm import completion", 'litellm-environment "OPENAI_API_KEY"', "litellm-completion completion"]);
  });

  test("every contributed command is there", async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    const contributed: string[] = extension?.packageJSON.contributes.commands.map((command: { command: string }) => command.command);
    const registered = await vscode.commands.getCommands(true);
    assert.ok(contributed.length >= 8, `${contributed}`);
    assert.deepEqual(
      contributed.filter((command) => !registered.includes(command)),
      [],
    );
  });

  test("a file without any of the libraries stays quiet", async () => {
    const flagged = await openUntitled("python", "import litellm\n");
    const clean = await openUntitled("python", 'import os\n\nprint(os.environ["HOME"], "text/plain")\n');
    // The findings of the first show that the server has answered for a document of its age.
    await diagnosticsWhen(flagged.uri, "a finding", (diagnostics) => diagnostics.length > 0);
    assert.deepEqual(summary(clean), []);
  });
});
