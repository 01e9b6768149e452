import { catalog } from "../engine/catalog/catalog.ts";
import type { FileReport } from "../engine/engine.ts";
import { readNotebook } from "../engine/notebook/read-notebook.ts";
import type { Settings } from "../engine/settings.ts";
import { folderOf } from "../engine/workspace/folders.ts";
import { inImportOrder } from "../engine/workspace/import-order.ts";
import { ModuleIndex } from "../engine/workspace/module-index.ts";
import { isModulePackage } from "../engine/workspace/script-packages.ts";
import { maxRounds } from "../engine/workspace/settle.ts";
import { isScript } from "../engine/workspace/typescript-adapter-place.ts";
import { isProjectFile } from "../engine/workspace/typescript-projects.ts";
import { decodeText } from "../host/decode.ts";
import type { Host } from "../host/host.ts";
import { uriKey } from "../host/uris.ts";
import { type Analysis, isRead, type Unread } from "./analysis.ts";
import type { Contexts } from "./contexts.ts";
import { listing } from "./workspace-scan.ts";

interface Parts {
  readonly host: Host;
  readonly contexts: Contexts;
  /** Analyzes an open text or a file, and tells `analyzed` of it. */
  readonly analyze: (uri: string) => Promise<Analysis | Unread>;
  readonly isOpen: (uri: string) => boolean;
  /** Told when open texts may show something else than before. */
  readonly onChange: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * What the files of the workspace give to each other: built in the background when a first text is open, kept up to date from then on.
 * One run at a time; each file is read by itself and analyzed in slices, so that the editor is answered in between.
 */
export class WorkspaceModules {
  readonly index = new ModuleIndex(catalog);
  readonly #parts: Parts;
  /** Files to look at, by key, as the client or the host spells them. */
  readonly #queue = new Map<string, string>();
  /** What each open text was last analyzed with. */
  readonly #seen = new Map<string, string>();
  #isNews = false;
  #isListingDue = true;
  #running: Promise<void> | undefined;
  #isStarted = false;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Begins to build in the background. */
  start(): void {
    if (!this.#isStarted) this.ready().catch(this.#parts.onError);
  }

  /** Builds what is not built yet; whoever needs all of it waits for the end. */
  ready(): Promise<void> {
    this.#isStarted = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** What says where imports lead has changed: all files are read again in its light. */
  projectChanged(): void {
    for (const key of [...this.index.uris]) this.index.delete(key);
    this.relist();
  }

  /** Lists the folders anew: they, or what is left out of them, have changed. */
  relist(): void {
    this.#isListingDue = true;
    this.#goOn();
  }

  /** A file was written or made. */
  async changed(uri: string): Promise<void> {
    const folder = this.#parts.contexts.folderOf(uri);
    if (folder === undefined) return;
    const { settings } = await this.#parts.contexts.of(folder);
    if (!settings.enable || !(await this.#parts.host.isListed(folder, uri, listing(settings)))) return;
    this.#queue.set(uriKey(uri), uri);
    this.#goOn();
  }

  deleted(uri: string): void {
    if (this.index.delete(uriKey(uri))) this.#goOn();
  }

  /** Takes note of what an analysis has found. */
  analyzed({ source, exports, seen, told, adapterUse }: FileReport): void {
    if (this.#parts.contexts.folderOf(source.uri) === undefined) return;
    const isImportNews = this.index.setText(source.uri, source.text);
    this.index.setAdapterUse(source.uri, adapterUse);
    const isExportNews = this.index.setExports(source.uri, exports, seen, told);
    // what the client was shown of an open text was found with what other files gave to it then
    const isShownNews = this.#parts.isOpen(source.uri) && (this.#seen.get(source.uri) ?? "") !== (seen ?? "");
    if (this.#parts.isOpen(source.uri)) this.#seen.set(source.uri, seen ?? "");
    else this.#seen.delete(source.uri);
    this.#isNews ||= isShownNews;
    if (isImportNews || isExportNews || isShownNews) this.#goOn();
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Nothing is built before somebody asks; afterwards every change is followed. */
  #goOn(): void {
    if (this.#isStarted && !this.#running) this.ready().catch(this.#parts.onError);
  }

  async #run(): Promise<void> {
    /** Files to be analyzed, by key: all of them are read before. */
    const due = new Map<string, string>();
    for (let round = 0; round <= maxRounds && !this.#isStopped; round++) {
      if (this.#isListingDue) await this.#list();
      for (const [key, uri] of this.#queue) {
        if (this.#isStopped) return;
        this.#queue.delete(key);
        if (await this.#read(key, uri)) due.set(key, uri);
      }
      if (this.#queue.size === 0 && !this.#isListingDue) this.index.allRead();
      for (const key of this.index.stale()) if (!due.has(key)) due.set(key, key);
      if (due.size === 0 && this.#queue.size === 0 && !this.#isListingDue) break;
      for (const key of inImportOrder(this.index, [...due.keys()])) {
        if (this.#isStopped) return;
        await this.#analyze(key, due.get(key) ?? key);
      }
      due.clear();
    }
    if (!this.#isNews) return;
    this.#isNews = false;
    await this.#parts.onChange();
  }

  async #list(): Promise<void> {
    this.#isListingDue = false;
    const { host, contexts } = this.#parts;
    const listed = new Map<string, string>();
    for (const folder of contexts.folders) {
      const { settings } = await contexts.of(folder);
      if (!settings.enable) continue;
      await this.#readProjects(folder, settings);
      for await (const batch of host.list(folder, listing(settings))) {
        if (this.#isStopped) return;
        for (const { uri, unreadable } of batch) if (unreadable === undefined) listed.set(uriKey(uri), uri);
      }
    }
    for (const key of [...this.index.uris]) if (!listed.has(key) && !this.#parts.isOpen(key)) this.index.delete(key);
    for (const [key, uri] of listed) if (this.index.add(key)) this.#queue.set(key, uri);
    await this.#lookForPackages(listed);
  }

  /** Looks for a `package.json` in the folders of scripts and above them, inside of the workspace. */
  async #lookForPackages(listed: ReadonlyMap<string, string>): Promise<void> {
    const { host, contexts } = this.#parts;
    const looked = new Set<string>();
    for (const [key, uri] of listed) {
      if (!isScript(key)) continue;
      const top = contexts.folderOf(uri)?.replace(/\/?$/, "/");
      for (let folder = folderOf(uri); top !== undefined && folder.startsWith(top) && !looked.has(folder); folder = folderOf(folder.slice(0, -1))) {
        looked.add(folder);
        if (this.#isStopped) return;
        const manifest = await host.readFile(`${folder}package.json`).catch(() => undefined);
        if (manifest) this.index.addPackage(uriKey(folder), isModulePackage(new TextDecoder().decode(manifest)));
      }
    }
  }

  /** Takes what the folder's projects say of where imports lead, before the imports themselves. */
  async #readProjects(folder: string, { exclude }: Settings): Promise<void> {
    const { host } = this.#parts;
    const found = new Set<string>();
    for await (const batch of host.list(folder, { extensions: ["json"], include: [], exclude, useIgnoreFiles: true })) {
      for (const { uri, unreadable } of batch) {
        if (this.#isStopped || unreadable !== undefined || !isProjectFile(uri)) continue;
        const bytes = await host.readFile(uri).catch(() => undefined);
        const decoded = bytes && decodeText(bytes);
        if (decoded?.kind !== "text") continue;
        found.add(uriKey(uri));
        this.index.projects.set(uriKey(uri), decoded.text);
      }
    }
    for (const known of this.index.projects.uris) if (!found.has(known) && known.startsWith(folder)) this.index.projects.delete(known);
  }

  /** Takes up a file; says whether it is to be analyzed, for it may give or hold something itself. */
  async #read(key: string, uri: string): Promise<boolean> {
    const { host, isOpen } = this.#parts;
    if (isOpen(key)) return true;
    const bytes = await host.readFile(uri).catch(() => undefined);
    const decoded = bytes && decodeText(bytes);
    if (decoded?.kind !== "text") return false;
    const notebook = key.endsWith(".ipynb") ? readNotebook(decoded.text) : undefined;
    const text = notebook?.kind === "notebook" ? notebook.text : decoded.text;
    if (catalog.mayHoldFindings(text)) {
      this.index.setText(key, text);
      return true;
    }
    this.index.setPlainText(key, text);
    this.index.setExports(key, undefined);
    this.index.setAdapterUse(key, undefined);
    return false;
  }

  /** Has a file analyzed, or what was found in it before looked up, of which nobody else tells. */
  async #analyze(key: string, uri: string): Promise<void> {
    const seen = this.index.versionOf(key);
    const result = await this.#parts.analyze(uri);
    const report = isRead(result) ? result.report : undefined;
    this.index.setExports(key, report?.exports, report?.seen ?? seen, report?.told);
    this.index.setAdapterUse(key, report?.adapterUse);
  }
}
