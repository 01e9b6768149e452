import type { Catalog } from "../catalog/catalog.ts";
import type { Call, Reference } from "../facts/facts.ts";
import { oncePerFile } from "../facts/once-per-file.ts";
import type { Span } from "../text/span.ts";
import type { PlanContext } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";

/**
 * Takes the type of LiteLLM's answer off the variable that gets a rewritten call's (Python): `answer: ModelResponse = …`.
 * What the client gives says its type by itself; in the body of a class an annotation is more than a type.
 */
export function dropAnnotation(call: Call, context: PlanContext, edit: FixBuilder): void {
  if (call.place === "class-body") return;
  for (const { span: type } of typesBefore(call, context)) {
    const colon = /\s*:\s*$/.exec(edit.textOf({ start: Math.max(0, type.start - maxDistance), end: type.start }))?.[0];
    if (colon !== undefined && /^\s*=\s*(?:await\s+)?\(?\s*$/.test(edit.textOf({ start: type.end, end: call.span.start }))) edit.replace({ start: type.start - colon.length, end: type.end }, "");
  }
}

/** The type of LiteLLM's by which the variable of a call's answer is declared in another place too (Python), which a type checker holds all its values against. */
export function otherDeclaration(call: Call, context: PlanContext): string | undefined {
  const { facts, catalog } = context;
  const [type] = typesBefore(call, context);
  if (!type) return undefined;
  const declares = (declaration: Span, { span }: Reference): boolean => span.start > declaration.end && span.start - declaration.end <= colonDistance;
  const others = facts.bindings.find(({ declarations }) => declarations.some((declaration) => declares(declaration, type)))?.declarations ?? [];
  const other = typesIn(facts, catalog).find((each) => each !== type && others.some((declaration) => declares(declaration, each)));
  return other?.path.split(".").at(-1);
}

/** Between a name and its type stand a colon and little else. */
const colonDistance = 3;

/** Why the value of a class's field stays LiteLLM's (Python): the field is declared as LiteLLM's answer, which a validator may hold it to. */
export function fieldReason(call: Call, context: PlanContext): string | undefined {
  if (call.place !== "class-body") return undefined;
  const [type] = typesBefore(call, context).filter(({ span }) => call.span.start - span.end <= fieldDistance);
  return type && `The field is declared as \`${type.path.split(".").at(-1)}\`, which the client's answer is not: declare it as the client's first`;
}

/** The requests whose answers an annotation declares where they are given to a variable (Python): one is not of the adapter's class while the other is LiteLLM's. */
export const requestsDeclaredBy = ({ role, path, span }: Reference, { facts, catalog }: PlanContext): readonly Span[] =>
  role === "annotation" && facts.language === "python" && catalog.symbolOwner(path)?.family === "litellm-type"
    ? facts.calls.flatMap(({ callee, span: call }) => (call.start > span.end && call.start - span.end <= valueDistance && catalog.isRequest(callee.path) ? [callee.span] : []))
    : [];

/** The names of LiteLLM's types in the annotations that stand little before a call. */
const typesBefore = ({ span }: Call, { facts, catalog }: PlanContext): readonly Reference[] =>
  facts.language === "python" ? typesIn(facts, catalog).filter(({ span: type }) => type.end < span.start && span.start - type.end <= maxDistance) : [];

/** The names of LiteLLM's types in a file's annotations. */
const typesIn = oncePerFile(({ references }, catalog: Catalog) => references.filter(({ role, path }) => role === "annotation" && catalog.symbolOwner(path)?.family === "litellm-type"));

/** Between an annotation and the value beside it stand an equals sign, an `await` and little else. */
const maxDistance = 40;

/** Between a variable's type and the request stand an equals sign and at most an `await`. */
const valueDistance = 10;

/** Behind a field's type stands its equals sign: ` = `. */
const fieldDistance = 5;
