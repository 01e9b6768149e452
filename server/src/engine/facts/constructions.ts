import { spanOf } from "../syntax/nodes.ts";
import { mapped, type Steps } from "../syntax/turns.ts";
import { bySource } from "../text/span.ts";
import type { CallingClass } from "./calling-classes.ts";
import type { Construction } from "./facts.ts";
import type { ExpressionContext, LanguageReader } from "./language.ts";
import type { ConstructedClass, OpenCall, OpenConstruction } from "./open-facts.ts";
import type { Paths } from "./paths.ts";
import type { Value } from "./values.ts";

/** The constructions of classes whose methods call a model, in source order; `calling` are those of the file. */
export function* constructionFacts(constructions: readonly OpenConstruction[], calling: ReadonlyMap<number, CallingClass>, reader: LanguageReader, context: ExpressionContext): Steps<Construction[]> {
  const facts = yield* mapped(constructions, ({ node, callee, classes }): readonly Construction[] => {
    const constructed = classes.flatMap((each) => constructedClass(each, calling, reader) ?? [])[0];
    return constructed ? [{ span: spanOf(node), callee: spanOf(callee), arguments: reader.argumentsOf(node, context), ...constructed }] : [];
  });
  return facts.flat().sort((a, b) => bySource(a.span, b.span));
}

/** The constructions of classes that build on one of a package, as calls of that; `isWanted` is asked for its path. */
export function subclassCalls(constructions: readonly OpenConstruction[], paths: Paths, isWanted: (path: string) => boolean): OpenCall[] {
  return constructions.flatMap(({ node, callee, root, variable, isNew, classes }): readonly OpenCall[] => {
    const path = classes.flatMap((each) => (each.kind === "here" ? paths.packageBasesOf(each.definition).flatMap(packageClass) : (each.end.builtOn ?? []))).find(isWanted);
    return path === undefined ? [] : [{ node, isNew, callee: { node: callee, root, variable, path, isDirect: false, role: "call", taker: undefined } }];
  });
}

/** The class of a package that a class is, or builds on in another file. */
const packageClass = (value: Value): string | readonly [] => (value.kind === "path" ? value.path : value.kind === "elsewhere" ? (value.end?.path ?? value.end?.builtOn ?? []) : []);

/** What is told of a class that a call constructs; undefined where its methods call no model. */
function constructedClass(
  constructed: ConstructedClass,
  calling: ReadonlyMap<number, CallingClass>,
  reader: LanguageReader,
): Pick<Construction, "name" | "request" | "requestAt" | "declarations"> | undefined {
  if (constructed.kind === "elsewhere") {
    const { origins, calling: elsewhere } = constructed.end;
    if (!elsewhere) return undefined;
    const { request, at } = elsewhere;
    return { name: origins.at(-1)?.name ?? "", request, requestAt: { origin: at }, declarations: origins.map((origin) => ({ origin })) };
  }
  const known = calling.get(constructed.definition.id);
  const name = reader.definitionName(constructed.definition);
  if (!known || !name) return undefined;
  const requestAt = "node" in known.at ? { span: spanOf(known.at.node) } : known.at;
  return { name: name.text, request: known.request, requestAt, declarations: [{ span: spanOf(name) }] };
}
