import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmFile = defineRule({
  id: "litellm-file",
  title: "LiteLLM file or vector store call",
  why: "Files and vector stores belong to one provider. Through Portkey they go to the gateway, which needs to be told the provider by its slug.",
  languages: ["python"],
  severity: "warning",
  feedsLiteLlm: "until-fixed",
  minutesByHand: 10,
  detect: (context) => symbolMatches(context, { family: "litellm-file" }),
});
