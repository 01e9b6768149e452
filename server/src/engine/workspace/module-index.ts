import type { ModuleExports } from "../facts/exports.ts";
import type { Neighbors } from "../facts/neighbors.ts";
import { type AdapterUse, AdapterUses } from "./adapter-uses.ts";
import { languageOfFile } from "./file-language.ts";
import type { ImportingModules } from "./import-order.ts";
import { ImportingFiles } from "./importing-files.ts";
import type { IndexedFile } from "./indexed-file.ts";
import type { KeptFile } from "./kept-file.ts";
import { type FrameworkNames, importsLiteLlm, type LiteLlmUse, maxSearchedFiles, noFrameworks, useByImports, useOf, useOfPlain } from "./litellm-use.ts";
import { ModuleFiles, moduleName, packageFolder } from "./module-files.ts";
import { ModulePaths, type NumberedModules, type PackageNames } from "./module-paths.ts";
import { NearLiteLlm, type Nearness } from "./near-litellm.ts";
import { mayImport, pack, unpack } from "./packed-imports.ts";
import { hasModuleForEachProvider } from "./provider-modules.ts";
import { RecordedAnswers } from "./recorded-answers.ts";
import { ScriptPackages } from "./script-packages.ts";
import { lookAround, type ModulesAround, type Surroundings } from "./surroundings.ts";
import type { TypeScriptProjects } from "./typescript-projects.ts";
import type { AdapterPlace, DottedEnd, Modules, RecordedModules } from "./workspace.ts";
import { type WrittenImport, writtenImports } from "./written-imports.ts";

/** Files that are remembered; what lies beyond has no neighbors, and is analyzed by itself. */
export const maxIndexedFiles = 100_000;

/** Of exports that were gathered before this index was made: whether they still hold is for the answers to say. */
const seenBefore = "kept";

/**
 * What the files of a workspace import from each other and what of a known package they give on.
 * Keeps no text and no tree: of each file its imports, and its exports where they lead anywhere.
 */
export class ModuleIndex implements Modules, ImportingModules {
  readonly #paths: ModulePaths;
  readonly #frameworks: FrameworkNames;
  readonly #modules = new ModuleFiles();
  readonly #near: NearLiteLlm;
  readonly #files = new Map<string, IndexedFile>();
  readonly #ids = new Map<string, number>();
  readonly #uris: string[] = [];
  /** The names that other files take from each, as they were when stale files were last asked for. */
  #taken: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  /** How often the exports of each module have changed. */
  readonly #versions = new Map<number, number>();
  readonly #adapters: AdapterUses;
  readonly #importers = new ImportingFiles(this.#files);
  readonly #scripts = new ScriptPackages(this.#files, this.#modules);
  /** Holds until a file comes or goes. */
  #hasModuleForEachProvider: boolean | undefined;
  /** Answers that hold until a file changes. */
  readonly #neighbors = new Map<string, Surroundings>();
  readonly #around: ModulesAround;

  /** `moduleUris` are the modules of an earlier index, by whose numbers what it kept speaks of them. */
  constructor(packages: PackageNames & FrameworkNames, moduleUris: readonly string[] = []) {
    for (const uri of moduleUris) this.#ids.set(uri, this.#uris.push(uri) - 1);
    this.#frameworks = packages;
    this.#near = new NearLiteLlm({
      usesFramework: (uri) => this.#importsFramework(uri),
      importsOf: (uri) => this.importsOf(uri),
      hasModuleForEachProvider: () => {
        this.#hasModuleForEachProvider ??= hasModuleForEachProvider(this.#files.keys());
        return this.#hasModuleForEachProvider;
      },
      importsPackage: (uri) => importsLiteLlm(unpack(this.#files.get(uri)?.imports ?? ""), this.#frameworks),
      areAllSearched: () => this.#files.size <= maxSearchedFiles,
      possibleImporters: (uris) => this.#possibleImporters(uris),
      possibleImportersOf: (uri) => this.importersOf(uri),
    });
    this.#adapters = new AdapterUses({
      uris: this.#files,
      isPackage: (folder) => this.#modules.isPackage(folder),
      homesOf: (uri) =>
        unpack(this.#files.get(uri)?.imports ?? "").flatMap(({ module, isInner = false }) => {
          const home = this.#modules.homeOf(uri, module);
          return home ? [{ ...home, isInner }] : [];
        }),
      homesOfImporters: (uri) => this.#homesOfImporters(uri),
      possibleImportersOf: (uri) => this.importersOf(uri),
      usesLiteLlm: (folder) => this.#near.isDirectIn(folder),
      ...this.#scripts.files,
      imports: (folder, other) => [...this.#files.keys()].some((uri) => uri.startsWith(folder) && this.importsOf(uri).some((target) => target.startsWith(other))),
    });
    const numbered: NumberedModules = {
      ids: () => [...this.#uris.keys()],
      uriOf: (id) => this.#uris[id] ?? "",
      exportsOf: (id) => this.#exportsOf(id),
      childOf: (id, name) => {
        const child = this.#modules.childOf(this.#uris[id] ?? "", name);
        return child === undefined ? undefined : this.#idOf(child);
      },
    };
    this.#paths = new ModulePaths(numbered, packages);
    this.#around = {
      paths: this.#paths,
      moduleOf: (importer, written) => this.#modules.moduleOf(importer, written),
      idOf: (uri) => this.#idOf(uri),
      versionOf: (id) => this.#versions.get(id) ?? 0,
    };
    this.#modules.onChange = () => this.#forgetAnswers();
  }

  /** Takes up a file that others may import, before its text is known; says whether it is a new one. */
  add(uri: string): boolean {
    if (this.#files.has(uri) || this.#files.size >= maxIndexedFiles || !languageOfFile(uri)) return false;
    this.#files.set(uri, { imports: "", exports: undefined, seen: "", told: undefined });
    this.#modules.add(uri);
    this.#hasModuleForEachProvider = undefined;
    this.#adapters.forget();
    this.#forgetAnswers();
    return true;
  }

  /** Takes note of a folder that holds a `package.json`, and whether that makes its files ECMAScript modules. */
  addPackage(folder: string, isModule: boolean): void {
    this.#scripts.add(folder, isModule);
    this.#adapters.forget();
  }

  /** What TypeScript's projects call their modules; told before the texts of sources. */
  get projects(): TypeScriptProjects {
    return this.#modules.projects;
  }

  /** Takes the text of a file; says whether that may change what files give to each other. */
  setText(uri: string, text: string): boolean {
    return this.#setImports(uri, text, (imports, frameworks) => useOf(text, imports, frameworks));
  }

  /** The same for a text that is known to hold no word of LiteLLM's. */
  setPlainText(uri: string, text: string): boolean {
    const isSearched = this.#files.size <= maxSearchedFiles && languageOfFile(uri) === "typescript";
    return this.#setImports(uri, text, isSearched ? (imports, frameworks) => useOfPlain(text, imports, frameworks) : useByImports);
  }

  #setImports(uri: string, text: string, useOf: (imports: readonly WrittenImport[], frameworks: FrameworkNames) => LiteLlmUse): boolean {
    const isNew = this.add(uri);
    const file = this.#files.get(uri);
    const language = languageOfFile(uri);
    if (!file || !language) return isNew;
    const written = writtenImports(text, language, this.#modules.projects.hasNames);
    const isUseNews = this.#near.set(uri, useOf(written, language === "python" ? this.#frameworks : noFrameworks));
    const imports = pack(written);
    if (isUseNews || file.imports !== imports) this.#adapters.forget();
    if (file.imports === imports) return isNew || isUseNews;
    this.#importers.changed(uri, file.imports, imports);
    file.imports = imports;
    this.#neighbors.delete(uri);
    this.#near.forget();
    return true;
  }

  /** All files of the workspace have been taken up: from now on it is known what none of them has. */
  allRead(): void {
    // Files that were not taken up may have what the others lack.
    if (this.#files.size < maxIndexedFiles) this.#near.allRead();
  }

  nearnessOf(uri: string): Nearness | undefined {
    if (!this.#files.has(uri)) return undefined;
    this.#near.noteAsker(uri);
    return this.#near.nearnessOf(uri);
  }

  adapterFor(uri: string, chosen: string | undefined): AdapterPlace | undefined {
    return this.#files.has(uri) ? this.#adapters.placeFor(uri, chosen) : undefined;
  }

  /** Takes what an analysis has found a file to need of its adapter. */
  setAdapterUse(uri: string, use: AdapterUse | undefined): void {
    this.#adapters.set(uri, this.#files.has(uri) ? use : undefined);
  }

  /** What the workspace needs of the adapter in a file. */
  adapterUse(adapterUri: string): AdapterUse {
    return this.#adapters.useOf(adapterUri);
  }

  /** The files it knows of. */
  get uris(): Iterable<string> {
    return this.#files.keys();
  }

  delete(uri: string): boolean {
    this.#importers.changed(uri, this.#files.get(uri)?.imports ?? "", "");
    if (!this.#files.delete(uri)) return false;
    this.#modules.delete(uri);
    this.#hasModuleForEachProvider = undefined;
    this.#near.delete(uri);
    this.#near.forget();
    this.#adapters.delete(uri);
    this.#adapters.forget();
    this.#touch(this.#idOf(uri));
    return true;
  }

  /** Takes what an analysis has found a file to give on, and what it knew of other files; says whether that is new. */
  setExports(uri: string, exports: ModuleExports | undefined, seen = "", told?: RecordedModules): boolean {
    const file = this.#files.get(uri);
    if (!file) return false;
    file.seen = seen;
    file.told = told;
    if (JSON.stringify(file.exports) === JSON.stringify(exports)) return false;
    file.exports = exports;
    this.#touch(this.#idOf(uri));
    return true;
  }

  /** What is known of a file; undefined for one that is not of the workspace, or that asked more than is remembered. */
  kept(uri: string): KeptFile | undefined {
    const file = this.#files.get(uri);
    const answers = file?.told ? file.told.answers : [];
    if (!file || !answers) return undefined;
    const isAnalyzed = file.told !== undefined || file.exports !== undefined;
    return { imports: file.imports, use: this.#near.useOf(uri), exports: file.exports, adapterUse: this.#adapters.get(uri), ...(isAnalyzed ? { answers } : {}) };
  }

  /** Takes back what an earlier index knew of a file whose text is the same. */
  restore(uri: string, { imports, use, exports, adapterUse, answers }: KeptFile): void {
    this.add(uri);
    const file = this.#files.get(uri);
    if (!file) return;
    this.#importers.changed(uri, file.imports, imports);
    file.imports = imports;
    this.#near.set(uri, use);
    this.#near.forget();
    this.setAdapterUse(uri, adapterUse);
    this.#adapters.forget();
    file.exports = exports;
    file.told = answers && new RecordedAnswers(this, answers);
    file.seen = answers ? seenBefore : "";
    this.#touch(this.#idOf(uri));
  }

  /** The modules in the order of their numbers, for an index to come. */
  get moduleUris(): readonly string[] {
    return this.#uris;
  }

  /** The files to be analyzed anew, because what they import has changed. */
  stale(): string[] {
    const words = new Set<string>();
    for (const [id, uri] of this.#uris.entries()) {
      if ((!this.#exportsOf(id) && !packageFolder(uri)) || !this.#paths.mayLead(`@${id}`)) continue; // most files give nothing
      words.add(moduleName(uri));
      for (const name of this.#paths.topNames(id)) words.add(name);
    }
    if (words.size > 0) for (const word of this.#modules.projects.packageWords) words.add(word);
    const taken = new Map<string, Set<string>>();
    const importers = new Set<string>();
    for (const [uri, { imports }] of this.#files) {
      if (words.size === 0 || !mayImport(imports, words)) continue;
      importers.add(uri);
      for (const { module, name } of this.#look(uri).takes) {
        const names = taken.get(module);
        if (names) names.add(name);
        else taken.set(module, new Set([name]));
      }
    }
    this.#taken = taken;
    const mayDepend = (uri: string): boolean => importers.has(uri) || taken.has(uri) || this.#near.versionOf(uri) !== "" || this.#adapters.hasAsked(uri);
    return [...this.#files].flatMap(([uri, file]) => (this.#isStale(file, mayDepend(uri) ? this.versionOf(uri) : undefined) ? [uri] : []));
  }

  isStale(uri: string): boolean {
    const file = this.#files.get(uri);
    return file !== undefined && this.#isStale(file, this.versionOf(uri));
  }

  #isStale(file: IndexedFile, version = ""): boolean {
    if (version === file.seen) return false;
    // Most changes of what a file imports are of names that it does not ask for.
    if (!file.told?.areTheSame()) return true;
    file.seen = version;
    return false;
  }

  importersOf(uri: string): Iterable<string> {
    return this.#importers.naming(moduleName(uri));
  }

  exportsVersionOf(uri: string): number {
    return this.#versions.get(this.#idOf(uri)) ?? 0;
  }

  /** What the modules that a file imports give it; undefined where none of them leads anywhere. */
  neighborsOf(uri: string): Neighbors | undefined {
    return this.#look(uri).neighbors;
  }

  /** The names that other files take from a file and that are of a package, or the names of models. */
  takenFrom(uri: string): ReadonlySet<string> {
    return this.#taken.get(uri) ?? new Set();
  }

  /** Changes with anything in other files that an analysis depends on; undefined where it depends on none. */
  versionOf(uri: string): string | undefined {
    const given = this.neighborsOf(uri)?.version;
    const taken = [...this.takenFrom(uri)].sort().join();
    const near = this.#near.versionOf(uri);
    const adapter = this.#adapters.versionOf(uri);
    return given === undefined && taken === "" && near === "" && adapter === "" ? undefined : `${given ?? ""}<${taken}${near}${adapter}`;
  }

  recorded(): RecordedModules {
    return new RecordedAnswers(this);
  }

  #look(uri: string): Surroundings {
    let looked = this.#neighbors.get(uri);
    if (!looked) {
      looked = lookAround(uri, unpack(this.#files.get(uri)?.imports ?? ""), this.#around);
      this.#neighbors.set(uri, looked);
    }
    return looked;
  }

  /** Where a dotted name ends, as a test's patch names it: `app.llm.completion`. */
  resolve(importer: string, dotted: string): DottedEnd | undefined {
    const names = dotted.split(".");
    for (let length = names.length - 1; length > 0; length--) {
      const module = names.slice(0, length).join(".");
      const found = this.#modules.moduleOf(importer, module);
      if (found !== undefined) return { module, end: this.#paths.resolve(`@${this.#idOf(found)}.${names.slice(length).join(".")}`) };
    }
    return undefined;
  }

  /** A module of the workspace may be called like a framework; inside its own folder the name is more likely the framework's. */
  #importsFramework(uri: string): boolean {
    return unpack(this.#files.get(uri)?.imports ?? "").some(({ module }) => {
      if (!this.#frameworks.isFramework(module)) return false;
      const own = this.#modules.moduleOf(uri, module.slice(0, `${module}.`.indexOf(".")));
      return own === undefined || uri.startsWith(packageFolder(own) ?? own);
    });
  }

  /** The modules that a file imports, with those it takes from packages by name. */
  importsOf(uri: string): readonly string[] {
    return unpack(this.#files.get(uri)?.imports ?? "").flatMap(({ module, names = [] }) => {
      const target = this.#modules.moduleOf(uri, module);
      return target === undefined ? [] : [target, ...names.flatMap((name) => this.#modules.childOf(target, name) ?? [])];
    });
  }

  /** The folders that absolute imports of a module start from. */
  #homesOfImporters(uri: string): string[] {
    return [...this.#importers.naming(moduleName(uri))].flatMap((importer) => {
      if (importer === uri) return [];
      const dotted = unpack(this.#files.get(importer)?.imports ?? "").flatMap(({ module, names = [] }) => [module, ...names.map((each) => `${module}.${each}`)]);
      return dotted.flatMap((written) => (this.#modules.moduleOf(importer, written) === uri ? (this.#modules.homeOf(importer, written)?.home ?? []) : []));
    });
  }

  /** The files in whose imports the name of a module stands; a package is also imported from its inside, by dots alone. */
  #possibleImporters(modules: ReadonlySet<string>): string[] {
    const names = new Set([...modules].flatMap((module) => (packageFolder(module) === undefined ? [moduleName(module)] : [moduleName(module), ""])));
    return names.size === 0 ? [] : [...this.#files].flatMap(([uri, { imports }]) => (imports !== "" && mayImport(imports, names) ? [uri] : []));
  }

  #exportsOf(id: number): ModuleExports | undefined {
    return this.#files.get(this.#uris[id] ?? "")?.exports;
  }

  #idOf(uri: string): number {
    let id = this.#ids.get(uri);
    if (id === undefined) {
      id = this.#uris.push(uri) - 1;
      this.#ids.set(uri, id);
    }
    return id;
  }

  #touch(id: number): void {
    this.#versions.set(id, (this.#versions.get(id) ?? 0) + 1);
    this.#forgetAnswers(id);
  }

  #forgetAnswers(changed?: number): void {
    // what files export says nothing of how near they are
    if (changed === undefined) this.#near.forget();
    // to clear an empty map makes a new one, and this is done for each file that is taken up
    if (this.#neighbors.size > 0) this.#neighbors.clear();
    this.#paths.forget(changed);
  }
}
