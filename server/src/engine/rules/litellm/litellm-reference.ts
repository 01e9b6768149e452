import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmReference = defineRule({
  id: "litellm-reference",
  title: "Other use of LiteLLM",
  why: "Whatever else leads into the package keeps it installed, and stops working when it goes. Nothing of it is left out of the report.",
  languages: ["python", "typescript"],
  severity: "information",
  isFineWithLiteLlm: true,
  minutesByHand: 15,
  detect: (context) => symbolMatches(context, { family: "litellm-reference" }),
});
