import { applyEdits, modify } from "jsonc-parser";
import { Range, Uri, WorkspaceEdit, workspace } from "vscode";
import { type SettingPath, settingsFileName } from "./settings.ts";

/** Sets a setting, or an entry of one, in the settings file of a folder, which is made if need be; comments and layout stay. */
export async function saveInSettingsFile(folder: Uri, path: SettingPath, value: string): Promise<void> {
  const uri = Uri.joinPath(folder, settingsFileName);
  const edit = new WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true });
  if (!(await workspace.applyEdit(edit))) throw new Error(`${settingsFileName} could not be made`);
  const document = await workspace.openTextDocument(uri);
  const before = document.getText();
  const after = withSetting(before, path, value);
  const change = new WorkspaceEdit();
  change.replace(uri, new Range(document.positionAt(0), document.positionAt(before.length)), after);
  if (!(await workspace.applyEdit(change)) || !(await document.save())) throw new Error(`${settingsFileName} could not be saved`);
}

/** The text of a settings file with one setting, or one entry, more. */
export function withSetting(text: string, path: SettingPath, value: string): string {
  const keys = path.filter((key) => key !== undefined);
  const edits = modify(text.trim() === "" ? "{}" : text, keys, value, { formattingOptions: { insertSpaces: true, tabSize: 2, insertFinalNewline: true } });
  return applyEdits(text.trim() === "" ? "{}" : text, edits);
}
