import type {
  CancellationToken,
  Location,
  ResultProgressReporter,
  WorkDoneProgressReporter,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDiagnosticReportPartialResult,
} from "vscode-languageserver";
import type { Engine, FileReport } from "../engine/engine.ts";
import { renderReport } from "../engine/report/render-report.ts";
import type { SarifOptions } from "../engine/report/sarif.ts";
import type { AdapterNeed } from "../engine/rewrite/call-plan.ts";
import { packageNote } from "../engine/rewrite/new-packages.ts";
import { defaultSettings, strategies } from "../engine/settings.ts";
import { percentDecoded } from "../engine/text/percent-decoded.ts";
import { type AuditedFile, auditOf, saysSomething } from "../engine/workspace/audit.ts";
import { batchNotes, type FileNotes } from "../engine/workspace/batch-notes.ts";
import { ModelCollection } from "../engine/workspace/models.ts";
import { countProviders, type ProviderUse, providersInOrder } from "../engine/workspace/providers.ts";
import { batchFixOf, chooseBatch, fixOf, neededAdapters } from "../engine/workspace/selection.ts";
import { StrategyCount } from "../engine/workspace/strategies.ts";
import { type Counted, TotalsCount } from "../engine/workspace/totals.ts";
import { uriKey } from "../host/uris.ts";
import { adapterDocuments } from "./adapters.ts";
import { type Analysis, isRead, type Unread } from "./analysis.ts";
import type { ClientFeatures } from "./client-features.ts";
import type { Contexts } from "./contexts.ts";
import { diagnosticReport } from "./diagnostics.ts";
import { pathInFolder } from "./exclusion.ts";
import type { ModelsResult, PlannedFile, PlanParams, PlanResult, ProvidersResult, ReportParams, ReportResult, ScanParams, ScanResult, SkippedFile, StrategiesResult, Targets } from "./protocol.ts";
import { foundProvider } from "./providers.ts";
import { type DiagnosticSupport, diagnosticsOf } from "./to-protocol.ts";
import { type ScanParts, scan } from "./workspace-scan.ts";

/** A request that walks over many files. */
export interface Run {
  readonly token: CancellationToken;
  readonly progress: WorkDoneProgressReporter;
}

/** Everything that is found in the targets. */
export async function answerScan(parts: ScanParts, params: ScanParams, run: Run, support: DiagnosticSupport): Promise<ScanResult> {
  const files: { uri: string; diagnostics: ScanResult["files"][number]["diagnostics"] }[] = [];
  const skipped: SkippedFile[] = [];
  const count = new TotalsCount();
  let scanned = 0;
  for await (const result of reported(parts, params, run, "Scanning for LiteLLM")) {
    if (!isRead(result)) {
      skipped.push({ uri: result.uri, reason: result.skipped });
      continue;
    }
    const { uri, report, documents } = result;
    if (report.skipped !== undefined) skipped.push({ uri, reason: report.skipped });
    else scanned++;
    count.add(countedOf(report));
    if (report.findings.length === 0) continue;
    for (const { uri, diagnostics } of diagnosticsOf(report, documents, support)) if (diagnostics.length > 0) files.push({ uri, diagnostics });
  }
  return { files, scanned, totals: count.totals, skipped };
}

/** The edits that a choice of fixes comes to; nothing is applied. */
export async function answerPlan(parts: ScanParts, engine: Engine, { encoding }: Pick<ClientFeatures, "encoding">, params: PlanParams, run: Run): Promise<PlanResult> {
  const files: PlannedFile[] = [];
  const skipped: SkippedFile[] = [];
  const left: PlanResult["left"][number][] = [];
  const notes: FileNotes[] = [];
  const packages: string[] = [];
  const count = new TotalsCount();
  const offered = { safe: 0, unsafe: 0 };
  const read: Analysis[] = [];
  for await (const result of reported(parts, params, run, "Planning the migration")) {
    if (!isRead(result)) {
      skipped.push({ uri: result.uri, reason: result.skipped });
      continue;
    }
    const { uri, report } = result;
    if (report.skipped !== undefined) skipped.push({ uri, reason: report.skipped });
    count.add(countedOf(report));
    for (const { safety } of report.findings.flatMap((finding) => batchFixOf(finding) ?? [])) offered[safety]++;
    if (report.findings.length + report.suppressed.length > 0) read.push(result);
  }
  const batch = chooseBatch(
    read.map(({ report }) => report),
    params,
  );
  const { unwritable } = await adapterDocuments(
    read.flatMap(({ report }) => neededAdapters(report, batch.chosenIn(report))),
    parts,
    encoding,
  );
  const needs: AdapterNeed[] = [];
  for (const { report, documents } of read) {
    for (const finding of report.findings) {
      const reason = batch.reasonAgainst(finding);
      if (reason !== undefined) left.push({ ...documents.locationOf(finding.focus), rule: finding.rule, reason });
    }
    const chosen = batch.chosenIn(report);
    if (chosen.length === 0) continue;
    const plan = engine.plan(report, chosen, unwritable);
    const changes = documents.editsOf(plan.edits);
    const missed = changes.kind === "refused" ? chosen.map(({ finding }) => ({ finding, reason: changes.reason })) : plan.skipped;
    for (const { finding, reason } of missed) {
      const found = report.findings.find(({ key }) => key === finding);
      if (found) left.push({ ...documents.locationOf(found.focus), rule: found.rule, reason });
    }
    if (changes.kind === "refused" || changes.documents.length === 0) continue;
    // what is mended in several cells of a notebook counts once, in the first of them
    changes.documents.forEach((document, index) => {
      files.push({ ...document, applied: index === 0 ? plan.applied.length : 0 });
    });
    notes.push({ path: report.source.uri.split("/").slice(-2).map(percentDecoded).join("/"), notes: plan.notes });
    packages.push(...plan.packages);
    needs.push(...plan.adapters);
  }
  const { changed } = await adapterDocuments(needs, parts, encoding);
  for (const { packages: own } of changed) packages.push(...own);
  files.unshift(...changed.map(({ isNew, packages: _, ...document }) => ({ ...document, ...(isNew && { isNew }), applied: 0 })));
  return { files, totals: count.totals, offered, notes: [...batchNotes(notes), ...packageNote(packages)], skipped, left };
}

/** The providers whose models the targets name. */
export async function answerProviders(parts: ScanParts, params: Targets, run: Run): Promise<ProvidersResult> {
  const counts = new Map<string, ProviderUse>();
  const slugs: Record<string, string> = {};
  for await (const result of reported(parts, params, run, "Looking for providers")) {
    if (!isRead(result)) continue;
    countProviders(result.report.findings, counts);
    Object.assign(slugs, result.context.settings.providerSlugs);
  }
  return { providers: providersInOrder(counts).map((provider) => foundProvider(provider, slugs)) };
}

/** The models that the targets name, in requests and elsewhere; files that no rule is about are read too where they may ask a model. */
export async function answerModels(parts: ScanParts, engine: Engine, params: Targets, run: Run): Promise<ModelsResult> {
  const collection = new ModelCollection<Location>();
  const skipped: SkippedFile[] = [];
  for await (const scanned of reported(parts, params, run, "Looking for models")) {
    const result = await parts.reports.withText(scanned);
    if (!isRead(result)) {
      skipped.push({ uri: result.uri, reason: result.skipped });
      continue;
    }
    const { report, context, documents } = result;
    collection.add(report, await engine.requests(report, context), context.settings, (span) => documents.locationOf(span));
  }
  return { models: collection.models, skipped };
}

/** What each strategy would come to in the targets; files with something to find are analyzed once for each. */
export async function answerStrategies(parts: ScanParts, engine: Engine, params: Targets, run: Run): Promise<StrategiesResult> {
  const counts = strategies.map((strategy) => ({ strategy, count: new StrategyCount(strategy) }));
  for await (const result of reported(parts, params, run, "Comparing strategies")) {
    if (!isRead(result) || result.report.findings.length === 0) continue;
    const { report, context } = result;
    for (const { strategy, count } of counts) {
      if (run.token.isCancellationRequested) break;
      count.add(await engine.analyze(report.source, { ...context, settings: { ...context.settings, strategy } }));
    }
  }
  const [folder] = params.folders ?? parts.contexts.folders;
  const { strategy } = folder === undefined ? defaultSettings : (await parts.contexts.of(folder)).settings;
  return { strategies: counts.map(({ count }) => count.outcome), current: strategy ?? null };
}

/** Everything that is found in the targets, as a report in a file's format. */
export async function answerReport(parts: ScanParts, engine: Engine, { format, ...targets }: ReportParams, run: Run, product: Pick<SarifOptions, "version" | "rules">): Promise<ReportResult> {
  const files: AuditedFile[] = [];
  const skipped: { path: string; reason: string }[] = [];
  let scanned = 0;
  for await (const result of reported(parts, targets, run, "Scanning for LiteLLM")) {
    scanned++;
    const path = reportPath(result.uri, parts.contexts);
    if (!isRead(result)) skipped.push({ path, reason: result.skipped });
    else if (saysSomething(result.report)) files.push({ path, report: result.report });
  }
  const [folder] = targets.folders ?? parts.contexts.folders;
  const settings = folder === undefined ? defaultSettings : (await parts.contexts.of(folder)).settings;
  const planOf: SarifOptions["planOf"] = (report, finding) => {
    const fix = fixOf(finding);
    return fix && engine.plan(report, [{ finding: finding.key, strategy: fix.strategy }]);
  };
  return { text: renderReport(format, auditOf(files, scanned - skipped.length, skipped), { version: product.version, rules: product.rules, settings, planOf }) };
}

/** A file's path in its folder; behind the folder's name where there are several. */
function reportPath(uri: string, contexts: Contexts): string {
  const folder = contexts.folderOf(uri);
  if (folder === undefined) return uri;
  const path = pathInFolder(uri, folder);
  return contexts.folders.length > 1 ? `${percentDecoded(folder.replace(/\/$/, "").replace(/^.*\//, ""))}/${path}` : path;
}

/** `workspace/diagnostic` over all folders; with a partial result token, file by file. */
export async function answerWorkspaceDiagnostics(
  parts: ScanParts,
  { previousResultIds }: WorkspaceDiagnosticParams,
  run: Run,
  partial: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
  support: DiagnosticSupport,
): Promise<WorkspaceDiagnosticReport> {
  const previous = new Map(previousResultIds.map(({ uri, value }) => [uriKey(uri), value]));
  const items: WorkspaceDiagnosticReport["items"] = [];
  for await (const result of reported(parts, {}, run, "Scanning for LiteLLM")) {
    if (!isRead(result)) continue;
    for (const { uri, version, diagnostics } of diagnosticsOf(result.report, result.documents, support)) {
      const known = previous.get(uriKey(uri));
      previous.delete(uriKey(uri));
      // a file that never had anything to show need not be spoken of
      if (diagnostics.length === 0 && known === undefined) continue;
      const item = { uri, version, ...diagnosticReport(diagnostics, known) };
      if (partial) partial.report({ items: [item] });
      else items.push(item);
    }
  }
  // what the client knows and the walk no longer meets was deleted or is left out now
  const gone = [...previous.keys()].map((uri) => ({ uri, version: null, ...diagnosticReport([], undefined) }));
  if (partial && gone.length > 0) partial.report({ items: gone });
  return { items: partial ? [] : [...items, ...gone] };
}

async function* reported(parts: ScanParts, targets: Targets, { token, progress }: Run, title: string): AsyncGenerator<Analysis | Unread> {
  progress.begin(title, 0, undefined, true);
  try {
    yield* scan(parts, targets, token, (done, all, uri) => progress.report(Math.floor((100 * done) / all), `${done} of ${all} · ${uri.slice(uri.lastIndexOf("/") + 1)}`));
  } finally {
    progress.done();
  }
}

const countedOf = ({ findings, suppressed, leftOut = [] }: FileReport): Counted => ({ findings, suppressed: suppressed.length, leftOut: leftOut.length });
