import type { ErrorClassEntry, ErrorCondition, ErrorEntry } from "./error-entries.ts";
import errorData from "./errors.json" with { type: "json" };

// The border where JSON becomes typed: test/engine/catalog.test.ts checks the file against schema.json.
const errors = errorData.entries as readonly ErrorEntry[];
const classes = errorData.classes as readonly ErrorClassEntry[];

const errorsByName = new Map(errors.map((entry) => [entry.name, entry]));
const classesByName = new Map(classes.map((entry) => [entry.name, entry]));

/** A class of LiteLLM's or of the `openai` package that a program names, and what Portkey's SDK raises in its place. */
export interface ExceptionClass {
  /** The class and all that it inherits from, with the package's name in front: `openai.APIError`. */
  readonly lineage: readonly string[];
  /** The class of `portkey_ai.openai`; undefined where there is none. */
  readonly portkey: string | undefined;
  /** Others that Portkey's SDK raises for the same. */
  readonly also: readonly string[];
  /** What tells it among the errors of that class. */
  readonly only: ErrorCondition | undefined;
  readonly status: number | undefined;
  /** The status that LiteLLM gives one that a program makes. */
  readonly ownStatus: number | undefined;
  readonly note: string | undefined;
}

/** The exception class of a path or a plain name. */
export const error = (path: string): ErrorEntry | undefined => errorsByName.get(lastName(path));

/** What a path of LiteLLM or of `openai` is as an exception; undefined where it is another thing, or not known. */
export function exceptionClass(path: string): ExceptionClass | undefined {
  const name = lastName(path);
  if (path === `openai.${name}`)
    return classesByName.has(name) ? { lineage: lineageOf(path), portkey: name, also: [], only: undefined, status: undefined, ownStatus: undefined, note: undefined } : undefined;
  const entry = path.startsWith("litellm.") ? errorsByName.get(name) : undefined;
  if (!entry) return undefined;
  const { portkey, also = [], only, status, ownStatus = status, note } = entry;
  return { lineage: lineageOf(`litellm.${name}`), portkey: portkey ?? undefined, also, only, status: status ?? undefined, ownStatus: ownStatus ?? undefined, note };
}

/** Whether a class of `portkey_ai.openai` is another one or inherits from it. */
export const isBelow = (name: string, other: string): boolean => ancestorsOf(name).includes(other);

/** Whether the instances of a class of `portkey_ai.openai` have an attribute. */
export const hasAttribute = (name: string, attribute: string): boolean =>
  attributesOfAll.has(attribute) || ancestorsOf(name).some((ancestor) => classesByName.get(ancestor)?.attributes.includes(attribute));

/** Those of Python's own `BaseException`. */
const attributesOfAll: ReadonlySet<string> = new Set([
  "args",
  "with_traceback",
  "add_note",
  "__class__",
  "__traceback__",
  "__cause__",
  "__context__",
  "__notes__",
  "__suppress_context__",
  "__str__",
  "__repr__",
]);

function lineageOf(path: string): string[] {
  if (path.startsWith("openai.")) return ancestorsOf(lastName(path)).map((name) => (name === "Exception" ? name : `openai.${name}`));
  const parent = path.startsWith("litellm.") ? errorsByName.get(lastName(path))?.parent : undefined;
  return parent === undefined ? [path] : [path, ...lineageOf(parent)];
}

/** A class of the SDK with all that it inherits from. */
function ancestorsOf(name: string): string[] {
  const parent = classesByName.get(name)?.parent;
  return parent === undefined ? [name] : [name, ...ancestorsOf(parent)];
}

const lastName = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
