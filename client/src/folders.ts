import { type WorkspaceFolder, window, workspace } from "vscode";

/** The workspace folder that a command is about: the only one, or one that the user picks; undefined where the user goes away. */
export async function chooseFolder(placeHolder: string, without: string): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Error(without);
  return folders.length === 1 ? folders[0] : window.showWorkspaceFolderPick({ placeHolder });
}
