import type { Call } from "../facts/facts.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { planChatCall } from "./chat-call.ts";
import { planNpmCall } from "./npm-call.ts";

/** Plans the rewrite of a LiteLLM request: the Python package and the npm package of that name have little in common but it. */
export function planRequest(call: Call, context: PlanContext): CallPlan {
  if (!call.callee.isDirect)
    return {
      kind: "blocked",
      reasons: ["What is called here comes through a default, a collection, a wrapper or another object, which may hold something else: change it where it is taken from `litellm`"],
    };
  if (context.facts.language !== "python") return planNpmCall(call, context);
  if (context.catalog.symbol(call.callee.path)?.family === "litellm-completion") return planChatCall(call, context);
  // portkey-ai 2.3.1: the SDK asks for base64 and hands it on as text; items of the answer cannot be subscripted.
  return { kind: "blocked", reasons: ['Give `encoding_format="float"`, without which the SDK answers with base64 text, and read `data[0].embedding` by attribute'] };
}
