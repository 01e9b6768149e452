import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmRerank = defineRule({
  id: "litellm-rerank",
  title: "LiteLLM rerank call",
  why: "LiteLLM sends each call to a provider itself. Through Portkey the call goes to the gateway, which holds the providers' keys, routes by `@slug/model` and keeps the log.",
  languages: ["python"],
  severity: "warning",
  feedsLiteLlm: "until-fixed",
  minutesByHand: 10,
  detect: (context) => symbolMatches(context, { family: "litellm-rerank" }),
});
