import { type Node, spanOf } from "../syntax/nodes.ts";
import type { EnvironmentUse } from "./facts.ts";
import type { LanguageReader } from "./language.ts";

/** How the variables of the environment are spelled that are asked for. */
const variableWord = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;

/** The places of a text that name a variable of the environment, each once, in source order. */
export function environmentUses(root: Node, reader: LanguageReader, isVariable: (word: string) => boolean): EnvironmentUse[] {
  const uses = new Map<number, EnvironmentUse>();
  for (const { start, end } of root.tree.lookUp.pattern(variableWord)) {
    const word = root.tree.text.slice(start, end);
    if (!isVariable(word)) continue;
    const found = reader.environmentAt(root.descendantForIndex(start, end));
    if (found?.name !== word) continue;
    const { node, access, taker } = found;
    uses.set(node.id, { span: spanOf(node), variable: word, access, taker, place: reader.placeOf(node) });
  }
  return [...uses.values()];
}
