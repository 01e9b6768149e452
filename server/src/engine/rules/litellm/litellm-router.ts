import type { Call } from "../../facts/facts.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { nextStep, symbolMatches } from "./symbol-matches.ts";
import type { SymbolUse } from "./symbol-uses.ts";

export const liteLlmRouter = defineRule({
  id: "litellm-router",
  title: "LiteLLM Router",
  why: "The Router chooses, retries and falls back inside the process. With Portkey the gateway does it, as a config says that stands in the code or is saved in Portkey.",
  languages: ["python"],
  severity: "warning",
  feedsLiteLlm: "until-fixed",
  minutesByHand: 45,
  detect: (context) => symbolMatches(context, { family: "litellm-router", ownsInner: true, manual: routerStep }),
});

/** The next step; for a construction with what becomes of each argument that is given. */
function routerStep(use: SymbolUse, call: Call | undefined, context: RuleContext): string {
  const step = nextStep(use, call, context);
  if (!call || use.owner.name !== "litellm.Router" || use.owner.rest !== "") return step;
  const given = call.arguments.map(({ keyword, kind }, index) => (kind === "positional" && index === 0 ? "model_list" : keyword)).filter((name) => name !== undefined);
  const texts = new Map<string, string[]>();
  for (const name of given) {
    const text = context.catalog.routerParameter(name)?.text;
    if (text !== undefined) texts.set(text, [...(texts.get(text) ?? []), `\`${name}\``]);
  }
  const known = [...texts].map(([text, names]) => `${names.join(", ")} ${text}.`);
  const splat = call.arguments.find(({ kind }) => kind === "splat");
  return [step, ...known, ...(splat ? ["The rest of its arguments is not written here: look up what is in them."] : [])].join(" ");
}
