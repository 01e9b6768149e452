import type { Argument, Expression, RecordEntry } from "../facts/facts.ts";
import { describeValue } from "../rewrite/model-argument.ts";
import type { Json, JsonObject } from "../text/json.ts";
import { followName } from "./followed-name.ts";
import { asideFrom, quotation, type SketchReading } from "./sketch-reading.ts";

/**
 * What a value is as JSON, as far as it can be read; undefined where nothing of it can.
 * `path` is where it belongs in the body; each part that only a run would tell becomes a hole there.
 */
export const jsonValue = (value: Expression, path: string, reading: SketchReading): Json | undefined => new JsonReader(reading).read(value, path, 0);

/** The entries of a record with those of the records that are spread in it, and what cannot be read of them. */
export interface ReadEntries {
  readonly entries: readonly NamedEntry[];
  /** Spreads and computed keys of which nothing is known, and records that something else is put into. */
  readonly open: readonly { readonly value: Expression; readonly why: string }[];
}

/** An entry of a record by its name. */
export interface NamedEntry {
  readonly name: string;
  readonly entry: Pick<RecordEntry, "span" | "value">;
}

/** The entries of a dictionary or an object, be it written here, bound to a name or made by `dict(…)`; undefined for any other value. */
export function readEntries(value: Expression, reading: SketchReading, depth = 0): ReadEntries | undefined {
  if (depth > maxDepth) return undefined;
  if (value.kind === "name") {
    const followed = followName(value, reading.context);
    const inner = followed && readEntries(followed.value, reading, depth + 1);
    return followed?.changedBy === undefined || !inner ? inner : { entries: inner.entries, open: [...inner.open, { value, why: `changed by \`${followed.changedBy}\`` }] };
  }
  const written = value.kind === "record" ? value.entries : value.kind === "call" && makesRecord(value, reading) ? value.arguments.map(asEntry) : undefined;
  if (!written) return undefined;
  const parts = written.map((entry): ReadEntries => {
    if (entry.key !== undefined) return { entries: [{ name: entry.key, entry }], open: [] };
    return readEntries(entry.value, reading, depth + 1) ?? { entries: [], open: [{ value: entry.value, why: whyUnknown(entry.value, reading) }] };
  });
  // A later entry takes the place of an earlier one of its name.
  const entries = new Map(parts.flatMap((part) => part.entries).map((each) => [each.name, each]));
  return { entries: [...entries.values()], open: parts.flatMap(({ open }) => open) };
}

const asEntry = ({ span, keyword, value }: Argument): RecordEntry => ({ span, key: keyword, value });

/** `dict(role="user")`, and the classes of messages and parameters that packages have for dictionaries. */
function makesRecord({ span, path, arguments: given }: Expression & { readonly kind: "call" }, { context }: SketchReading): boolean {
  if (given.some(({ kind }) => kind === "positional")) return false;
  return path === undefined ? context.text.startsWith("dict(", span.start) && context.facts.language === "python" : /^[A-Z]/.test(path.slice(path.lastIndexOf(".") + 1)) && given.length > 0;
}

/** Why a value is not known, as a fragment. */
export function whyUnknown(value: Expression, { context: { facts } }: SketchReading): string {
  switch (value.kind) {
    case "name":
      return value.binding !== undefined && facts.bindings[value.binding]?.kind === "parameter" ? "a parameter" : "decided at run time";
    case "chain":
      return "decided at run time";
    default:
      return describeValue(value);
  }
}

/** Deeper values are nobody's request. */
const maxDepth = 50;

/** Keys of a body whose value is a text that people write, so that a name can stand for what is missing. */
const texts: ReadonlySet<string> = new Set(["content", "text", "input", "prompt", "query", "instructions", "system"]);
/** The same in lists: `input[0]`. */
const listedTexts = /(?:^|\.)(?:input|prompt|documents)\[\d+\]$/;

/** What stands for a missing part of a text. */
const placeholderOf = (source: string): string => `{${source}}`;

class JsonReader {
  readonly #reading: SketchReading;

  constructor(reading: SketchReading) {
    this.#reading = reading;
  }

  read(value: Expression, path: string, depth: number): Json | undefined {
    if (depth > maxDepth) return this.#hole(value, path);
    switch (value.kind) {
      case "string":
      case "number":
      case "boolean":
        return value.value;
      case "nothing":
        return null;
      case "list":
        return this.#list(value.items, path, depth);
      case "record":
        return this.#record(value, path, depth);
      case "template":
        return this.#template(value, path);
      case "name":
        return this.#name(value, path, depth);
      case "chain":
        return this.#given(value) ?? (value.initial && this.#wholly(value.initial, path, depth)) ?? this.#hole(value, path);
      case "call":
        return this.#record(value, path, depth) ?? this.#hole(value, path);
      case "environment":
      case "choice":
      case "opaque":
        return this.#hole(value, path);
      default:
        return value satisfies never;
    }
  }

  #list(items: readonly Expression[], path: string, depth: number): Json[] {
    const known: Json[] = [];
    for (const item of items) {
      const read = this.#isSpread(item) ? this.#miss(item, path, "any number of items") : this.read(item, `${path}[${known.length}]`, depth + 1);
      if (read !== undefined) known.push(read);
    }
    return known;
  }

  #record(value: Expression, path: string, depth: number): JsonObject | undefined {
    const read = readEntries(value, this.#reading, depth);
    if (!read) return undefined;
    const entries = read.entries.flatMap(({ name, entry }) => {
      const each = this.read(entry.value, path === "" ? name : `${path}.${name}`, depth + 1);
      return each === undefined ? [] : [[name, each] as const];
    });
    for (const { value: rest, why } of read.open) this.#miss(rest, path, why);
    return Object.fromEntries(entries);
  }

  #name(value: Expression & { readonly kind: "name" }, path: string, depth: number): Json | undefined {
    const given = this.#given(value);
    if (given !== undefined) return given;
    const followed = followName(value, this.#reading.context);
    if (!followed) return this.#hole(value, path);
    // What is in the value is missed there; that it is not known at all is better said by its name.
    const aside = { ...asideFrom(this.#reading), tellsLikely: this.#reading.tellsLikely };
    const read = new JsonReader(aside).read(followed.value, path, depth + 1);
    if (read === undefined || (typeof read !== "object" && aside.holes.length > 0 && followed.value.kind !== "template")) return this.#hole(value, path);
    this.#reading.holes.push(...aside.holes);
    if (followed.changedBy !== undefined) this.#miss(value, path, `changed by \`${followed.changedBy}\``);
    return read;
  }

  /** A value that is known to its last part. */
  #wholly(value: Expression, path: string, depth: number): Json | undefined {
    const aside = asideFrom(this.#reading);
    const read = new JsonReader(aside).read(value, path, depth + 1);
    return aside.holes.length === 0 ? read : undefined;
  }

  /** A constant of another file. */
  #given({ span }: Expression): string | undefined {
    return this.#reading.context.facts.given.find((given) => given.span.start === span.start && given.span.end === span.end)?.value;
  }

  #template({ parts }: Expression & { readonly kind: "template" }, path: string): string {
    return parts
      .map((part) => {
        if (typeof part === "string") return part;
        const known = this.#wholly(part, "", 0);
        if (typeof known === "string" || typeof known === "number") return String(known);
        const placeholder = placeholderOf(quotation(part.span, this.#reading.context));
        this.#miss(part, path, whyUnknown(part, this.#reading), placeholder);
        return placeholder;
      })
      .join("");
  }

  /** A value that is not known: a name for it where a text belongs, nothing elsewhere. */
  #hole(value: Expression, path: string): string | undefined {
    const isText = texts.has(path.slice(path.lastIndexOf(".") + 1)) || listedTexts.test(path);
    const placeholder = isText ? placeholderOf(quotation(value.span, this.#reading.context)) : undefined;
    this.#miss(value, path, whyUnknown(value, this.#reading), placeholder);
    return placeholder;
  }

  #miss(value: Expression, path: string, why: string, placeholder?: string): undefined {
    const likely = this.#reading.tellsLikely ? likelyValue(value, this.#reading) : undefined;
    this.#reading.holes.push({ path, source: quotation(value.span, this.#reading.context), why, placeholder: placeholder ?? null, ...(likely === undefined ? {} : { likely }) });
  }

  #isSpread({ kind, span }: Expression): boolean {
    return kind === "opaque" && /^(?:\*|\.\.\.)/.test(this.#reading.context.text.slice(span.start, span.start + 3));
  }
}

/** What a value is where nobody gives anything else: a parameter's default, that of a variable of the environment, the last of several. */
export function likelyValue(value: Expression, reading: SketchReading, depth = 0): Json | undefined {
  if (depth > maxDepth) return undefined;
  const { bindings } = reading.context.facts;
  const wholly = (each: Expression): Json | undefined => {
    const aside = asideFrom(reading);
    const read = jsonValue(each, "", aside);
    return aside.holes.length === 0 && read !== null ? read : likelyValue(each, reading, depth + 1);
  };
  switch (value.kind) {
    case "name": {
      const binding = value.binding === undefined ? undefined : bindings[value.binding];
      if (binding?.fallback) return wholly(binding.fallback);
      const followed = followName(value, reading.context);
      return followed && ["environment", "choice", "name"].includes(followed.value.kind) ? likelyValue(followed.value, reading, depth + 1) : undefined;
    }
    case "environment":
      return value.fallback && wholly(value.fallback);
    case "choice":
      return [...value.options].reverse().reduce<Json | undefined>((found, option) => found ?? wholly(option), undefined);
    default:
      return undefined;
  }
}
