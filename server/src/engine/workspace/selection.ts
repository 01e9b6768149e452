import type { ChoiceOptions, ChosenFix, FileReport, Finding } from "../engine.ts";
import type { Fix, Safety } from "../rules/rule.ts";

/** The class a finding counts by: the safety of its fix, or `manual` where a person has to do it. */
export type FindingClass = Safety | "manual";

/** The fix that a finding counts by: the engine puts the default strategy's first and orders the others by safety. */
export const fixOf = (finding: Finding): Fix | undefined => finding.fixes[0];

/** The class that `fixOf` gives a finding. */
export const classOf = (finding: Finding): FindingClass => fixOf(finding)?.safety ?? "manual";

/**
 * A batch's choice for one file: of each finding the fix it counts by, where that is as safe as asked for.
 * With `options.strategy`, the finding's fix of that strategy or none.
 */
export function chooseFixes(report: FileReport, options: ChoiceOptions): ChosenFix[] {
  const { safety, strategy, rules } = options;
  return report.findings.flatMap((finding) => {
    if (rules !== undefined && !rules.includes(finding.rule)) return [];
    const fix = strategy === undefined ? fixOf(finding) : finding.fixes.find((each) => each.strategy === strategy);
    return fix && (fix.safety === "safe" || safety === "safe-and-unsafe") ? [{ finding: finding.key, strategy: fix.strategy }] : [];
  });
}
