import type { Settings } from "../settings.ts";

/** What may name rules in settings and on the command line: each id, and `<first word>-*` for all of a family. */
export function rulePatterns(ids: readonly string[]): readonly string[] {
  const families = new Set(ids.map((id) => id.slice(0, id.indexOf("-"))));
  return [...ids, ...[...families].map((family) => `${family}-*`)];
}

/** The rules that such a name means. */
export const rulesMeantBy = (pattern: string, ids: readonly string[]): readonly string[] => ids.filter((id) => isMeantBy(pattern, id));

const isMeantBy = (pattern: string, id: string): boolean => (pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern);

/** Whether settings let a rule run: selected or nothing is, and neither ignored nor off. */
export function isSelected(id: string, { select, ignore, severity }: Settings): boolean {
  const isNamedIn = (patterns: readonly string[]): boolean => patterns.some((pattern) => isMeantBy(pattern, id));
  return severity[id] !== "off" && !isNamedIn(ignore) && (select.length === 0 || isNamedIn(select));
}
