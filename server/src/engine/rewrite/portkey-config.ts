import type { Expression } from "../facts/facts.ts";
import type { Language } from "../source-file.ts";
import type { Json } from "../text/json.ts";
import type { Layout } from "../text/layout.ts";
import type { Span } from "../text/span.ts";
import { quoted } from "./quoted.ts";

const copied: unique symbol = Symbol("copied");

/** A part of a Portkey config. */
export type ConfigValue = string | number | boolean | readonly ConfigValue[] | ConfigRecord | Copied;

/** A config, a target, or a part with keys; a key without a value is not written. */
export interface ConfigRecord {
  readonly [key: string]: ConfigValue | undefined;
}

/** An expression of the file that a config reads at run time. */
export interface Copied {
  readonly [copied]: Span;
  readonly unit: "as-is" | "seconds";
}

/** A literal by its value, every other expression as it stands; undefined for `None`, which a config leaves out. */
export function configValue(value: Expression): ConfigValue | undefined {
  return value.kind === "nothing" ? undefined : (literal(value) ?? { [copied]: value.span, unit: "as-is" });
}

/** Seconds as the milliseconds of a config, which are whole; less than a second is written with its unit, for a number alone would be taken for seconds. */
export const milliseconds = (value: Expression): ConfigValue => (value.kind === "number" && value.value >= 1 ? Math.round(value.value * 1000) : { [copied]: value.span, unit: "seconds" });

function literal(value: Expression): ConfigValue | undefined {
  switch (value.kind) {
    case "string":
    case "number":
    case "boolean":
      return value.value;
    case "list": {
      const items = value.items.map(literal);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case "record": {
      const entries = value.entries.map(({ key, value: each }) => [key, literal(each)] as const);
      return entries.every(([key, each]) => key !== undefined && each !== undefined) ? Object.fromEntries(entries) : undefined;
    }
    default:
      return undefined;
  }
}

const isCopied = (value: ConfigValue): value is Copied => typeof value === "object" && copied in value;

/** Whether a config says the same wherever it stands, so that it can be a constant of the module. */
export function isFixedConfig(value: ConfigValue): boolean {
  if (typeof value !== "object") return true;
  if (isCopied(value)) return false;
  return Object.values(value).every((each: ConfigValue | undefined) => each === undefined || isFixedConfig(each));
}

/** A config as plain data, without the keys that it takes from expressions of the file; each of those is told. */
export function plainConfig(value: ConfigValue, onCopied: (expression: Span) => void): Json | undefined {
  if (typeof value !== "object") return value;
  if (isCopied(value)) {
    onCopied(value[copied]);
    return undefined;
  }
  if (isList(value)) return value.flatMap((each) => plainConfig(each, onCopied) ?? []);
  return Object.fromEntries(
    entriesOf(value).flatMap(([key, each]) => {
      const plain = plainConfig(each, onCopied);
      return plain === undefined ? [] : [[key, plain] as const];
    }),
  );
}

/** Where a config is written: on a line that is indented so, behind so many characters. */
export interface ConfigPlace {
  readonly language: Language;
  readonly layout: Layout;
  readonly indent: string;
  readonly column: number;
  readonly textOf: (span: Span) => string;
}

/** The width at which the formatters of a language break a line. */
const lineWidths: Readonly<Record<Language, number>> = { python: 88, typescript: 80 };

/** The width of what stands before something on its line; a tab is as wide as the formatters' usual indentation. */
export const widthOf = (before: string, language: Language): number => before.replaceAll("\t", language === "python" ? "    " : "  ").length;

/** A config as its language writes it: in one line where it has room, otherwise an entry a line. */
export function configText(value: ConfigValue, place: ConfigPlace): string {
  const flat = flatText(value, place);
  if (place.column + flat.length <= lineWidths[place.language] || typeof value !== "object" || isCopied(value)) return flat;
  const indent = place.indent + place.layout.indent;
  const line = (key: string, each: ConfigValue): string => `${indent}${key}${configText(each, { ...place, indent, column: widthOf(indent, place.language) + key.length + 1 })},\n`;
  if (isList(value)) return `[\n${value.map((each) => line("", each)).join("")}${place.indent}]`;
  return `{\n${entriesOf(value)
    .map(([key, each]) => line(`${keyText(key, place)}: `, each))
    .join("")}${place.indent}}`;
}

function flatText(value: ConfigValue, place: ConfigPlace): string {
  if (typeof value === "string") return quoted(value, place.layout);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return place.language === "python" ? (value ? "True" : "False") : String(value);
  if (isCopied(value)) return value.unit === "seconds" ? `${place.language === "python" ? "int" : "Math.round"}(${operand(place.textOf(value[copied]))} * 1000)` : place.textOf(value[copied]);
  if (isList(value)) return `[${value.map((each) => flatText(each, place)).join(", ")}]`;
  const pad = place.language === "python" ? "" : " ";
  return `{${pad}${entriesOf(value)
    .map(([key, each]) => `${keyText(key, place)}: ${flatText(each, place)}`)
    .join(", ")}${pad}}`;
}

/** A key as it is written in a record: TypeScript's need no quotes where they are names. */
const keyText = (key: string, { language, layout }: ConfigPlace): string => (language === "typescript" && /^[A-Za-z_]\w*$/.test(key) ? key : quoted(key, layout));

/** A name, an attribute, a call or a subscript may be multiplied as it stands. */
const operand = (text: string): string => (/^[\w.]+(?:[([][^()[\]]*[)\]])?$/.test(text) ? text : `(${text})`);

const isList = (value: readonly ConfigValue[] | ConfigRecord): value is readonly ConfigValue[] => Array.isArray(value);

const entriesOf = (value: ConfigRecord): (readonly [string, ConfigValue])[] => Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, each] as const]));
