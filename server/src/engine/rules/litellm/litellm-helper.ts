import { openAiSdk, portkeySdk } from "../../rewrite/python-sdk.ts";
import { planStreamBuilder } from "../../rewrite/stream-builder.ts";
import { defineRule } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmHelper = defineRule({
  id: "litellm-helper",
  title: "LiteLLM helper",
  why: "Token counts, prices and facts about models come from tables inside LiteLLM and go with it. Most have no counterpart in Portkey's SDK, so what the program does with them has to be decided.",
  languages: ["python"],
  severity: "warning",
  isFineWithLiteLlm: true,
  minutesByHand: 20,
  detect: (context) => symbolMatches(context, { family: "litellm-helper", plans: ({ reference }) => [portkeySdk, openAiSdk].map((sdk) => planStreamBuilder(reference, context, sdk)) }),
});
