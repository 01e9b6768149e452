import { Uri, window, workspace } from "vscode";
import type { Extension } from "../extension.ts";
import { migrate } from "../migration.ts";

/** Migrate File…: the file of the explorer's menu, or the active one. */
export async function migrateFile(extension: Extension, target: unknown): Promise<void> {
  const uri = target instanceof Uri ? target : window.activeTextEditor?.document.uri;
  if (!uri) throw new Error("open the file that is to be migrated");
  await migrate(extension, { files: [uri.toString()] }, workspace.asRelativePath(uri));
}
