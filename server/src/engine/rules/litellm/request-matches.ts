import type { Call } from "../../facts/facts.ts";
import type { Match, RuleContext } from "../rule.ts";
import { nextStep, symbolMatches } from "./symbol-matches.ts";
import type { SymbolUse } from "./symbol-uses.ts";

/** Finds the uses of a family whose functions call a model: its calls, and the places that hand such a function on. */
export const requestMatches = (context: RuleContext, family: string): Iterable<Match | undefined> =>
  symbolMatches(context, { family, callsOf: "calls the model through LiteLLM", manual: requestStep });

/** The next step; for a function that has one method in its place and is handed on, what takes its place there. */
function requestStep(use: SymbolUse, call: Call | undefined, context: RuleContext): string {
  const method = call ? undefined : context.catalog.request(use.owner.name)?.method;
  return method === undefined
    ? nextStep(use, call, context)
    : `Wherever the value is called, LiteLLM is called: use a function of your own that calls \`client.${method}(...)\` with the same arguments.`;
}
