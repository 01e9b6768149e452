import { commands, window } from "vscode";

/** Says that the local gateway has ended by itself, and repairs it by one click. */
export async function offerRestart(): Promise<void> {
  const chosen = await window.showWarningMessage("The local gateway has ended by itself.", "Restart", "Show Logs");
  if (chosen === "Restart") await commands.executeCommand("portkeyMigrate.restartLocalGateway");
  else if (chosen === "Show Logs") await commands.executeCommand("portkeyMigrate.showLogs");
}
