import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { catalog } from "../engine/catalog/catalog.ts";
import type { AnalysisContext, ChosenFix, Engine, FilePlan, FileReport } from "../engine/engine.ts";
import { type Notebook, notebookExtension } from "../engine/notebook/read-notebook.ts";
import type { Settings } from "../engine/settings.ts";
import { extensions, grammarOfPath, languageOf } from "../engine/source-file.ts";
import { type AuditedFile, type SkippedFile, saysSomething, usesLiteLlm } from "../engine/workspace/audit.ts";
import { configExtensions, gatherWorkspace } from "../engine/workspace/gather.ts";
import { saysTheSame } from "../engine/workspace/kept-file.ts";
import { keptReport, revivedReport } from "../engine/workspace/kept-report.ts";
import { ModuleIndex } from "../engine/workspace/module-index.ts";
import { settle } from "../engine/workspace/settle.ts";
import { isProjectFile } from "../engine/workspace/typescript-projects.ts";
import { emptyWorkspace, type Workspace } from "../engine/workspace/workspace.ts";
import { digestOf } from "../host/digest.ts";
import { createFileReader, type ReadBytes } from "../host/file-reader.ts";
import { settingsByPath } from "../host/path-settings.ts";
import { areSameStamps, type Stamp, stampOf } from "../host/stamp.ts";
import { isUnreadFormat, unreadNames } from "../host/unread-formats.ts";
import { type Wants, wantedBy } from "../host/walk.ts";
import type { CacheFile } from "./cache/cache-key.ts";
import { type CachedFile, isScanned, type Outcome, ScanCache } from "./cache/scan-cache.ts";
import type { Io } from "./io.ts";
import type { CommonOptions } from "./options.ts";
import { createProgress } from "./progress.ts";
import { extensionOf, holds, readSource, readText } from "./read-source.ts";
import { configsBeside, listTargets, type NpmPackage, npmPackagesAbove, packagesAbove, projectFilesAbove, reportPath, SeenFolders, type Targets } from "./targets.ts";

/** An analyzed file with what writing it back takes. */
export interface ProjectFile extends AuditedFile {
  /** Undefined for standard input. */
  readonly absolutePath: string | undefined;
  readonly hasByteOrderMark: boolean;
  /** The file, where it is a notebook; the report speaks of the text of its cells. */
  readonly notebook: Notebook | undefined;
}

/** What holds for all files of a scan. */
export interface FolderSettings {
  readonly settings: Settings;
  /** What globs in the settings are relative to. */
  readonly folder: string;
  readonly adapterUri: string | undefined;
}

/** A file that is to be scanned. */
class Source {
  /** As reports write it. */
  readonly name: string;
  /** Undefined for standard input. */
  readonly path: string | undefined;
  #uri: string | undefined;

  constructor(name: string, path: string | undefined) {
    this.name = name;
    this.path = path;
  }

  /** Made when it is asked for: where nothing has changed, nobody does. */
  get uri(): string {
    this.#uri ??= uriOf(this.path ?? this.name);
    return this.#uri;
  }
}

/** What the files are read with. */
interface Reading {
  readonly sources: readonly Source[];
  /** Others whose names say what modules are called. */
  readonly packages: readonly string[];
  /** The folders of npm's packages, with a slash at the end. */
  readonly npmPackages: readonly NpmPackage[];
  /** The texts of the files that say where imports of TypeScript lead, by their URIs. */
  readonly projects: readonly (readonly [uri: string, text: string])[];
  readonly workspace: Workspace;
  /** All files of the folder are among them, so that it is known what none of them has. */
  readonly isWhole: boolean;
  readonly cache: ScanCache;
  readonly read: (path: string) => ReadBytes;
}

/** Longer than this without a turn of the event loop, and Ctrl+C would be late. */
const sliceMs = 50;

/** Reads and analyzes files, or takes what an earlier scan found in them where they are the same. */
export class Scan {
  readonly #io: Io;
  readonly #settings: FolderSettings;
  readonly #settingsAt: (path: string) => Settings;
  readonly #unlisted: SkippedFile[] = [];
  /** What was made of each file, by name. */
  readonly #known = new Map<string, CachedFile>();
  readonly #files = new Map<string, ProjectFile>();
  /** Reports of an earlier scan, with the paths of their files. */
  readonly #revived = new Map<FileReport, string>();
  /** What this scan has made of the same texts, to plan their fixes. */
  readonly #renewed = new Map<FileReport, FileReport>();
  /** Something is to be kept although nothing was analyzed: a file was written anew. */
  #isNews = false;
  #reading: Reading | undefined;
  #index: ModuleIndex | undefined;
  #engine: Engine | undefined;

  constructor(io: Io, settings: FolderSettings) {
    this.#io = io;
    this.#settings = settings;
    this.#settingsAt = settingsByPath(settings.settings);
  }

  /** Those about which there is something to say, in the order of their paths. */
  get files(): ProjectFile[] {
    return [...this.#files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  get scanned(): number {
    return [...this.#known.values()].filter(({ outcome }) => outcome.kind === "scanned").length;
  }

  get skipped(): SkippedFile[] {
    const isInUse = [...this.#files.values()].some(({ report }) => usesLiteLlm(report));
    const isTold = ({ kind }: Outcome): boolean => kind === "skipped" || isInUse;
    return [...this.#unlisted, ...[...this.#known].flatMap(([path, { outcome }]) => ("reason" in outcome && isTold(outcome) ? [{ path, reason: outcome.reason }] : []))];
  }

  /** What the files give to each other. */
  get index(): ModuleIndex {
    if (!this.#index) {
      this.#index = this.#reading ? this.#restoredIndex(this.#reading) : new ModuleIndex(catalog);
      if (this.#reading?.isWhole) this.#index.allRead();
      // Whoever depends on an answer is known again by having asked.
      this.#index.stale();
    }
    return this.#index;
  }

  /** What holds for a file, by its absolute path. */
  contextOf(path: string): AnalysisContext {
    return { settings: this.#settingsOf(path), workspace: { ...(this.#reading?.workspace ?? emptyWorkspace), modules: this.index } };
  }

  async analyzeTargets(options: CommonOptions, targets: Targets, { path, identity }: CacheFile): Promise<void> {
    const reading = this.#readingOf(options, targets, (...context) => new ScanCache({ path, identity, context: JSON.stringify(context) }));
    this.#reading = reading;
    const { cache, sources } = reading;
    const progress = createProgress(this.#io, sources.length);
    let sliceStart = this.#io.now();
    const nextTurn = async (done: number): Promise<void> => {
      if (this.#io.now() - sliceStart <= sliceMs) return;
      progress.show(done);
      await new Promise((resolve) => setImmediate(resolve));
      sliceStart = this.#io.now();
    };
    if (cache.size > 0) {
      for (const [done, source] of sources.entries()) {
        await nextTurn(done);
        this.#takeUnchanged(source, reading);
      }
    }
    if (this.#known.size < sources.length || cache.size > sources.length) await this.#analyzeChanged(reading, nextTurn);
    this.#save(reading);
    progress.clear();
  }

  async analyzeStandardInput(name: string): Promise<void> {
    const path = name.replaceAll("\\", "/");
    const source = new Source(path, undefined);
    const content = { kind: "bytes", bytes: await this.#io.readStdin() } as const;
    if (this.#takeUp(source, content)) await this.#analyze(source, content, gatherWorkspace([]));
  }

  /** Makes ready what planning fixes of some reports takes: one of an earlier scan is analyzed again. */
  async prepare(reports: readonly FileReport[]): Promise<void> {
    for (const report of reports) {
      const path = this.#revived.get(report);
      if (path === undefined || this.#renewed.has(report) || !this.#reading) continue;
      this.#engine ??= await this.#io.openEngine();
      this.#renewed.set(report, await this.#engine.analyze(report.source, this.contextOf(path)));
    }
  }

  /** The edits of chosen fixes of a report that was made ready. */
  plan(report: FileReport, choice: readonly ChosenFix[], unwritable?: ReadonlyMap<string, string>): FilePlan {
    if (!this.#engine) throw new RangeError("a report was not made ready");
    return this.#engine.plan(this.#renewed.get(report) ?? report, choice, unwritable);
  }

  #readingOf(options: CommonOptions, targets: Targets, cacheFor: (proxyModels: Workspace["proxyModels"], packages: readonly string[], projects: Reading["projects"]) => ScanCache): Reading {
    const { settings, folder, adapterUri } = this.#settings;
    const listing = { extensions: [...extensions, notebookExtension, ...configExtensions, "json"], names: unreadNames, useIgnoreFiles: options.useIgnoreFiles };
    const byOptions = wantedBy(targets.root, options);
    const bySettings = wantedBy(folder, settings);
    // a proxy's configuration is read for its aliases, whichever files are asked about
    const wants: Wants = (path, isFolder) => {
      const isInAnyCase = isFolder || isConfig(path);
      return byOptions(path, isInAnyCase) && bySettings(path, isInAnyCase);
    };
    const seen = new SeenFolders();
    const files = listTargets(targets, listing, wants, seen, (path, reason) => this.#unlisted.push({ path: reportPath(path, targets.root), reason }));
    const named = new Set(targets.files);
    const configs = files.map(({ path }) => path).filter(isConfig);
    const isLookedThrough = (path: string): boolean => isUnreadFormat(path) && byOptions(path, false) && bySettings(path, false);
    const sources = files.filter(({ path }) => named.has(path) || !isConfig(path) || isLookedThrough(path)).map(({ name, path }) => new Source(name, path));
    const read = createFileReader(settings.maxFileSizeKB);
    const gathered = gatherWorkspace(configTexts([...configs.filter(isProxyConfig), ...configsBeside(targets.files)], read));
    const packages = packagesAbove(targets).map(uriOf);
    const npmPackages = npmPackagesAbove(
      sources.map(({ path = "" }) => path),
      seen,
    ).map((each) => ({ ...each, folder: uriOf(`${each.folder}/`) }));
    const projects = projectTexts([...configs, ...projectFilesAbove(targets)], read);
    // Files that are asked about by name, or some of a folder, say nothing of the rest.
    const isWhole = targets.folders.length > 0 && options.include.length === 0;
    const fallbacks = (gathered.proxyFallbacks ?? []).map((name) => `fallbacks ${name}`);
    const cache = cacheFor(gathered.proxyModels, [...packages, ...npmPackages.map(({ folder, isModule }) => `${folder} ${isModule}`), ...fallbacks], projects);
    return { sources, packages, npmPackages, projects, workspace: { ...gathered, adapterUri }, isWhole, cache, read };
  }

  /** Takes what an earlier scan found in a file that is the same; one about which there is something to say is read in any case. */
  #takeUnchanged({ name, path = "" }: Source, { cache, read }: Reading): void {
    const cached = cache.find(name);
    if (!cached) return;
    if (!cached.report && cached.stamp && areSameStamps(stampAt(path), cached.stamp)) {
      this.#known.set(name, cached);
      return;
    }
    const content = read(path);
    if (content.kind === "skipped") {
      if (cached.digest === undefined && cached.outcome.kind === "skipped" && cached.outcome.reason === content.reason) this.#known.set(name, cached);
      return;
    }
    const digest = digestOf(content.bytes);
    if (cached.digest !== digest) {
      if (!this.#leavesAllElse(name, cached, content, cache)) return;
      this.#known.set(name, { ...cached, stamp: content.stamp, digest });
      this.#isNews = true;
      return;
    }
    if (cached.report) {
      const source = readText(name, content, this.#settings.settings.maxFileSizeKB);
      if (source.kind === "skipped") return;
      const { text, cells, grammar, notebook } = source;
      const report = revivedReport(cached.report.report, { uri: uriOf(path), grammar, text, ...(cells && { cells }) });
      this.#revived.set(report, path);
      this.#files.set(name, { path: name, absolutePath: path, report, hasByteOrderMark: cached.report.hasByteOrderMark, notebook });
    }
    this.#known.set(name, { ...cached, stamp: content.stamp });
    this.#isNews ||= content.stamp !== undefined && !areSameStamps(content.stamp, cached.stamp);
  }

  /** Whether a change is one in a file that holds nothing of LiteLLM's, by itself or from others, and not one of its imports: most changes are. */
  #leavesAllElse(name: string, cached: CachedFile, content: ReadBytes, cache: ScanCache): boolean {
    const grammar = grammarOfPath(name);
    if (cached.outcome.kind !== "scanned" || cached.report || grammar === undefined) return false;
    const read = readSource(name, content, this.#settings.settings.maxFileSizeKB);
    const kept = read.kind === "plain" ? cache.modules.files.get(name) : undefined;
    return read.kind === "plain" && kept !== undefined && saysTheSame(kept, read.text, languageOf(grammar), catalog);
  }

  async #analyzeChanged(reading: Reading, nextTurn: (done: number) => Promise<void>): Promise<void> {
    const { sources, isWhole, read } = reading;
    const index = this.#restoredIndex(reading);
    this.#index = index;
    const workspace = { ...reading.workspace, modules: index };
    const byUri = new Map(sources.map((source) => [source.uri, source]));
    const toAnalyze: Source[] = [];
    for (const [done, source] of sources.entries()) {
      if (this.#known.has(source.name)) continue;
      await nextTurn(done - toAnalyze.length);
      if (this.#takeUp(source, read(source.path ?? ""))) toAnalyze.push(source);
    }
    if (isWhole) index.allRead();
    // After all of them were read, for what lies around a file decides what is found in it.
    const first = toAnalyze.map(({ uri }) => uri);
    let left = first.length;
    await settle(index, first, async (uri) => {
      await nextTurn(sources.length - left);
      left = Math.max(0, left - 1);
      const source = byUri.get(uri);
      return source && this.#analyze(source, read(source.path ?? ""), workspace);
    });
  }

  /** Knows of all files, and of the unchanged ones what the earlier scan knew. */
  #restoredIndex({ sources, packages, npmPackages, projects, cache }: Reading): ModuleIndex {
    const modules = cache.size > 0 ? cache.modules : undefined;
    const index = new ModuleIndex(catalog, modules?.uris);
    for (const [uri, text] of projects) index.projects.set(uri, text);
    for (const uri of [...sources.map((source) => source.uri), ...packages]) index.add(uri);
    for (const { folder, isModule } of npmPackages) index.addPackage(folder, isModule);
    for (const { name, uri } of sources) {
      const kept = this.#known.has(name) ? modules?.files.get(name) : undefined;
      if (kept) index.restore(uri, kept);
    }
    return index;
  }

  /** Tells the index of a file as far as its text says so without being parsed; says whether there may be something to find in it by itself. */
  #takeUp({ name, uri }: Source, content: ReadBytes): boolean {
    const read = readSource(name, content, this.#settings.settings.maxFileSizeKB);
    const outcome = read.kind === "plain" || read.kind === "text" ? isScanned : read;
    this.#known.set(name, { ...this.#stateOf(content), outcome });
    if (read.kind === "plain") this.index.setPlainText(uri, read.text);
    if (read.kind !== "text") return false;
    this.index.setText(uri, read.text);
    return read.mayHoldFindings();
  }

  async #analyze({ name, path, uri }: Source, content: ReadBytes, workspace: Workspace): Promise<FileReport | undefined> {
    const read = readText(name, content, this.#settings.settings.maxFileSizeKB);
    const { stamp, digest } = this.#stateOf(content);
    this.#known.set(name, { stamp, digest, outcome: read.kind === "skipped" ? read : isScanned });
    if (read.kind === "skipped") return undefined;
    const { text, cells, grammar, notebook, hasByteOrderMark } = read;
    this.index.setText(uri, text);
    this.#engine ??= await this.#io.openEngine();
    const report = await this.#engine.analyze({ uri, grammar, text, ...(cells && { cells }) }, { settings: this.#settingsOf(path), workspace });
    this.index.setAdapterUse(uri, report.adapterUse);
    if (saysSomething(report)) {
      this.#files.set(name, { path: name, absolutePath: path, report, hasByteOrderMark, notebook });
      // what failed may succeed another time
      const isLasting = !report.isTransient && report.problems.length === 0;
      this.#known.set(name, { stamp, digest: isLasting ? digest : undefined, outcome: isScanned, report: { report: keptReport(report), hasByteOrderMark } });
    } else this.#files.delete(name);
    return report;
  }

  #stateOf(content: ReadBytes): Pick<CachedFile, "stamp" | "digest"> {
    if (content.kind === "skipped" || !this.#reading?.cache.isEnabled) return { stamp: undefined, digest: undefined };
    return { stamp: content.stamp, digest: digestOf(content.bytes) };
  }

  #settingsOf(absolutePath: string | undefined): Settings {
    const { settings, folder } = this.#settings;
    return absolutePath === undefined ? settings : this.#settingsAt(reportPath(absolutePath, folder));
  }

  /** Keeps what was found for the next scan. */
  #save({ sources, cache }: Reading): void {
    const index = this.#index;
    if (!cache.isEnabled || (index === undefined && !this.#isNews)) return;
    const files = new Map(sources.flatMap(({ name }) => asEntry(name, this.#known.get(name))));
    if (index === undefined) {
      cache.save(files, undefined);
      return;
    }
    const kept = new Map(sources.flatMap(({ name, uri }) => (files.get(name)?.outcome.kind === "scanned" ? asEntry(name, index.kept(uri)) : [])));
    // what the index cannot tell has to be found again
    for (const [name, { outcome }] of files) if (outcome.kind === "scanned" && !kept.has(name)) files.delete(name);
    cache.save(files, { uris: index.moduleUris, files: kept });
  }
}

const asEntry = <T>(key: string, value: T | undefined): (readonly [string, T])[] => (value === undefined ? [] : [[key, value]]);

function stampAt(path: string): Stamp | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && stampOf(stat);
}

/** A path as the engine names it. */
export const uriOf = (path: string): string => pathToFileURL(path).href;

/** What is read beside the sources: configurations of a proxy, and where a project says where imports lead. */
const isConfig = (path: string): boolean => configExtensions.includes(extensionOf(path)) || extensionOf(path) === "json";

const isProxyConfig = (path: string): boolean => configExtensions.includes(extensionOf(path));

/** The project files of the targets and of the folders above them, by their URIs, the largest of which is a page or two. */
function projectTexts(paths: readonly string[], read: (path: string) => ReadBytes): readonly (readonly [uri: string, text: string])[] {
  return paths.filter(isProjectFile).flatMap((path) => {
    const content = read(path);
    return content.kind === "bytes" ? [[uriOf(path), Buffer.from(content.bytes).toString("utf8")] as const] : [];
  });
}

function* configTexts(paths: readonly string[], read: (path: string) => ReadBytes): Iterable<string> {
  for (const path of new Set(paths)) {
    const content = read(path);
    if (content.kind === "bytes" && holds(content.bytes, "litellm_params")) yield Buffer.from(content.bytes).toString("utf8");
  }
}
