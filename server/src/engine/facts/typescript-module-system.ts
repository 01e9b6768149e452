import { childrenOf, type Node, parentOf, same } from "../syntax/nodes.ts";
import type { ModuleSystem } from "./anchor-facts.ts";

const moduleStatements = new Set(["import_statement", "export_statement"]);

/** How a file takes and gives modules: by statements of ECMAScript modules, else by `require` and `exports`. */
export function moduleSystem(root: Node): ModuleSystem | undefined {
  if (childrenOf(root).some(({ type }) => moduleStatements.has(type))) return "module";
  const { lookUp } = root.tree;
  const stands = (word: string, is: (node: Node) => boolean): boolean => lookUp.word(word).some((at) => is(root.descendantForIndex(at, at + word.length)));
  return stands("require", isCalled) || stands("exports", isExports) ? "commonjs" : undefined;
}

/** `require("…")`. */
function isCalled(node: Node): boolean {
  const parent = parentOf(node);
  return node.type === "identifier" && parent?.type === "call_expression" && same(parent.childForFieldName("function"), node);
}

/** `exports.name = …`, `module.exports = …`, `module.exports.name = …`. */
function isExports(node: Node): boolean {
  const parent = parentOf(node);
  if (node.type === "property_identifier") return parent?.type === "member_expression" && parent.childForFieldName("object")?.text === "module";
  return node.type === "identifier" && parent?.type === "member_expression" && same(parent.childForFieldName("object"), node) && parentOf(parent)?.type === "assignment_expression";
}
