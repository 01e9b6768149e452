import { readModel } from "../../catalog/model-string.ts";
import type { BindingId, Expression, StringContext, StringFact, StringLiteral } from "../../facts/facts.ts";
import { modelArguments } from "../../rewrite/model-argument.ts";
import { SpanIndex } from "../../text/span-index.ts";
import type { RuleContext } from "../rule.ts";

/** Names without a prefix (`gpt-4o`) that stand where a request reads its model from: a constant, a default, a member, a dictionary of arguments, what the environment leaves open. */
export function bareModels({ facts, catalog }: RuleContext): StringFact[] {
  const found = new Map<number, StringFact>();
  const requests = new SpanIndex(
    facts.calls.filter(({ callee }) => catalog.isRequest(callee.path)),
    ({ span }) => span,
  );
  const take = (literal: StringLiteral, context: StringContext): void => {
    const reading = readModel(literal.value);
    const isInCall = requests.covers(literal.span);
    if (reading?.kind === "litellm" && reading.evidence === "name" && !isInCall)
      found.set(literal.span.start, { ...literal, hasHoles: false, context, heldBy: [], besideAddress: undefined, isLogger: false, place: "module" });
  };
  const visit = (value: Expression | undefined, context: StringContext): void => {
    if (value?.kind === "string") take(value, context);
    if (value?.kind === "name") visitBinding(value);
    if (value?.kind === "choice") for (const option of value.options) visit(option, context);
    if (value?.kind === "environment") visit(value.fallback, { kind: "argument", call: value.span, path: undefined, callee: "getenv", keyword: undefined, index: 1 });
  };
  const visited = new Set<BindingId>();
  const visitBinding = ({ binding: id }: Expression & { readonly kind: "name" }): void => {
    const binding = id === undefined || visited.has(id) ? undefined : facts.bindings[id];
    if (!binding) return;
    visited.add(binding.id);
    visit(binding.initial, { kind: "initial", binding: binding.id, name: binding.name });
    visit(binding.fallback, { kind: "default", name: binding.name });
  };
  for (const value of modelArguments(facts, catalog).values()) {
    if (value.kind === "chain") visit(value.initial, { kind: "assignment", target: value.text });
    else visit(value, { kind: "record-value", key: "model" });
  }
  return [...found.values()];
}
