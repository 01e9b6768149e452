import { isAscii, isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { catalog } from "../engine/catalog/catalog.ts";
import type { Engine, FileReport } from "../engine/engine.ts";
import { isNotebookPath, type Notebook, notebookExtension, readNotebook } from "../engine/notebook/read-notebook.ts";
import { withKnownRules } from "../engine/rules/known-rules.ts";
import { defaultSettings, parseSettings, type Settings } from "../engine/settings.ts";
import { parseSettingsFile, settingsFileName } from "../engine/settings-file.ts";
import { extensions, grammarOfPath } from "../engine/source-file.ts";
import { type Audit, type AuditedFile, auditOf, type SkippedFile, saysSomething } from "../engine/workspace/audit.ts";
import { configExtensions, gatherWorkspace } from "../engine/workspace/gather.ts";
import { ModuleIndex } from "../engine/workspace/module-index.ts";
import { settle } from "../engine/workspace/settle.ts";
import type { Workspace } from "../engine/workspace/workspace.ts";
import { decodeSource, decodeText, notUtf8 } from "../host/decode.ts";
import { createFileReader, type ReadBytes } from "../host/file-reader.ts";
import { settingsByPath } from "../host/path-settings.ts";
import { createPrefilter } from "../host/prefilter.ts";
import { causeOf } from "../host/read-error.ts";
import { type Wants, wantedBy } from "../host/walk.ts";
import type { Io } from "./io.ts";
import type { CommonOptions } from "./options.ts";
import { createProgress } from "./progress.ts";
import { configsBeside, findUpwards, listTargets, packagesAbove, reportPath, resolveTargets, type Targets } from "./targets.ts";

/** A project read and analyzed once. */
export interface Project {
  /** Put before a report's path to name the file from the working folder; empty where that would climb out of it. */
  readonly pathPrefix: string;
  /** The same for a terminal, which opens what it can find: outside the working folder, the whole way. */
  readonly placePrefix: string;
  readonly engine: Engine | undefined;
  /** Of the folder as a whole. */
  readonly settings: Settings;
  /** What the files give to each other. */
  readonly index: ModuleIndex;
  /** The folder that paths in the audit are relative to. */
  readonly root: string;
  readonly audit: Audit;
  readonly files: readonly ProjectFile[];
}

/** An analyzed file with what writing it back takes. */
export interface ProjectFile extends AuditedFile {
  /** Undefined for standard input. */
  readonly absolutePath: string | undefined;
  readonly hasByteOrderMark: boolean;
  /** The file, where it is a notebook; the report speaks of the text of its cells. */
  readonly notebook: Notebook | undefined;
}

/** Reads and analyzes what the options name; tells on standard error what in the settings was of no use. */
export async function openProject(options: CommonOptions, io: Io): Promise<Project> {
  const targets = options.stdinPath === undefined ? resolveTargets(options.paths, io.cwd) : { root: io.cwd, folders: [], files: [] };
  const settings = settingsFor(options, targets, io);
  const scan = new Scan(io, settings);
  if (options.stdinPath === undefined) await scan.analyzeTargets(options, targets);
  else await scan.analyzeStandardInput(options.stdinPath);
  const { files, scanned, skipped, engine, index } = scan;
  const pathPrefix = prefixFor(targets.root, io.cwd);
  const placePrefix = pathPrefix === "" && targets.root !== io.cwd ? `${targets.root.split(sep).join("/").replace(/\/$/, "")}/` : pathPrefix;
  return { pathPrefix, placePrefix, engine, files, index, root: targets.root, settings: settings.settings, audit: auditOf(files, scanned, skipped, { rules: options.rules }) };
}

interface FolderSettings {
  readonly settings: Settings;
  /** What globs in the settings are relative to. */
  readonly folder: string;
  readonly adapterUri: string | undefined;
}

/** Defaults, then the repository's file, then the command line. */
function settingsFor(options: CommonOptions, { root }: Targets, io: Io): FolderSettings {
  const path = findUpwards(settingsFileName, root);
  const file =
    path === undefined
      ? { settings: defaultSettings, problems: [] }
      : withKnownRules(
          settingsFrom(path),
          io.rules.map(({ id }) => id),
          settingsFileName,
        );
  const own = parseSettings({ strategy: options.strategy, providerSlugs: options.slugs }, "command line", file.settings);
  for (const problem of [...file.problems, ...own.problems]) io.stderr.write(`${problem}\n`);
  // whoever runs the command wants it on
  const settings = { ...own.settings, enable: true };
  const folder = path === undefined ? root : dirname(path);
  const adapterPath = options.adapterPath === undefined ? settings.adapterPath && resolve(folder, settings.adapterPath) : resolve(io.cwd, options.adapterPath);
  return { settings, folder, adapterUri: adapterPath === undefined ? undefined : uriOf(adapterPath) };
}

function settingsFrom(path: string): ReturnType<typeof parseSettingsFile> {
  try {
    return parseSettingsFile(readFileSync(path, "utf8"));
  } catch (error) {
    return { settings: defaultSettings, problems: [`${path}: ${causeOf(error)}; the file is ignored`] };
  }
}

function prefixFor(root: string, cwd: string): string {
  const way = reportPath(root, cwd);
  return way === "" || way.startsWith("..") || /^(?:[A-Za-z]:|\/)/.test(way) ? "" : `${way}/`;
}

/** Formats that hold Python or TypeScript but that no grammar of ours reads; they are named where they speak of LiteLLM. */
const unreadFormats: Readonly<Record<string, string>> = {
  vue: "Vue components are not read yet",
  svelte: "Svelte components are not read yet",
  astro: "Astro components are not read yet",
};

const mayHoldFindings = createPrefilter(catalog);
const holds = (content: Uint8Array, word: string): boolean => Buffer.from(content.buffer, content.byteOffset, content.byteLength).includes(word);

/** Longer than this without a turn of the event loop, and Ctrl+C would be late. */
const sliceMs = 50;

class Scan {
  readonly skipped: SkippedFile[] = [];
  engine: Engine | undefined;
  readonly #io: Io;
  readonly #settings: Settings;
  readonly #settingsFolder: string;
  readonly #settingsAt: (path: string) => Settings;
  readonly index = new ModuleIndex(catalog);
  readonly #adapterUri: string | undefined;
  readonly #scanned = new Set<string>();
  readonly #files = new Map<string, ProjectFile>();

  constructor(io: Io, { settings, folder, adapterUri }: FolderSettings) {
    this.#io = io;
    this.#settings = settings;
    this.#settingsFolder = folder;
    this.#adapterUri = adapterUri;
    this.#settingsAt = settingsByPath(settings);
  }

  get files(): ProjectFile[] {
    return [...this.#files.values()];
  }

  get scanned(): number {
    return this.#scanned.size;
  }

  async analyzeTargets(options: CommonOptions, targets: Targets): Promise<void> {
    const listing = { extensions: [...extensions, notebookExtension, ...configExtensions, ...Object.keys(unreadFormats)], useIgnoreFiles: options.useIgnoreFiles };
    const byOptions = wantedBy(targets.root, options);
    const bySettings = wantedBy(this.#settingsFolder, this.#settings);
    // a proxy's configuration is read for its aliases, whichever files are asked about
    const wants: Wants = (path, isFolder) => byOptions(path, isFolder || isConfig(path)) && bySettings(path, isFolder || isConfig(path));
    const paths = listTargets(targets, listing, wants, (path, reason) => this.#skip(reportPath(path, targets.root), reason));
    const named = new Set(targets.files);
    const sources = paths.filter((path) => named.has(path) || !isConfig(path));
    const read = createFileReader(this.#settings.maxFileSizeKB);
    const workspace = { ...gatherWorkspace(configTexts([...paths.filter(isConfig), ...configsBeside(targets.files)], read)), modules: this.index, adapterUri: this.#adapterUri };
    const pathsByUri = new Map(sources.map((path) => [uriOf(path), path]));
    for (const uri of [...pathsByUri.keys(), ...packagesAbove(targets).map(uriOf)]) this.index.add(uri);

    const progress = createProgress(this.#io, sources.length);
    let sliceStart = this.#io.now();
    const analyze = async (path: string, done: number): Promise<FileReport | undefined> => {
      if (this.#io.now() - sliceStart > sliceMs) {
        progress.show(done);
        await new Promise((resolve) => setImmediate(resolve));
        sliceStart = this.#io.now();
      }
      return this.#analyze(reportPath(path, targets.root), path, read(path), workspace);
    };
    for (const [done, path] of sources.entries()) {
      const report = await analyze(path, done);
      if (report) this.index.setExports(uriOf(path), report.exports, report.seen, report.told);
    }
    // Files that are asked about by name, or some of a folder, say nothing of the rest.
    if (targets.folders.length > 0 && options.include.length === 0) this.index.allRead();
    await settle(this.index, async (uri) => {
      const path = pathsByUri.get(uri);
      return path === undefined ? undefined : analyze(path, sources.length);
    });
    progress.clear();
  }

  async analyzeStandardInput(name: string): Promise<void> {
    const path = name.replaceAll("\\", "/");
    await this.#analyze(path, undefined, { kind: "bytes", bytes: await this.#io.readStdin() }, gatherWorkspace([]));
  }

  async #analyze(path: string, absolutePath: string | undefined, content: ReadBytes, workspace: Workspace): Promise<FileReport | undefined> {
    const isNotebook = isNotebookPath(path);
    const grammar = isNotebook ? "python" : grammarOfPath(path);
    if (content.kind === "skipped") return this.#skip(path, content.reason);
    if (grammar === undefined) return this.#mentionUnread(path, content.bytes);
    const uri = uriOf(absolutePath ?? path);
    const unreadable = notUtf8(content.bytes) ?? (isUtf8(content.bytes) ? undefined : "not valid UTF-8");
    if (unreadable !== undefined) return this.#skip(path, unreadable);
    // JSON may put a backslash before the slash of a model's name.
    const mayHold = mayHoldFindings(content.bytes) || (isNotebook && holds(content.bytes, "\\/"));
    // What other files give to this one is known once all of them have been looked at.
    const mayWait = !mayHold && !this.#scanned.has(path);
    if (mayWait && !isNotebook) {
      this.#scanned.add(path);
      this.index.setPlainText(uri, textForImports(content.bytes));
      return undefined;
    }
    const decoded = isNotebook ? decodeText(content.bytes) : decodeSource(content.bytes, this.#settings.maxFileSizeKB);
    if (decoded.kind === "skipped") return this.#skip(path, decoded.reason);
    const notebook = isNotebook ? readNotebook(decoded.text) : undefined;
    if (notebook?.kind === "skipped") return this.#skip(path, notebook.reason);
    this.#scanned.add(path);
    this.index.setText(uri, notebook?.text ?? decoded.text);
    if (mayWait) return undefined;
    this.engine ??= await this.#io.openEngine();
    const settings = absolutePath === undefined ? this.#settings : this.#settingsAt(reportPath(absolutePath, this.#settingsFolder));
    const source = notebook ? { text: notebook.text, cells: notebook.cells } : { text: decoded.text };
    const report = await this.engine.analyze({ uri, grammar, ...source }, { settings, workspace });
    if (saysSomething(report)) this.#files.set(path, { path, absolutePath, report, hasByteOrderMark: decoded.hasByteOrderMark, notebook });
    else this.#files.delete(path);
    this.index.setAdapterUse(uri, report.adapterUse);
    return report;
  }

  #mentionUnread(path: string, bytes: Uint8Array): undefined {
    const reason = unreadFormats[extensionOf(path)];
    if (reason === undefined) this.#skip(path, "not a Python, TypeScript or JavaScript file");
    else if (holds(bytes, "litellm")) this.#skip(path, reason);
  }

  #skip(path: string, reason: string): undefined {
    this.skipped.push({ path, reason });
  }
}

const uriOf = (path: string): string => pathToFileURL(path).href;

/** A text whose imports can be read, as cheaply as its bytes allow. */
function textForImports(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isAscii(buffer) ? buffer.toString("latin1") : buffer.toString("utf8");
}

const extensionOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1).toLowerCase();
const isConfig = (path: string): boolean => configExtensions.includes(extensionOf(path));

function* configTexts(paths: readonly string[], read: (path: string) => ReadBytes): Iterable<string> {
  for (const path of new Set(paths)) {
    const content = read(path);
    if (content.kind === "bytes" && holds(content.bytes, "litellm_params")) yield Buffer.from(content.bytes).toString("utf8");
  }
}
