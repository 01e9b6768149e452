import type { Node } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { Expression } from "./facts.ts";

/** The operands of `a + b + c`, in source order; `type` is the node of an operation in its language. */
export function addedOperands(node: Node, type: string): Node[] {
  const operands: Node[] = [];
  let left: Node | null = node;
  // A loop: a text may be put together of more parts than calls can be nested.
  while (left?.type === type && left.childForFieldName("operator")?.type === "+") {
    const right = left.childForFieldName("right");
    if (right) operands.push(right);
    left = left.childForFieldName("left");
  }
  return [...operands, ...(left ? [left] : [])].reverse();
}

/** What strings and other values come to that are put together with `+`; opaque where that need not be a text. */
export function joinedStrings(values: readonly Expression[], span: Span): Expression {
  // The first two operands decide whether `+` is of texts: `1 + 2 + "px"` begins with numbers.
  const isText = values.slice(0, 2).some(({ kind }) => kind === "string" || kind === "template");
  if (!isText) return { kind: "opaque", span };
  const parts = values.flatMap((value): readonly (string | Expression)[] => (value.kind === "template" ? value.parts : value.kind === "string" ? [value.value] : [value]));
  const first = values.findIndex(({ kind }) => kind !== "string");
  const before = values
    .slice(0, first < 0 ? values.length : first)
    .map(textOf)
    .join("");
  const hole = values[first];
  if (!hole) return { kind: "template", span, prefix: before, hole: undefined, rest: "", parts };
  const behind = values
    .slice(first + 1)
    .map(textOf)
    .join("");
  if (hole.kind === "template") return { kind: "template", span, prefix: before + hole.prefix, hole: hole.hole, rest: hole.rest + behind, parts };
  return { kind: "template", span, prefix: before, hole, rest: behind, parts };
}

/** The text behind the first hole, without the other holes. */
export function textBehind(parts: readonly (string | Expression)[]): string {
  const first = parts.findIndex((part) => typeof part !== "string");
  return parts
    .slice(first < 0 ? parts.length : first)
    .filter((part) => typeof part === "string")
    .join("");
}

/** The text of a value without its holes. */
function textOf(value: Expression): string {
  if (value.kind === "string") return value.value;
  return value.kind === "template" ? value.prefix + value.rest : "";
}
