import type { Catalog } from "../../catalog/catalog.ts";
import type { Call } from "../../facts/facts.ts";
import type { CallPlan } from "../../rewrite/call-plan.ts";
import { type ExceptionPlan, exceptionPlan, openAiClassesCaught } from "../../rewrite/exception-plans.ts";
import { openAiSdk, type PythonSdk, portkeySdk } from "../../rewrite/python-sdk.ts";
import { defaultStrategy } from "../../settings.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { plannedMatch } from "./planned-match.ts";
import { symbolMatches } from "./symbol-matches.ts";
import type { SymbolUse } from "./symbol-uses.ts";

export const liteLlmException = defineRule({
  id: "litellm-exception",
  title: "LiteLLM exception",
  why: "Portkey's SDK raises its own classes, in `portkey_ai.openai`. A handler, a check or a list of retries that names LiteLLM's, or those of the `openai` package, never meets them.",
  languages: ["python"],
  severity: "warning",
  isFineWithLiteLlm: true,
  minutesByHand: 5,

  *detect(context) {
    yield* symbolMatches(context, { family: "litellm-exception", plans: classPlans, manual: exceptionStep });
    yield* openAiMatches(context);
    yield* nameMatches(context);
  },
});

/** Handlers for the `openai` package's classes around calls of LiteLLM's, whose exceptions inherit from them. */
function* openAiMatches(context: RuleContext): Iterable<Match> {
  // The other clients raise those very classes, or some that inherit from them.
  if (defaultStrategy(context.settings, context.facts.language) !== "portkey-sdk") return;
  for (const { span, path } of openAiClassesCaught(context)) {
    const match = { span, focus: span, message: `\`${path}\` is caught around a call through LiteLLM, whose exceptions inherit from it`, symbol: path };
    yield plannedMatch(match, [callPlan(exceptionPlan(span, context, portkeySdk), portkeySdk)], `Portkey's SDK raises \`portkey_ai.openai.${path.slice(path.lastIndexOf(".") + 1)}\` instead.`);
  }
}

/** The plan of a class of LiteLLM's; of one that Portkey has not, the catalog says enough. */
const classPlans = ({ reference }: SymbolUse, _call: Call | undefined, context: RuleContext): readonly CallPlan[] => {
  const isRaised = context.catalog.exceptionClass(reference.path)?.portkey !== undefined;
  const sdks = defaultStrategy(context.settings, context.facts.language) === "openai-client" ? [openAiSdk, portkeySdk] : [portkeySdk, openAiSdk];
  return sdks.map((sdk) => callPlan(isRaised ? exceptionPlan(reference.span, context, sdk) : undefined, sdk));
};

/** An exception's plan as one of the Portkey SDK's strategy; handlers are never changed without a review. */
function callPlan(plan: ExceptionPlan | undefined, { strategy, name }: PythonSdk): CallPlan {
  if (plan?.kind !== "rewrite") return { kind: "blocked", reasons: plan ? [plan.reason] : [] };
  const { notes, together, isFarFromCalls, apply } = plan;
  const reasons = [
    isFarFromCalls ? "The calls that raise it stand elsewhere: they have to go through Portkey too" : "What calls raise that stay with LiteLLM, in other files for one, is another class from now on",
    ...notes,
  ];
  return { kind: "rewrite", title: `Name the exception of ${name}`, strategy, reasons, notes: [], together, needsMigratedCalls: isFarFromCalls, apply };
}

/** Comparisons with the name of a class that has another one in Portkey's SDK: `type(error).__name__ == "Timeout"`. */
function* nameMatches({ facts, catalog }: RuleContext): Iterable<Match> {
  if (!facts.imports.some(({ names, module }) => [module, ...names.map(({ path }) => path)].some((path) => catalog.symbolOwner(path)))) return;
  for (const { span, value, context } of facts.strings) {
    const manual = context.kind === "comparison" && catalog.renamedErrors.includes(value) ? errorStep(value, catalog) : undefined;
    if (manual === undefined) continue;
    yield { span, focus: span, message: `"${value}" is compared with, the name of a LiteLLM exception`, symbol: null, fixes: [], manual };
  }
}

function exceptionStep({ owner }: SymbolUse, call: Call | undefined, { catalog }: RuleContext): string {
  const step = errorStep(owner.name, catalog) ?? catalog.nextStep(owner);
  const isConstructed = call !== undefined && catalog.error(owner.name)?.portkey;
  return isConstructed ? `${step} ${catalog.nextStep({ name: "", family: "litellm-exception", group: "constructed" })}` : step;
}

/** The class of Portkey's SDK that stands for LiteLLM's, and what differs. */
function errorStep(name: string, catalog: Catalog): string | undefined {
  const error = catalog.error(name);
  if (!error) return undefined;
  const classes = [error.portkey, ...(error.also ?? [])].filter((name) => name !== null).map((name) => `\`portkey_ai.openai.${name}\``);
  const status = error.status === null ? "" : ` (status ${error.status})`;
  const instead = classes.length > 0 ? [`Portkey's SDK raises ${classes.join(" or ")}${status} instead.`] : [];
  return [...instead, ...(error.note === undefined ? [] : [error.note])].join(" ");
}
