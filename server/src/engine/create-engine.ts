import { isAdapter } from "./adapter/adapter-state.ts";
import { catalog } from "./catalog/catalog.ts";
import { modelUses } from "./catalog/model-uses.ts";
import { otherClients } from "./catalog/other-clients.ts";
import { linkedElsewhere } from "./elsewhere.ts";
import type { AnalysisContext, Engine, EngineHost, FilePlan, FileReport, Finding } from "./engine.ts";
import type { FileFacts } from "./facts/facts.ts";
import { gatherFacts } from "./facts/gather.ts";
import type { KnownPackages } from "./facts/known-packages.ts";
import type { LanguageReader } from "./facts/language.ts";
import { python } from "./facts/python.ts";
import { typescript } from "./facts/typescript.ts";
import { resolveTogether } from "./linked-fixes.ts";
import { withMovablePaths } from "./movable-paths.ts";
import type { UnreadCode } from "./notebook/python-code.ts";
import { notebookCode, withUnreadCode } from "./notebook-code.ts";
import { partialOf } from "./partial.ts";
import { type Analysis, emptyPlan, planOf } from "./plan-fixes.ts";
import { LastReports } from "./quiet-report.ts";
import { type GatherAlone, readRequests } from "./read-requests.ts";
import { readingBudget } from "./reading-budget.ts";
import { adapterUseOf } from "./rewrite/adapter-use.ts";
import { neededNames } from "./rewrite/client.ts";
import { rules as allRules } from "./rules/index.ts";
import type { Fix, Match, Rule, RuleContext } from "./rules/rule.ts";
import { isSelected } from "./rules/rule-selection.ts";
import { defaultStrategy, type Strategy } from "./settings.ts";
import type { SketchedRequests } from "./sketch/request-sketch.ts";
import { type Language, languageOf, type SourceFile } from "./source-file.ts";
import { suppress } from "./suppression.ts";
import type { Node } from "./syntax/nodes.ts";
import { Parsers } from "./syntax/parsers.ts";
import { finish, inSlices, type Steps, Stopped } from "./syntax/turns.ts";
import { isGenerated } from "./text/generated.ts";
import { bySource, type Span, touches } from "./text/span.ts";
import { suppressionMarker } from "./text/suppression-marker.ts";
import { unreadableText } from "./unreadable.ts";
import type { Workspace } from "./workspace/workspace.ts";

const readers: Readonly<Record<Language, LanguageReader>> = { python, typescript };

const known: KnownPackages = {
  modules: [...catalog.modules, "asyncio"],
  neededNames,
  exportsOf: catalog.exportsOf,
  stringPattern: catalog.stringPattern,
  addressPattern: catalog.proxy.addressPattern,
  isAddress: catalog.proxy.isAddress,
  httpFunctions: catalog.proxy.httpFunctions,
  commentWord: suppressionMarker,
  isVariable: catalog.isVariable,
  isAdapter,
  requestOf: catalog.requestOf,
  otherClients,
};

/** The engine over one host. `options.rules` replaces the rules, for tests. */
export async function createEngine(host: EngineHost, options: { readonly rules?: readonly Rule[] } = {}): Promise<Engine> {
  const parsers = new Parsers((file) => host.loadWasm(file));
  const rules = options.rules ?? allRules;
  const analyses = new WeakMap<FileReport, Analysis>();
  /** Of reports that were only moved: makes the analysis anew as long as their tree is there. */
  const movedAnalyses = new WeakMap<FileReport, () => Analysis | undefined>();
  const lastReports = new LastReports();
  const sketches = new WeakMap<FileReport, Promise<SketchedRequests>>();

  const analyze: Engine["analyze"] = async (source, context, { keepTree = false, turns } = {}) => {
    const told = context.workspace.modules?.recorded();
    const workspace = told ? { ...context.workspace, modules: told } : context.workspace;
    const neighbors = told?.neighborsOf(source.uri);
    const taken = told?.takenFrom(source.uri);
    const isFar = isFarFromLiteLlm(source, workspace);
    if (source.grammar === "python" ? source.text.includes("litellm") : catalog.mayHoldFindings(source.text)) told?.adapterFor(source.uri, workspace.adapterUri);
    const seen = told?.versionOf(source.uri);
    const around = { seen, told };
    const skipped = context.settings.enable
      ? unreadableText(source.text, context.settings.maxFileSizeKB, parsers.nestingAtMost(source.uri, source.text))
      : "the folder's settings switch the analysis off";
    if (skipped !== undefined) {
      parsers.close(source.uri);
      return { ...emptyReport(source, { skipped }), ...around };
    }
    if (!neighbors?.givesCode && !catalog.mayHoldFindings(source.text)) return { ...emptyReport(source, {}), ...around };
    try {
      const language = languageOf(source.grammar);
      const code = source.cells && (await notebookCode(parsers, source.text, source.cells));
      const text = code?.text ?? source.text;
      // The text of a notebook is put together anew at each change, so its tree is of no further use.
      const keepFor = keepTree && !code ? source.uri : undefined;
      const budget = readingBudget(host.now);
      const analysisSteps = function* (root: Node): Steps<{ readonly report: FileReport; readonly analysis: Analysis }> {
        const gathered = yield* gatherFacts(root, text, language, readers[language], { ...known, neighbors, taken }, budget.check);
        const facts = code ? withUnreadCode(gathered, source.text, code) : gathered;
        const { report, analysis } = yield* reportOf(source, facts, { ...context, workspace }, rules, { isFar, unread: code?.unread });
        return { report: { ...report, ...around }, analysis };
      };
      return await parsers.parse(source.grammar, text, { keepFor, turns }, async ({ tree, tree: { rootNode } }) => {
        const moved = keepFor === undefined ? undefined : lastReports.afterQuietChange(source, context, tree, seen);
        if (moved) {
          lastReports.set(moved, context, tree);
          movedAnalyses.set(moved, () => (parsers.isKept(tree) ? finish(analysisSteps(rootNode)).analysis : undefined));
          return moved;
        }
        const { report, analysis } = await inSlices(analysisSteps(rootNode), turns, budget.restart);
        analyses.set(report, analysis);
        if (keepFor !== undefined) lastReports.set(report, context, tree);
        return report;
      });
    } catch (error) {
      if (error instanceof Stopped) throw error;
      return { ...emptyReport(source, { skipped: `it could not be analysed: ${error instanceof Error ? error.message : String(error)}` }), isTransient: true, ...around };
    }
  };

  const gather: GatherAlone = async (source, neighbors, turns) => {
    const language = languageOf(source.grammar);
    const text = (source.cells && (await notebookCode(parsers, source.text, source.cells)))?.text ?? source.text;
    const budget = readingBudget(host.now);
    return parsers.parse(source.grammar, text, { turns }, ({ tree: { rootNode } }) =>
      inSlices(gatherFacts(rootNode, text, language, readers[language], { ...known, neighbors }, budget.check), turns, budget.restart),
    );
  };

  return {
    analyze,
    requests(report, context, turns) {
      const read = sketches.get(report) ?? readRequests(report, { ...context, known: analyses.get(report)?.facts, gather: (neighbors) => gather(report.source, neighbors, turns), turns });
      sketches.set(report, read);
      // whoever comes next tries again
      read.catch(() => sketches.delete(report));
      return read;
    },
    edited: (uri, change) => parsers.edited(uri, change),
    close(uri) {
      parsers.close(uri);
      lastReports.close(uri);
    },
    plan(report, choice, unwritable) {
      const refused = (reason: string): FilePlan => emptyPlan(report, choice, reason);
      const analysis = analyses.get(report) ?? movedAnalyses.get(report)?.();
      if (!analysis) return refused(movedAnalyses.has(report) ? "the file has changed since" : "the report is not of this engine");
      return planOf(report, analysis, choice, unwritable);
    },
  };
}

const emptyReport = (source: SourceFile, { skipped }: { readonly skipped?: string }): FileReport => ({ source, findings: [], suppressed: [], skipped, partial: [], problems: [] });

/** Whether nothing around a text uses LiteLLM; asked only of one with a model's name, since whoever asks is analyzed anew when the answer changes. */
const isFarFromLiteLlm = ({ uri, text }: SourceFile, { proxyModels, modules }: Workspace): boolean =>
  modules !== undefined && Object.keys(proxyModels).length === 0 && catalog.holdsSharedName(text) && modules.isNearLiteLlm(uri) === false;

/** What the rules have to know besides the facts. */
interface Surroundings {
  readonly isFar: boolean;
  readonly unread: readonly UnreadCode[] | undefined;
}

/** Runs the rules over facts; each rule that throws costs its own findings and is told as a problem. */
function* reportOf(
  source: SourceFile,
  facts: FileFacts,
  { settings, workspace }: AnalysisContext,
  rules: readonly Rule[],
  { isFar, unread = [] }: Surroundings,
): Steps<{ report: FileReport; analysis: Analysis }> {
  const known = rules.map(({ id }) => id);
  const keepsLiteLlm = defaultStrategy(settings, facts.language) === "keep-litellm";
  const ran = new Set(rules.filter(({ id, isFineWithLiteLlm }) => isSelected(id, settings) && !(keepsLiteLlm && isFineWithLiteLlm)).map(({ id }) => id));
  const context: RuleContext = { uri: source.uri, facts, catalog, settings, workspace, suppressions: { comments: [], ran, known } };
  const problems: string[] = [];
  const obstacle = isGenerated(source.text) ? "The file is generated: change what generates it." : undefined;
  const modelsIn = modelUses(facts, settings);
  const leftOut: string[] = [];
  const findingsOf = function* (rule: Rule, given: RuleContext): Steps<Finding[]> {
    if (!rule.languages.includes(facts.language) || !ran.has(rule.id)) return [];
    const found: Finding[] = [];
    yield;
    try {
      for (const match of rule.detect(given)) {
        if (match === undefined) yield;
        else if (isFar && match.onlyNearLiteLlm) leftOut.push(rule.id);
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
  const suppressions = { comments, ran: facts.unreadable.length > 0 ? new Set<string>() : new Set([...ran].filter((id) => !leftOut.includes(id))), known };
  const aboutSuppressions: Finding[] = [];
  for (const rule of rules) if (rule.isAboutSuppressions) aboutSuppressions.push(...(yield* findingsOf(rule, { ...context, suppressions })));
  const left = inOrder([...kept, ...aboutSuppressions]);
  yield;
  const fixes = resolveTogether(left);
  yield;
  const findings = left.map((finding) => {
    const own = fixes.get(finding.key) ?? [];
    return {
      ...finding,
      fixes: inOrderOfChoice(own, finding.strategy),
      manual: own.some(({ strategy }) => strategy === finding.strategy)
        ? undefined
        : (finding.manual ?? (own.length > 0 ? undefined : "Mend the places it depends on first; they have findings of their own.")),
    };
  });
  const adapterUse = adapterUseOf(
    facts,
    [...findings, ...suppressed.map(({ finding }) => finding)].flatMap(({ models }) => models),
    catalog,
    context.workspace,
  );
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
  return { report, analysis: { facts, fixes } };
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
    feedsLiteLlm: rule.feedsLiteLlm,
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
