import { applyEdits, modify } from "jsonc-parser";
import { Range, Uri, WorkspaceEdit, workspace } from "vscode";
import { providerSlugsKey, settingsFileName } from "./settings.ts";

/** Adds a slug to the settings file of a folder, which is made if need be; comments and layout stay. */
export async function saveInSettingsFile(folder: Uri, prefix: string, slug: string): Promise<void> {
  const uri = Uri.joinPath(folder, settingsFileName);
  const edit = new WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true });
  if (!(await workspace.applyEdit(edit))) throw new Error(`${settingsFileName} could not be made`);
  const document = await workspace.openTextDocument(uri);
  const before = document.getText();
  const after = withSlug(before, prefix, slug);
  const change = new WorkspaceEdit();
  change.replace(uri, new Range(document.positionAt(0), document.positionAt(before.length)), after);
  if (!(await workspace.applyEdit(change)) || !(await document.save())) throw new Error(`${settingsFileName} could not be saved`);
}

/** The text of a settings file with one slug more. */
export function withSlug(text: string, prefix: string, slug: string): string {
  const edits = modify(text.trim() === "" ? "{}" : text, [providerSlugsKey, prefix], slug, { formattingOptions: { insertSpaces: true, tabSize: 2, insertFinalNewline: true } });
  return applyEdits(text.trim() === "" ? "{}" : text, edits);
}
