import type { Rule } from "../rules/rule.ts";
import type { Audit } from "../workspace/audit.ts";
import { fixOf } from "../workspace/selection.ts";
import { effortOf } from "./effort.ts";
import { stepOf } from "./summary.ts";

const columns = ["path", "cell", "line", "column", "rule", "severity", "class", "strategy", "message", "next step", "notes", "minutes at least", "minutes at most"];

/** A line for each finding (RFC 4180), for spreadsheets; what a spreadsheet would run as a formula is quoted. */
export function csvReport(audit: Audit, rules: readonly Rule[]): string {
  const rows = audit.findings.map((found) => {
    const { finding, path, start } = found;
    const { text, notes } = stepOf(found);
    const { least, most } = effortOf([found], rules);
    return [
      path,
      start.cell === undefined ? "" : start.cell + 1,
      start.line + 1,
      start.character + 1,
      finding.rule,
      finding.severity,
      found.class,
      fixOf(finding)?.strategy ?? "",
      finding.message,
      text,
      notes.join(" "),
      least,
      most,
    ];
  });
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  // the signs with which spreadsheets begin a formula (OWASP, CSV injection)
  const inert = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
