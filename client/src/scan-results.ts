import { type Diagnostic, type Disposable, languages, TabInputText, TabInputTextDiff, Uri, window, workspace } from "vscode";
import { requests, type ScanResult, type Targets } from "../../server/src/lsp/protocol.ts";
import type { Server } from "./client.ts";

/** A burst of changes, such as a checkout, is read once it is over. */
const settleMs = 300;

/**
 * What the last scan found in files that are not open.
 * Where the server gives diagnostics of an open document, those of the scan stand back until it is closed.
 */
export class ScanResults implements Disposable {
  readonly #server: Server;
  readonly #collection = languages.createDiagnosticCollection("portkey-migrate-scan");
  /** Everything was scanned once, so whatever changes from then on is read again. */
  #isComplete = false;
  /** Files with findings when they were last scanned. */
  readonly #known = new Set<string>();
  readonly #open = new Set<string>();
  readonly #stale = new Set<string>();
  readonly #subscriptions: Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(server: Server) {
    this.#server = server;
    const watcher = workspace.createFileSystemWatcher("**/*.{py,pyi,pyw,ipynb,ts,mts,cts,tsx,jsx,js,mjs,cjs}");
    this.#subscriptions = [
      this.#collection,
      watcher,
      watcher.onDidCreate((uri) => this.#refresh(uri)),
      watcher.onDidChange((uri) => this.#refresh(uri)),
      watcher.onDidDelete((uri) => this.#forget(uri)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#closed(uri)),
      workspace.onDidCloseNotebookDocument(({ uri }) => this.#closed(uri)),
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) for (const uri of urisOf(input)) if (!isInTab(uri)) this.#closed(uri);
      }),
    ];
  }

  /** The server speaks for a document from now on. */
  standBack(uri: Uri): void {
    // what was said of a closed notebook stands at its file, what the server says of an open one at its cells
    const notebook = workspace.notebookDocuments.find((each) => each.getCells().some(({ document }) => document.uri.toString() === uri.toString()));
    for (const each of notebook ? [uri, notebook.uri] : [uri]) {
      this.#open.add(each.toString());
      this.#collection.delete(each);
    }
  }

  /** Takes the result of a scan of everything. */
  async replace(result: ScanResult): Promise<void> {
    this.#isComplete = true;
    this.#collection.clear();
    this.#known.clear();
    await this.#add(result);
  }

  /** Scans some files again. */
  async rescan(uris: readonly Uri[]): Promise<void> {
    await this.#scan({ files: uris.map((uri) => uri.toString()) }, uris);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #scan(targets: Targets, uris: readonly Uri[]): Promise<void> {
    if (uris.length === 0) return;
    const result = await this.#server.request<ScanResult>(requests.scan, targets);
    for (const uri of uris) this.#forget(uri);
    await this.#add(result);
  }

  async #add({ files }: ScanResult): Promise<void> {
    const entries: [Uri, Diagnostic[]][] = [];
    for (const { uri: text, diagnostics } of files) {
      const uri = Uri.parse(text);
      this.#known.add(uri.toString());
      const converted = await this.#server.asDiagnostics(diagnostics);
      if (!this.#open.has(uri.toString())) entries.push([uri, converted]);
    }
    this.#collection.set(entries);
  }

  #forget(uri: Uri): void {
    this.#known.delete(uri.toString());
    this.#collection.delete(uri);
  }

  #closed(uri: Uri): void {
    if (this.#open.delete(uri.toString())) this.#refresh(uri);
  }

  #refresh(uri: Uri): void {
    const key = uri.toString();
    if (!(this.#isComplete || this.#known.has(key)) || this.#open.has(key)) return;
    this.#stale.add(key);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const uris = [...this.#stale].map((each) => Uri.parse(each));
      this.#stale.clear();
      // a server that is stopping cannot answer, and then nothing is shown that could be wrong
      void this.#scan({ changed: uris.map((each) => each.toString()) }, uris).then(undefined, () => this.#collection.clear());
    }, settleMs);
  }
}

const urisOf = (input: unknown): Uri[] => (input instanceof TabInputText ? [input.uri] : input instanceof TabInputTextDiff ? [input.original, input.modified] : []);

const isInTab = (uri: Uri): boolean => window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => urisOf(input).some((each) => each.toString() === uri.toString())));
