import type { Call } from "../facts/facts.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { planChatCall } from "./chat-call.ts";
import { planNpmCall } from "./npm-call.ts";

/** Plans the rewrite of a LiteLLM request: the Python package and the npm package of that name have little in common but it. */
export const planRequest = (call: Call, context: PlanContext): CallPlan => (context.facts.language === "python" ? planChatCall : planNpmCall)(call, context);
