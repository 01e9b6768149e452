import type { AnalysisContext, Engine, FileReport } from "../engine/engine.ts";
import { isNotebookPath, readNotebook } from "../engine/notebook/read-notebook.ts";
import { grammarOfPath } from "../engine/source-file.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import { decodeSource, decodeText } from "../host/decode.ts";
import type { Host } from "../host/host.ts";
import type { Contexts } from "./contexts.ts";
import type { Documents, OpenDocument } from "./documents.ts";
import { exclusionReason } from "./exclusion.ts";
import { uriKey } from "./from-protocol.ts";
import type { Notebooks, OpenNotebook } from "./notebooks.ts";
import { notebookFile, oneDocument, type SourceDocuments } from "./source-documents.ts";
import type { PositionEncoding } from "./to-protocol.ts";

/** A report with the very text it speaks of. */
export interface Analysis {
  /** As the client spells it where the document is open. */
  readonly uri: string;
  /** Grows with each change of the text; null for a file that is not open. */
  readonly version: number | null;
  /** The client's documents that the report's text comes from. */
  readonly documents: SourceDocuments;
  readonly context: AnalysisContext;
  readonly report: FileReport;
}

/** A file that was not analyzed, and why. */
export interface Unread {
  readonly uri: string;
  readonly skipped: string;
}

/** Whether a file was analyzed at all. */
export const isRead = (result: Analysis | Unread): result is Analysis => "report" in result;

interface Parts {
  readonly engine: Promise<Engine>;
  readonly host: Host;
  readonly documents: Documents;
  readonly notebooks: Notebooks;
  readonly contexts: Contexts;
  readonly encoding: PositionEncoding;
  /** Told of each new analysis, for what it could not do. */
  readonly onReport: (report: FileReport) => void;
}

/** Analyses on demand; an open document's is kept until its text, its settings or its workspace change. */
export class Reports {
  readonly #parts: Parts;
  /** The last analysis of each open document; the next one waits for it, since both use the document's tree. */
  readonly #last = new Map<string, Promise<Analysis | undefined>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The analysis of an open document, or of the file on disk; an unknown language is unread. */
  async of(uri: string): Promise<Analysis | Unread> {
    const notebook = this.#parts.notebooks.get(uri);
    if (notebook) return this.#ofNotebook(notebook);
    const document = this.#parts.documents.get(uri);
    return document ? this.#ofDocument(document) : this.#ofFile(uri);
  }

  /** Frees what is kept for a document that was closed. */
  async close(document: Pick<OpenDocument, "key">): Promise<void> {
    const closed = this.#after(document.key, async () => {
      (await this.#parts.engine).close(document.key);
      return undefined;
    });
    await closed;
    if (this.#last.get(document.key) === closed) this.#last.delete(document.key);
  }

  async #ofDocument(document: OpenDocument): Promise<Analysis | Unread> {
    const { grammar } = document;
    if (!grammar) return { uri: document.uri, skipped: "not a language that is read" };
    const { contexts } = this.#parts;
    const context = await contexts.of(document.uri);
    const excluded = exclusionReason(document.uri, contexts.folderOf(document.uri), context.settings);
    if (excluded !== undefined) return { uri: document.uri, skipped: excluded };
    const engine = await this.#parts.engine;
    const analysis = await this.#after(document.key, async (last) => {
      if (last?.version === document.version && last.report.source.text === document.text && last.context === context) return last;
      const { uri, key, version, text, lines, encoding } = document;
      for (const edit of document.takeEdits()) engine.edited(key, edit);
      const report = await engine.analyze({ uri: key, grammar, text }, context, { keepTree: true });
      this.#parts.onReport(report);
      return { uri, version, documents: oneDocument({ uri, version }, { text, lines, encoding }), context, report };
    });
    return analysis ?? { uri: document.uri, skipped: "closed meanwhile" };
  }

  async #ofNotebook(notebook: OpenNotebook): Promise<Analysis | Unread> {
    const { uri, key } = notebook;
    const { contexts } = this.#parts;
    const context = await contexts.of(uri);
    const excluded = exclusionReason(uri, contexts.folderOf(uri), context.settings);
    if (excluded !== undefined) return { uri, skipped: excluded };
    const engine = await this.#parts.engine;
    const analysis = await this.#after(key, async (last) => {
      if (last?.version === notebook.revision && last.context === context) return last;
      const version = notebook.revision;
      const { text, cells, documents } = notebook.source();
      const report = await engine.analyze({ uri: key, grammar: "python", text, cells }, context);
      this.#parts.onReport(report);
      return { uri, version, documents, context, report };
    });
    return analysis ?? { uri, skipped: "closed meanwhile" };
  }

  async #ofFile(uri: string): Promise<Analysis | Unread> {
    const { contexts, host, engine, encoding, onReport } = this.#parts;
    const isNotebook = isNotebookPath(uri);
    const grammar = isNotebook ? "python" : grammarOfPath(uri);
    if (!grammar) return { uri, skipped: "not a language that is read" };
    const context = await contexts.of(uri);
    const bytes = await host.readFile(uri).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (typeof bytes === "string") return { uri, skipped: bytes };
    const decoded = isNotebook ? decodeText(bytes) : decodeSource(bytes, context.settings.maxFileSizeKB);
    if (decoded.kind === "skipped") return { uri, skipped: decoded.reason };
    const notebook = isNotebook ? readNotebook(decoded.text) : undefined;
    if (notebook?.kind === "skipped") return { uri, skipped: notebook.reason };
    const source = notebook ? { text: notebook.text, cells: notebook.cells } : { text: decoded.text };
    const report = await (await engine).analyze({ uri: uriKey(uri), grammar, ...source }, context);
    onReport(report);
    const documents = notebook ? notebookFile(uri, notebook, encoding) : oneDocument({ uri, version: null }, { text: decoded.text, lines: new LineIndex(decoded.text), encoding });
    return { uri, version: null, documents, context, report };
  }

  /** Runs a step when the document's earlier ones are done; a failed one leaves no analysis behind. */
  #after(key: string, step: (last: Analysis | undefined) => Promise<Analysis | undefined>): Promise<Analysis | undefined> {
    const previous = this.#last.get(key) ?? Promise.resolve(undefined);
    const next = previous.catch(() => undefined).then(step);
    this.#last.set(key, next);
    return next;
  }
}
