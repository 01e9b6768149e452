/** What the facts say of statements that catch exceptions. */
import type { Span } from "../text/span.ts";

/** A `try` statement that catches classes of known packages. */
export interface Try {
  readonly span: Span;
  /** In source order. */
  readonly handlers: readonly TryHandler[];
  /** The calls of `FileFacts.calls` that its body runs: in itself, or in a function of the file that it calls. */
  readonly calls: readonly Span[];
}

/** An `except` clause of such a statement. */
export interface TryHandler {
  readonly span: Span;
  /** All between `except` and `as` or the colon; undefined where it catches everything. */
  readonly caught: Span | undefined;
  readonly classes: readonly CaughtClass[];
  /** The name that the exception gets. */
  readonly name: string | undefined;
  /** What the handler does with that name; `attribute` is undefined where the whole exception is used. */
  readonly reads: readonly { readonly span: Span; readonly attribute: string | undefined }[];
  /** From its first statement to the end of its last; undefined where it could not be read. */
  readonly block: Span | undefined;
  /** The block stands on the line of the colon. */
  readonly isOneLine: boolean;
  /** `except*`. */
  readonly isGroup: boolean;
}

/** A class as a handler names it. */
export interface CaughtClass {
  readonly span: Span;
  readonly text: string;
  /** Qualified where it is of a known package. */
  readonly path: string | undefined;
}
