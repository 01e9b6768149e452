import type { Call } from "../facts/facts.ts";
import { defaultStrategy } from "../settings.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { planWithExceptions } from "./exception-plans.ts";
import { planKeptCall } from "./kept-call.ts";

/** What the strategies would make of a request of LiteLLM, the folder's own first. */
export function requestPlans(call: Call, context: PlanContext): readonly CallPlan[] {
  const plans = [planWithExceptions(call, context), planKeptCall(call, context)];
  return defaultStrategy(context.settings, context.facts.language) === "keep-litellm" ? plans.reverse() : plans;
}
