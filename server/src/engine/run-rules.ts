import { catalog } from "./catalog/catalog.ts";
import { modelUses } from "./catalog/model-uses.ts";
import { linkedElsewhere } from "./elsewhere.ts";
import type { AnalysisContext, FileReport, Finding, LeftOut } from "./engine.ts";
import type { FileFacts } from "./facts/facts.ts";
import { type LinkedFixes, resolveTogether } from "./linked-fixes.ts";
import { withMovablePaths } from "./movable-paths.ts";
import type { UnreadCode } from "./notebook/python-code.ts";
import { partialOf } from "./partial.ts";
import type { Analysis } from "./plan-fixes.ts";
import { adapterUseOf } from "./rewrite/adapter-use.ts";
import type { Fix, Match, Rule, RuleContext } from "./rules/rule.ts";
import { isSelected } from "./rules/rule-selection.ts";
import { defaultStrategy, type Strategy } from "./settings.ts";
import type { SourceFile } from "./source-file.ts";
import { type SuppressedFinding, suppress } from "./suppression.ts";
import { mapped, type Steps } from "./syntax/turns.ts";
import { isGenerated } from "./text/generated.ts";
import { bySource, contains, type Span, touches } from "./text/span.ts";
import type { Nearness } from "./workspace/near-litellm.ts";
import type { Workspace } from "./workspace/workspace.ts";

/** What the rules say of facts, before it is known which fixes go together. */
export interface Found {
  /** In source order. */
  readonly drafts: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** What is spelled as LiteLLM spells it, and may be another's. */
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly string[];
}

/** Runs the rules over facts, for all of a text or a part of it; each rule that throws costs its own findings and is told as a problem. */
export function* runRules(
  source: SourceFile,
  facts: FileFacts,
  { settings, workspace }: AnalysisContext,
  rules: readonly Rule[],
  { nearness, part }: { readonly nearness: Nearness | undefined; readonly part?: Span },
): Steps<Found> {
  const known = rules.map(({ id }) => id);
  const keepsLiteLlm = defaultStrategy(settings, facts.language) === "keep-litellm";
  const ran = new Set(rules.filter(({ id, isFineWithLiteLlm }) => isSelected(id, settings) && !(keepsLiteLlm && isFineWithLiteLlm)).map(({ id }) => id));
  const context: RuleContext = { uri: source.uri, facts, catalog, settings, workspace, nearness, part, suppressions: { comments: [], ran, known } };
  const problems: string[] = [];
  const obstacle = isGenerated(source.text) ? "The file is generated: change what generates it." : undefined;
  const modelsIn = modelUses(facts, settings);
  const leftOut: LeftOut[] = [];
  const findingsOf = function* (rule: Rule, given: RuleContext): Steps<Finding[]> {
    if (!rule.languages.includes(facts.language) || !ran.has(rule.id)) return [];
    const found: Finding[] = [];
    yield;
    try {
      for (const match of rule.detect(given)) {
        if (match === undefined) yield;
        else if (part && !contains(part, match.focus)) continue;
        else if ((nearness === "far" || nearness === "apart") && match.onlyNearLiteLlm) leftOut.push({ rule: rule.id, because: farBecause[nearness] });
        else if (match.onlyCountedBecause !== undefined) leftOut.push({ rule: rule.id, because: match.onlyCountedBecause });
        else found.push(findingOf(rule, linkedElsewhere(match, facts), given, obstacle, modelsIn));
        yield;
      }
      return found;
    } catch (error) {
      ran.delete(rule.id);
      problems.push(`the rule ${rule.id} failed: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  };
  const found: Finding[] = [];
  for (const rule of rules) if (!rule.isAboutSuppressions) found.push(...(yield* findingsOf(rule, context)));
  const drafts = inOrder(found);
  const { kept, suppressed, comments } = suppress(source.text, facts, drafts);
  // where a part could not be read, no rule can say that there is nothing; and a comment may be for what was left out
  const suppressions = { comments, ran: facts.unreadable.length > 0 ? new Set<string>() : new Set([...ran].filter((id) => !leftOut.some(({ rule }) => rule === id))), known };
  const aboutSuppressions: Finding[] = [];
  for (const rule of rules) if (rule.isAboutSuppressions) aboutSuppressions.push(...(yield* findingsOf(rule, { ...context, suppressions })));
  return { drafts: inOrder([...kept, ...aboutSuppressions]), suppressed, leftOut, problems };
}

/** Why a name that other tools spell alike is left out. */
const farBecause = {
  far: "nothing in the folder uses LiteLLM",
  apart: "the folder asks LiteLLM's proxy beside other gateways, and nothing leads from their files there",
};

/** A report of what the rules said. */
export function* reportOf(
  source: SourceFile,
  facts: FileFacts,
  { drafts, suppressed, leftOut, problems }: Found,
  workspace: Workspace,
  unread: readonly UnreadCode[] = [],
): Steps<{ readonly report: FileReport; readonly analysis: Analysis }> {
  const linked = yield* resolveTogether(drafts);
  const findings = yield* mapped(drafts, (draft) => withFixes(draft, linked));
  const adapterUse = adapterUseOf(
    facts,
    [...findings, ...suppressed.map(({ finding }) => finding)].flatMap(({ models }) => models),
    catalog,
    workspace,
  );
  yield;
  const exports = withMovablePaths(facts, findings, catalog);
  const report: FileReport = {
    source,
    findings,
    suppressed,
    adapterUse,
    exports,
    ...(leftOut.length > 0 ? { leftOut } : {}),
    skipped: undefined,
    partial: partialOf(source, facts, unread),
    problems,
  };
  return { report, analysis: { facts, fixes: linked.fixes } };
}

/** A finding with those of its fixes that can be chosen. */
export function withFixes(draft: Finding, linked: LinkedFixes): Finding {
  const fixes = linked.fixes.get(draft.key) ?? [];
  return { ...draft, fixes: inOrderOfChoice(fixes, draft.strategy), manual: fixes.some(({ strategy }) => strategy === draft.strategy) ? undefined : nextStep(draft, fixes, linked) };
}

/** What a person does where the own strategy has no fix; with no fix at all, also about what stands in its way. */
function nextStep({ key, fixes: planned, manual, isImport }: Finding, fixes: readonly Fix[], linked: LinkedFixes): string | undefined {
  if (fixes.length > 0) return manual;
  const obstacle = planned.length > 0 ? linked.obstacleOf(key)?.message : undefined;
  const isForAdapter = !isImport && planned.some(({ strategy }) => strategy === "adapter");
  if (manual !== undefined) return obstacle !== undefined && isForAdapter ? `${manual} The adapter takes it once this can change too: ${obstacle}.` : manual;
  return obstacle === undefined ? "Mend the places it depends on first; they have findings of their own." : `Mend what it depends on first: ${obstacle}.`;
}

/** The default strategy's fixes first, then the safe ones; those that keep LiteLLM go last. */
function inOrderOfChoice(fixes: readonly Fix[], strategy: Strategy): Fix[] {
  const rank = (fix: Fix): number => (fix.strategy === strategy ? 0 : fix.strategy === "keep-litellm" ? 2 : 1);
  return [...fixes].sort((a, b) => rank(a) - rank(b) || Number(b.safety === "safe") - Number(a.safety === "safe"));
}

function findingOf(rule: Rule, match: Match, { settings, facts }: RuleContext, obstacle: string | undefined, modelsIn: ReturnType<typeof modelUses>): Finding {
  const severity = settings.severity[rule.id];
  return {
    key: `${rule.id}:${match.span.start}:${match.span.end}`,
    rule: rule.id,
    span: match.span,
    focus: match.focus,
    severity: severity === undefined || severity === "off" ? (match.severity ?? rule.severity) : severity,
    message: match.message,
    symbol: match.symbol,
    models: modelsIn(match.span),
    isImport: match.isImport ?? false,
    feedsLiteLlm: match.feedsLiteLlm ?? rule.feedsLiteLlm,
    strategy: defaultStrategy(settings, facts.language),
    ...(obstacle === undefined && isReadable(match.span, facts)
      ? { fixes: match.fixes, manual: match.manual }
      : { fixes: [], manual: obstacle ?? "The grammar could not read the code here: mend it first, or rewrite it by hand." }),
    related: match.related ?? [],
  };
}

/** Sorted by span, then rule. Code that could not be read may be seen twice as the same import, which is then told once. */
const inOrder = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => bySource(a.span, b.span) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)).filter((finding, index, all) => finding.key !== all[index - 1]?.key);

/** Whether the code of a span was read as it stands: what recovers from an error may have the wrong shape. */
const isReadable = (span: Span, { unreadable }: FileFacts): boolean => !unreadable.some((part) => touches(part, span));
