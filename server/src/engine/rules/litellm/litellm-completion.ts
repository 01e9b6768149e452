import { defineRule } from "../rule.ts";
import { requestMatches } from "./request-matches.ts";

export const liteLlmCompletion = defineRule({
  id: "litellm-completion",
  title: "LiteLLM chat call",
  why: "LiteLLM sends each call to a provider itself. Through Portkey the call goes to the gateway, which holds the providers' keys, routes by `@slug/model` and keeps the log.",
  languages: ["python", "typescript"],
  severity: "warning",
  feedsLiteLlm: "until-fixed",
  minutesByHand: 6,
  detect: (context) => requestMatches(context, "litellm-completion"),
});
