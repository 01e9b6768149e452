import type { Call } from "../facts/facts.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { planRequest } from "./request-call.ts";
import { isRouterRequest, planRouterRequest } from "./router-plan.ts";

/** A request's plan depends on the file alone, and several rules ask for it. */
const plansOfFiles = new WeakMap<PlanContext, Map<Call, CallPlan>>();

/** The plan of a request by itself, or of one that a Router sends, worked out once. */
export function plannedRequest(call: Call, context: PlanContext): CallPlan {
  const plans = plansOfFiles.get(context) ?? new Map<Call, CallPlan>();
  plansOfFiles.set(context, plans);
  const plan = plans.get(call) ?? (isRouterRequest(call.callee.path) ? planRouterRequest : planRequest)(call, context);
  plans.set(call, plan);
  return plan;
}
