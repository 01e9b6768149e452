import { catalog } from "../catalog/catalog.ts";
import type { Language } from "../source-file.ts";

/** The modules that a text imports, where a line begins with the import; those that guards and functions load are among them. */
const imported: Readonly<Record<Language, RegExp>> = {
  python: /^[ \t]*(?:from|import)[ \t]+(\w+)/gm,
  typescript: /(?:\bfrom|^[ \t]*import|\brequire\(|\bimport\()[ \t]*["']((?:@[\w.-]+\/)?[\w.-]+)/gm,
};

/** The packages, by their names in the registry, that a text imports and one before it does not: nobody has installed them for it. */
export function newPackages(before: string, after: string, language: Language): readonly string[] {
  const known = new Set(modulesIn(before, language));
  const modules = new Set(modulesIn(after, language).filter((module) => !known.has(module)));
  return catalog.packagesOf(modules, language);
}

/** What has to be said of such packages. */
export const packageNote = (names: Iterable<string>): string[] => {
  const all = [...new Set(names)].sort().map((name) => `\`${name}\``);
  return all.length > 0 ? [`The project needs ${all.join(", ")} now: add ${all.length > 1 ? "them" : "it"} to what it installs.`] : [];
};

const modulesIn = (text: string, language: Language): string[] => [...text.matchAll(imported[language])].flatMap(([, module]) => module ?? []);
