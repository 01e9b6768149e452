import type { Settings } from "../settings.ts";

/** Whether a rule's id is meant by a name in settings or on the command line: the id itself, or its first words and `*`. */
export const isMeantBy = (pattern: string, id: string): boolean => (pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern);

/** Whether settings let a rule run: selected or nothing is, and neither ignored nor off. */
export function isSelected(id: string, { select, ignore, severity }: Settings): boolean {
  const isNamedIn = (patterns: readonly string[]): boolean => patterns.some((pattern) => isMeantBy(pattern, id));
  return severity[id] !== "off" && !isNamedIn(ignore) && (select.length === 0 || isNamedIn(select));
}
