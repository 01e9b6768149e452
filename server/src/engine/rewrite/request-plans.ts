import type { Call } from "../facts/facts.ts";
import { defaultStrategy, type Strategy } from "../settings.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { planWithExceptions } from "./exception-plans.ts";
import { planKeptCall } from "./kept-call.ts";
import { openAiSdk } from "./python-sdk.ts";

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
