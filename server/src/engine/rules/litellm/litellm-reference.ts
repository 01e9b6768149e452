import { packageText } from "../../catalog/package-texts.ts";
import type { FileFacts, StringFact } from "../../facts/facts.ts";
import { contains, type Span } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { symbolMatches } from "./symbol-matches.ts";

export const liteLlmReference = defineRule({
  id: "litellm-reference",
  title: "Other use of LiteLLM",
  why: "Whatever else leads into the package keeps it installed, and stops working when it goes. Nothing of it is left out of the report.",
  languages: ["python", "typescript"],
  severity: "information",
  isFineWithLiteLlm: true,
  minutesByHand: 15,

  *detect(context) {
    yield* symbolMatches(context, { family: "litellm-reference" });
    yield* fieldMatches(context);
    for (const string of context.facts.strings) if (packageText(string) === "price-table" && !isGivenToLiteLlm(string, context.facts)) yield tableMatch(string.span);
  },
});

const tableMatch = (span: Span): Match => ({
  span,
  focus: span,
  message: "LiteLLM's table of prices and limits is read from its repository",
  symbol: null,
  fixes: [],
  manual: "It can be read without the package, by LiteLLM's names of models: look one up by what stands behind `@slug/`, or take costs from Portkey's logs and analytics.",
});

/** Keys of LiteLLM's own data that a program writes or reads: `entry["litellm_params"]`. */
function* fieldMatches({ facts, catalog }: RuleContext): Iterable<Match> {
  // the adapter, which reads them in the program's place, has none
  if (!facts.nameTests) return;
  for (const string of facts.strings) {
    const { span, value, context } = string;
    const manual = context.kind === "documentation" ? undefined : catalog.fields.get(value);
    if (manual === undefined || isGivenToLiteLlm(string, facts) || isOwnField(string, facts)) continue;
    yield fieldMatch(span, value, manual);
  }
  for (const { span, name } of facts.nameTests.fields) {
    const manual = catalog.fields.get(name);
    if (manual !== undefined && !facts.references.some((reference) => contains(reference.span, span))) yield fieldMatch(span, name, manual);
  }
}

const fieldMatch = (span: Span, name: string, manual: string): Match => ({ span, focus: span, message: `\`${name}\` is a key of LiteLLM's data`, symbol: null, fixes: [], manual });

/** Whether it stands in an argument of a call on a known package, by itself or by the name of its table: the call's own finding is about it. */
const isGivenToLiteLlm = ({ span, heldBy }: StringFact, { calls }: FileFacts): boolean =>
  calls.some((call) => call.arguments.some(({ value }) => contains(value.span, span) || (value.kind === "name" && value.name === heldBy.at(-1))));

/** A field that the program declares for itself, of a table or a form, by a function of a package: `text("litellm_call_id")`. */
function isOwnField({ context }: StringFact, { anchors, language }: FileFacts): boolean {
  if (context.kind !== "argument") return false;
  if (language === "python") return context.keyword === undefined && makesColumn.test(context.callee);
  if (context.index !== 0 || reads.test(context.callee)) return false;
  return anchors.imports.some(({ local, module }) => local === context.callee && !/^[.@~#$]?\//.test(module) && !module.startsWith("."));
}

/** SQLAlchemy's, Alembic's and Django's ways to columns. */
const makesColumn = /(?:^|\.)(?:Column|mapped_column|(?:add|drop|alter)_column|[A-Z]\w*Field)$/;

/** Functions that take the name of what they read. */
const reads = /^(?:get|has|pick|omit|pluck|prop|path|use|read|header)/i;
