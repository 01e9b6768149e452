import { resolve } from "node:path";
import { cellName } from "../engine/notebook/cells.ts";
import { leftOutOf } from "../engine/report/left-out.ts";
import { printable } from "../engine/report/printable.ts";
import { renderReport } from "../engine/report/render-report.ts";
import type { SarifOptions } from "../engine/report/sarif.ts";
import { toldSkipped } from "../engine/report/skipped-files.ts";
import { type Paint, summaryOf, textReport } from "../engine/report/text.ts";
import type { Audit } from "../engine/workspace/audit.ts";
import { fixOf } from "../engine/workspace/selection.ts";
import { causeOf } from "../host/read-error.ts";
import { CannotRun, exitCodes, type Io } from "./io.ts";
import type { Format, ScanOptions } from "./options.ts";
import { painter } from "./output.ts";
import { openProject, type Project } from "./project.ts";
import { writeAtomically } from "./write-file.ts";

/** `portkey-migrate scan`: the report on standard output or in a file, all else on standard error. */
export async function scan(options: ScanOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const { audit, placePrefix } = project;
  const paint: Paint = options.output === undefined ? painter(io.stdout, io) : (_, text) => text;
  // SARIF holds the edits themselves
  if (options.format === "sarif") await project.prepare(audit.findings.filter((found) => fixOf(found.finding) !== undefined).map(({ report }) => report));
  const report = reportIn(options.format, project, paint, io);
  if (options.output === undefined) io.stdout.write(report);
  else writeReport(options.output, report, io);
  // a report for programs already says what was not read
  if (options.format === "text") tellUnread(audit, io, placePrefix);
  tellProblems(audit, io, placePrefix);
  if (options.format === "text" || options.output !== undefined) {
    tellLeftOut(audit, io);
    io.stderr.write(`${summaryOf(audit)}\n`);
  }
  return audit.totals.findings > 0 ? exitCodes.findings : exitCodes.clean;
}

function reportIn(format: Format, { audit, plan, settings, pathPrefix, placePrefix }: Project, paint: Paint, { version, rules }: Io): string {
  if (format === "text") return textReport(audit, paint, placePrefix);
  const planOf: SarifOptions["planOf"] = (report, finding) => {
    const fix = fixOf(finding);
    return fix && plan(report, [{ finding: finding.key, strategy: fix.strategy }]);
  };
  return renderReport(format, audit, { version, rules, settings, pathPrefix, planOf });
}

function writeReport(output: string, report: string, io: Io): void {
  try {
    writeAtomically(resolve(io.cwd, output), Buffer.from(report));
  } catch (error) {
    throw new CannotRun(`--output ${output}: ${causeOf(error)}`);
  }
}

/** Says how much is not among the findings although it is spelled like them. */
export function tellLeftOut(audit: Audit, io: Io): void {
  const leftOut = leftOutOf(audit);
  if (leftOut !== undefined) io.stderr.write(`${leftOut}\n`);
}

/** Names what was not read, so that no silence is taken for "nothing found". */
export function tellUnread({ skipped, partial }: Audit, io: Io, pathPrefix: string): void {
  for (const { path, others, reason } of toldSkipped(skipped)) io.stderr.write(`${printable(pathPrefix + path)}${others}: not read: ${printable(reason)}\n`);
  for (const { path, cell, lines, reason } of partial) {
    const place = `${printable(pathPrefix + path)}:${cell === undefined ? "" : `${cellName(cell)}:`}${lines[0]}`;
    io.stderr.write(`${place}: ${lines[0] === lines[1] ? `line ${lines[0]}` : `lines ${lines[0]} to ${lines[1]}`} not read: ${printable(reason)}\n`);
  }
}

/** What went wrong inside. */
export function tellProblems({ problems }: Audit, io: Io, pathPrefix: string): void {
  for (const { path, problem } of problems) io.stderr.write(`${printable(pathPrefix + path)}: ${printable(problem)}\n`);
}
