import type { IndexedFile } from "./indexed-file.ts";
import type { ModuleFiles } from "./module-files.ts";
import { unpack } from "./packed-imports.ts";
import { type ImportEnding, isScript, type ScriptFiles } from "./typescript-adapter-place.ts";

/** The npm packages of a workspace, by the folders that hold a `package.json`. */
export class ScriptPackages {
  readonly #files: ReadonlyMap<string, Pick<IndexedFile, "imports">>;
  readonly #modules: ModuleFiles;
  readonly #folders = new Set<string>();

  constructor(files: ReadonlyMap<string, Pick<IndexedFile, "imports">>, modules: ModuleFiles) {
    this.#files = files;
    this.#modules = modules;
  }

  add(folder: string): void {
    this.#folders.add(folder);
  }

  /** What decides where the adapters of TypeScript files are. */
  get files(): ScriptFiles {
    return {
      packageOf: (uri) => [...this.#folders].filter((folder) => uri.startsWith(folder)).sort((a, b) => b.length - a.length)[0],
      holdsTypeScript: (folder) => this.#uris(folder).some((uri) => /(?<!\.d)\.[cm]?tsx?$/.test(uri)),
      importEnding: (uri, folder) => this.#endingOf(uri) ?? this.#uris(folder).reduce<ImportEnding | undefined>((found, other) => found ?? this.#endingOf(other), undefined) ?? "none",
    };
  }

  #uris = (folder: string): readonly string[] => [...this.#files.keys()].filter((uri) => uri.startsWith(folder));

  /** How a file writes the end of imports that lead to its neighbors. */
  #endingOf(uri: string): ImportEnding | undefined {
    if (!isScript(uri)) return undefined;
    for (const { module } of unpack(this.#files.get(uri)?.imports ?? "")) {
      const target = module.startsWith(".") ? this.#modules.moduleOf(uri, module) : undefined;
      if (target === undefined) continue;
      const ending = /\.[cm]?([jt])sx?$/.exec(module)?.[1];
      return ending === undefined ? "none" : ending === "t" || !/\.[cm]?tsx?$/.test(target) ? "source" : "compiled";
    }
    return undefined;
  }
}
