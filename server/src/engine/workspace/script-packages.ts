import { percentDecoded } from "../text/percent-decoded.ts";
import { folderOf, parentOf } from "./folders.ts";
import type { IndexedFile } from "./indexed-file.ts";
import type { ModuleFiles } from "./module-files.ts";
import { unpack } from "./packed-imports.ts";
import { type ImportEnding, isScript, type ScriptFiles } from "./typescript-adapter-place.ts";

/** Whether a `package.json` makes the files of its package ECMAScript modules. */
export const isModulePackage = (manifest: string): boolean => /"type"\s*:\s*"module"/.test(manifest);

/** Files of TypeScript, but for declarations and the configuration of tools; those of JavaScript, but for an adapter. */
const typed = /(?<!\.(?:d|config|setup))\.[cm]?tsx?$/;
const untyped = /(?<!\/portkey-adapter\.[cm]?js)(?<=\.[cm]?jsx?)$/;

/** What a project's own name for the root of its sources begins with; names of packages begin otherwise. */
const aliased = /^([@~#$]\/|src\/)(.*?)((?:\.[cm]?[jt]sx?)?)$/;
const extension = /\.[cm]?[jt]sx?$/;

/** The npm packages of a workspace, by the folders that hold a `package.json`. */
export class ScriptPackages {
  readonly #files: ReadonlyMap<string, Pick<IndexedFile, "imports">>;
  readonly #modules: ModuleFiles;
  /** The folders, and whether their modules are those of ECMAScript, whose imports name whole files in Node. */
  readonly #folders = new Map<string, boolean>();
  /** What was found out about folders; holds until a file or an import changes. */
  readonly #held = new Map<string, boolean>();
  readonly #endings = new Map<string, ImportEnding | "unknown">();

  constructor(files: ReadonlyMap<string, Pick<IndexedFile, "imports">>, modules: ModuleFiles) {
    this.#files = files;
    this.#modules = modules;
  }

  add(folder: string, isModule: boolean): void {
    this.#folders.set(folder, isModule);
  }

  /** What decides where the adapters of TypeScript files are. */
  get files(): ScriptFiles {
    return {
      packageOf: (uri) => this.#packageOf(uri),
      holdsTypeScript: (folder) => this.#holds(folder, typed),
      holdsJavaScript: (folder) => this.#holds(folder, untyped),
      isModule: (folder) => this.#folders.get(folder) ?? false,
      importEnding: (uri, folder) => this.#endingOf(uri) ?? this.#endingIn(folder) ?? (this.#folders.get(this.#packageOf(uri) ?? "") ? "compiled" : "none"),
      aliasOf: (uri, target) => this.#aliasOf(uri, target),
      forget: () => {
        this.#held.clear();
        this.#endings.clear();
      },
    };
  }

  #packageOf(uri: string): string | undefined {
    for (let folder: string | undefined = folderOf(uri); folder !== undefined; folder = parentOf(folder)) if (this.#folders.has(folder)) return folder;
    return undefined;
  }

  #holds(folder: string, kind: RegExp): boolean {
    const key = `${kind.source} ${folder}`;
    const known = this.#held.get(key) ?? this.#first(folder, (uri) => kind.test(uri) || undefined) ?? false;
    this.#held.set(key, known);
    return known;
  }

  /** How the first file of a folder that has imports of its neighbors ends them. */
  #endingIn(folder: string): ImportEnding | undefined {
    const known = this.#endings.get(folder) ?? this.#first(folder, (uri) => this.#endingOf(uri)) ?? "unknown";
    this.#endings.set(folder, known);
    return known === "unknown" ? undefined : known;
  }

  /** The first answer that a file below a folder has. */
  #first<T>(folder: string, answer: (uri: string) => T | undefined): T | undefined {
    for (const uri of this.#files.keys()) {
      const found = uri.startsWith(folder) ? answer(uri) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #aliasOf(uri: string, target: string): string | undefined {
    const imports = unpack(this.#files.get(uri)?.imports ?? "").map(({ module }) => module);
    if (imports.some((module) => module.startsWith("../"))) return undefined;
    for (const module of imports) {
      const [, prefix, rest = "", ending = ""] = aliased.exec(module) ?? [];
      const named = prefix === undefined ? undefined : this.#modules.moduleOf(uri, module);
      const found = named?.replace(extension, "");
      if (prefix === undefined || named === undefined || !found?.endsWith(`/${rest}`) || isOtherKind(target, named)) continue;
      const base = found.slice(0, -rest.length);
      if (target.startsWith(base)) return prefix + percentDecoded(target.slice(base.length)).replace(extension, ending);
    }
    return undefined;
  }

  /** How a file writes the end of imports that lead to its neighbors. */
  #endingOf(uri: string): ImportEnding | undefined {
    if (!isScript(uri)) return undefined;
    for (const { module } of unpack(this.#files.get(uri)?.imports ?? "")) {
      const target = module.startsWith(".") ? this.#modules.moduleOf(uri, module) : undefined;
      if (target === undefined || isOtherKind(uri, target)) continue;
      const ending = /\.[cm]?([jt])sx?$/.exec(module)?.[1];
      return ending === undefined ? "none" : ending === "t" || !/\.[cm]?tsx?$/.test(target) ? "source" : "compiled";
    }
    return undefined;
  }
}

/** Whether a file of JavaScript lies beside one of TypeScript: how it is imported (`~/env.mjs`) says nothing of how TypeScript is. */
const isOtherKind = (uri: string, other: string): boolean => typeScript.test(uri) && !typeScript.test(other);
const typeScript = /\.[cm]?tsx?$/;
