import type { AnalysisContext, Engine, FileReport } from "../engine/engine.ts";
import { isNotebookPath, readNotebook } from "../engine/notebook/read-notebook.ts";
import { grammarOfPath } from "../engine/source-file.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import { decodeSource, decodeText } from "../host/decode.ts";
import type { Host } from "../host/host.ts";
import { uriKey } from "../host/uris.ts";
import { type Analysis, isRead, silentAnalysis, type Unread } from "./analysis.ts";
import type { Contexts } from "./contexts.ts";
import type { Documents, OpenDocument } from "./documents.ts";
import { exclusionReason } from "./exclusion.ts";
import { FileResults, type Given } from "./file-results.ts";
import type { Notebooks, OpenNotebook } from "./notebooks.ts";
import { OpenAnalyses, type OpenText, type Shown } from "./open-analyses.ts";
import { Slices } from "./slices.ts";
import { notebookFile, oneDocument } from "./source-documents.ts";
import type { PositionEncoding } from "./to-protocol.ts";

interface Parts {
  readonly engine: Promise<Engine>;
  readonly host: Host;
  readonly documents: Documents;
  readonly notebooks: Notebooks;
  readonly contexts: Contexts;
  readonly encoding: PositionEncoding;
  /** Whether the bytes of a source file are one that can be read and that holds nothing to find. */
  readonly holdsNothing: (bytes: Uint8Array, maxFileSizeKB: number) => boolean;
  /** Told of each new analysis, for what it could not do. */
  readonly onReport: (report: FileReport) => void;
}

/** Analyses on demand; an open document's is kept until its text, its settings or its workspace change. */
export class Reports {
  readonly #parts: Parts;
  readonly #open: OpenAnalyses;
  readonly #files = new FileResults();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#open = new OpenAnalyses({ ...parts, contextOf: ({ uri }) => this.#contextOf(uri) });
  }

  /** The analysis of an open document or notebook, or of the file on disk; an unknown language is unread. */
  async of(uri: string): Promise<Analysis | Unread> {
    const text = this.#openText(uri);
    if (!text) return this.#ofFile(uri);
    return "grammar" in text && text.grammar === undefined ? { uri, skipped: "not a language that is read" } : this.#open.of(text);
  }

  /** What can be shown of an open document or notebook without waiting for a long analysis. */
  async shown(uri: string): Promise<Shown> {
    const text = this.#openText(uri);
    return text && !("grammar" in text && text.grammar === undefined) ? this.#open.shown(text) : { analysis: await this.of(uri), isStale: false };
  }

  /** A file's analysis with its text, where that was let go of because no rule is about it. */
  async withText(result: Analysis | Unread): Promise<Analysis | Unread> {
    if (!isRead(result) || result.report.source.text !== "" || this.#openText(result.uri)) return result;
    return (await this.#readFile(result.uri, { context: result.context, version: undefined }, () => false)).result;
  }

  opened(text: OpenText): void {
    this.#open.open(text);
  }

  edited(text: OpenText): void {
    this.#open.edited(text);
  }

  /** Frees what is kept for what was closed. */
  closed(text: OpenText): Promise<void> {
    return this.#open.close(text);
  }

  #openText(uri: string): OpenDocument | OpenNotebook | undefined {
    return this.#parts.notebooks.get(uri) ?? this.#parts.documents.get(uri);
  }

  async #contextOf(uri: string): Promise<AnalysisContext | Unread> {
    const { contexts } = this.#parts;
    const context = await contexts.of(uri);
    const excluded = exclusionReason(uri, contexts.folderOf(uri), context.settings);
    return excluded === undefined ? context : { uri, skipped: excluded };
  }

  async #ofFile(uri: string): Promise<Analysis | Unread> {
    const { contexts, host } = this.#parts;
    const context = await contexts.of(uri);
    const stamp = host.stampOf(uri);
    const given: Given = { context, version: context.workspace.modules?.versionOf(uriKey(uri)) };
    const known = (stamp === undefined ? undefined : this.#files.find(uri, stamp, given)) ?? this.#files.findContent(uri, given, host.stateOf);
    if (known) return known;
    const { result, digest } = await this.#readFile(uri, given);
    // A file that is written while it is read has another stamp now.
    if (stamp !== undefined && host.stampOf(uri) === stamp) this.#files.keep(uri, { stamp, digest }, given, result);
    else this.#files.forget(uri);
    return result;
  }

  /** What is found in a file on disk, with the digest of its content where that was read. */
  async #readFile(uri: string, given: Given, holdsNothing = this.#parts.holdsNothing): Promise<{ readonly result: Analysis | Unread; readonly digest: string | undefined }> {
    if (!isNotebookPath(uri) && grammarOfPath(uri) === undefined) return { result: { uri, skipped: "not a language that is read" }, digest: undefined };
    const { host } = this.#parts;
    const bytes = await host.readFile(uri).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (typeof bytes === "string") return { result: { uri, skipped: bytes }, digest: undefined };
    return { result: await this.#analyze(uri, bytes, given, holdsNothing), digest: host.digestOf(bytes) };
  }

  async #analyze(uri: string, bytes: Uint8Array, { context }: Given, holdsNothing: (bytes: Uint8Array, maxFileSizeKB: number) => boolean): Promise<Analysis | Unread> {
    const { host, engine, encoding, onReport } = this.#parts;
    const isNotebook = isNotebookPath(uri);
    const { enable, maxFileSizeKB } = context.settings;
    const isGivenCode = context.workspace.modules?.neighborsOf(uriKey(uri))?.givesCode === true;
    if (enable && !isNotebook && !isGivenCode && holdsNothing(bytes, maxFileSizeKB)) return silentAnalysis(uri, context);
    const decoded = isNotebook ? decodeText(bytes) : decodeSource(bytes, maxFileSizeKB);
    if (decoded.kind === "skipped") return { uri, skipped: decoded.reason };
    const notebook = isNotebook ? readNotebook(decoded.text) : undefined;
    if (notebook?.kind === "skipped") return { uri, skipped: notebook.reason };
    const source = notebook ? { text: notebook.text, cells: notebook.cells } : { text: decoded.text };
    const report = await (await engine).analyze({ uri: uriKey(uri), grammar: grammarOfPath(uri) ?? "python", ...source }, context, { turns: new Slices(host) });
    onReport(report);
    const documents = notebook ? notebookFile(uri, notebook, encoding) : oneDocument({ uri, version: null }, { text: decoded.text, lines: new LineIndex(decoded.text), encoding });
    return { uri, version: null, documents, context, report };
  }
}
