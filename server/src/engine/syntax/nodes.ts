import type { Node, Tree } from "web-tree-sitter";
import type { Span } from "../text/span.ts";

export type { Node, Tree } from "web-tree-sitter";

/** Where a node stands. */
export const spanOf = (node: Node): Span => ({ start: node.startIndex, end: node.endIndex });

const parents = new WeakMap<Tree, Map<number, Node>>();

/**
 * A node's parent. The library walks down from the root at every call, which makes climbing out of deep code
 * quadratic; here each walk is remembered for all the nodes on its way.
 */
export function parentOf(node: Node | null | undefined): Node | null {
  if (!node) return null;
  let known = parents.get(node.tree);
  if (!known) {
    known = new Map();
    parents.set(node.tree, known);
  }
  const remembered = known.get(node.id);
  if (remembered) return remembered;
  for (let at = node.tree.rootNode; at.id !== node.id; ) {
    const child = at.childWithDescendant(node);
    if (!child) return null;
    known.set(child.id, at);
    at = child;
  }
  return known.get(node.id) ?? null;
}

/** The children that are not null; the library's type allows null where an index is out of range. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const child of node.children) if (child) children.push(child);
  return children;
}

/** The named children without comments, which may stand anywhere. */
export function namedChildrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const child of node.namedChildren) if (child && child.type !== "comment") children.push(child);
  return children;
}

/** Nodes are made anew at each access: only their ids can be compared. */
export const same = (a: Node | null | undefined, b: Node | null | undefined): boolean => !!a && !!b && a.id === b.id;

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
    else stack.push(...childrenOf(node).reverse());
  }
  return spans;
}

/** Comments inside a node. */
export function commentsIn(node: Node): Span[] {
  return node.descendantsOfType("comment").flatMap((comment) => (comment ? [spanOf(comment)] : []));
}
