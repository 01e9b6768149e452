import { planSetting } from "../../rewrite/setting-plan.ts";
import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmCache = defineRule({
  id: "litellm-cache",
  title: "LiteLLM cache",
  why: "LiteLLM keeps answers in the process or in a store of the program. With Portkey the gateway keeps them, as the client's config says.",
  languages: ["python"],
  severity: "warning",
  isFineWithLiteLlm: true,
  minutesByHand: 15,
  detect: (context) => symbolMatches(context, { family: "litellm-cache", ownsInner: true, plans: ({ reference }) => planSetting(reference, context) }),
});
