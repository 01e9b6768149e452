import { TabInputText, type Uri, ViewColumn, window } from "vscode";

/** Where a document is to be shown so that the panel stays in sight: where it is open already, else in the first column. */
export function codeColumn(uri: Uri | undefined): ViewColumn {
  const isOpenIn = (tabs: readonly { readonly input: unknown }[]): boolean => tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri?.toString());
  return window.tabGroups.all.find(({ tabs }) => isOpenIn(tabs))?.viewColumn ?? ViewColumn.One;
}
