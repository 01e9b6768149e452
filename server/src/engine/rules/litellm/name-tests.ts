import type { FileMentions } from "../../catalog/file-mentions.ts";
import { isVendorPrefix, looksLikePrefix } from "../../catalog/model-evidence.ts";
import { gatewayHolding } from "../../catalog/other-services.ts";
import { anothersPrefixBecause, ownNamesBecause } from "../../catalog/whose-name.ts";
import type { PrefixPattern } from "../../facts/prefix-patterns.ts";
import type { SlashJoin } from "../../facts/slash-joins.ts";
import type { SlashSplit } from "../../facts/slash-splits.ts";
import { contains } from "../../text/span.ts";
import type { Match, RuleContext } from "../rule.ts";
import { readAtRunTime } from "./names-at-run-time.ts";

/** Where a file that works with LiteLLM reads the provider off a model's name without naming it in a string: at the first slash, or by a regular expression. */
export function* nameTests(context: RuleContext, mentions: FileMentions): Iterable<Match> {
  const manual = readAtRunTime(context);
  // Names of the program's own for many providers are put together and taken apart in the same way.
  for (const { match, within } of testsOf(context, mentions)) {
    const because = context.facts.language === "typescript" ? ownNamesBecause(mentions, within) : undefined;
    yield { ...match, ...(manual !== undefined && { manual }), ...(because !== undefined && { onlyCountedBecause: because }) };
  }
}

interface NameTest {
  readonly match: Match;
  /** What the definitions around it are called. */
  readonly within: readonly string[];
}

function* testsOf({ facts, catalog, uri }: RuleContext, mentions: FileMentions): Iterable<NameTest> {
  if (!facts.nameTests || !mentions.liteLlm || anothersPrefixBecause(mentions) !== undefined) return;
  const isOfOtherRouter = gatewayHolding([uri.slice(uri.lastIndexOf("/"))]) !== undefined;
  for (const split of facts.nameTests.splits)
    if (!isOfOtherRouter && isOfModel(split)) yield { match: split.head === undefined ? splitMatch(split) : startMatch(split, split.head), within: split.within };
  // What a request is given belongs to its own finding.
  const isInRequest = ({ span }: SlashJoin): boolean => facts.calls.some(({ callee, span: call }) => catalog.isRequest(callee.path) && contains(call, span));
  for (const join of facts.nameTests.joins) if (!isOfOtherRouter && isModelsName(join) && !isInRequest(join)) yield { match: joinMatch(join), within: join.within };
  for (const pattern of facts.nameTests.patterns) {
    const prefix = pattern.words.find((word) => isVendorPrefix(word, mentions) || looksLikePrefix(`${word}/`, { context: { kind: "other" }, language: facts.language, mentions }) !== undefined);
    if (prefix !== undefined) yield { match: patternMatch(pattern, prefix), within: [] };
  }
}

/** Whether what is taken apart, or what takes its part, is called like a model or its provider. */
const isOfModel = ({ subject, head, within: [taker = "", ...around] }: SlashSplit): boolean =>
  (head === undefined || namesProvider.test(head)) &&
  !namesPath.test(subject) &&
  (namesModel.test(subject) || namesPart.test(taker) || around.some((name) => takesNamesApart.test(name))) &&
  gatewayHolding([subject, taker, ...around]) === undefined;

const namesModel = /model|llm|deployment|embed/i;
const namesProvider = /provider|vendor|prefix/i;
const namesPart = /model|provider|prefix/i;
/** A function that takes names of models apart, whatever it calls what it is given: `parseProviderModel(s)`. */
const takesNamesApart = /^(?:parse|split|read|get|extract|resolve|normali[sz]e|strip)\w*(?:provider\w*model|model\w*(?:provider|prefix))/i;
/** What has slashes of its own; a repository's name may well be called a model's. */
const namesPath = /path|ur[il]|file|folder|\bdir|route|repo|mime|endpoint/i;

/** Whether a provider, or what is called so, and a model make a name; what is only shown to readers is none. */
const isModelsName = ({ head, tail, within, callee }: SlashJoin): boolean =>
  namesModel.test(tail) &&
  namesProvider.test(`${head} ${tail}`) &&
  ![head, tail, within[0] ?? ""].some((name) => namesPath.test(name)) &&
  gatewayHolding([head, tail, ...within]) === undefined &&
  !shows.test(callee ?? "") &&
  !/display|label|title/i.test(within[0] ?? "");

/** Functions that write for readers. */
const shows = /(?:^|\.)(?:log|info|warn(?:ing)?|error|debug|trace|print|echo|write|Error)$/;

const joinMatch = ({ span, head, tail }: SlashJoin): Match => ({
  span,
  focus: span,
  message: `a name for LiteLLM is put together of \`${head}\` and \`${tail}\``,
  symbol: null,
  fixes: [],
  manual: "Put Portkey's name together instead, `@slug/model`, from a table that gives the slug of each provider.",
});

const splitMatch = ({ span, subject, method }: SlashSplit): Match => ({
  span,
  focus: span,
  message: `\`${subject}\` is taken apart at its first slash (\`${method}\`), as LiteLLM's names of models are`,
  symbol: null,
  fixes: [],
  manual: "Before the first slash of Portkey's `@slug/model` stands a slug with its `@`, not LiteLLM's provider: change by hand what becomes of the parts, together with the names it meets.",
});

const startMatch = ({ span, subject }: SlashSplit, head: string): Match => ({
  span,
  focus: span,
  message: `\`${subject}\` is tested for \`${head}\` and a slash, as LiteLLM's names of models start`,
  symbol: null,
  fixes: [],
  manual: "Portkey's names start with `@slug/` instead: change this test by hand, together with the names it meets.",
});

const patternMatch = ({ span }: PrefixPattern, prefix: string): Match => ({
  span,
  focus: span,
  message: `the pattern meets LiteLLM's names for models of ${prefix}, which start with "${prefix}/"`,
  symbol: null,
  fixes: [],
  manual: "Portkey's names start with `@slug/` instead: change this test by hand, together with the names it meets.",
});
