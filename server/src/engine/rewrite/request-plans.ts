import type { Call } from "../facts/facts.ts";
import { defaultStrategy, languageStrategy, type Strategy } from "../settings.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { planWithExceptions } from "./exception-plans.ts";
import { planKeptCall } from "./kept-call.ts";
import { openAiSdk } from "./python-sdk.ts";

/** What the strategies would make of a request of LiteLLM, the folder's own first. */
export function requestPlans(call: Call, context: PlanContext): readonly CallPlan[] {
  const { language } = context.facts;
  const strategy = defaultStrategy(context.settings, language);
  const plans: (readonly [Strategy, CallPlan])[] = [[languageStrategy(language), planWithExceptions(call, context)]];
  if (language === "python") plans.push(["openai-client", planWithExceptions(call, context, openAiSdk)], ["keep-litellm", planKeptCall(call, context)]);
  return plans.sort(([a], [b]) => Number(b === strategy) - Number(a === strategy)).map(([, plan]) => plan);
}
