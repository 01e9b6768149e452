import type { Span } from "../text/span.ts";

/** A statement as far as it matters to whoever takes it out. */
export interface StatementFact {
  /** The whole statement, without the line break. */
  readonly span: Span;
  /** The block it stands in, which may not be left empty; undefined at the module's own level. */
  readonly block: (Span & { readonly statements: number }) | undefined;
  /** Other statements stand on its line (`import a; import b`). */
  readonly sharesLine: boolean;
  /** The branches of which its block is one. */
  readonly branches?: Branches | undefined;
}

/** The branches of an `if` in their order, or the `else` of another statement. */
export interface Branches {
  /** All of the `if`; it goes where none of its branches is left. */
  readonly statement: StatementFact | undefined;
  readonly branches: readonly Branch[];
}

/** A branch with its condition, up to the next one. */
export interface Branch {
  readonly span: Span;
  /** Where its block starts, by which its statements name it. */
  readonly block: number;
  readonly statements: number;
  /** It does nothing already. */
  readonly isEmpty: boolean;
  /** Its condition does nothing but choose, and no comment stands in it. */
  readonly isRemovable: boolean;
}
