import { isInCarried } from "../../rewrite/module-settings.ts";
import { planSetting } from "../../rewrite/setting-plan.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmSetting = defineRule({
  id: "litellm-setting",
  title: "LiteLLM module setting",
  why: "A setting of the module changes every call of the process. Portkey has no module to set: what is wanted belongs to the client, to its config, or to the Model Catalog.",
  languages: ["python"],
  severity: "warning",
  isFineWithLiteLlm: true,
  minutesByHand: 3,

  *detect(context) {
    yield* symbolMatches(context, { family: "litellm-setting", isOfNoUse: ({ reference }) => !isInCarried(reference, context), plans: ({ reference }) => planSetting(reference, context) });
    yield* loggerMatches(context);
  },
});

/** The package's loggers by their names: `logging.getLogger("LiteLLM")`, a list of names that a loop goes through, the key of a level. */
function* loggerMatches({ facts, catalog }: RuleContext): Iterable<Match> {
  for (const { span, value, context, heldBy, isLogger } of facts.strings) {
    const isGot = context.kind === "argument" && context.index === 0 && /logger$/i.test(context.callee);
    const isListed = isLogger || ((context.kind === "list-item" || context.kind === "record-key") && heldBy.some((name) => /logger|logging|_logs?$/i.test(name)));
    // LiteLLM has no logger by the package's name, which code silences all the same.
    if (!(isGot || isListed) || !(catalog.loggers.includes(value) || /^litellm$/i.test(value))) continue;
    const manual = catalog.nextStep({ name: "litellm.verbose_logger", family: "litellm-setting", group: "logging" });
    yield { span: isGot ? context.call : span, focus: span, message: `"${value}" is a logger of LiteLLM's`, symbol: null, fixes: [], manual };
  }
}
