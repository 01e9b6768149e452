import type { Expression } from "../facts/facts.ts";
import type { SketchContext } from "./sketch-reading.ts";

/** What a name stands for. */
export interface FollowedName {
  readonly value: Expression;
  /** The text that puts something else into the value afterwards, so that it may be more than what is written; undefined where nothing does. */
  readonly changedBy: string | undefined;
}

/** The only value that a name of the file is given; undefined where there is none, or another one. */
export function followName(value: Expression, context: SketchContext): FollowedName | undefined {
  if (value.kind !== "name") return undefined;
  const binding = value.binding === undefined ? undefined : context.facts.bindings[value.binding];
  if (binding?.initial) return { value: binding.initial, changedBy: changeOf(binding.reads, context) };
  return value.initial && { value: value.initial, changedBy: undefined };
}

/** What puts something into a list or a dictionary, or takes something out, as it stands behind its name. */
const change = /^\s*(?:\.(?:append|extend|insert|push|unshift|splice|update|setdefault|pop|remove|clear)\s*\(|\[[^\]\n]*\]\s*=(?!=)|\.\w+\s*=(?!=)|\+=)/;

function changeOf(reads: readonly { readonly start: number; readonly end: number }[], { text }: SketchContext): string | undefined {
  for (const { start, end } of reads) if (change.test(text.slice(end, end + 100))) return text.slice(start, end) + text.slice(end).split(/[\n(=]/, 1)[0];
  return undefined;
}
