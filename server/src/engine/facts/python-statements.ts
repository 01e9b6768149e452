import { childrenOf, isExtra, type Node, namedChildrenOf, parentOf, same, spanOf, type Tree } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { Place } from "./facts.ts";
import type { Surface } from "./language.ts";
import { branchesAround } from "./python-branches.ts";
import { pythonString } from "./python-expression.ts";
import { functionTypes, scopeOf } from "./python-scope.ts";
import type { StatementFact } from "./statement-facts.ts";

/** Where a node runs. */
export function placeOf(node: Node): Place {
  for (let at: Node | null = scopeOf(node); at; at = parentOf(at) ? scopeOf(at) : null) {
    if (at.type === "function_definition") return at.child(0)?.type === "async" ? "async-function" : "function";
    if (at.type === "lambda") return "function";
    if (at.type === "class_definition") return "class-body";
    if (at.type === "module") break;
  }
  return isOfProgram(node) ? "main" : "module";
}

/** Whether a node of the module's own level stands in none of its blocks. */
export function isUnconditional(node: Node): boolean {
  for (let at = parentOf(node); at; at = parentOf(at)) if (at.type === "block") return false;
  return true;
}

const loops = new Set(["for_statement", "while_statement", "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"]);

/** Whether a loop or a comprehension may run a node more than once each time its function or module runs. */
export function isRepeated(node: Node): boolean {
  for (let at = parentOf(node); at && !functionTypes.has(at.type); at = parentOf(at)) if (loops.has(at.type)) return true;
  return false;
}

/** Whether a node stands in a hole of an f-string of one line. */
export function isInLine(node: Node): boolean {
  for (let at = parentOf(node); at && at.type !== "block"; at = parentOf(at)) if (at.type === "interpolation" && !/(?:"""|''')$/.test(parentOf(at)?.child(0)?.text ?? "")) return true;
  return false;
}

/** Whether a node of the module's own level runs only where the file is the program. */
function isOfProgram(node: Node): boolean {
  for (let at: Node | null = node; at; at = parentOf(at)) if (at.type === "if_statement" && /\b__name__\b/.test(at.childForFieldName("condition")?.text ?? "")) return true;
  return false;
}

/** The statement around a node: a part of a block. */
export function statementOf(node: Node): Node {
  for (let at = node, parent = parentOf(node); parent; at = parent, parent = parentOf(at)) if (parent.type === "block" || parent.type === "module") return at;
  return node;
}

/** What has to be known of a statement to take it out. */
export function statementFact(statement: Node): StatementFact {
  const block = parentOf(statement);
  const line = statement.startPosition.row;
  const neighbours = [(at: Node) => at.previousSibling, (at: Node) => at.nextSibling].map((next) => {
    let sibling = next(statement);
    while (sibling && isExtra(sibling)) sibling = next(sibling);
    return sibling;
  });
  return {
    span: spanOf(statement),
    branches: block?.type === "block" ? branchesAround(block, statementFact) : undefined,
    block: block?.type === "block" ? { ...spanOf(block), statements: namedChildrenOf(block).length } : undefined,
    sharesLine:
      neighbours.some((sibling) => sibling && (sibling.type === ";" || sibling.startPosition.row === line || sibling.endPosition.row === line)) ||
      block?.startPosition.row === parentOf(block)?.startPosition.row,
  };
}

/** The statement that does nothing but call what a node is, or give it a value: `node(…)`, `node = value`. */
export function ownStatement(node: Node): StatementFact | undefined {
  const holder = parentOf(node);
  const isCallee = holder?.type === "call" && same(holder.childForFieldName("function"), node);
  const isTarget = holder?.type === "assignment" && same(holder.childForFieldName("left"), node) && holder.childForFieldName("right")?.type !== "assignment";
  const whole = isCallee || isTarget ? holder : node.type === "call" ? node : undefined;
  const statement = parentOf(whole);
  return statement?.type === "expression_statement" && namedChildrenOf(statement).length === 1 ? statementFact(statement) : undefined;
}

/** The `except` clauses of the `try` statements around a node, inner ones first. */
export function handlersAround(node: Node): { readonly span: Span; readonly types: readonly Node[]; readonly catchesAll: boolean }[] {
  const handlers: { span: Span; types: Node[]; catchesAll: boolean }[] = [];
  let child = node;
  for (let at = parentOf(node); at; child = at, at = parentOf(at)) {
    if (functionTypes.has(at.type)) break;
    if (at.type !== "try_statement" || !same(at.childForFieldName("body"), child)) continue;
    for (const clause of namedChildrenOf(at)) {
      if (clause.type !== "except_clause") continue;
      const value = clause.childForFieldName("value");
      const types = value?.type === "as_pattern" ? value.namedChild(0) : value;
      handlers.push({ span: spanOf(clause), types: types ? exceptionTypes(types) : [], catchesAll: !types });
    }
  }
  return handlers;
}

/** The classes that an `except` clause names. */
export const exceptionTypes = (node: Node): Node[] => (node.type === "tuple" || node.type === "parenthesized_expression" ? namedChildrenOf(node).flatMap(exceptionTypes) : [node]);

/** Whether the module's `__all__` names one of these. */
export const isExported = (declarations: readonly Node[]): boolean => declarations.some((node) => scopeOf(node).type === "module" && listedInAll(node.tree).has(node.text));

const listed = new WeakMap<Tree, ReadonlySet<string>>();

/** The names in a module's `__all__`, read once for all that ask. */
function listedInAll(tree: Tree): ReadonlySet<string> {
  const known = listed.get(tree);
  if (known) return known;
  const names = (tree.lookUp.text("__all__").length > 0 ? namedChildrenOf(tree.rootNode) : []).flatMap((statement) => {
    const assignment = statement.namedChild(0);
    if (assignment?.childForFieldName("left")?.text !== "__all__") return [];
    return assignment.descendantsOfType("string").flatMap((literal) => (literal && pythonString(literal)?.value) ?? []);
  });
  const set = new Set(names);
  listed.set(tree, set);
  return set;
}

/** Each name of the module can be imported; `__all__` lists those that a star import takes. */
export function surface(root: Node): Surface {
  const listed = [...listedInAll(root.tree)];
  return { names: "all", stars: [], listed: listed.length > 0 ? listed : undefined };
}

/** Where the first statement could stand: after a shebang, an encoding line, leading comments. */
export function startOfCode(root: Node, text: string): number {
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (const child of childrenOf(root)) {
    if (child.type !== "comment" || child.startIndex !== start) break;
    start = child.endIndex + (/^\r?\n|^\r/.exec(text.slice(child.endIndex))?.[0].length ?? 0);
  }
  return start;
}
