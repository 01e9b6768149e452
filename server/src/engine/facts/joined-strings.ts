import type { Span } from "../text/span.ts";
import type { Expression } from "./facts.ts";

/** What strings and other values come to that are put together with `+`; opaque where that need not be a text. */
export function joinedStrings(values: readonly Expression[], span: Span): Expression {
  const hole = values.findIndex(({ kind }) => kind !== "string");
  const first = values[hole];
  // The first two operands decide whether `+` is of texts: `1 + 2 + "px"` begins with numbers.
  const isText = values.slice(0, 2).some(({ kind }) => kind === "string" || kind === "template");
  if (!isText) return { kind: "opaque", span };
  const before = values
    .slice(0, hole < 0 ? values.length : hole)
    .map(textOf)
    .join("");
  if (!first) return { kind: "template", span, prefix: before, hole: undefined, rest: "" };
  const behind = values
    .slice(hole + 1)
    .map(textOf)
    .join("");
  if (first.kind === "template") return { kind: "template", span, prefix: before + first.prefix, hole: first.hole, rest: first.rest + behind };
  return { kind: "template", span, prefix: before, hole: first, rest: behind };
}

/** The text of a value without its holes. */
function textOf(value: Expression): string {
  if (value.kind === "string") return value.value;
  return value.kind === "template" ? value.prefix + value.rest : "";
}
