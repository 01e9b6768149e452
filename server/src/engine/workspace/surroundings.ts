import type { Neighbors } from "../facts/neighbors.ts";
import { languageOfFile } from "./file-language.ts";
import { isFrom, wordsOfImport } from "./import-words.ts";
import type { Take } from "./indexed-file.ts";
import { idOf, type ModulePaths } from "./module-paths.ts";
import type { WrittenImport } from "./written-imports.ts";

/** What is asked about the modules that a file imports. */
export interface ModulesAround {
  readonly paths: ModulePaths;
  /** The module that an import names. */
  moduleOf(importer: string, written: string): string | undefined;
  /** The number of a module. */
  idOf(uri: string): number;
  /** How often what a module gives has changed. */
  versionOf(id: number): number;
}

/** What a file's imports give it, and what it takes of that by name. */
export interface Surroundings {
  readonly neighbors: Neighbors | undefined;
  readonly takes: readonly Take[];
}

/** Looks at what a file's imports give it. */
export function lookAround(uri: string, imports: readonly WrittenImport[], modules: ModulesAround): Surroundings {
  const takes: Take[] = [];
  const paths = new Map<string, string>();
  const words = new Set<string>();
  const isPython = languageOfFile(uri) === "python";
  for (const { module, names, isDouble } of imports) {
    const target = modules.moduleOf(uri, module);
    if (target === undefined) continue;
    const path = `@${modules.idOf(target)}`;
    const leading = (names ?? [""]).filter((name) => modules.paths.mayLead(name === "" || name === "*" ? path : `${path}.${name}`));
    if (leading.length === 0) continue;
    const given = isDouble ? [] : modules.paths.givenNames(idOf(path));
    takes.push(...given.filter((name) => leading.some((each) => each === name || each === "" || each === "*")).map((name) => ({ module: target, name })));
    paths.set(module, path);
    // `import app.llm` binds `app`.
    const [first = ""] = module.split(".");
    const outer = isPython && names === undefined && first !== module ? modules.moduleOf(uri, first) : undefined;
    if (outer !== undefined && !paths.has(first)) paths.set(first, `@${modules.idOf(outer)}`);
    for (const word of wordsOfImport(module, names === undefined ? undefined : leading)) words.add(word);
  }
  if (paths.size === 0) return { neighbors: undefined, takes };
  const reached = new Set<number>();
  for (const path of paths.values()) modules.paths.reach(idOf(path), reached);
  const version = [...reached]
    .sort((a, b) => a - b)
    .map((id) => `${id}.${modules.versionOf(id)}`)
    .join(" ");
  const givesCode = [...reached].some((id) => modules.paths.givesCode(id));
  const importer = modules.idOf(uri);
  const written = [...paths.keys()].sort((a, b) => b.length - a.length);
  const neighbors: Neighbors = {
    version,
    words: [...words],
    givesCode,
    pathOf: (path) => {
      const module = written.find((candidate) => path === candidate || isFrom(path, candidate));
      const start = module === undefined ? undefined : paths.get(module);
      if (module === undefined || start === undefined) return undefined;
      const whole = modules.paths.canonical(start + path.slice(module.length), importer);
      return modules.paths.mayLead(whole) ? whole : undefined;
    },
    namesOf: (module) => {
      const path = paths.get(module);
      return path === undefined ? undefined : modules.paths.namesOf(idOf(path), new Set());
    },
    resolve: (path) => modules.paths.resolve(path),
  };
  return { neighbors, takes };
}
