import type { DidChangeNotebookDocumentParams, DidOpenNotebookDocumentParams, NotebookCell, TextDocumentItem } from "vscode-languageserver";
import { NotebookCellKind } from "vscode-languageserver";
import { type JoinedCells, joinCells } from "../engine/notebook/cells.ts";
import { uriKey } from "../host/uris.ts";
import { Documents } from "./documents.ts";
import type { OpenText, Snapshot } from "./open-analyses.ts";
import { type CellDocument, cellDocuments, type SourceDocuments } from "./source-documents.ts";
import { type DocumentEdit, editBetween } from "./stale.ts";
import type { PositionEncoding } from "./to-protocol.ts";

/** A notebook that the client has open: its cells are documents that share one scope. */
export interface OpenNotebook extends OpenText {
  /** Counts the changes: of the notebook's own versions, not every client counts those of its cells. */
  readonly version: number;
  /** The Python cells as one text, and where that is for the client. */
  source(): JoinedCells & { readonly documents: SourceDocuments };
}

/** What a change has done to the documents of a notebook. */
export interface NotebookChange {
  readonly notebook: OpenNotebook;
  /** Cells that are no longer there. */
  readonly closed: readonly string[];
}

/** The notebooks the client has open, kept as the client tells of their cells. */
export class Notebooks {
  readonly #open = new Map<string, MutableNotebook>();
  readonly #encoding: PositionEncoding;

  constructor(encoding: PositionEncoding) {
    this.#encoding = encoding;
  }

  /** The notebook of a URI, or of one of its cells. */
  get(uri: string): OpenNotebook | undefined {
    const key = uriKey(uri);
    return this.#open.get(key) ?? [...this.#open.values()].find((notebook) => notebook.has(key));
  }

  all(): readonly OpenNotebook[] {
    return [...this.#open.values()];
  }

  open({ notebookDocument: { uri, cells }, cellTextDocuments }: DidOpenNotebookDocumentParams): OpenNotebook {
    const notebook = new MutableNotebook(uri, this.#encoding);
    notebook.replaceCells(0, 0, cells, cellTextDocuments);
    this.#open.set(notebook.key, notebook);
    return notebook;
  }

  /** Undefined for a notebook that is not open. */
  change({ notebookDocument: { uri }, change: { cells } }: DidChangeNotebookDocumentParams): NotebookChange | undefined {
    const notebook = this.#open.get(uriKey(uri));
    if (!notebook) return undefined;
    const closed: string[] = [];
    if (cells?.structure) {
      const { array, didOpen = [], didClose = [] } = cells.structure;
      closed.push(...didClose.map((document) => document.uri));
      notebook.replaceCells(array.start, array.deleteCount, array.cells ?? [], didOpen, closed);
    }
    if (cells?.data) notebook.updateCells(cells.data);
    for (const { document, changes } of cells?.textContent ?? []) notebook.changeText(document, changes);
    notebook.version++;
    return { notebook, closed };
  }

  close(uri: string): OpenNotebook | undefined {
    const key = uriKey(uri);
    const notebook = this.#open.get(key);
    this.#open.delete(key);
    return notebook;
  }
}

class MutableNotebook implements OpenNotebook {
  readonly uri: string;
  readonly key: string;
  version = 1;
  /** The text that the last edits led to. */
  #told: { readonly version: number; readonly text: string } | undefined;
  #cells: NotebookCell[] = [];
  readonly #texts: Documents;

  constructor(uri: string, encoding: PositionEncoding) {
    this.uri = uri;
    this.key = uriKey(uri);
    this.#texts = new Documents(encoding);
  }

  has(key: string): boolean {
    return this.#texts.get(key) !== undefined;
  }

  /** Moved cells are among the removed and the added ones, and stay open (LSP 3.17, NotebookCellArrayChange). */
  replaceCells(start: number, deleteCount: number, added: readonly NotebookCell[], opened: readonly TextDocumentItem[], closed: readonly string[] = []): void {
    this.#cells.splice(start, deleteCount, ...added);
    for (const uri of closed) this.#texts.close(uri);
    for (const textDocument of opened) this.#texts.open({ textDocument });
  }

  /** Cells whose kind or metadata has changed. */
  updateCells(cells: readonly NotebookCell[]): void {
    const changed = new Map(cells.map((cell) => [uriKey(cell.document), cell]));
    this.#cells = this.#cells.map((cell) => changed.get(uriKey(cell.document)) ?? cell);
  }

  changeText({ uri, version }: { readonly uri: string; readonly version: number }, contentChanges: Parameters<Documents["change"]>[0]["contentChanges"]): void {
    this.#texts.change({ textDocument: { uri, version }, contentChanges });
  }

  takeEdits(): readonly DocumentEdit[] {
    const before = this.#told;
    if (before?.version === this.version) return [];
    const { text } = this.source();
    this.#told = { version: this.version, text };
    return before && before.text !== text ? [editBetween(before.text, text)] : [];
  }

  snapshot(): Snapshot {
    const { uri, key, version } = this;
    const { text, cells, documents } = this.source();
    return { source: { uri: key, grammar: "python", text, cells }, analysisOf: (report, context) => ({ uri, version, documents, context, report }) };
  }

  source(): JoinedCells & { readonly documents: SourceDocuments } {
    const documents = this.#cells.flatMap(({ kind, document }, index) => {
      const text = this.#texts.get(document);
      // Nothing follows the edits of one cell: those of the notebook are read off its text.
      text?.takeEdits();
      return kind === NotebookCellKind.Code && text?.grammar === "python" ? [{ index, text }] : [];
    });
    const joined = joinCells(documents.map(({ index, text }) => ({ index, source: text.text })));
    const cells = joined.cells.flatMap(({ span }, at): CellDocument[] => {
      const text = documents[at]?.text;
      return text ? [{ uri: text.uri, version: text.version, text: text.text, lines: text.lines, encoding: text.encoding, span }] : [];
    });
    return { ...joined, documents: cellDocuments(cells) };
  }
}
