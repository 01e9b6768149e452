import type { Catalog } from "../catalog/catalog.ts";
import type { FileFacts, Reference, Use } from "../facts/facts.ts";

/** More than this does not stand between what is checked and the class: brackets, other classes, a line break. */
const maxGap = 100;

/** The class of LiteLLM's that `isinstance` holds a value against, which only LiteLLM's own answers are of. */
export function typeCheckOf({ span, end, taker }: Use, { references }: FileFacts, catalog: Catalog): Reference | undefined {
  if (end !== "argument" || taker !== "isinstance") return undefined;
  return references.find(
    (reference) =>
      (reference.role === "value" || reference.role === "comparison") &&
      reference.span.start >= span.end &&
      reference.span.start - span.end < maxGap &&
      catalog.symbolOwner(reference.path)?.family === "litellm-type",
  );
}
