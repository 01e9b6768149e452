// What every test of this suite needs: documents, diagnostics as events, lightbulb entries, settings.
import assert from "node:assert/strict";
import * as vscode from "vscode";

/** `publisher.name` of the extension under test. */
export const extensionId = "portkey-migrate.portkey-migrate";

/** The one folder that the launcher has opened: a scratch copy of the sample workspace. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return folder.uri;
}

/** A path inside the workspace folder. */
export function inWorkspace(path: string): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFolder(), path);
}

/** Opens a file of the workspace in an editor. */
export async function openFile(path: string): Promise<vscode.TextDocument> {
  return show(await vscode.workspace.openTextDocument(inWorkspace(path)));
}

/** Opens an untitled document. */
export async function openUntitled(language: string, content: string): Promise<vscode.TextDocument> {
  return show(await vscode.workspace.openTextDocument({ language, content }));
}

async function show(document: vscode.TextDocument): Promise<vscode.TextDocument> {
  await vscode.window.showTextDocument(document);
  return document;
}

/** Our diagnostics of a file, in source order. */
export function diagnosticsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  const ours = vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === "portkey-migrate");
  return ours.sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** Rule id and underlined text of each diagnostic, which is all that most tests look at. */
export function summary(document: vscode.TextDocument, diagnostics: readonly vscode.Diagnostic[] = diagnosticsOf(document.uri)): string[] {
  return diagnostics.map((diagnostic) => `${ruleOf(diagnostic)} ${document.getText(diagnostic.range)}`);
}

/** The rule id of a diagnostic. */
export function ruleOf(diagnostic: vscode.Diagnostic): string {
  return String(typeof diagnostic.code === "object" ? diagnostic.code.value : diagnostic.code);
}

/** Resolves as soon as our diagnostics of a file satisfy the condition; waits for the editor's event, not for time. */
export async function diagnosticsWhen(uri: vscode.Uri, what: string, isMet: (diagnostics: readonly vscode.Diagnostic[]) => boolean): Promise<vscode.Diagnostic[]> {
  await happens(
    vscode.languages.onDidChangeDiagnostics,
    what,
    () => isMet(diagnosticsOf(uri)),
    () => `now: ${JSON.stringify(diagnosticsOf(uri).map((diagnostic) => [ruleOf(diagnostic), diagnostic.range]))}`,
  );
  return diagnosticsOf(uri);
}

/** Resolves when the condition holds, asked again at each event; rejects with `detail` after 15 seconds. */
export function happens<T>(event: vscode.Event<T>, what: string, isMet: () => boolean, detail: () => string = () => ""): Promise<void> {
  return new Promise((done, fail) => {
    const finish = (error?: Error) => {
      clearTimeout(limit);
      subscription.dispose();
      if (error === undefined) done();
      else fail(error);
    };
    const limit = setTimeout(() => finish(new Error(`did not happen: ${what}; ${detail()}`)), 15_000);
    const subscription = event(() => isMet() && finish());
    if (isMet()) finish();
  });
}

/** The lightbulb's quick fixes at a diagnostic, with their edits resolved. */
export async function quickFixes(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): Promise<vscode.CodeAction[]> {
  return codeActions(document.uri, diagnostic.range, vscode.CodeActionKind.QuickFix.value);
}

/** Code actions of a kind, resolved. */
export async function codeActions(uri: vscode.Uri, range: vscode.Range, kind: string): Promise<vscode.CodeAction[]> {
  return await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range, kind, 20);
}

/** Applies the one action whose title matches, as choosing it in the menu would. */
export async function applyAction(actions: readonly vscode.CodeAction[], title: RegExp): Promise<void> {
  const action = actions.find((candidate) => title.test(candidate.title));
  assert.ok(action, `no action ${title} among ${JSON.stringify(actions.map((candidate) => candidate.title))}`);
  assert.ok(action.edit, `"${action.title}" has an edit`);
  assert.ok(await vscode.workspace.applyEdit(action.edit), `"${action.title}" is applied`);
}

/** Sets workspace settings of the extension for the time of a test, and waits until the extension has been told. */
export async function withSettings(settings: Readonly<Record<string, unknown>>, body: () => Promise<void>): Promise<void> {
  const update = async (values: Readonly<Record<string, unknown>>) => {
    for (const [name, value] of Object.entries(values)) {
      const configuration = vscode.workspace.getConfiguration("portkeyMigrate");
      const isSet = () => JSON.stringify(vscode.workspace.getConfiguration("portkeyMigrate").inspect(name)?.workspaceValue) === JSON.stringify(value);
      const told = happens(vscode.workspace.onDidChangeConfiguration, `${name} is set`, isSet);
      await configuration.update(name, value, vscode.ConfigurationTarget.Workspace);
      await told;
    }
  };
  await update(settings);
  try {
    await body();
  } finally {
    await update(Object.fromEntries(Object.keys(settings).map((name) => [name, undefined])));
  }
}

/** Closes every editor without saving, and waits until nothing is said of untitled documents: the next one may get the same name. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments)
    if (document.isDirty && !document.isClosed) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  const untitled = () => vscode.languages.getDiagnostics().filter(([uri, diagnostics]) => uri.scheme === "untitled" && diagnostics.length > 0);
  await happens(vscode.languages.onDidChangeDiagnostics, "diagnostics of untitled documents go with them", () => untitled().length === 0);
}

/** Writes a file behind the editor's back. */
export async function writeFile(path: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(inWorkspace(path), new TextEncoder().encode(text));
  return inWorkspace(path);
}

/** The text of a file on disk. */
export async function readFile(path: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(inWorkspace(path)));
}
