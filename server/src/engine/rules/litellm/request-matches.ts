import type { SymbolOwner } from "../../catalog/symbols.ts";
import type { Call, Reference } from "../../facts/facts.ts";
import { modelArguments } from "../../rewrite/model-argument.ts";
import { planRequest } from "../../rewrite/request-call.ts";
import type { Match, RelatedPlace, RuleContext } from "../rule.ts";
import { modelOrigin } from "./model-origin.ts";
import { plannedMatch } from "./planned-match.ts";
import { symbolUses } from "./symbol-uses.ts";

/** What the rules about request functions differ in. */
export interface RequestKind {
  /** The family of the catalog's symbols that the rule owns. */
  readonly family: string;
  /** What a call becomes, for the text about a function that is handed on. */
  readonly target: string;
}

/** Finds calls of a family's functions and the places that hand such a function on. */
export function* requestMatches(context: RuleContext, kind: RequestKind): Iterable<Match> {
  const callees = new Map(context.facts.calls.map((call) => [call.callee.span.start, call]));
  for (const { reference, owner } of symbolUses(context, kind.family)) {
    const call = callees.get(reference.span.start);
    if (call && owner.rest === "") yield callMatch(call, owner, context);
    // A function on its own, or a part of it: `completion.call(…)`, `completion.__name__`.
    else yield valueMatch({ ...reference, path: owner.path }, kind);
  }
}

function callMatch(call: Call, owner: SymbolOwner, context: RuleContext): Match {
  const { path, span: focus } = call.callee;
  const match = { span: call.span, focus, message: `\`${path}\` calls the model through LiteLLM`, symbol: path, related: originOf(call, context) };
  return plannedMatch(match, planRequest(call, context), context.catalog.nextStep(owner));
}

function originOf(call: Call, { facts, catalog }: RuleContext): readonly RelatedPlace[] {
  const models = modelArguments(facts, catalog);
  return call.arguments.flatMap(({ value }) => (models.has(value.span.start) ? modelOrigin(value, facts) : []));
}

const valueMatch = ({ path, span }: Reference, { target }: RequestKind): Match => ({
  span,
  focus: span,
  message: `\`${path}\` is used as a value`,
  symbol: path,
  fixes: [],
  manual: `Wherever the value is called, LiteLLM is called: use a function of your own that calls \`${target}\` with the same arguments.`,
});
