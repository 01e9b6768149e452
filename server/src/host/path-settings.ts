import type { Settings } from "../engine/settings.ts";
import { globsWithContents } from "./globs.ts";

/** The settings of each file of a folder, by its path in there: the folder's own, and what `rules.ignoreByPath` leaves out. The same ones for the same rules. */
export function settingsByPath(settings: Settings): (path: string) => Settings {
  const overrides = Object.entries(settings.ignoreByPath).map(([glob, ignore]) => ({ matches: globsWithContents([glob]), ignore }));
  const known = new Map<string, Settings>([["", settings]]);
  return (path) => {
    const ignore = overrides.flatMap((override) => (override.matches(path) ? override.ignore : []));
    const key = ignore.join();
    const same = known.get(key);
    if (same) return same;
    const own = { ...settings, ignore: [...settings.ignore, ...ignore] };
    known.set(key, own);
    return own;
  };
}
