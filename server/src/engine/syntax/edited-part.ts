import type { Span } from "../text/span.ts";
import { type Node, spanOf } from "./nodes.ts";
import type { Change } from "./syntax-tree.ts";

/** Of a longer statement only the function that was edited is looked at, in UTF-16 code units. */
const maxLength = 6000;

/**
 * The statement around a function that an edit is inside of, or, where that is long, the function itself; `tree` is the number of the tree behind
 * the edit. Undefined where it is inside of none: what the module's own level says matters everywhere.
 */
export function editedPart(root: Node, edit: Change, tree: number, functionTypes: ReadonlySet<string>): Span | undefined {
  let part: Span | undefined;
  let statement: Span | undefined;
  for (let changed = changedIn(root, tree); changed.length === 1; changed = changedIn(changed[0], tree)) {
    const [node] = changed;
    if (!node || edit.start < node.startIndex || edit.newEnd > node.endIndex) break;
    statement ??= spanOf(node);
    if (!functionTypes.has(node.type)) continue;
    part = lengthOf(statement) <= maxLength ? statement : spanOf(node);
    if (lengthOf(part) <= maxLength) break;
  }
  return part;
}

const changedIn = (node: Node | undefined, tree: number): Node[] => node?.children.filter((child) => child.changedIn === tree) ?? [];

const lengthOf = ({ start, end }: Span): number => end - start;
