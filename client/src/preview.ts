import { commands, type TextDocument, type TextEdit, Uri, window, workspace } from "vscode";
import type { PlanResult } from "../../server/src/lsp/protocol.ts";
import type { Extension } from "./extension.ts";

/** An open diff of a plan. */
export interface Preview {
  readonly title: string;
  /** Those that exist only to be looked at. */
  readonly texts: readonly Uri[];
}

let opened = 0;

/** Shows what a plan would change, all files in one editor. */
export async function openPreview({ pages, server }: Extension, { files }: PlanResult, title: string): Promise<Preview> {
  const group = `preview-${++opened}`;
  const resources: [Uri, Uri, Uri][] = [];
  for (const { uri: text, edits, isNew } of files) {
    const uri = Uri.parse(text);
    const before = isNew ? pages.put(uri.path, `${group}-before`, "") : uri;
    const document = await workspace.openTextDocument(before);
    // the cells of a notebook differ in their fragments
    const path = uri.fragment === "" ? uri.path : `${uri.path}#${uri.fragment}.py`;
    resources.push([uri, before, pages.put(path, group, applied(document, await server.asTextEdits(edits)))]);
  }
  await commands.executeCommand("vscode.changes", title, resources);
  return { title, texts: resources.flatMap(([uri, before, after]) => (before === uri ? [after] : [before, after])) };
}

/** Closes the diff; the texts of its other side are let go. */
export async function closePreview({ pages }: Extension, { title, texts }: Preview): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((each) => each.tabs).filter(({ label, input }) => label.startsWith(title) && !isOfText(input));
  await window.tabGroups.close(tabs, true);
  pages.remove(texts);
}

/** A tab of one text has a `uri`; the multi-file diff's input has no type in the API that we build against. */
const isOfText = (input: unknown): boolean => typeof input === "object" && input !== null && "uri" in input;

/** The text of a document after disjoint edits. */
function applied(document: TextDocument, edits: readonly TextEdit[]): string {
  const text = document.getText();
  const inOrder = edits.map(({ range, newText }) => ({ start: document.offsetAt(range.start), end: document.offsetAt(range.end), newText })).sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let position = 0;
  for (const { start, end, newText } of inOrder) {
    result += text.slice(position, start) + newText;
    position = end;
  }
  return result + text.slice(position);
}
