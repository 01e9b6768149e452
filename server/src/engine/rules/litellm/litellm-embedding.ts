import { defineRule } from "../rule.ts";
import { requestMatches } from "./request-matches.ts";

export const liteLlmEmbedding = defineRule({
  id: "litellm-embedding",
  title: "LiteLLM embedding call",
  why: "LiteLLM sends each call to a provider itself. Through Portkey the call goes to the gateway, which holds the providers' keys and routes by `@slug/model`.",
  languages: ["python", "typescript"],
  severity: "warning",
  feedsLiteLlm: "until-fixed",
  minutesByHand: 4,
  detect: (context) => requestMatches(context, "litellm-embedding"),
});
