import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmAssistant = defineRule({
  id: "litellm-assistant",
  title: "LiteLLM assistants call",
  why: "Assistants and threads belong to one provider. Through Portkey they go to the gateway, which needs to be told the provider by its slug.",
  languages: ["python"],
  severity: "warning",
  feedsLiteLlm: "until-fixed",
  minutesByHand: 10,
  detect: (context) => symbolMatches(context, { family: "litellm-assistant" }),
});
