import { isAdapter } from "./adapter/adapter-state.ts";
import { catalog } from "./catalog/catalog.ts";
import { otherClients } from "./catalog/other-clients.ts";
import { gatewayWords } from "./catalog/other-services.ts";
import type { Engine, EngineHost, FilePlan, FileReport } from "./engine.ts";
import type { FileFacts } from "./facts/facts.ts";
import { gatherFacts } from "./facts/gather.ts";
import type { KnownPackages } from "./facts/known-packages.ts";
import type { LanguageReader } from "./facts/language.ts";
import { python } from "./facts/python.ts";
import { typescript } from "./facts/typescript.ts";
import { notebookCode, withUnreadCode } from "./notebook-code.ts";
import { type Analysis, emptyPlan, planOf } from "./plan-fixes.ts";
import { carriedOver, previewOf } from "./preview.ts";
import { afterQuietChange, LastReports } from "./quiet-report.ts";
import { type GatherAlone, readRequests } from "./read-requests.ts";
import { readingBudget } from "./reading-budget.ts";
import { neededNames } from "./rewrite/client.ts";
import { rules as allRules } from "./rules/index.ts";
import type { Rule } from "./rules/rule.ts";
import { reportOf, runRules } from "./run-rules.ts";
import type { SketchedRequests } from "./sketch/request-sketch.ts";
import { type Language, languageOf, type SourceFile } from "./source-file.ts";
import { editedPart } from "./syntax/edited-part.ts";
import type { Node, Tree } from "./syntax/nodes.ts";
import { Parsers } from "./syntax/parsers.ts";
import { breathe, finish, inSlices, type Steps, Stopped } from "./syntax/turns.ts";
import type { Span } from "./text/span.ts";
import { suppressionMarker } from "./text/suppression-marker.ts";
import { unreadableText } from "./unreadable.ts";
import type { Nearness } from "./workspace/near-litellm.ts";
import type { Workspace } from "./workspace/workspace.ts";

const fieldNames = [...catalog.fields.keys()];

const readers: Readonly<Record<Language, LanguageReader>> = { python, typescript };

/** An analysis that takes more milliseconds is worth a preview. */
const longAnalysis = 4;

/** A preview looks at no more than the text divided by this, for more would take as long as all of it. */
const largestPart = 3;

const known: KnownPackages = {
  modules: [...catalog.modules, "asyncio"],
  neededNames,
  exportsOf: catalog.exportsOf,
  stringPattern: catalog.stringPattern,
  addressPattern: catalog.proxy.addressPattern,
  otherGateway: gatewayWords,
  isAddress: catalog.proxy.isAddress,
  httpFunctions: catalog.proxy.httpFunctions,
  commentWord: suppressionMarker,
  isVariable: catalog.isVariable,
  isAdapter,
  // in Python such data is read by keys, which are strings
  fieldNames: (language) => (language === "typescript" ? fieldNames : []),
  requestOf: catalog.requestOf,
  otherClients,
  isClient: (path) => catalog.proxy.client(path) !== undefined,
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

  const analyze: Engine["analyze"] = async (source, context, { keepTree = false, turns, onPreview } = {}) => {
    const told = context.workspace.modules?.recorded();
    const workspace = told ? { ...context.workspace, modules: told } : context.workspace;
    const neighbors = told?.neighborsOf(source.uri);
    const taken = told?.takenFrom(source.uri);
    const nearness = nearnessOf(source, workspace);
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
      const gatherSteps = (root: Node, within?: Span): Steps<FileFacts> =>
        gatherFacts(root, text, language, readers[language], { ...known, neighbors, taken, isBesideLiteLlm: nearness === "beside" }, { checkpoint: budget.check, within });
      const analysisSteps = function* (root: Node): Steps<{ readonly report: FileReport; readonly analysis: Analysis }> {
        const gathered = yield* gatherSteps(root);
        const facts = code ? withUnreadCode(gathered, source.text, code) : gathered;
        const found = yield* runRules(source, facts, { ...context, workspace }, rules, { nearness });
        const { report, analysis } = yield* reportOf(source, facts, found, workspace, code?.unread);
        return { report: { ...report, ...around }, analysis };
      };
      const previewIn = ({ rootNode, edit, id }: Tree, last: FileReport): FileReport | undefined => {
        const part = edit && editedPart(rootNode, edit, id, readers[language].functionTypes);
        if (!part || part.end - part.start > text.length / largestPart) return undefined;
        try {
          return previewOf(last, source, edit, part, finish(runRules(source, finish(gatherSteps(rootNode, part)), { ...context, workspace }, rules, { nearness, part })).drafts);
        } catch {
          // the whole analysis says what is wrong
          return undefined;
        }
      };
      return await parsers.parse(source.grammar, text, { keepFor, turns }, async ({ tree, tree: { rootNode } }) => {
        const last = keepFor === undefined ? undefined : lastReports.beforeEdit(source, context, tree, seen);
        const moved = last && (last.report.source.text === source.text ? last.report : afterQuietChange(last.report, source, tree));
        if (moved && !last?.isPreview) {
          lastReports.set(moved, context, tree);
          movedAnalyses.set(moved, () => (parsers.isKept(tree) ? finish(analysisSteps(rootNode)).analysis : undefined));
          return moved;
        }
        const preview = last && onPreview && last.took > longAnalysis ? (moved ?? previewIn(tree, last.report)) : undefined;
        if (preview) {
          lastReports.set(preview, context, tree, { isPreview: true });
          onPreview?.(preview);
          if (turns && !(await turns.rest())) throw new Stopped();
          budget.restart();
        }
        // of an analysis that is stopped before its end, the next preview knows no more than what was there before
        else if (last && tree.edit) lastReports.set(carriedOver(last.report, source, tree.edit), context, tree, { isPreview: true });
        await breathe(turns);
        const begun = host.now();
        const { report, analysis } = await inSlices(analysisSteps(rootNode), turns, budget.restart);
        analyses.set(report, analysis);
        if (keepFor !== undefined) lastReports.set(report, context, tree, { took: host.now() - begun });
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
      inSlices(gatherFacts(rootNode, text, language, readers[language], { ...known, neighbors }, { checkpoint: budget.check }), turns, budget.restart),
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
    edited: (uri, change, after) => parsers.edited(uri, change, after),
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

/** How near a text is to LiteLLM; asked only of one with a model's name, since whoever asks is analyzed anew when the answer changes. */
function nearnessOf({ uri, text, grammar }: SourceFile, { proxyModels, modules }: Workspace): Nearness | undefined {
  // The configuration of a proxy says of a whole workspace that its names are LiteLLM's, and nothing of single files.
  const hasConfiguration = Object.keys(proxyModels).length > 0;
  if ((hasConfiguration && grammar === "python") || !catalog.holdsSharedName(text)) return undefined;
  const nearness = modules?.nearnessOf(uri);
  return hasConfiguration && nearness !== "beside" && nearness !== "among-others" ? undefined : nearness;
}
