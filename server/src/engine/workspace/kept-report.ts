import type { FileReport, Finding, Fix } from "../engine.ts";
import type { SourceFile } from "../source-file.ts";

/** What a report holds besides its text and what the index keeps: plain data once it was written as JSON, which leaves out what a fix does. */
export type KeptReport = Pick<FileReport, "findings" | "suppressed" | "leftOut" | "skipped" | "partial" | "problems">;

/** Takes of a report what is to be kept. */
export const keptReport = ({ findings, suppressed, leftOut, skipped, partial, problems }: FileReport): KeptReport => ({
  findings,
  suppressed,
  ...(leftOut && { leftOut }),
  skipped,
  partial,
  problems,
});

/** Makes a report of what was kept of one and read from JSON. It is good for being told of; to plan its fixes takes a new analysis of the text. */
export const revivedReport = ({ findings, suppressed, leftOut, skipped, partial, problems }: KeptReport, source: SourceFile): FileReport => ({
  source,
  findings: findings.map(revivedFinding),
  suppressed: suppressed.map((each) => ({ ...each, finding: revivedFinding(each.finding) })),
  ...(leftOut && { leftOut }),
  skipped,
  partial,
  problems,
});

const revivedFinding = (finding: Finding): Finding => ({ ...finding, fixes: finding.fixes.map((fix): Fix => ({ ...fix, apply: neverApplied })) });

function neverApplied(): never {
  throw new RangeError("a kept report has no edits");
}
