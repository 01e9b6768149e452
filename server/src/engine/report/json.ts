import type { Audit, AuditedFinding } from "../workspace/audit.ts";

/** The stable report for programs; its shape is fixed by `schemaVersion`. */
export function jsonReport(audit: Audit, version: string): string {
  const { findings, safe, unsafe, manual, suppressed, leftOut, byRule } = audit.totals;
  const report = {
    schemaVersion: 1,
    tool: { name: "portkey-migrate", version },
    files: { scanned: audit.scanned, withFindings: audit.withFindings, skipped: audit.skipped, partial: audit.partial },
    findings: audit.findings.map(findingOf),
    totals: { findings, safe, unsafe, manual, suppressed, leftOut, byRule },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** Positions are 1-based here, with columns in UTF-16 units and an exclusive end. */
function findingOf({ path, finding, start, end }: AuditedFinding): unknown {
  const { rule, severity, message, symbol, fixes, manual } = finding;
  return {
    rule,
    path,
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    // left out by `stringify` where there is none
    cell: start.cell,
    severity,
    message,
    symbol,
    fixes: fixes.map(({ title, safety, strategy, notes }) => ({ title, safety, strategy, notes })),
    ...(manual === undefined ? {} : { manual }),
  };
}
