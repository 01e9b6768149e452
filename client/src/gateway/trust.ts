import { commands, window, workspace } from "vscode";

/** Whether requests may be sent from here; where not, says so and offers to change it. */
export function mayAsk(): boolean {
  if (workspace.isTrusted) return true;
  // a command that may send nothing has nothing to wait for
  void offerTrust();
  return false;
}

async function offerTrust(): Promise<void> {
  const chosen = await window.showWarningMessage("Requests to a gateway are only sent from folders you trust.", "Manage Workspace Trust");
  if (chosen) await commands.executeCommand("workbench.trust.manage");
}
