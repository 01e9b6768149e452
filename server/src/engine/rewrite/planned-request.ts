import type { Call } from "../facts/facts.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { type PythonSdk, portkeySdk } from "./python-sdk.ts";
import { planRequest } from "./request-call.ts";
import { isRouterRequest, planRouterRequest } from "./router-plan.ts";

/** A request's plan depends on the file and on the client alone, and several rules ask for it. */
const plansOfFiles = new WeakMap<PlanContext, Map<PythonSdk, Map<Call, CallPlan>>>();

/** The plan of a request by itself, or of one that a Router sends, worked out once; a Router becomes a client of Portkey's SDK alone. */
export function plannedRequest(call: Call, context: PlanContext, sdk: PythonSdk): CallPlan {
  const bySdk = plansOfFiles.get(context) ?? new Map<PythonSdk, Map<Call, CallPlan>>();
  plansOfFiles.set(context, bySdk);
  const plans = bySdk.get(sdk) ?? new Map<Call, CallPlan>();
  bySdk.set(sdk, plans);
  const plan = plans.get(call) ?? planOf(call, context, sdk);
  plans.set(call, plan);
  return plan;
}

function planOf(call: Call, context: PlanContext, sdk: PythonSdk): CallPlan {
  if (!isRouterRequest(call.callee.path)) return planRequest(call, context, { sdk });
  return sdk === portkeySdk ? planRouterRequest(call, context) : { kind: "blocked", reasons: [] };
}
