import type { Step } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import type { AnswerForm, AnswerKind, ResponseEntry, ResponseVerdict } from "./entries.ts";

/** How the answer was asked for. */
export interface AccessOptions {
  readonly answer: AnswerKind;
  readonly stream: boolean;
  /** The LiteLLM prefix of the model, where it is known: some accesses differ only for some providers. */
  readonly provider?: string | undefined;
  /** It has attributes only. */
  readonly isObject?: boolean | undefined;
}

/** What is known of an access to an answer. */
export interface AccessResult {
  readonly verdict: ResponseVerdict;
  /** The entry that decided; undefined where none did. */
  readonly entry: ResponseEntry | undefined;
  /** The steps end at a text or a number, not at an object that has more to it. */
  readonly isValue: boolean;
  /** What has to be written otherwise for Portkey's answer, in source order. */
  readonly changes: readonly AccessChange[];
  /** Somewhere in what the steps lead to, LiteLLM has a dict and Portkey an object. */
  readonly holdsDicts: boolean;
}

/** A part of an access that Portkey's objects take in another form. */
export interface AccessChange {
  readonly span: Span;
  readonly text: string;
  /** The number of the step. */
  readonly step: number;
}

/** A place in the shape of an answer, with what can be reached from it: names, `[*]` for items, `()` for a call. */
interface Shape {
  readonly parts: Map<string, Shape>;
  entry: ResponseEntry | undefined;
}

/** Makes the function that follows steps through the known shapes of answers and chunks. */
export function accessReader(entries: readonly ResponseEntry[]): (steps: readonly Step[], options: AccessOptions) => AccessResult {
  const shapes = new Map<AnswerForm, Shape>();
  for (const entry of entries) {
    const root = shapes.get(entry.on) ?? { parts: new Map(), entry: undefined };
    shapes.set(entry.on, root);
    placeAt(root, entry.path.match(/\[\*\]|\(\)|[^.[(]+/g) ?? []).entry = entry;
  }
  return (steps, options) => {
    const first = steps[0]?.kind === "await" ? 1 : 0;
    const root = shapes.get(options.stream ? `${options.answer}-chunk` : options.answer);
    if (!root) return unknown;
    if (steps.length === first) return { ...unknown, verdict: "same", holdsDicts: holdsDicts(root) };
    if (!options.stream) return new Walk(root, options).follow(steps, first);
    return steps[first]?.kind === "iterate" ? new Walk(root, options).follow(steps, first + 1) : unknown;
  };
}

const unknown: AccessResult = { verdict: "unknown", entry: undefined, isValue: false, changes: [], holdsDicts: false };

/** Methods that turn an answer into plain dictionaries of the same shape. */
const plainCopies: ReadonlySet<string> = new Set(["model_dump", "dict"]);

/** What LiteLLM's dictionaries, and objects that behave like them, can do and Portkey's objects cannot. */
const dictMethods: ReadonlySet<string> = new Set(["get", "items", "keys", "values", "pop", "copy", "update", "setdefault"]);

function placeAt(root: Shape, names: readonly string[]): Shape {
  let shape = root;
  for (const name of names) {
    let part = shape.parts.get(name);
    if (!part) {
      part = { parts: new Map(), entry: undefined };
      shape.parts.set(name, part);
    }
    shape = part;
  }
  return shape;
}

/** One way through a shape. */
class Walk {
  readonly #root: Shape;
  readonly #provider: string | undefined;
  readonly #changes: AccessChange[] = [];
  #shape: Shape;
  #access: "attributes" | "keys" | "both" = "attributes";
  #entry: ResponseEntry | undefined;
  /** The last attribute, by the name that Portkey's object has for it. */
  #method = "";

  constructor(root: Shape, { provider, isObject }: AccessOptions) {
    this.#root = root;
    this.#provider = provider;
    this.#shape = root;
    this.#enter(root);
    if (isObject) this.#access = "attributes";
  }

  follow(steps: readonly Step[], first: number): AccessResult {
    for (let index = first; index < steps.length; index++) {
      const step = steps[index];
      // A text or a number is the same value wherever it came from, so whatever is done with it is the same too.
      if (!step || isValue(this.#shape)) break;
      const asked = askedFor(step, steps[index + 1]);
      const verdict = asked === undefined ? this.#take(step, index) : this.#takeByGet(asked, step, steps[index + 1], index);
      if (asked !== undefined) index++;
      if (verdict !== "same") return this.#result(verdict);
    }
    return this.#result("same");
  }

  /** One step, written as Portkey's object takes it. */
  #take(step: Step, at: number): ResponseVerdict {
    if (step.kind === "attribute" && this.#access === "keys") return "unknown";
    const isKey = step.kind === "index" && typeof step.key === "string";
    const name = partOf(step);
    const part = name === undefined ? undefined : this.#shape.parts.get(name);
    if (isKey && this.#access === "attributes") {
      if (!part || !step.brackets || !isName(step.key)) return "changed";
      this.#changes.push({ span: step.brackets, text: `.${step.key}`, step: at });
    }
    if (!part) return step.kind === "attribute" && dictMethods.has(step.name) && this.#access === "attributes" ? "changed" : "unknown";
    const verdict = this.#enter(part);
    if (step.kind === "attribute") {
      const method = part.parts.get("()")?.entry;
      this.#entry = method ?? this.#entry;
      if (method?.to !== undefined) this.#changes.push({ span: step.span, text: method.to, step: at });
      this.#method = method?.to ?? step.name;
    } else if (step.kind === "call" && verdict === "same" && plainCopies.has(this.#method)) {
      this.#shape = this.#root;
      this.#access = "keys";
    }
    return verdict;
  }

  /** `.get("name")`: Portkey's objects have no such method, or one that takes 0 for nothing. */
  #takeByGet(name: string, step: Step, call: Step | undefined, at: number): ResponseVerdict {
    const part = this.#shape.parts.get(name);
    if (this.#access !== "keys") {
      if (!part || !isName(name) || step.kind !== "attribute" || call?.kind !== "call" || !call.brackets) return "changed";
      // The method may stand in brackets of its own: `(answer.get)("choices")`.
      this.#changes.push({ span: step.span, text: name, step: at }, { span: call.brackets, text: "", step: at });
    }
    return part ? this.#enter(part) : "unknown";
  }

  #enter(shape: Shape): ResponseVerdict {
    this.#shape = shape;
    this.#entry = shape.entry ?? this.#entry;
    this.#access = this.#access === "keys" ? "keys" : (shape.entry?.access ?? this.#access);
    if (!shape.entry) return "same";
    return this.#provider !== undefined && shape.entry.sameFor?.includes(this.#provider) ? "same" : shape.entry.verdict;
  }

  #result(verdict: ResponseVerdict): AccessResult {
    const known = verdict !== "unknown" || this.#changes.length > 0;
    return { verdict, entry: known ? this.#entry : undefined, isValue: isValue(this.#shape), changes: this.#changes, holdsDicts: this.#access !== "keys" && holdsDicts(this.#shape) };
  }
}

const isName = (key: string | number | undefined): key is string => typeof key === "string" && /^[A-Za-z_]\w*$/.test(key);

const isValue = ({ parts, entry }: Shape): boolean => parts.size === 0 && entry?.isObject !== true;

const holdsDicts = ({ parts, entry }: Shape): boolean => entry?.was === "keys" || [...parts.values()].some(holdsDicts);

/** What `.get("name")` asks for, where the two steps are that. */
const askedFor = (step: Step, next: Step | undefined): string | undefined => (step.kind === "attribute" && step.name === "get" && next?.kind === "call" ? next.key : undefined);

function partOf(step: Step): string | undefined {
  switch (step.kind) {
    case "attribute":
      return step.name;
    case "index":
      return typeof step.key === "string" ? step.key : "[*]";
    case "iterate":
      return "[*]";
    case "call":
      return "()";
    case "await":
      return undefined;
    default:
      return step satisfies never;
  }
}
