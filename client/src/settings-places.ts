import { type WorkspaceFolder, window, workspace } from "vscode";
import { type SettingPath, type SettingsLevel, saveSetting, settingsFileName } from "./settings.ts";
import { saveInSettingsFile } from "./settings-file.ts";

/** Where settings are kept. */
export interface SettingsPlace {
  readonly label: string;
  save(path: SettingPath, value: string): Promise<void>;
}

/** Asks where to save something that is about some folders; undefined where the user goes away. */
export async function choosePlace(folders: readonly WorkspaceFolder[], title: string): Promise<SettingsPlace | undefined> {
  const isMultiRoot = (workspace.workspaceFolders?.length ?? 0) > 1;
  const inSettings = (level: SettingsLevel, label: string, detail: string, folder?: WorkspaceFolder) => ({
    label,
    detail,
    save: (path: SettingPath, value: string) => saveSetting(path, value, level, folder),
  });
  const places: (SettingsPlace & { readonly detail: string })[] = folders.map((folder) => ({
    label: `$(json) ${isMultiRoot ? `${folder.name}/` : ""}${settingsFileName}`,
    detail: `In ${folder.name}, for everybody who works on it, the command line and CI`,
    save: (path, value) => saveInSettingsFile(folder.uri, path, value),
  }));
  if (folders.length > 0) places.push(inSettings("workspace", "$(root-folder) Workspace settings", "For this workspace"));
  if (isMultiRoot) places.push(...folders.map((folder) => inSettings("folder", `$(folder) Folder settings of ${folder.name}`, `For ${folder.name} in this workspace`, folder)));
  places.push(inSettings("user", "$(account) User settings", "For everything you open"));
  return window.showQuickPick(places, { title, ignoreFocusOut: true });
}
