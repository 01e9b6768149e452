import type { Call } from "../../facts/facts.ts";
import type { CallPlan } from "../../rewrite/call-plan.ts";
import { planRouter } from "../../rewrite/router-plan.ts";
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
  detect: (context) => symbolMatches(context, { family: "litellm-router", ownsInner: true, manual: routerStep, plans: routerPlans }),
});

const isConstruction = ({ owner }: SymbolUse): boolean => owner.name === "litellm.Router" && owner.rest === "";

const routerPlans = (use: SymbolUse, call: Call | undefined, context: RuleContext): readonly CallPlan[] => (call && isConstruction(use) ? [planRouter(call, context)] : []);

/** The next step; for a construction with what becomes of each argument that is given. */
function routerStep(use: SymbolUse, call: Call | undefined, context: RuleContext): string {
  const step = nextStep(use, call, context);
  if (!call || !isConstruction(use)) return step;
  const given = call.arguments.map(({ keyword, kind }, index) => (kind === "positional" && index === 0 ? "model_list" : keyword)).filter((name) => name !== undefined);
  const texts = new Map<string, string[]>();
  for (const name of given) {
    const parameter = context.catalog.routerParameter(name);
    const text = parameter?.text;
    // What has no counterpart is told as the reason why there is no fix.
    if (text !== undefined && parameter?.kind !== "none") texts.set(text, [...(texts.get(text) ?? []), `\`${name}\``]);
  }
  const known = [...texts].map(([text, names]) => `${names.join(", ")} ${text}.`);
  const splat = call.arguments.find(({ kind }) => kind === "splat");
  return [step, ...known, ...(splat ? ["The rest of its arguments is not written here: look up what is in them."] : [])].join(" ");
}
