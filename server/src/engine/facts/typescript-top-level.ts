import { childrenOf, type Node, namedChildrenOf } from "../syntax/nodes.ts";
import type { TopLevelStatement } from "./language.ts";
import { moduleOfCall, topLevelImports } from "./typescript-imports.ts";
import { functionTypes } from "./typescript-scope.ts";
import { statementSpan } from "./typescript-statements.ts";

/** Packages whose functions prepare the environment a client is made in. */
const environmentLoaders = /^(?:dotenv(?:-\w+)?|@dotenvx\/dotenvx|@next\/env)$/;

/** The statements of the module's own level, in source order. */
export function topLevel(root: Node): readonly TopLevelStatement[] {
  const loaders = new Set<string>();
  return childrenOf(root).flatMap((statement, index): TopLevelStatement[] => {
    if (!statement.isNamed || statement.type === "comment") return [];
    const span = statement.type === "hash_bang_line" ? { start: statement.startIndex, end: endOfHeader(root, index) } : statementSpan(statement);
    const imports = topLevelImports(statement);
    for (const { module, local } of imports) if (environmentLoaders.test(module)) loaders.add(local);
    return [{ span, kind: kindOf(statement, imports.length > 0, loaders), imports }];
  });
}

/** The comments right below a shebang belong to the file's head. */
function endOfHeader(root: Node, from: number): number {
  let last = childrenOf(root)[from] ?? root;
  for (const next of childrenOf(root).slice(from + 1)) {
    if (next.type !== "comment" || next.startPosition.row > last.endPosition.row + 1) break;
    last = next;
  }
  return last.endIndex;
}

const definitions = new Set([
  "function_declaration",
  "generator_function_declaration",
  "function_signature",
  "class_declaration",
  "abstract_class_declaration",
  "interface_declaration",
  "type_alias_declaration",
  "enum_declaration",
  "ambient_declaration",
]);

function kindOf(statement: Node, isImport: boolean, loaders: ReadonlySet<string>): TopLevelStatement["kind"] {
  if (definitions.has(statement.type)) return "definition";
  switch (statement.type) {
    case "hash_bang_line":
      return "head";
    case "import_statement":
      return "import";
    case "export_statement": {
      const declared = statement.childForFieldName("declaration") ?? statement.childForFieldName("value");
      return declared && isDefinition(declared) ? "definition" : "other";
    }
    case "lexical_declaration":
    case "variable_declaration":
      if (isImport) return "import";
      if (isDefinition(statement)) return "definition";
      return namedChildrenOf(statement).some((declarator) => isSetup(declarator.childForFieldName("value"), loaders)) ? "setup" : "other";
    case "expression_statement": {
      const value = statement.namedChild(0);
      if (value?.type === "string") return "head";
      if (value && moduleOfCall(value) !== undefined) return "import";
      return isSetup(value, loaders) ? "setup" : value?.type === "assignment_expression" ? "other" : "run";
    }
    default:
      return "run";
  }
}

/** A function or class, under whatever name. */
function isDefinition(node: Node): boolean {
  if (definitions.has(node.type) || functionTypes.has(node.type) || node.type === "class") return true;
  const declarators = namedChildrenOf(node).filter(({ type }) => type === "variable_declarator");
  return (
    declarators.length > 0 && declarators.every((declarator) => ["arrow_function", "function_expression", "generator_function", "class"].includes(declarator.childForFieldName("value")?.type ?? ""))
  );
}

/** `dotenv.config()`, `config()` of dotenv, `require("dotenv").config()`, `process.loadEnvFile()`. */
function isSetup(value: Node | null, loaders: ReadonlySet<string>): boolean {
  const callee = value?.type === "call_expression" ? value.childForFieldName("function") : null;
  if (!callee) return false;
  if (callee.text === "process.loadEnvFile") return true;
  let first: Node | null = callee;
  while (first?.type === "member_expression") first = first.childForFieldName("object");
  if (!first) return false;
  const module = moduleOfCall(first);
  return module === undefined ? loaders.has(first.text) : environmentLoaders.test(module);
}
