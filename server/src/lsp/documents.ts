import type { DidChangeTextDocumentParams, DidOpenTextDocumentParams, TextDocumentContentChangeEvent } from "vscode-languageserver";
import { type Grammar, grammarOfEditorLanguage, grammarOfPath } from "../engine/source-file.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import { uriKey } from "../host/uris.ts";
import { spanOf } from "./from-protocol.ts";
import type { Snapshot } from "./open-analyses.ts";
import { oneDocument } from "./source-documents.ts";
import type { DocumentEdit } from "./stale.ts";
import type { PositionEncoding, PositionedText } from "./to-protocol.ts";

/** A text that the client owns while it is open. */
export interface OpenDocument extends PositionedText {
  /** As the client spells it. */
  readonly uri: string;
  /** The one spelling that look-ups use. */
  readonly key: string;
  readonly version: number;
  /** Undefined for a language that is not ours. */
  readonly grammar: Grammar | undefined;
  /** Edits since the last `takeEdits`. */
  takeEdits(): readonly DocumentEdit[];
  snapshot(): Snapshot;
}

/** The documents the client has open, kept as the client tells of its edits. */
export class Documents {
  readonly #open = new Map<string, MutableDocument>();
  readonly #encoding: PositionEncoding;

  constructor(encoding: PositionEncoding) {
    this.#encoding = encoding;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#open.get(uriKey(uri));
  }

  all(): readonly OpenDocument[] {
    return [...this.#open.values()];
  }

  open({ textDocument: { uri, languageId, version, text } }: DidOpenTextDocumentParams): OpenDocument {
    if (typeof uri !== "string" || typeof text !== "string") throw new TypeError("didOpen without a uri or a text");
    const document = new MutableDocument(uri, grammarOfEditorLanguage(languageId) ?? grammarOfPath(uri), version, text, this.#encoding);
    this.#open.set(document.key, document);
    return document;
  }

  /** Undefined for a document that is not open. */
  change({ textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams): OpenDocument | undefined {
    const document = this.#open.get(uriKey(uri));
    document?.change(contentChanges, version);
    return document;
  }

  close(uri: string): OpenDocument | undefined {
    const key = uriKey(uri);
    const document = this.#open.get(key);
    this.#open.delete(key);
    return document;
  }
}

class MutableDocument implements OpenDocument {
  readonly uri: string;
  readonly key: string;
  readonly grammar: Grammar | undefined;
  readonly encoding: PositionEncoding;
  version: number;
  text: string;
  #lines: LineIndex | undefined;
  #edits: DocumentEdit[] = [];

  constructor(uri: string, grammar: Grammar | undefined, version: number, text: string, encoding: PositionEncoding) {
    this.uri = uri;
    this.key = uriKey(uri);
    this.grammar = grammar;
    this.version = version;
    this.text = text;
    this.encoding = encoding;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  takeEdits(): readonly DocumentEdit[] {
    const edits = this.#edits;
    this.#edits = [];
    return edits;
  }

  snapshot(): Snapshot {
    const { uri, key, version, grammar, text, lines, encoding } = this;
    return {
      source: { uri: key, grammar: grammar ?? "python", text },
      analysisOf: (report, context) => ({ uri, version, documents: oneDocument({ uri, version }, { text, lines, encoding }), context, report }),
    };
  }

  /** Each change speaks of the text that the one before it left (LSP 3.17, DidChangeTextDocumentParams); all of them count or none. */
  change(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    let after: PositionedText = this;
    const edits: DocumentEdit[] = [];
    for (const change of changes) {
      if (typeof change.text !== "string") throw new TypeError("didChange without a text");
      const span = "range" in change && change.range !== undefined ? spanOf(after, change.range) : { start: 0, end: after.text.length };
      const text = after.text.slice(0, span.start) + change.text + after.text.slice(span.end);
      edits.push({ start: span.start, oldEnd: span.end, text: change.text, lines: after.lines.linesAround(span) });
      after = { text, lines: after.lines.edited(text, span.start, span.end, change.text.length), encoding: this.encoding };
    }
    this.text = after.text;
    this.#lines = after.lines;
    this.#edits.push(...edits);
    this.version = version;
  }
}
