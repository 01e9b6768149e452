import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmResponses = defineRule({
  id: "litellm-responses",
  title: "LiteLLM call of the Responses API",
  why: "LiteLLM sends each call to a provider itself. Through Portkey the call goes to the gateway, which holds the providers' keys, routes by `@slug/model` and keeps the log.",
  languages: ["python"],
  severity: "warning",
  feedsLiteLlm: "until-fixed",
  minutesByHand: 8,
  detect: (context) => symbolMatches(context, { family: "litellm-responses" }),
});
