import type { Span } from "../text/span.ts";
import type { Argument, BindingId, Place } from "./facts.ts";

/** A call that goes out of the program, by what it calls or by what it is given: `fetch(url)`, `api.get("/key/info")`, `nock("http://localhost:4000")`. */
export interface HttpCall {
  /** From the callee (or `new`) to the closing bracket, without `await`. */
  readonly span: Span;
  /** As written, and with the module's own name for what an import has given another one. */
  readonly callee: { readonly span: Span; readonly text: string; readonly name: string };
  /** It calls a function of the file's own that hands its first argument on to one that sends requests. */
  readonly isHandedOn: boolean;
  readonly isNew: boolean;
  /** What holds the function for requests that it makes: `const api = axios.create(…)`. */
  readonly makes: BindingId | undefined;
  /** What holds the function that it calls, where another call of the file has made that: `api.post(…)`. */
  readonly by: BindingId | undefined;
  readonly arguments: readonly Argument[];
  readonly argumentsSpan: Span;
  /** The `await` expression around the call, brackets between them included. */
  readonly awaited: Span | undefined;
  /** A function stands among its arguments: it takes requests rather than sending one, or replaces another in a test. */
  readonly takesFunction: boolean;
  /** The names of the functions, methods and classes around it, and of what its value is given to, innermost first. */
  readonly within: readonly string[];
  readonly place: Place;
}

/** A call that gives the address of a server. */
export interface AddressCall {
  readonly span: Span;
  /** As written, or `$` and the variable of the environment that it is read from, with what is put behind either; `?` before it says that it may be another. */
  readonly address: string;
}
