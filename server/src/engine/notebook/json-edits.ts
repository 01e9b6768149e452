import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { applyEdits, type TextEdit } from "../text/edits.ts";
import type { Cell } from "./cells.ts";
import { type Notebook, readNotebook } from "./read-notebook.ts";

/** Changes of a notebook's file, or why they cannot be made. */
export type JsonEdits = { readonly kind: "edits"; readonly edits: readonly TextEdit[] } | { readonly kind: "refused"; readonly reason: string };

/** Turns changes of the joined text, each inside one cell, into changes of the file: the sources of those cells and nothing else. */
export function jsonEdits(notebook: Notebook, edits: readonly TextEdit[]): JsonEdits {
  const { json, text, cells } = notebook;
  const root = treeOf(json);
  const written: TextEdit[] = [];
  const sources = new Map<number, string>();
  for (const cell of cells) {
    const own = edits.filter(({ span }) => cell.span.start <= span.start && span.end <= cell.span.end);
    if (own.length === 0) continue;
    const node = root && findNodeAtLocation(root, ["cells", cell.index, "source"]);
    if (!node) return refused;
    const source = sourceAfter(text, cell, own);
    sources.set(cell.index, source);
    written.push(sourceEdit(json, node, source));
  }
  return isFaithful(notebook, sources, applyEdits(json, written)) ? { kind: "edits", edits: written } : refused;
}

/** The tree of a file; undefined for one nested so deeply that the parser gives up. */
export function treeOf(json: string): Node | undefined {
  try {
    return parseTree(json);
  } catch {
    return undefined;
  }
}

const refused: JsonEdits = { kind: "refused", reason: "the notebook's JSON names a cell's source twice; save it once with Jupyter" };

const sourceAfter = (text: string, { span }: Cell, edits: readonly TextEdit[]): string =>
  applyEdits(
    text.slice(span.start, span.end),
    edits.map((edit) => ({ span: { start: edit.span.start - span.start, end: edit.span.end - span.start }, text: edit.text })),
  );

/** Whether the changed file reads as the same notebook with those sources: where a key stands twice, its readers disagree. */
function isFaithful({ text, cells }: Notebook, sources: ReadonlyMap<number, string>, after: string): boolean {
  const again = readNotebook(after);
  if (again.kind !== "notebook" || again.cells.length !== cells.length) return false;
  return cells.every(({ index, span }, at) => {
    const cell = again.cells[at];
    return cell?.index === index && again.text.slice(cell.span.start, cell.span.end) === (sources.get(index) ?? text.slice(span.start, span.end));
  });
}

/** The change of a source in the form that it has in the file: one string, or its lines in a list, of which those that stay are not written anew. */
function sourceEdit(json: string, node: Node, source: string): TextEdit {
  const isAscii = !notAscii.test(json);
  const literal = (text: string): string => (isAscii ? asciiLiteral(text) : JSON.stringify(text));
  const items = node.type === "array" ? (node.children ?? []) : [];
  const lines = source.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  if (node.type !== "array" || items.length === 0 || lines.length === 0)
    return { span: { start: node.offset, end: endOf(node) }, text: node.type === "array" ? `[${lines.map(literal).join(", ")}]` : literal(source) };
  let head = 0;
  while (head < items.length && head < lines.length && items[head]?.value === lines[head]) head++;
  let tail = 0;
  while (tail < items.length - head && tail < lines.length - head && items.at(-1 - tail)?.value === lines.at(-1 - tail)) tail++;
  const added = lines.slice(head, lines.length - tail).map(literal);
  const separator = items[0] && items[1] ? json.slice(endOf(items[0]), items[1].offset) : `,${json.slice(node.offset + 1, items[0]?.offset)}`;
  const [before, first, last, after] = [items[head - 1], items[head], items[items.length - tail - 1], items[items.length - tail]];
  if (first && last && head < items.length - tail) {
    if (added.length > 0) return { span: { start: first.offset, end: endOf(last) }, text: added.join(separator) };
    return { span: before ? { start: endOf(before), end: endOf(last) } : { start: first.offset, end: after?.offset ?? endOf(last) }, text: "" };
  }
  if (before) return { span: { start: endOf(before), end: endOf(before) }, text: added.map((line) => separator + line).join("") };
  const start = after?.offset ?? node.offset + 1;
  return { span: { start, end: start }, text: added.map((line) => line + separator).join("") };
}

const endOf = ({ offset, length }: Node): number => offset + length;

const notAscii = /[\u0080-\uffff]/;

/** A string as a writer puts it that keeps its file free of anything but ASCII, as Python's `json.dump` does by itself. */
const asciiLiteral = (text: string): string => JSON.stringify(text).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
