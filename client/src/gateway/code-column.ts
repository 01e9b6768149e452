import { type TabGroup, TabInputText, TabInputWebview, type Uri, ViewColumn, window } from "vscode";
import { panelType } from "./panel.ts";

/** Where a document is to be shown so that the panel stays in sight: where it is open beside it, else in the first other column. */
export function codeColumn(uri: Uri | undefined): ViewColumn {
  const others = window.tabGroups.all.filter((group) => !holdsPanel(group));
  const isOpenIn = ({ tabs }: TabGroup): boolean => tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri?.toString());
  return (others.find(isOpenIn) ?? others[0])?.viewColumn ?? ViewColumn.One;
}

/** The editor puts a word of its own before the type. */
const holdsPanel = ({ tabs }: TabGroup): boolean => tabs.some(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith(panelType));
