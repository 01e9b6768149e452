import type { Rule } from "../rules/rule.ts";
import type { AuditedFinding } from "../workspace/audit.ts";

/** Minutes of a person's work, from the least to the most that is likely. */
export interface Effort {
  readonly least: number;
  readonly most: number;
}

/** How the estimate comes about, for whoever reads it. */
export const effortFormula =
  "What is done by hand takes the minutes that its rule names, a fix to review a quarter of them (at least one), a safe fix nothing. The range is from half of the sum to twice the sum; testing what was migrated is not in it.";

/** What is left for people once the fixes have been made. */
export function effortOf(findings: readonly AuditedFinding[], rules: readonly Pick<Rule, "id" | "minutesByHand">[]): Effort {
  const byRule = new Map(rules.map(({ id, minutesByHand }) => [id, minutesByHand]));
  const minutes = findings.reduce((sum, { finding, class: kind }) => sum + minutesOf(kind, byRule.get(finding.rule) ?? 0), 0);
  return { least: minutes / 2, most: minutes * 2 };
}

function minutesOf(kind: AuditedFinding["class"], byHand: number): number {
  switch (kind) {
    case "safe":
      return 0;
    case "unsafe":
      return Math.max(1, byHand / 4);
    case "manual":
      return byHand;
    default:
      return kind satisfies never;
  }
}

const hour = 60;
const workingDay = 8 * hour;

/** The range in a unit that does not pretend to be exact: `5–20 minutes`, `2–8 hours`, `3–12 working days`. */
export function effortText({ least, most }: Effort): string {
  if (most === 0) return "none";
  if (most <= 2 * hour) return range(5 * Math.round(least / 5), 5 * Math.ceil(most / 5), "minutes");
  if (most <= 2 * workingDay) return range(Math.round(least / hour), Math.ceil(most / hour), "hours");
  return range(Math.round(least / workingDay), Math.ceil(most / workingDay), "working days");
}

const range = (least: number, most: number, unit: string): string => (least === 0 ? `up to ${most} ${unit}` : `${least}–${most} ${unit}`);
