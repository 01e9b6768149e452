import type { IndexedFile } from "./indexed-file.ts";
import type { ModuleFiles } from "./module-files.ts";
import { unpack } from "./packed-imports.ts";
import { type ImportEnding, isScript, type ScriptFiles } from "./typescript-adapter-place.ts";

/** Whether a `package.json` makes the files of its package ECMAScript modules. */
export const isModulePackage = (manifest: string): boolean => /"type"\s*:\s*"module"/.test(manifest);

/** The npm packages of a workspace, by the folders that hold a `package.json`. */
export class ScriptPackages {
  readonly #files: ReadonlyMap<string, Pick<IndexedFile, "imports">>;
  readonly #modules: ModuleFiles;
  /** The folders, and whether their modules are those of ECMAScript, whose imports name whole files in Node. */
  readonly #folders = new Map<string, boolean>();

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
      holdsTypeScript: (folder) => this.#uris(folder).some((uri) => /(?<!\.d)\.[cm]?tsx?$/.test(uri)),
      holdsJavaScript: (folder) => this.#uris(folder).some((uri) => /\.[cm]?jsx?$/.test(uri) && !/\/portkey-adapter\.[cm]?js$/.test(uri)),
      isModule: (folder) => this.#folders.get(folder) ?? false,
      importEnding: (uri, folder) =>
        this.#endingOf(uri) ??
        this.#uris(folder).reduce<ImportEnding | undefined>((found, other) => found ?? this.#endingOf(other), undefined) ??
        (this.#folders.get(this.#packageOf(uri) ?? "") ? "compiled" : "none"),
    };
  }

  #packageOf = (uri: string): string | undefined => [...this.#folders.keys()].filter((folder) => uri.startsWith(folder)).sort((a, b) => b.length - a.length)[0];

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
