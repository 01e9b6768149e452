import { parse } from "jsonc-parser";
import { folderOf, parentOf } from "./folders.ts";

/** Finds the file of a path without its extension, or of the folder of that name. */
export type FileAt = (path: string) => string | undefined;

/** What a `tsconfig.json` says about where imports lead. */
interface CompilerPaths {
  readonly extends: readonly string[];
  readonly references: readonly string[];
  /** Patterns with one `*` at most, and what they stand for, relative to `pathsBase`. */
  readonly paths: Readonly<Record<string, readonly string[]>> | undefined;
  readonly baseUrl: string | undefined;
}

/** What a `package.json` says about what its package gives, and about its own names for its modules. */
interface PackageJson {
  readonly name: string | undefined;
  readonly exports: unknown;
  readonly imports: Readonly<Record<string, unknown>>;
  readonly entries: readonly string[];
}

/** Whether a file says where imports that are no relative paths lead. */
export const isProjectFile = (path: string): boolean => /(?:^|[/\\])(?:[tj]sconfig(?:\.[\w-]+)*|package)\.json$/.test(path);

/**
 * Where imports of TypeScript and JavaScript lead that are no relative paths: by `paths` and `baseUrl` of a `tsconfig.json`,
 * by `imports` of a `package.json`, and by the names of the workspace's own packages.
 */
export class TypeScriptProjects {
  /** Told when imports may lead elsewhere. */
  onChange: () => void = () => {};
  readonly #configs = new Map<string, CompilerPaths>();
  readonly #packages = new Map<string, PackageJson>();
  readonly #nearest = new Map<string, string | null>();
  readonly #mappings = new Map<string, readonly string[]>();
  #byName: ReadonlyMap<string, string> | undefined;
  #hasNames: boolean | undefined;

  /** Takes the text of a project file; one that cannot be read says nothing. */
  set(uri: string, text: string): void {
    const value = jsonOf(text);
    if (uri.endsWith("/package.json")) this.#packages.set(uri, packageOf(value));
    else this.#configs.set(uri, compilerPathsOf(value));
    this.#forget();
  }

  delete(uri: string): void {
    this.#configs.delete(uri);
    this.#packages.delete(uri);
    this.#forget();
  }

  /** The files that it knows. */
  get uris(): readonly string[] {
    return [...this.#configs.keys(), ...this.#packages.keys()];
  }

  /** Whether any import that is no relative path may lead to a file of the workspace. */
  get hasNames(): boolean {
    this.#hasNames ??=
      [...this.#configs.values()].some(({ paths, baseUrl }) => paths !== undefined || baseUrl !== undefined) ||
      [...this.#packages.values()].some(({ name, imports }) => name !== undefined || Object.keys(imports).length > 0);
    return this.#hasNames;
  }

  /** What stands in imports of the workspace's own packages, whatever their files are called. */
  get packageWords(): readonly string[] {
    return [...this.#packages.values()].flatMap(({ name = "" }) => name.split(/[/.]/)).filter((word) => word !== "");
  }

  /** The file that an import leads to. */
  resolve(importer: string, written: string, fileAt: FileAt): string | undefined {
    if (written.startsWith("#")) return this.#ownName(importer, written, fileAt);
    return this.#byPaths(importer, written, fileAt) ?? this.#byPackage(written, fileAt);
  }

  #forget(): void {
    this.#nearest.clear();
    this.#mappings.clear();
    this.#byName = undefined;
    this.#hasNames = undefined;
    this.onChange();
  }

  #byPaths(importer: string, written: string, fileAt: FileAt): string | undefined {
    const nearest = this.#nearestIn(importer, ["tsconfig.json", "jsconfig.json"], this.#configs);
    if (nearest === undefined) return undefined;
    for (const uri of this.#mappingsOf(nearest)) {
      const config = this.#configs.get(uri);
      const found = config && mapped(config, folderOf(uri), written, fileAt);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * The configurations that say where imports lead, from one on: its own settings hide those that are extended; where they give no
   * file, the others are asked all the same. Each is asked once, as projects that refer to each other are reached on ever more ways.
   */
  #mappingsOf(uri: string): readonly string[] {
    let mappings = this.#mappings.get(uri);
    if (!mappings) {
      const reached = new Set<string>();
      this.#reach(uri, reached);
      mappings = [...reached].filter((each) => {
        const config = this.#configs.get(each);
        return config?.paths !== undefined || config?.baseUrl !== undefined;
      });
      this.#mappings.set(uri, mappings);
    }
    return mappings;
  }

  #reach(uri: string, reached: Set<string>): void {
    const config = this.#configs.get(uri);
    if (!config || reached.has(uri)) return;
    reached.add(uri);
    for (const target of [...config.extends, ...config.references]) {
      const other = this.#configAt(folderOf(uri), target);
      if (other !== undefined) this.#reach(other, reached);
    }
  }

  #configAt(folder: string, target: string): string | undefined {
    const path = joined(folder, target);
    return path === undefined ? undefined : [path, `${path}.json`, `${path.replace(/\/$/, "")}/tsconfig.json`].find((each) => this.#configs.has(each));
  }

  #ownName(importer: string, written: string, fileAt: FileAt): string | undefined {
    const uri = this.#nearestIn(importer, ["package.json"], this.#packages);
    const entry = uri === undefined ? undefined : this.#packages.get(uri);
    if (uri === undefined || !entry) return undefined;
    return firstFile(targetsOf(entry.imports, written), folderOf(uri), fileAt);
  }

  #byPackage(written: string, fileAt: FileAt): string | undefined {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(written)?.[0] ?? "";
    this.#byName ??= new Map([...this.#packages].flatMap(([uri, entry]) => (entry.name === undefined ? [] : [[entry.name, uri] as const])));
    const uri = this.#byName.get(name);
    const entry = uri === undefined ? undefined : this.#packages.get(uri);
    if (uri === undefined || !entry) return undefined;
    const folder = folderOf(uri);
    const rest = written.slice(name.length);
    const exported = targetsOf(typeof entry.exports === "string" ? { ".": entry.exports } : isRecord(entry.exports) ? withSubpaths(entry.exports) : {}, `.${rest}`);
    const guesses = rest === "" ? [...entry.entries, "./src/index", "./index"] : [`.${rest}`, `./src${rest}`];
    return firstFile([...exported, ...guesses], folder, fileAt);
  }

  /** The project file in the folder of a file or the nearest one above it. */
  #nearestIn(importer: string, names: readonly string[], known: ReadonlyMap<string, unknown>): string | undefined {
    const key = `${names[0]} ${folderOf(importer)}`;
    let found = this.#nearest.get(key);
    if (found === undefined) {
      found = null;
      for (let folder: string | undefined = folderOf(importer); folder !== undefined && found === null; folder = parentOf(folder)) {
        const at: string = folder;
        found = names.map((name) => at + name).find((uri) => known.has(uri)) ?? null;
      }
      this.#nearest.set(key, found);
    }
    return found ?? undefined;
  }
}

/** The file that the patterns of a configuration give, the longest first, else the one below `baseUrl`. */
function mapped({ paths = {}, baseUrl }: CompilerPaths, folder: string, written: string, fileAt: FileAt): string | undefined {
  const base = baseUrl === undefined ? folder : joined(folder, baseUrl);
  if (base === undefined) return undefined;
  const found = firstFile(targetsOf(paths, written), `${base.replace(/\/$/, "")}/`, fileAt);
  return found ?? (baseUrl === undefined ? undefined : firstFile([`./${written}`], `${base.replace(/\/$/, "")}/`, fileAt));
}

/** What a name stands for in a table of names, or of patterns with a `*`. */
function targetsOf(table: Readonly<Record<string, unknown>>, written: string): readonly string[] {
  if (table[written] !== undefined) return textsIn(table[written]);
  const patterns = Object.keys(table)
    .filter((pattern) => pattern.includes("*"))
    .sort((a, b) => b.indexOf("*") - a.indexOf("*"));
  for (const pattern of patterns) {
    const [start = "", end = ""] = pattern.split("*");
    if (written.length < start.length + end.length || !written.startsWith(start) || !written.endsWith(end)) continue;
    const middle = written.slice(start.length, written.length - end.length);
    return textsIn(table[pattern]).map((target) => target.replace("*", () => middle));
  }
  return [];
}

/** `exports` without subpaths is what `.` stands for. */
const withSubpaths = (exports: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => (Object.keys(exports).some((key) => key.startsWith(".")) ? exports : { ".": exports });

/** All texts of a target, whatever conditions lead to them. */
function textsIn(target: unknown): readonly string[] {
  if (typeof target === "string") return [target];
  return Array.isArray(target) ? target.flatMap(textsIn) : isRecord(target) ? Object.values(target).flatMap(textsIn) : [];
}

/** What is built lies beside the sources that it is built from. */
function firstFile(targets: readonly string[], folder: string, fileAt: FileAt): string | undefined {
  for (const target of targets) {
    const source = target.replace(/^(?:\.\/)?(?:dist|lib|build|out)\/(?:(?:esm|cjs|types)\/)?/, "./src/").replace(/\.d\.([mc]?)ts$/, ".$1ts");
    for (const each of [target, source]) {
      const path = joined(folder, each);
      const file = path === undefined ? undefined : fileAt(path);
      if (file !== undefined) return file;
    }
  }
  return undefined;
}

/** A relative path from a folder, as URIs write it; undefined for one that leaves the file system, or leads to a package. */
function joined(folder: string, path: string): string | undefined {
  if (path.startsWith("/") || /^[a-z]+:/i.test(path)) return undefined;
  let at: string | undefined = folder;
  const parts = path.split("/").filter((part) => part !== "." && part !== "");
  for (const [index, part] of parts.entries()) {
    if (part === "..") at = at === undefined ? undefined : parentOf(at);
    else if (at !== undefined) at += encodeURIComponent(part) + (index < parts.length - 1 ? "/" : "");
  }
  return at;
}

function compilerPathsOf(value: unknown): CompilerPaths {
  const config = isRecord(value) ? value : {};
  const options = isRecord(config.compilerOptions) ? config.compilerOptions : {};
  const extended = typeof config.extends === "string" ? [config.extends] : Array.isArray(config.extends) ? config.extends : [];
  const references = Array.isArray(config.references) ? config.references.flatMap((each) => (isRecord(each) && typeof each.path === "string" ? [each.path] : [])) : [];
  return {
    extends: extended.filter((each): each is string => typeof each === "string"),
    references,
    paths: isRecord(options.paths) ? Object.fromEntries(Object.entries(options.paths).map(([pattern, targets]) => [pattern, textsIn(targets)])) : undefined,
    baseUrl: typeof options.baseUrl === "string" ? options.baseUrl : undefined,
  };
}

function packageOf(value: unknown): PackageJson {
  const data = isRecord(value) ? value : {};
  return {
    name: typeof data.name === "string" ? data.name : undefined,
    exports: data.exports,
    imports: isRecord(data.imports) ? data.imports : {},
    entries: [data.source, data.module, data.main, data.types].filter((each): each is string => typeof each === "string"),
  };
}

/** Most project files are plain JSON, which is read ten times as fast as JSON with comments. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parse(text, [], { allowTrailingComma: true });
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
