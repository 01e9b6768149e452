import { planSetting } from "../../rewrite/setting-plan.ts";
import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmCallback = defineRule({
  id: "litellm-callback",
  title: "LiteLLM callback or logger",
  why: "LiteLLM calls functions and loggers of the program around each request. Portkey's SDK has no such hooks; the gateway logs each request and can export its logs.",
  languages: ["python"],
  severity: "warning",
  isFineWithLiteLlm: true,
  minutesByHand: 30,
  detect: (context) => symbolMatches(context, { family: "litellm-callback", ownsInner: true, isOfNoUse: () => true, plans: ({ reference }) => planSetting(reference, context) }),
});
