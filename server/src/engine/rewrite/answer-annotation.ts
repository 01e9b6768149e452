import type { Call } from "../facts/facts.ts";
import type { PlanContext } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";

/**
 * Takes the type of LiteLLM's answer off the variable that gets a rewritten call's (Python): `answer: ModelResponse = …`.
 * What the client gives says its type by itself; in the body of a class an annotation is more than a type.
 */
export function dropAnnotation({ span, place }: Call, { facts, catalog }: PlanContext, edit: FixBuilder): void {
  if (facts.language !== "python" || place === "class-body") return;
  for (const { role, path, span: type } of facts.references) {
    if (role !== "annotation" || type.end >= span.start || span.start - type.end > maxDistance || catalog.symbolOwner(path)?.family !== "litellm-type") continue;
    const colon = /\s*:\s*$/.exec(edit.textOf({ start: Math.max(0, type.start - maxDistance), end: type.start }))?.[0];
    if (colon !== undefined && /^\s*=\s*(?:await\s+)?\(?\s*$/.test(edit.textOf({ start: type.end, end: span.start }))) edit.replace({ start: type.start - colon.length, end: type.end }, "");
  }
}

/** Between an annotation and the value beside it stand an equals sign, an `await` and little else. */
const maxDistance = 40;
