import type { Argument, Call, Expression } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import { followName } from "./followed-name.ts";
import { readEntries, whyUnknown } from "./json-value.ts";
import { quotation, type SketchReading } from "./sketch-reading.ts";

/** What a call is given, with what its dictionaries and spreads hold in the place of those. */
export interface WrittenArguments {
  /** Keywords of Python, the properties of the first object in TypeScript, and positional arguments of Python. */
  readonly named: readonly Argument[];
  /** What stands behind the first object in TypeScript: options of the request. */
  readonly options: Expression | undefined;
}

/** Reads the arguments of a call; what cannot be read of them becomes a hole of the whole body. */
export function writtenArguments(call: Call, reading: SketchReading): WrittenArguments {
  const isPython = reading.context.facts.language === "python";
  if (isPython) return { named: call.arguments.flatMap((argument) => (argument.kind === "splat" ? spread(argument.value, argument.span, reading) : [known(argument, reading)])), options: undefined };
  const [first, second] = call.arguments;
  return { named: first ? spread(first.value, first.span, reading) : [], options: second?.kind === "positional" ? second.value : undefined };
}

/** The entries of a record as arguments of their own. */
function spread(value: Expression, span: Span, reading: SketchReading): Argument[] {
  const read = readEntries(value, reading);
  for (const rest of read ? read.open : [{ value, why: whyUnknown(value, reading) }]) {
    const place = rest.value === value ? span : rest.value.span;
    if (rest.value.kind !== "nothing") reading.holes.push({ path: "", source: quotation(place, reading.context), why: rest.why, placeholder: null });
  }
  return (read?.entries ?? []).map(({ name, entry }) => known({ span: entry.span, keyword: name, kind: "keyword", value: entry.value }, reading));
}

/** With the value of the name that stands for it, since a plan looks at what is written; a model and texts are quoted by their names. */
function known(argument: Argument, { context }: SketchReading): Argument {
  const followed = argument.keyword === "model" ? undefined : followName(argument.value, context);
  return followed && followed.changedBy === undefined && followed.value.kind !== "call" ? { ...argument, value: followed.value } : argument;
}
