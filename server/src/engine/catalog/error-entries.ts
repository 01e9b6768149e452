import type { RewriteClass, Sourced } from "./entries.ts";

/** A LiteLLM exception class and what Portkey raises instead. */
export interface ErrorEntry extends Sourced {
  readonly name: string;
  /** A class of `portkey_ai.openai`. */
  readonly portkey: string | null;
  readonly also?: readonly string[];
  readonly status: number | null;
  /** The status that LiteLLM gives it, where that is another. */
  readonly ownStatus?: number;
  readonly rewriteClass: RewriteClass;
  readonly note?: string;
  /** What it inherits from: `litellm.BadRequestError`, `openai.APIError`, `Exception`. */
  readonly parent?: string;
  readonly only?: ErrorCondition;
}

/** What tells a LiteLLM exception among the errors of one class of Portkey's SDK. */
export interface ErrorCondition {
  readonly attribute: "code" | "status_code";
  readonly values: readonly (string | number)[];
}

/** An exception class of the `openai` package, and so of `portkey_ai.openai`. */
export interface ErrorClassEntry extends Sourced {
  readonly name: string;
  /** What it inherits from: another one, or `Exception`. */
  readonly parent: string;
  /** What its own instances have besides those of its parent. */
  readonly attributes: readonly string[];
}
