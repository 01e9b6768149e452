import type { FileReport, Finding } from "../engine.ts";
import { SourceLines, type SourcePosition } from "../notebook/cells.ts";
import { countProviders, type ProviderUse, providersInOrder } from "./providers.ts";
import { classOf, type FindingClass } from "./selection.ts";
import { countsOf, type Totals, TotalsCount } from "./totals.ts";

/** One analyzed file of a scan. */
export interface AuditedFile {
  /** Relative to the scanned root, with `/` between its parts. */
  readonly path: string;
  readonly report: FileReport;
}

/** A file that was not read, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** A part of a file that the grammar could not read. */
export interface PartialFile {
  readonly path: string;
  /** The cell of a notebook, zero-based, to which the lines belong. */
  readonly cell: number | undefined;
  /** First and last line, 1-based. */
  readonly lines: readonly [number, number];
  readonly reason: string;
}

/** A finding with the place it has in a report. */
export interface AuditedFinding {
  readonly path: string;
  readonly report: FileReport;
  readonly finding: Finding;
  readonly class: FindingClass;
  /** Of the finding's span; zero-based, as everywhere inside. */
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

/** A finding that a comment in the code has taken away. */
export interface SuppressedAuditedFinding extends AuditedFinding {
  /** In the comment's own words; empty where it gives none. */
  readonly suppressionReason: string;
}

/** What a scan found, counted so that `findings = safe + unsafe + manual`. */
export interface Audit {
  readonly scanned: number;
  readonly withFindings: number;
  readonly skipped: readonly SkippedFile[];
  readonly partial: readonly PartialFile[];
  /** Sorted by path, then position, then rule. */
  readonly findings: readonly AuditedFinding[];
  /** In the same order; not part of `findings`. */
  readonly suppressed: readonly SuppressedAuditedFinding[];
  readonly totals: Totals;
  /** How much was left out, by the reason. */
  readonly leftOutBecause: Readonly<Record<string, number>>;
  /** Whose models the findings name, the most used first. */
  readonly providers: readonly ProviderUse[];
  /** What went wrong inside, by file. */
  readonly problems: readonly { readonly path: string; readonly problem: string }[];
}

/** Whether a report has a word to say; a scan drops the others at once, so that it keeps few texts. */
export const saysSomething = ({ findings, leftOut = [], partial, problems, skipped, suppressed }: FileReport): boolean =>
  findings.length + leftOut.length + partial.length + problems.length + suppressed.length > 0 || skipped !== undefined;

/** Whether a report is of a file that has something of LiteLLM's, be it suppressed. */
export const usesLiteLlm = ({ findings, suppressed }: FileReport): boolean => [...findings, ...suppressed.map(({ finding }) => finding)].some(({ rule }) => rule.startsWith("litellm-"));

/** Which findings an audit is about; undefined for all rules. */
export interface AuditOptions {
  readonly rules?: readonly string[] | undefined;
}

/** Sums up the reports of a scan; files that were looked at without a report are in `scanned` only. */
export function auditOf(files: readonly AuditedFile[], scanned: number, skipped: readonly SkippedFile[], { rules }: AuditOptions = {}): Audit {
  const ordered = [...files].sort((a, b) => compare(a.path, b.path));
  const read = ordered.filter(({ report }) => report.skipped === undefined);
  const isAskedFor = ({ rule }: Finding): boolean => rules === undefined || rules.includes(rule);
  const findings = read.flatMap((file) => placed(file, file.report.findings.filter(isAskedFor)));
  const suppressed = read.flatMap((file) => suppressedOf(file, isAskedFor));
  const allSkipped = [...skipped, ...ordered.flatMap(({ path, report }) => (report.skipped === undefined ? [] : [{ path, reason: report.skipped }]))];
  const leftOut = read.flatMap(({ report }) => (report.leftOut ?? []).filter(({ rule }) => rules === undefined || rules.includes(rule)));
  return {
    scanned: scanned - (ordered.length - read.length),
    withFindings: new Set(findings.map(({ path }) => path)).size,
    skipped: allSkipped.sort((a, b) => compare(a.path, b.path)),
    partial: read.flatMap(partialOf),
    findings,
    suppressed,
    totals: totalsOf(findings, suppressed.length, leftOut.length),
    leftOutBecause: countsOf(leftOut.map(({ because }) => because)),
    providers: providersOf(read, isAskedFor),
    problems: ordered.flatMap(({ path, report }) => report.problems.map((problem) => ({ path, problem }))),
  };
}

function providersOf(files: readonly AuditedFile[], isAskedFor: (finding: Finding) => boolean): ProviderUse[] {
  const counts = new Map<string, ProviderUse>();
  for (const { report } of files) countProviders(report.findings.filter(isAskedFor), counts);
  return providersInOrder(counts);
}

function suppressedOf(file: AuditedFile, isAskedFor: (finding: Finding) => boolean): SuppressedAuditedFinding[] {
  const reasons = new Map(file.report.suppressed.map(({ finding, reason }) => [finding, reason]));
  return placed(file, [...reasons.keys()].filter(isAskedFor)).map((found) => ({ ...found, suppressionReason: reasons.get(found.finding) ?? "" }));
}

function placed({ path, report }: AuditedFile, findings: readonly Finding[]): AuditedFinding[] {
  if (findings.length === 0) return [];
  const lines = new SourceLines(report.source);
  const inOrder = [...findings].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || compare(a.rule, b.rule));
  return inOrder.map((finding) => ({ path, report, finding, class: classOf(finding), start: lines.position(finding.span.start), end: lines.position(finding.span.end) }));
}

function partialOf({ path, report }: AuditedFile): PartialFile[] {
  if (report.partial.length === 0) return [];
  const lines = new SourceLines(report.source);
  return report.partial.map(({ span, reason }) => {
    const start = lines.position(span.start);
    return { path, cell: start.cell, lines: [start.line + 1, lines.position(span.end).line + 1], reason };
  });
}

function totalsOf(findings: readonly AuditedFinding[], suppressed: number, leftOut: number): Totals {
  const count = new TotalsCount();
  count.add({ findings: findings.map(({ finding }) => finding), suppressed, leftOut });
  return count.totals;
}

/** By code unit, so that the order depends on no locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
