import type { ParsedSettings, SettingsOrigin } from "../settings.ts";
import { rulePatterns } from "./rule-selection.ts";

/** Settings without the names of rules that there are not: a misspelled one would turn off more, or less, than was meant. */
export function withKnownRules({ settings, problems }: ParsedSettings, ids: Iterable<string>, origin: SettingsOrigin): ParsedSettings {
  const all = [...ids];
  const patterns = new Set(rulePatterns(all));
  const isRule = (id: string): boolean => all.includes(id);
  const isKnown = (pattern: string): boolean => patterns.has(pattern);
  const { select, ignore, ignoreByPath, severity } = settings;
  const named = [...select, ...ignore, ...Object.values(ignoreByPath).flat()];
  const unknown = new Set([...named.filter((pattern) => !isKnown(pattern)), ...Object.keys(severity).filter((id) => !isRule(id))]);
  if (unknown.size === 0) return { settings, problems };
  return {
    settings: {
      ...settings,
      select: select.filter(isKnown),
      ignore: ignore.filter(isKnown),
      ignoreByPath: Object.fromEntries(Object.entries(ignoreByPath).map(([glob, own]) => [glob, own.filter(isKnown)])),
      severity: Object.fromEntries(Object.entries(severity).filter(([id]) => isRule(id))),
    },
    problems: [...problems, ...[...unknown].map((id) => `${origin}: there is no rule "${id}"; the name is ignored`)],
  };
}
