import { findNodeAtLocation, type Node } from "jsonc-parser";
import { cellAt } from "./cells.ts";
import { treeOf } from "./json-edits.ts";
import type { Notebook } from "./read-notebook.ts";

/** Finds where the places of the joined text stand in the notebook's file; undefined where the file cannot be taken apart. */
export function jsonPlaces({ json, cells }: Notebook): (offset: number) => number | undefined {
  const root = treeOf(json);
  return (offset) => {
    const cell = cellAt(cells, offset);
    const source = root && cell && findNodeAtLocation(root, ["cells", cell.index, "source"]);
    if (!source) return undefined;
    const items = source.type === "array" ? (source.children ?? []) : [source];
    let start = cell.span.start;
    for (const item of items) {
      const { length } = String(item.value);
      if (offset < start + length || item === items.at(-1)) return placeInLiteral(json, item, offset - start);
      start += length;
    }
    return source.offset;
  };
}

/** Where a character of a string's value stands in its literal (RFC 8259, section 7). */
function placeInLiteral(json: string, { offset, length }: Node, index: number): number {
  let at = offset + 1;
  for (let passed = 0; passed < index && at < offset + length - 1; passed++) at += json[at] !== "\\" ? 1 : json[at + 1] === "u" ? 6 : 2;
  return at;
}
