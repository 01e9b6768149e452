import { childrenOf, type Node, namedChildrenOf, parentOf, same, spanOf, type Tree } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { Place } from "./facts.ts";
import { perStatement } from "./per-statement.ts";
import { classTypes, functionTypes, isOutside, scopeOf } from "./typescript-scope.ts";

const blocks = new Set(["program", "statement_block", "switch_case", "switch_default", "class_body", "else_clause"]);
const branching = new Set(["if_statement", "for_statement", "for_in_statement", "while_statement", "do_statement", "with_statement"]);
const branches = ["body", "consequence"];

/** The statement around a node: a part of a block, or all that a condition or loop without braces governs. */
export function statementOf(node: Node): Node {
  for (let at = node, parent = parentOf(node); parent; at = parent, parent = parentOf(at)) {
    if (blocks.has(parent.type) && !same(parent.childForFieldName("value"), at)) return at;
    if (branching.has(parent.type) && branches.some((field) => same(parent.childForFieldName(field), at))) return at;
  }
  return node;
}

/** A statement without the semicolon that begins the next line, as code without semicolons writes it: `;[1, 2].forEach(…)`. */
export function statementSpan(statement: Node): Span {
  const [before, last] = childrenOf(statement).slice(-2);
  return before && last?.type === ";" && last.startPosition.row > before.endPosition.row ? { start: statement.startIndex, end: before.endIndex } : spanOf(statement);
}

/** What `if (require.main === module)` and its like look like. */
const mainGuard = /\brequire\.main\b|\bimport\.meta\.(?:main|url)\b/;

/** Where a node runs. */
export function placeOf(node: Node): Place {
  let child = node;
  for (let at = parentOf(node); at; child = at, at = parentOf(at)) {
    if (functionTypes.has(at.type) && !isOutside(at, child)) return childrenOf(at).some(({ type }) => type === "async") ? "async-function" : "function";
    if (at.type === "class_body") return "class-body";
    if (at.type !== "program" && parentOf(at)) continue;
    const isMain = child.type === "if_statement" && mainGuard.test(child.childForFieldName("condition")?.text ?? "");
    return isMain ? "main" : "module";
  }
  return "module";
}

/** Whether a node of the module's own level stands in none of its blocks. */
export function isUnconditional(node: Node): boolean {
  for (let at = parentOf(node); at; at = parentOf(at)) if (at.type === "statement_block") return false;
  return true;
}

const loops = new Set(["for_statement", "for_in_statement", "while_statement", "do_statement"]);

/** Whether a loop may run a node more than once each time its function or module runs. */
export function isRepeated(node: Node): boolean {
  for (let at = parentOf(node); at && !functionTypes.has(at.type); at = parentOf(at)) if (loops.has(at.type)) return true;
  return false;
}

/** The `catch` clauses around a node; what their `instanceof` tests name is what they handle by class. */
export function handlersAround(node: Node): { readonly span: Span; readonly types: readonly Node[]; readonly catchesAll: boolean }[] {
  const handlers: { span: Span; types: Node[]; catchesAll: boolean }[] = [];
  let child = node;
  for (let at = parentOf(node); at; child = at, at = parentOf(at)) {
    if (functionTypes.has(at.type) || classTypes.has(at.type)) break;
    const handler = at.type === "try_statement" && same(at.childForFieldName("body"), child) ? at.childForFieldName("handler") : null;
    if (handler) handlers.push({ span: spanOf(handler), types: testedClasses(handler), catchesAll: true });
  }
  return handlers;
}

const testedClasses = (handler: Node): Node[] =>
  handler.descendantsOfType("binary_expression").flatMap((test) => {
    const type = test?.childForFieldName("operator")?.type === "instanceof" ? test.childForFieldName("right") : null;
    return type ? [type] : [];
  });

/** Whether other files can see what these names declare. */
export function isExported(declarations: readonly Node[]): boolean {
  return declarations.some((name) => {
    const scope = scopeOf(name);
    if (parentOf(scope) || name.type === "member_expression") return false;
    for (let at = parentOf(name); at; at = parentOf(at)) if (at.type === "export_statement") return true;
    return exportedNames(name.tree).has(name.text);
  });
}

const exported = new WeakMap<Tree, ReadonlySet<string>>();

/** The names that statements of the module's own level export, read once for all that ask. */
function exportedNames(tree: Tree): ReadonlySet<string> {
  const known = exported.get(tree);
  if (known) return known;
  const names = new Set(namedChildrenOf(tree.rootNode).flatMap(namesExportedBy));
  exported.set(tree, names);
  return names;
}

/** `export { name }`, `export default name`, `module.exports = { name }`, `exports.x = name`. */
const namesExportedBy = perStatement((statement): string[] => {
  if (statement.type === "export_statement") {
    if (statement.childForFieldName("source") || statement.childForFieldName("declaration")) return [];
    return namedChildrenOf(statement).flatMap((part) => (part.type === "export_clause" ? namedChildrenOf(part).map((specifier) => specifier.childForFieldName("name")?.text ?? "") : part.text));
  }
  const assignment = statement.type === "expression_statement" ? statement.namedChild(0) : null;
  if (assignment?.type !== "assignment_expression" || !isExportsTarget(assignment.childForFieldName("left"))) return [];
  const value = assignment.childForFieldName("right");
  if (value?.type !== "object") return value ? [value.text] : [];
  return namedChildrenOf(value).flatMap((entry) => [entry.text, entry.childForFieldName("value")?.text ?? ""]);
});

/** `module.exports`, `module.exports.x`, `exports.x`. */
export const isExportsTarget = (target: Node | null): boolean => target?.type === "member_expression" && /^(?:module\.exports\b|exports\.)/.test(target.text);

/** Where the first statement could stand: after a shebang and the comments at the top. */
export function startOfCode(root: Node, text: string): number {
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (const child of childrenOf(root)) {
    if ((child.type !== "comment" && child.type !== "hash_bang_line") || child.startIndex !== start) break;
    start = child.endIndex + (/^\r?\n|^\r/.exec(text.slice(child.endIndex, child.endIndex + 2))?.[0].length ?? 0);
  }
  return start;
}
