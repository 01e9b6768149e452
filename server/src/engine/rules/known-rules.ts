import type { ParsedSettings, SettingsOrigin } from "../settings.ts";

/** Settings without the names of rules that there are not: a misspelled one would turn off more, or less, than was meant. */
export function withKnownRules({ settings, problems }: ParsedSettings, ids: Iterable<string>, origin: SettingsOrigin): ParsedSettings {
  const known = new Set(ids);
  const isKnown = (id: string): boolean => known.has(id);
  const { select, ignore, severity } = settings;
  const unknown = new Set([...select, ...ignore, ...Object.keys(severity)].filter((id) => !isKnown(id)));
  if (unknown.size === 0) return { settings, problems };
  return {
    settings: { ...settings, select: select.filter(isKnown), ignore: ignore.filter(isKnown), severity: Object.fromEntries(Object.entries(severity).filter(([id]) => isKnown(id))) },
    problems: [...problems, ...[...unknown].map((id) => `${origin}: there is no rule "${id}"; the name is ignored`)],
  };
}
