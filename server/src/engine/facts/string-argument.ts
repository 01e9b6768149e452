import type { Span } from "../text/span.ts";

/** An argument, by keyword or position, of a call. */
export interface StringArgument {
  readonly kind: "argument";
  readonly call: Span;
  /** The callee's, where it is known. */
  readonly path: string | undefined;
  /** As written. */
  readonly callee: string;
  readonly keyword: string | undefined;
  readonly index: number;
  /** What stands before a second argument: `llm` of `patch.object(llm, "ask")` (Python). */
  readonly first?: { readonly text: string; readonly span: Span };
}
