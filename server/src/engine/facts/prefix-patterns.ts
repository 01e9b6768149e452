import { type Node, parentOf, spanOf } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { LanguageReader } from "./language.ts";

/** A regular expression for texts that start with one of some words and a slash: `r"^azure/"`, `/^(?:openai|azure)\//`. */
export interface PrefixPattern {
  /** The literal. */
  readonly span: Span;
  readonly words: readonly string[];
}

/** `^word/`, `^(one|other)/` behind a quote; in a literal, where a slash by itself is the end, `^word\/`. */
const start = /\^(?:\((?:\?:)?)?[a-z][\w|-]*\)?(?:(?<=["'`]\^[^"'`]*)\\?|\\)\//g;

/** The regular expressions of a text for what starts with a word and a slash, in source order. */
export function prefixPatterns(root: Node, reader: LanguageReader): PrefixPattern[] {
  return root.tree.lookUp.pattern(start).flatMap((place) => {
    const literal = literalAround(root.descendantForIndex(place.start, place.end), reader);
    const words = root.tree.text.slice(place.start, place.end).match(/[a-z][\w-]*/g);
    return literal && words ? [{ span: spanOf(literal), words }] : [];
  });
}

function literalAround(place: Node, reader: LanguageReader): Node | undefined {
  for (let at: Node | null = place, depth = 0; at && depth < 3; at = parentOf(at), depth++) if (at.type === "regex" || reader.stringAt(at)) return at;
  return undefined;
}
