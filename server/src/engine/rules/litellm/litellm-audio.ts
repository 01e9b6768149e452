import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmAudio = defineRule({
  id: "litellm-audio",
  title: "LiteLLM audio call",
  why: "LiteLLM sends each call to a provider itself. Through Portkey the call goes to the gateway, which holds the providers' keys, routes by `@slug/model` and keeps the log.",
  languages: ["python"],
  severity: "warning",
  feedsLiteLlm: "until-fixed",
  minutesByHand: 10,
  detect: (context) => symbolMatches(context, { family: "litellm-audio" }),
});
