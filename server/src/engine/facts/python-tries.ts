import { childrenOf, closest, type Node, namedChildrenOf, spanOf } from "../syntax/nodes.ts";
import type { HandlerDraft, TryDraft } from "./language.ts";
import { exceptionTypes } from "./python-statements.ts";

const clauses = new Set(["except_clause"]);
const statements = new Set(["try_statement"]);

/** The `try` statement of the `except` clause around a class that is caught. */
export function tryOf(caught: Node): TryDraft | undefined {
  const clause = closest(caught, clauses);
  const node = clause && closest(clause, statements);
  const body = node?.childForFieldName("body");
  return node && body ? { node, body, handlers: namedChildrenOf(node).flatMap((child) => (child.type === "except_clause" ? [handlerOf(child)] : [])) } : undefined;
}

function handlerOf(clause: Node): HandlerDraft {
  const value = clause.childForFieldName("value");
  const caught = value?.type === "as_pattern" ? value.namedChild(0) : value;
  const name = value?.type === "as_pattern" ? (value.childForFieldName("alias")?.namedChild(0) ?? undefined) : undefined;
  const block = namedChildrenOf(clause).find(({ type }) => type === "block");
  return {
    node: clause,
    caught: caught ?? undefined,
    classes: caught ? exceptionTypes(caught) : [],
    name,
    block: block && spanOf(block),
    isOneLine: block !== undefined && childrenOf(clause).some(({ type, endPosition }) => type === ":" && endPosition.row === block.startPosition.row),
    isGroup: childrenOf(clause).some(({ type }) => type === "except*" || type === "*"),
  };
}
