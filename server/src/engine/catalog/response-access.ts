import type { Step } from "../facts/facts.ts";
import type { ResponseEntry, ResponseVerdict } from "./entries.ts";

/** How the answer was asked for. */
export interface AccessOptions {
  readonly stream: boolean;
  /** The LiteLLM prefix of the model, where it is known: some accesses differ only for some providers. */
  readonly provider?: string | undefined;
}

/** What is known of an access to an answer. */
export interface AccessResult {
  readonly verdict: ResponseVerdict;
  /** The entry that decided; undefined where none did. */
  readonly entry: ResponseEntry | undefined;
  /** The steps end at a text or a number, not at an object that has more to it. */
  readonly isValue: boolean;
}

/** A place in the shape of an answer, with what can be reached from it: names, `[*]` for items, `()` for a call. */
interface Shape {
  readonly parts: Map<string, Shape>;
  entry: ResponseEntry | undefined;
}

/** Makes the function that follows steps through the known shape of answers and chunks. */
export function accessReader(entries: readonly ResponseEntry[]): (steps: readonly Step[], options: AccessOptions) => AccessResult {
  const shapes = { response: shapeOf(entries, "response"), chunk: shapeOf(entries, "chunk") };
  return (steps, options) => {
    const taken = steps[0]?.kind === "await" ? steps.slice(1) : steps;
    if (taken.length === 0) return same;
    if (!options.stream) return follow(shapes.response, taken, options);
    return taken[0]?.kind === "iterate" ? follow(shapes.chunk, taken.slice(1), options) : unknown;
  };
}

const same: AccessResult = { verdict: "same", entry: undefined, isValue: false };
const unknown: AccessResult = { verdict: "unknown", entry: undefined, isValue: false };

/** Methods that turn an answer into plain dictionaries of the same shape. */
const plainCopies = new Set(["model_dump", "dict"]);

function shapeOf(entries: readonly ResponseEntry[], on: ResponseEntry["on"]): Shape {
  const root: Shape = { parts: new Map(), entry: undefined };
  for (const entry of entries) if (entry.on === on) placeAt(root, entry.path.match(/\[\*\]|\(\)|[^.[(]+/g) ?? []).entry = entry;
  return root;
}

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

function follow(root: Shape, steps: readonly Step[], { stream, provider }: AccessOptions): AccessResult {
  let shape = root;
  let isPlain = false;
  let method = "";
  let entry: ResponseEntry | undefined;
  for (const step of steps) {
    // A text or a number is the same value wherever it came from, so whatever is done with it is the same too.
    if (isValue(shape)) break;
    if (step.kind === "attribute" && isPlain) return unknown;
    if (isSubscriptByName(step) && stream && !isPlain) return { verdict: "changed", entry, isValue: false };
    const name = partOf(step);
    const next = name === undefined ? undefined : shape.parts.get(name);
    if (!next) return unknown;
    shape = next;
    entry = next.entry ?? entry;
    if (next.entry && verdictFor(next.entry, provider) !== "same") return { verdict: next.entry.verdict, entry, isValue: isValue(next) };
    if (step.kind === "call" && plainCopies.has(method)) {
      shape = root;
      isPlain = true;
    }
    method = step.kind === "attribute" ? step.name : "";
  }
  return { verdict: "same", entry, isValue: isValue(shape) };
}

const isValue = ({ parts, entry }: Shape): boolean => parts.size === 0 && entry?.isObject !== true;

const isSubscriptByName = (step: Step): boolean => step.kind === "index" && typeof step.key === "string";

const verdictFor = (entry: ResponseEntry, provider: string | undefined): ResponseVerdict => (provider !== undefined && entry.sameFor?.includes(provider) ? "same" : entry.verdict);

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
