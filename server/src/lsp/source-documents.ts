import type { Location, TextEdit as ProtocolEdit, Range } from "vscode-languageserver";
import { cellIndexAt } from "../engine/notebook/cells.ts";
import { jsonEdits } from "../engine/notebook/json-edits.ts";
import { jsonPlaces } from "../engine/notebook/json-places.ts";
import type { Notebook } from "../engine/notebook/read-notebook.ts";
import type { TextEdit } from "../engine/text/edits.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import type { Span } from "../engine/text/span.ts";
import { uriKey } from "../host/uris.ts";
import { spanOf } from "./from-protocol.ts";
import { editsOf, type PositionEncoding, type PositionedText, rangeOf } from "./to-protocol.ts";

/** Where the text that was analyzed is for the client: in one document, in the cells of a notebook, or in a notebook's file. */
export interface SourceDocuments {
  /** The client's documents, in the order of the text. */
  readonly all: readonly ClientDocument[];
  locationOf(span: Span): Location;
  /** What a range of one of the documents is in the text that was analyzed; undefined for any other document. */
  spanOf(uri: string, range: Range): Span | undefined;
  /** The client's form of edits, of each document that changes. */
  editsOf(edits: readonly TextEdit[]): DocumentEdits;
}

/** A document as the client names it. */
export interface ClientDocument {
  readonly uri: string;
  /** Null for a file that is not open. */
  readonly version: number | null;
}

/** Edits by document, or why they cannot be made. */
export type DocumentEdits =
  | { readonly kind: "edits"; readonly documents: readonly (ClientDocument & { readonly edits: readonly ProtocolEdit[] })[] }
  | { readonly kind: "refused"; readonly reason: string };

/** A text that is a document of its own. */
export const oneDocument = (document: ClientDocument, text: PositionedText): SourceDocuments => ({
  all: [document],
  locationOf: (span) => ({ uri: document.uri, range: rangeOf(text, span) }),
  spanOf: (uri, range) => (uriKey(uri) === uriKey(document.uri) ? spanOf(text, range) : undefined),
  editsOf: (edits) => ({ kind: "edits", documents: edits.length === 0 ? [] : [{ ...document, edits: editsOf(text, edits) }] }),
});

/** A cell of an open notebook: a document, and where its text stands in the one that all cells make. */
export interface CellDocument extends ClientDocument, PositionedText {
  readonly span: Span;
}

/** An open notebook, whose cells are documents. */
export function cellDocuments(cells: readonly CellDocument[]): SourceDocuments {
  const parts = cells.map((cell, index) => ({ index, span: cell.span }));
  const within = ({ span }: CellDocument, { start, end }: Span): Span => ({ start: start - span.start, end: Math.min(end, span.end) - span.start });
  const cellOf = (span: Span): CellDocument | undefined => cells[cellIndexAt(parts, span.start)];
  return {
    all: cells.map(({ uri, version }) => ({ uri, version })),
    locationOf(span) {
      const cell = cellOf(span);
      if (!cell) throw new RangeError("a place in a notebook without cells");
      return { uri: cell.uri, range: rangeOf(cell, within(cell, span)) };
    },
    spanOf(uri, range) {
      const cell = cells.find((each) => uriKey(each.uri) === uriKey(uri));
      const span = cell && spanOf(cell, range);
      return span && { start: span.start + cell.span.start, end: span.end + cell.span.start };
    },
    editsOf(edits) {
      const changed = cells.flatMap((cell) => {
        const own = edits.filter(({ span }) => cellOf(span) === cell).map(({ span, text }) => ({ span: within(cell, span), text }));
        return own.length === 0 ? [] : [{ uri: cell.uri, version: cell.version, edits: editsOf(cell, own) }];
      });
      return { kind: "edits", documents: changed };
    },
  };
}

/** A notebook that is not open: its file is one document, in whose JSON the code stands. */
export function notebookFile(uri: string, notebook: Notebook, encoding: PositionEncoding): SourceDocuments {
  const document: ClientDocument = { uri, version: null };
  const file: PositionedText = { text: notebook.json, lines: new LineIndex(notebook.json), encoding };
  let places: ReturnType<typeof jsonPlaces> | undefined;
  const placeOf = (offset: number): number => {
    places ??= jsonPlaces(notebook);
    return places(offset) ?? 0;
  };
  return {
    all: [document],
    locationOf: ({ start, end }) => ({ uri, range: rangeOf(file, { start: placeOf(start), end: placeOf(end) }) }),
    // What a client points at is in an open document.
    spanOf: () => undefined,
    editsOf(edits) {
      const changes = jsonEdits(notebook, edits);
      return changes.kind === "refused" ? changes : { kind: "edits", documents: [{ ...document, edits: editsOf(file, changes.edits) }] };
    },
  };
}
