import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import * as vscode from "vscode";
import { diagnosticsWhen, extensionId, openFile } from "../suite/editor.ts";

/** Runs a command and agrees to whatever it asks, as a careless user would; one that still asks is left. */
async function agreeTo(command: string): Promise<void> {
  const running = { isOver: false };
  const over = Promise.resolve(vscode.commands.executeCommand(command)).then(
    () => {
      running.isOver = true;
    },
    () => {
      running.isOver = true;
    },
  );
  // what a command asks comes without an event that another extension could hear, so it is tried again and again
  for (let answers = 0; answers < 40 && !running.isOver; answers += 1) {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await Promise.race([over, wait(100)]);
  }
  await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  await Promise.race([over, wait(2000)]);
}

suite(`a hostile workspace, ${vscode.workspace.isTrusted ? "trusted" : "not trusted"}`, () => {
  test("its settings are there, and are not the user's", async () => {
    const inspected = (section: string, name: string) => vscode.workspace.getConfiguration(section).inspect(name);
    assert.ok(vscode.workspace.workspaceFile?.path.endsWith("hostile.code-workspace"));
    assert.equal(inspected("portkeyMigrate", "gateway.url")?.globalValue, undefined);
    assert.equal(vscode.workspace.getConfiguration("portkeyMigrate").get("gateway.profile"), "local", "even the merged value is the default");
  });

  test("every command is run", async function () {
    this.timeout(240_000);
    const extension = vscode.extensions.getExtension(extensionId);
    const commands: readonly string[] = extension?.packageJSON.contributes.commands.map((each: { command: string }) => each.command);
    assert.ok(commands.length > 20);
    for (const path of ["python/basic.py", "python/portkey.py"]) {
      const document = await openFile(path);
      await diagnosticsWhen(document.uri, "findings", (diagnostics) => path !== "python/basic.py" || diagnostics.length > 0);
      // the first of them is the one that asks most
      for (const command of path === "python/basic.py" ? commands : ["portkeyMigrate.testRequest"]) {
        const editor = await vscode.window.showTextDocument(document);
        const line = document
          .getText()
          .split("\n")
          .findIndex((text) => /\.(completion|create)\(/.test(text));
        editor.selection = new vscode.Selection(Math.max(0, line), 12, Math.max(0, line), 12);
        await agreeTo(command);
      }
    }
  });
});
