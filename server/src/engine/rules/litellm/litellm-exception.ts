import type { Call } from "../../facts/facts.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";
import type { SymbolUse } from "./symbol-uses.ts";

export const liteLlmException = defineRule({
  id: "litellm-exception",
  title: "LiteLLM exception",
  why: "Portkey's SDK raises its own classes, in `portkey_ai.openai`. A handler, a check or a list of retries that names LiteLLM's, or those of the `openai` package, never meets them.",
  languages: ["python"],
  severity: "warning",
  minutesByHand: 5,
  detect: (context) => symbolMatches(context, { family: "litellm-exception", manual: exceptionStep }),
});

/** The class of Portkey's SDK that stands for LiteLLM's, and what differs. */
function exceptionStep({ owner }: SymbolUse, call: Call | undefined, { catalog }: RuleContext): string {
  const error = catalog.error(owner.name);
  if (!error) return catalog.nextStep(owner);
  const classes = [error.portkey, ...(error.also ?? [])].filter((name) => name !== null).map((name) => `\`portkey_ai.openai.${name}\``);
  const status = error.status === null ? "" : ` (status ${error.status})`;
  const instead = classes.length > 0 ? [`Portkey's SDK raises ${classes.join(" or ")}${status} instead.`] : [];
  const constructed = call && error.portkey !== null ? [catalog.nextStep({ name: "", family: "litellm-exception", group: "constructed" })] : [];
  return [...instead, ...(error.note === undefined ? [] : [error.note]), ...constructed].join(" ");
}
