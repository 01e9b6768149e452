import { type Node, namedChildrenOf } from "../syntax/nodes.ts";
import type { Argument } from "./facts.ts";
import type { NameUses } from "./handed-keywords.ts";
import type { ExpressionContext, LanguageReader } from "./language.ts";
import type { Names } from "./names.ts";

/** What the arguments of a call are read with. */
interface ArgumentSource {
  readonly root: Node;
  readonly reader: LanguageReader;
  readonly names: Names;
  readonly context: ExpressionContext;
}

/** The arguments of a call, with what the dictionaries hold that are handed on. */
export function callArguments(call: Node, { root, reader, names, context }: ArgumentSource): readonly Argument[] {
  const given = reader.argumentsOf(call, context);
  const list = given.some(({ kind }) => kind === "splat") ? reader.argumentList(call) : undefined;
  if (!list) return given;
  const nodes = namedChildrenOf(list);
  const usesOf = (name: Node): NameUses<Node> | undefined => {
    const variable = names.variableOf(name);
    // What a class's body declares is read by way of its instances too.
    if (!variable || variable.declarations.some(({ node }) => reader.placeOf(node) === "class-body")) return undefined;
    const values = variable.declarations.flatMap(({ node, declaration }) =>
      declaration.kind === "bare" ? [] : [{ at: node, value: declaration.kind === "assign" && !declaration.isExpression ? declaration.value : undefined }],
    );
    return { isOfModule: variable.scope.id === root.id, values, reads: variable.reads };
  };
  return given.map((argument) => {
    const node = argument.kind === "splat" ? nodes.find(({ startIndex }) => startIndex === argument.span.start) : undefined;
    const keywords = node && reader.keywordsOf(node, usesOf, context);
    return keywords ? { ...argument, keywords } : argument;
  });
}
