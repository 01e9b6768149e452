import { Uri, workspace } from "vscode";
import type { Extension } from "../extension.ts";
import { chooseFolder } from "../folders.ts";
import { migrate } from "../migration.ts";

/** Migrate Folder…: the folder of the explorer's menu, or a workspace folder. */
export async function migrateFolder(extension: Extension, target: unknown): Promise<void> {
  const uri = target instanceof Uri ? target : (await chooseFolder("Folder to migrate", "open a folder first, or use Migrate File…"))?.uri;
  if (uri) await migrate(extension, { folders: [uri.toString()] }, nameOf(uri));
}

/** A workspace folder by its name, another by its path in there. */
const nameOf = (uri: Uri): string => workspace.workspaceFolders?.find((folder) => folder.uri.toString() === uri.toString())?.name ?? workspace.asRelativePath(uri);
