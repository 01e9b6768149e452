import { type Node, spanOf } from "../syntax/nodes.ts";
import type { Steps } from "../syntax/turns.ts";
import type { EnvironmentUse } from "./environment-facts.ts";

import type { ExpressionContext, LanguageReader } from "./language.ts";

/** How variables of the environment are spelled. */
const variableWord = /\b[A-Z][A-Z0-9_]{2,}\b/g;

/** A use with the node that names the variable. */
export interface PlacedVariable {
  readonly node: Node;
  readonly use: EnvironmentUse;
}

const quotes: ReadonlySet<string | undefined> = new Set(["'", '"']);

/** Where code reads or sets a variable of the environment, and where it merely names one that is asked for, in source order. */
export function* environmentUses(root: Node, reader: LanguageReader, isVariable: (word: string) => boolean, context: ExpressionContext): Steps<PlacedVariable[]> {
  const uses = new Map<number, PlacedVariable>();
  for (const { start, end } of root.tree.lookUp.pattern(variableWord)) {
    const word = root.tree.text.slice(start, end);
    const isAskedFor = isVariable(word);
    if (!isAskedFor && !quotes.has(root.tree.text[start - 1])) continue;
    yield;
    const found = reader.environmentAt(root.descendantForIndex(start, end));
    if (found?.name !== word || (!isAskedFor && found.access === "name")) continue;
    const { node, access, taker, written } = found;
    const statement = written && reader.ownStatement(written.target);
    const assignment = written && statement && { statement, value: reader.expression(written.value, context) };
    uses.set(node.id, { node, use: { span: spanOf(node), variable: word, access, taker, place: reader.placeOf(node), assignment } });
  }
  return [...uses.values()];
}
