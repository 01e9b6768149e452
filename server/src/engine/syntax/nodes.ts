import type { Span } from "../text/span.ts";
import { isExtra, type SyntaxNode as Node } from "./syntax-tree.ts";

export { isExtra, type SyntaxNode as Node, type SyntaxTree as Tree } from "./syntax-tree.ts";

/** Where a node stands. */
export const spanOf = (node: Node): Span => ({ start: node.startIndex, end: node.endIndex });

/** A node's parent; null for the root and for no node at all. */
export const parentOf = (node: Node | null | undefined): Node | null => node?.parent ?? null;

/** All children, punctuation and comments among them. */
export const childrenOf = (node: Node): readonly Node[] => node.children;

/** The named children without what may stand anywhere: comments, and Python's backslashes at the end of a line. */
export function namedChildrenOf(node: Node): Node[] {
  return node.namedChildren.filter((child) => !isExtra(child));
}

/** Whether both are there and are the same node. */
export const same = (a: Node | null | undefined, b: Node | null | undefined): boolean => !!a && a === b;

/** The nearest ancestor, the node itself included, of one of the types. */
export function closest(node: Node | null, types: ReadonlySet<string>): Node | undefined {
  for (let at = node; at; at = parentOf(at)) if (types.has(at.type)) return at;
  return undefined;
}

/** The parts of a tree that the grammar could not read, outermost first. */
export function unreadableSpans(root: Node): Span[] {
  const spans: Span[] = [];
  // An explicit stack: deep nesting would overflow a recursive visit.
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!node.hasError) continue;
    if (node.isError || node.isMissing) spans.push(spanOf(node));
    else stack.push(...[...node.children].reverse());
  }
  return spans;
}

/** Whether a statement of the tree's own level begins before one of the places and goes on behind it. */
export function hasStatementAcross(root: Node, places: readonly number[]): boolean {
  // Where the parser gives up on a whole text, it names no statements.
  if (root.isError) return true;
  const statements = root.namedChildren.flatMap((child) => (child && child.type !== "comment" ? [spanOf(child)] : []));
  let next = 0;
  for (const { start, end } of statements) {
    while (next < places.length && (places[next] ?? 0) <= start) next++;
    if (next < places.length && (places[next] ?? 0) < end) return true;
  }
  return false;
}

/** What a comment of either language begins with. */
const commentStart = /#|\/[/*]/g;

/** Comments inside a node. */
export function commentsIn(node: Node): Span[] {
  // most have none, and looking for the nodes would read all that is inside
  return node.tree.lookUp.hasPattern(commentStart, spanOf(node)) ? node.descendantsOfType("comment").map(spanOf) : [];
}
