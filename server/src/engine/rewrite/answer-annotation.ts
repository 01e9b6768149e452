import type { Call, Reference } from "../facts/facts.ts";
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

/** Why the value of a class's field stays LiteLLM's (Python): the field is declared as LiteLLM's answer, which a validator may hold it to. */
export function fieldReason(call: Call, context: PlanContext): string | undefined {
  if (call.place !== "class-body") return undefined;
  const [type] = typesBefore(call, context).filter(({ span }) => call.span.start - span.end <= fieldDistance);
  return type && `The field is declared as \`${type.path.split(".").at(-1)}\`, which the client's answer is not: declare it as the client's first`;
}

/** The names of LiteLLM's types in the annotations that stand little before a call. */
const typesBefore = ({ span }: Call, { facts, catalog }: PlanContext): readonly Reference[] =>
  facts.language === "python"
    ? facts.references.filter(
        ({ role, path, span: type }) => role === "annotation" && type.end < span.start && span.start - type.end <= maxDistance && catalog.symbolOwner(path)?.family === "litellm-type",
      )
    : [];

/** Between an annotation and the value beside it stand an equals sign, an `await` and little else. */
const maxDistance = 40;

/** Behind a field's type stands its equals sign: ` = `. */
const fieldDistance = 5;
