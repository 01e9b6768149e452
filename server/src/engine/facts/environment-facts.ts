import type { Span } from "../text/span.ts";
import type { Expression, Place } from "./facts.ts";
import type { StatementFact } from "./statement-facts.ts";

/** A variable's name of which the beginning is filled in at run time: `f"{provider}_API_KEY"`. */
export interface FilledVariable {
  /** The text with its hole. */
  readonly span: Span;
  /** What stands behind the hole: `_API_KEY`. */
  readonly suffix: string;
  /** What fills the hole, as written. */
  readonly hole: string;
  readonly access: EnvironmentUse["access"];
  readonly taker: string | undefined;
}

/** One place that names a variable of the environment. */
export interface EnvironmentUse {
  /** The name as written: the literal, the property, the keyword. */
  readonly span: Span;
  readonly variable: string;
  /** What is done with the variable; `name` where only the name stands, and nothing says that the environment is meant. */
  readonly access: "read" | "write" | "delete" | "test" | "name";
  /** The call or the key that takes the value or the name, as written: `client(api_key=os.environ["X"])` gives `api_key`. */
  readonly taker: string | undefined;
  readonly place: Place;
  /** For a write: the value that it gives, as written. */
  readonly given?: string | undefined;
  /** For a write: the statement that does nothing else, with the value it gives (Python). */
  readonly assignment: { readonly statement: StatementFact; readonly value: Expression } | undefined;
}
