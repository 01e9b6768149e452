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
  const list = reader.argumentList(call);
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
    const node = nodes.find(({ startIndex }) => startIndex === argument.span.start);
    const keywords = node && argument.kind === "splat" ? reader.keywordsOf(node, usesOf, context) : undefined;
    const declaredAs = node && argument.kind !== "splat" ? declaredType(node.childForFieldName("value") ?? node, { reader, names }) : undefined;
    return { ...argument, ...(keywords && { keywords }), ...(declaredAs !== undefined && { declaredAs }) };
  });
}

/** The type that a value is declared with: of a name, or of what a function of the file returns. */
function declaredType(value: Node, source: Pick<ArgumentSource, "reader" | "names">): string | undefined {
  const { reader, names } = source;
  const callee = reader.calleeOf(value);
  if (!reader.nameTypes.has((callee ?? value).type)) return undefined;
  const declarations = names.variableOf(callee ?? value)?.declarations.map(({ declaration }) => declaration) ?? [];
  if (callee?.text === "cast") return reader.argumentAt(value, 0)?.text;
  if (callee) return declarations.map((each) => (each.kind === "function" ? reader.returnType(each.node)?.text : undefined)).find((type) => type !== undefined);
  const annotation = declarations.map((each) => ("annotation" in each ? each.annotation : undefined)).find((type) => type !== undefined);
  if (annotation) return annotation.text;
  if (declarations.length > 0 && declarations.every((each) => each.kind === "parameter" && !each.value)) return "";
  // A part of a tuple is declared by the whole.
  const given = declarations.flatMap((each) => ((each.kind === "assign" || each.kind === "part") && each.value && reader.calleeOf(each.value) ? [each.value] : []));
  return given.map((each) => declaredType(each, source)).find((type) => type !== undefined);
}
