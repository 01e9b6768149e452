import type { Span } from "../text/span.ts";
import type { Expression } from "./facts.ts";
import type { StatementFact } from "./statement-facts.ts";

/** What a `**` argument hands on, where each key that it can have is written in the file. */
export interface HandedKeywords {
  readonly entries: readonly HandedKeyword[];
  /** The names whose dictionaries it is put together of. */
  readonly holders: readonly KeywordHolder[];
}

/** A keyword that comes to a call by way of a dictionary. */
export interface HandedKeyword {
  readonly key: string;
  /** What of the text is the key: between its quotes, or the keyword of `dict(…)`. */
  readonly name: Span;
  readonly value: Expression;
  /** The key with its value. */
  readonly span: Span;
  /** The items that it is one of; undefined where a statement sets it. */
  readonly items: readonly Span[] | undefined;
  /** The statement that does nothing but set it. */
  readonly statement: StatementFact | undefined;
  /** It is there each time, with this value. */
  readonly isSure: boolean;
  /** Those of the call's holders that it comes through. */
  readonly holders: readonly number[];
}

/** A name that holds a dictionary of keywords, with all that is done with it. */
export interface KeywordHolder {
  readonly name: string;
  readonly declared: Span;
  /** Where it is handed on: `**name` in calls. */
  readonly handed: readonly Span[];
  /** Keys that are read, looked for or taken out. */
  readonly keysRead: readonly string[];
  /** It is read as a whole, by what does not change it. */
  readonly isCopied: boolean;
  /** It is shown as a text. */
  readonly isShown: boolean;
  /** Other files can reach it. */
  readonly isOfModule: boolean;
}

/** How the keywords of a dictionary are asked for where names are resolved: what declares a name and what reads it. */
export interface NameUses<Node> {
  readonly isOfModule: boolean;
  /** The value of each assignment; undefined where something else declares the name. */
  readonly values: readonly { readonly at: Node; readonly value: Node | undefined }[];
  readonly reads: readonly Node[];
}
