import { adapterPlace, type ImportedFiles } from "./adapter-place.ts";
import { isScript, type ScriptFiles, typescriptAdapterPlace } from "./typescript-adapter-place.ts";
import type { AdapterPlace, Workspace } from "./workspace.ts";

/** What a file needs of an adapter, whichever fixes are chosen. */
export interface AdapterUse {
  /** Names of LiteLLM that it uses and the adapter has. */
  readonly names: readonly string[];
  /** LiteLLM's prefixes of the providers whose models it names. */
  readonly prefixes: readonly string[];
  /** It catches errors by the classes of its own `openai` package. */
  readonly catchesOpenAiErrors: boolean;
  /** The names of models that a LiteLLM proxy gives, which requests of TypeScript may name at run time. */
  readonly aliases: Workspace["proxyModels"];
}

/** Which adapter each file of a workspace uses, and what for. */
export class AdapterUses {
  readonly #files: ImportedFiles & ScriptFiles;
  readonly #uses = new Map<string, AdapterUse>();
  /** The files whose analysis depends on where their adapter is, with the place that the user has chosen. */
  readonly #askers = new Map<string, string | undefined>();
  /** Holds until a file or an import changes. */
  readonly #places = new Map<string, AdapterPlace>();
  /** Whether files of one folder import those of another, by both. */
  readonly #edges = new Map<string, boolean>();

  constructor(files: Omit<ImportedFiles, "firsts" | "needed"> & ScriptFiles) {
    this.#files = { ...files, firsts: new Map(), needed: new Map(), imports: (folder, other) => this.#imports(files, folder, other) };
  }

  #imports({ imports }: Pick<ImportedFiles, "imports">, folder: string, other: string): boolean {
    const key = `${folder} ${other}`;
    const known = this.#edges.get(key) ?? imports(folder, other);
    this.#edges.set(key, known);
    return known;
  }

  /** Takes what an analysis has found a file to use. */
  set(uri: string, use: AdapterUse | undefined): void {
    if (use) this.#uses.set(uri, use);
    else this.#uses.delete(uri);
  }

  get(uri: string): AdapterUse | undefined {
    return this.#uses.get(uri);
  }

  delete(uri: string): void {
    this.#uses.delete(uri);
    this.#askers.delete(uri);
  }

  /** Files or imports have changed. */
  forget(): void {
    if (this.#places.size === 0) return;
    this.#places.clear();
    this.#files.firsts.clear();
    this.#files.needed.clear();
    this.#edges.clear();
    this.#files.forget();
  }

  /** Where a file's adapter is; from now on the file's analysis depends on it. */
  placeFor(uri: string, chosen: string | undefined): AdapterPlace {
    if (this.#askers.get(uri) !== chosen) this.#places.delete(uri);
    this.#askers.set(uri, chosen);
    // A file that is chosen for one language is none for the other.
    const fitting = chosen !== undefined && isScript(chosen) === isScript(uri) ? chosen : undefined;
    const known = this.#places.get(uri) ?? (isScript(uri) ? typescriptAdapterPlace : adapterPlace)(uri, fitting, this.#files);
    this.#places.set(uri, known);
    return known;
  }

  hasAsked(uri: string): boolean {
    return this.#askers.has(uri);
  }

  /** Changes with what a file was told; empty for one that has not asked. */
  versionOf(uri: string): string {
    if (!this.#askers.has(uri)) return "";
    const place = this.placeFor(uri, this.#askers.get(uri));
    return place.kind === "place" ? `${place.module} ${place.uri}` : place.reason;
  }

  /** What the files use that have their adapter in one file; models may be named anywhere in the workspace. */
  useOf(adapterUri: string): AdapterUse {
    const names = new Set<string>();
    const prefixes = new Set<string>();
    let catchesOpenAiErrors = false;
    let aliases: AdapterUse["aliases"] = {};
    for (const [uri, use] of this.#uses) {
      for (const prefix of use.prefixes) prefixes.add(prefix);
      aliases = { ...aliases, ...use.aliases };
      const place = use.names.length === 0 ? undefined : this.placeFor(uri, this.#askers.get(uri));
      if (place?.kind !== "place" || place.uri !== adapterUri) continue;
      for (const name of use.names) names.add(name);
      catchesOpenAiErrors ||= use.catchesOpenAiErrors;
    }
    return { names: [...names], prefixes: [...prefixes], aliases, catchesOpenAiErrors };
  }
}
