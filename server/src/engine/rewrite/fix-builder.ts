import type { ImportFact } from "../facts/facts.ts";
import type { StatementFact } from "../facts/statement-facts.ts";
import type { TextEdit } from "../text/edits.ts";
import type { Layout } from "../text/layout.ts";
import type { Span } from "../text/span.ts";
import type { ClientKind } from "./client.ts";
import type { ConfigRecord, ConfigValue } from "./portkey-config.ts";

/** What a fix may ask for; it never writes imports or clients itself, so that many fixes of one file share them. */
export interface FixBuilder {
  readonly layout: Layout;
  /** Replaces text; names read inside it are used no more by this place. */
  replace(span: Span, text: string): void;
  insert(offset: number, text: string): void;
  /** Inserts statements, line by line, before the one that begins at an offset. */
  insertStatement(before: number, lines: readonly string[]): void;
  /** Takes a statement out, with its line where that holds nothing else. */
  removeStatement(statement: StatementFact): void;
  /** Adds an item to a comma-separated list, behind another and on a line of its own where that one has one. */
  addItem(after: Span, text: string): void;
  /** Adds an item before another of a comma-separated list, on a line of its own where that one has one. */
  addItemBefore(before: Span, text: string): void;
  /** Removes some of a list's items with their commas; when all go, everything between the first and the last. */
  removeItems(items: readonly Span[], isRemoved: (index: number) => boolean): void;
  /** What a call is made on, for a client that the file gets or already has. */
  client(kind: ClientKind): string;
  /** A new client with options beside the key, which the place keeps for itself. */
  newClient(kind: ClientKind, options: readonly string[]): string;
  /** Adds comments above the line that a statement begins on. */
  addComments(statement: Span, comments: readonly string[]): void;
  /** Adds a statement behind one that ends with the span's value. */
  addStatement(behind: Span, text: string): void;
  /** Removes a statement that ends with the span's value. */
  dropStatement(span: Span): void;
  /** The name of a constant of the module that holds a config, from `name` on; equal configs share one. */
  constant(name: string, config: ConfigRecord): string;
  /** A config, or a part of one, as it is written in the line of an offset. */
  config(value: ConfigValue, at: number): string;
  /** The local name of a module that the file imports already or gets (Python). */
  module(name: string): string;
  /** The local name of something that the file imports already or gets from a module (Python): `local` where the same change frees that. */
  imported(module: string, name: string, local?: string): string;
  /** The local name of something that comes from the module which an import's `clauses` move to, in the same statement where that stays in its place (Python). */
  importedBeside(fact: ImportFact, clauses: readonly Span[], module: string, name: string): string;
  /** What the file says in a span, after edits inside it. */
  textOf(span: Span, edits?: readonly TextEdit[]): string;
  /** A string literal in the file's quotes. */
  string(value: string): string;
  /** Drops the imported names inside a span, though nothing in the file reads them. */
  dropImport(span: Span): void;
  /** Replaces a part of an import, or all of it, so that names come from elsewhere; `clauses` are theirs. */
  replaceImport(span: Span, text: string, clauses: readonly Span[]): void;
  /** Takes names out of an import and brings them in from another module, in its place or among the imports of the project's own packages; `unread` are those that go (Python). */
  moveNames(fact: ImportFact, clauses: readonly Span[], module: string, unread: readonly Span[]): void;
  /** The local name of the project's adapter, which is imported behind an import of LiteLLM, or in its place (Python). */
  adapterModule(behind: Span, module: string): string;
}
