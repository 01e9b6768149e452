import { type Node, namedChildrenOf, parentOf, spanOf } from "../syntax/nodes.ts";
import { plainText } from "./python-spelling.ts";
import type { Branch, Branches, StatementFact } from "./statement-facts.ts";

/** What reading does nothing else than. */
const plainTypes = new Set([
  "identifier",
  "comparison_operator",
  "boolean_operator",
  "not_operator",
  "parenthesized_expression",
  "tuple",
  "list",
  "true",
  "false",
  "none",
  "integer",
  "float",
  "string",
]);

/** Functions and methods that only look at what they are given. */
const lookingFunctions = /^(?:isinstance|hasattr|callable|bool|len|(?:os\.)?getenv|(?:os\.)?environ\.get|.*\.(?:lower|upper|strip|startswith|endswith))$/;

/** Whether nothing comes of evaluating an expression but its value. */
function isPlain(node: Node | null): boolean {
  switch (node?.type) {
    case "attribute":
      return isPlain(node.childForFieldName("object"));
    case "call": {
      const callee = node.childForFieldName("function");
      const isMethod = callee?.type === "attribute" && callee.childForFieldName("object")?.type !== "identifier";
      return lookingFunctions.test(plainText(callee)) && (!isMethod || isPlain(callee)) && namedChildrenOf(node.childForFieldName("arguments") ?? node).every(isPlain);
    }
    case "string":
      return node.descendantsOfType("interpolation").length === 0;
    default:
      return node !== null && plainTypes.has(node.type) && namedChildrenOf(node).every(isPlain);
  }
}

/** The branches that a block is one of: those of an `if`, or the `else` of another statement. */
export function branchesAround(block: Node, factOf: (statement: Node) => StatementFact): Branches | undefined {
  const holder = parentOf(block);
  if (holder?.type === "else_clause" && parentOf(holder)?.type !== "if_statement") return { statement: undefined, branches: [branchAt(holder, spanOf(holder).end)] };
  const statement = holder?.type === "if_statement" ? holder : parentOf(holder);
  if (statement?.type !== "if_statement") return undefined;
  const clauses = [statement, ...namedChildrenOf(statement).filter(({ type }) => type === "elif_clause" || type === "else_clause")];
  return { statement: factOf(statement), branches: clauses.map((clause, index) => branchAt(clause, clauses[index + 1]?.startIndex ?? statement.endIndex)) };
}

function branchAt(clause: Node, end: number): Branch {
  const condition = clause.childForFieldName("condition");
  const block = clause.childForFieldName("consequence") ?? clause.childForFieldName("body");
  const statements = block ? namedChildrenOf(block).filter(({ type }) => type !== "comment") : [];
  const hasComments = clause.descendantsOfType("comment").some((comment) => comment && comment.startIndex < end);
  return {
    span: { start: clause.startIndex, end },
    block: block?.startIndex ?? clause.startIndex,
    statements: statements.length,
    isEmpty: statements.every(({ type }) => type === "pass_statement"),
    isRemovable: !hasComments && (clause.type === "else_clause" || isPlain(condition)),
  };
}
