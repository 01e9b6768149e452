import { type Node, parentOf, spanOf } from "../syntax/nodes.ts";
import { mapped, type Steps } from "../syntax/turns.ts";
import type { Span } from "../text/span.ts";
import type { Expression } from "./facts.ts";
import { definitionsAround } from "./http-calls.ts";
import type { ExpressionContext, LanguageReader, Surrounding } from "./language.ts";

/** A text that is taken apart at its first slash, or tested for what stands before it: `name.split("/")[0]`, `name.partition("/")`, `name.slice(name.indexOf("/") + 1)`, `name.startsWith(`${prefix}/`)`. */
export interface SlashSplit {
  /** The call. */
  readonly span: Span;
  /** The method. */
  readonly method: string;
  /** What is taken apart, as written. */
  readonly subject: string;
  /** What stands before the slash in a test, as written. */
  readonly head: string | undefined;
  /** The names of what takes the value and of the definitions around it, innermost first. */
  readonly within: readonly string[];
}

const method = /(?<=\.[ \t]*)(?:split|partition|indexOf|index|find|startsWith|startswith|removeprefix)\b/g;

/** Where texts are taken apart at a first slash, in source order; not where only what is behind the last one is taken. */
export function* slashSplits(root: Node, reader: LanguageReader, context: ExpressionContext): Steps<SlashSplit[]> {
  const splits = yield* mapped(root.tree.lookUp.pattern(method), ({ start, end }) => splitAt(root.descendantForIndex(start, end), reader, context));
  return splits.filter((split) => split !== undefined);
}

function splitAt(name: Node, reader: LanguageReader, context: ExpressionContext): SlashSplit | undefined {
  const access = parentOf(name);
  const part = access ? reader.chainPart(access) : undefined;
  const around = access && part?.kind === "attribute" ? outsideOf(access, reader) : undefined;
  if (part?.kind !== "attribute" || around?.kind !== "call") return undefined;
  const separator = reader.argumentAt(around.node, 0);
  const value = separator && reader.expression(separator, context);
  const head = value && headOf(value);
  const isTest = /^(?:starts[Ww]ith|removeprefix)$/.test(part.name);
  if (isTest ? head === undefined : value?.kind !== "string" || value.value !== "/") return undefined;
  if (part.name === "split" && !takesFirst(around.node, reader)) return undefined;
  return { span: spanOf(around.node), method: part.name, subject: part.object.text.replace(/\s+/g, " "), head: isTest ? head : undefined, within: definitionsAround(around.node, reader) };
}

/** What a text holds before its only slash, where that is nothing but a value: `${prefix}/`. */
function headOf(value: Expression): string | undefined {
  const [hole, slash, ...others] = value.kind === "template" ? value.parts.filter((part) => part !== "") : [];
  if (hole === undefined || typeof hole === "string" || slash !== "/" || others.length > 0) return undefined;
  return hole.kind === "name" ? hole.name : hole.kind === "chain" ? hole.text : undefined;
}

/** What is done with a value outside of the brackets around it, and of the choice that it is a part of. */
function outsideOf(value: Node, reader: LanguageReader): Surrounding {
  let around = reader.surrounding(value);
  while (around.kind === "group" || around.kind === "choice") around = reader.surrounding(around.node);
  return around;
}

/** Of the parts of a split: the first, all but the first, or, where it has names for them or a limit, each. */
function takesFirst(call: Node, reader: LanguageReader): boolean {
  if (reader.argumentAt(call, 1) || /\bmaxsplit\b/.test(reader.argumentList(call)?.text ?? "")) return true;
  const around = outsideOf(call, reader);
  if (around.kind === "index") return around.key === undefined ? fromTheFirst.test(textBehind(call, around.node)) : typeof around.key === "number" && around.key >= 0;
  if (around.kind === "attribute") return around.name === "shift" || (around.name === "slice" && /\([\s(]*\d/.test(textBehind(call, parentOf(around.node) ?? around.node)));
  return around.kind === "assigned";
}

/** `[1:]`, `[(0)]` */
const fromTheFirst = /^[)\s]*\[[\s(]*(?:\d*[\s)]*:|\d+[\s)]*\])/;

const textBehind = (inner: Node, outer: Node): string => outer.text.slice(inner.endIndex - outer.startIndex);
