import { childrenOf, type Node, namedChildrenOf } from "../syntax/nodes.ts";
import type { ExportedName, Surface } from "./language.ts";
import { perStatement } from "./per-statement.ts";
import { targetsOf } from "./typescript-scope.ts";
import { isExportsTarget } from "./typescript-statements.ts";
import { typescriptString } from "./typescript-string.ts";

/** What the statements of the module's own level export, as ES modules and CommonJS write it. */
export function surface(root: Node): Surface {
  const parts = namedChildrenOf(root).map(exportedBy);
  return { names: parts.flatMap(({ names }) => names), stars: parts.flatMap(({ star }) => star ?? []), listed: undefined };
}

const exportedBy = perStatement((statement): { readonly names: readonly ExportedName[]; readonly star?: string } => {
  if (statement.type === "expression_statement") return { names: assigned(statement) };
  if (statement.type !== "export_statement") return { names: [] };
  const source = statement.childForFieldName("source");
  const module = source ? typescriptString(source)?.value : undefined;
  const clause = namedChildrenOf(statement).find(({ type }) => type === "export_clause" || type === "namespace_export");
  if (clause) return { names: clauseNames(clause, module) };
  return module === undefined ? { names: declared(statement) } : { names: [], star: module };
});

/** `export { a as b }`, `export { a as b } from "./m"`, `export * as all from "./m"`. */
function clauseNames(clause: Node, module: string | undefined): ExportedName[] {
  if (clause.type === "namespace_export") {
    const name = clause.namedChild(0);
    return name && module !== undefined ? [{ name: name.text, node: name, local: undefined, imported: module }] : [];
  }
  return namedChildrenOf(clause).flatMap((specifier) => {
    const local = specifier.childForFieldName("name");
    const node = specifier.childForFieldName("alias") ?? local;
    if (!local || !node) return [];
    const name = typescriptString(node)?.value ?? node.text;
    return [module === undefined ? { name, node, local, imported: undefined } : { name, node, local: undefined, imported: `${module}.${local.text}` }];
  });
}

/** `export const a = …, { b } = …`, `export function a`, `export default …`. */
function declared(statement: Node): ExportedName[] {
  const isDefault = childrenOf(statement).some(({ type }) => type === "default");
  const declaration = statement.childForFieldName("declaration");
  const value = statement.childForFieldName("value");
  if (value) return [{ name: "default", node: value, local: value, imported: undefined }];
  if (!declaration) return [];
  const name = declaration.childForFieldName("name");
  const targets = name ? [name] : namedChildrenOf(declaration).flatMap((declarator) => targetsOf(declarator.childForFieldName("name")).map(({ node }) => node));
  return targets.map((node) => ({ name: isDefault ? "default" : node.text, node, local: node, imported: undefined }));
}

/** `module.exports = { a, b: c }`, `module.exports = a`, `exports.a = b`. */
function assigned(statement: Node): ExportedName[] {
  const assignment = statement.namedChild(0);
  const target = assignment?.type === "assignment_expression" ? assignment.childForFieldName("left") : null;
  const value = assignment?.childForFieldName("right");
  if (!target || !value || !isExportsTarget(target)) return [];
  if (target.text !== "module.exports") {
    const name = target.childForFieldName("property");
    return name ? [{ name: name.text, node: name, local: value, imported: undefined }] : [];
  }
  if (value.type !== "object") return [{ name: "default", node: value, local: value, imported: undefined }];
  return namedChildrenOf(value).flatMap((entry) => {
    const key = entry.childForFieldName("key") ?? entry;
    const local = entry.type === "pair" ? entry.childForFieldName("value") : entry.type === "shorthand_property_identifier" ? entry : null;
    return local ? [{ name: key.text, node: key, local, imported: undefined }] : [];
  });
}
