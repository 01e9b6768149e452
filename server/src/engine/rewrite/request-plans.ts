import type { Call } from "../facts/facts.ts";
import { defaultStrategy, type Strategy } from "../settings.ts";
import type { Steps } from "../syntax/turns.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { planWithExceptions, prepareExceptions } from "./exception-plans.ts";
import { planKeptCall } from "./kept-call.ts";
import { plannedRequest } from "./planned-request.ts";
import { openAiSdk, portkeySdk } from "./python-sdk.ts";

/** Plans requests by themselves, and what handles their errors, one a step: what is asked about one of them may depend on the plans of all others. */
export function* prepareRequests(calls: readonly Call[], context: PlanContext): Steps<void> {
  for (const sdk of [portkeySdk, openAiSdk]) {
    for (const call of calls) {
      plannedRequest(call, context, sdk);
      yield;
    }
    if (calls.length > 0 && context.facts.language === "python") yield* prepareExceptions(context, sdk);
  }
}

/** What the strategies would make of a request of LiteLLM, the folder's own first. */
export function requestPlans(call: Call, context: PlanContext): readonly CallPlan[] {
  const { language } = context.facts;
  const strategy = defaultStrategy(context.settings, language);
  const plans: (readonly [Strategy, CallPlan])[] = [
    ["portkey-sdk", planWithExceptions(call, context)],
    ["openai-client", planWithExceptions(call, context, openAiSdk)],
  ];
  if (language === "python") plans.push(["keep-litellm", planKeptCall(call, context)]);
  else plans.reverse();
  return plans.sort(([a], [b]) => Number(b === strategy) - Number(a === strategy)).map(([, plan]) => plan);
}
