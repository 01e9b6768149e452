import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmType = defineRule({
  id: "litellm-type",
  title: "LiteLLM type",
  why: "Answers of Portkey's SDK are of its own types: a check or a constructor of LiteLLM's never meets them.",
  languages: ["python"],
  severity: "warning",
  isFineWithLiteLlm: true,
  minutesByHand: 5,
  detect: (context) => symbolMatches(context, { family: "litellm-type", ownsInner: true }),
});
