import { contains, type Span } from "../text/span.ts";
import { type Node, spanOf } from "./nodes.ts";
import type { Change } from "./syntax-tree.ts";

/** Of a longer statement only the function that was edited is looked at, in UTF-16 code units. */
const maxLength = 6000;

/**
 * The statement around a function that an edit is inside of, or, where that is long, the function itself; `tree` is the number of the tree behind
 * the edit. Undefined where it is inside of none, for what the module's own level says matters everywhere, and where other statements have changed with it.
 */
export function editedPart(root: Node, edit: Change, tree: number, functionTypes: ReadonlySet<string>): Span | undefined {
  const place = { start: edit.start, end: edit.newEnd };
  const around = (node: Node | undefined): Node | undefined => node?.children.find((child) => contains(spanOf(child), place));
  const statement = around(root);
  if (!statement || root.children.some((child) => child.changedIn === tree && child !== statement)) return undefined;
  let part: Span | undefined;
  for (let node: Node | undefined = statement; node; node = around(node)) {
    if (!functionTypes.has(node.type)) continue;
    part = lengthOf(spanOf(statement)) <= maxLength ? spanOf(statement) : spanOf(node);
    if (lengthOf(part) <= maxLength) break;
  }
  return part;
}

const lengthOf = ({ start, end }: Span): number => end - start;
