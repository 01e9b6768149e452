import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmAssistant = defineRule({
  id: "litellm-assistant",
  title: "LiteLLM assistants call",
  why: "OpenAI and Azure have switched the Assistants API off on 26 August 2026: such calls fail, through LiteLLM and through any gateway. The Responses API takes its place, with conversations for threads.",
  languages: ["python"],
  severity: "warning",
  feedsLiteLlm: "until-fixed",
  minutesByHand: 10,
  detect: (context) => symbolMatches(context, { family: "litellm-assistant" }),
});
