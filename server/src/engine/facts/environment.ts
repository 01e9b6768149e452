import { type Node, parentOf, spanOf } from "../syntax/nodes.ts";
import type { Steps } from "../syntax/turns.ts";
import type { EnvironmentUse, FilledVariable } from "./environment-facts.ts";
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
    const { node, access, taker, written, given = written?.value } = found;
    const statement = written && reader.ownStatement(written.target);
    const assignment = written && statement && { statement, value: reader.expression(written.value, context) };
    uses.set(node.id, { node, use: { span: spanOf(node), variable: word, access, taker, place: reader.placeOf(node), given: given?.text, assignment } });
  }
  return [...uses.values()];
}

/** How the names of providers' variables end. */
const ending = /_API_(?:KEY|BASE)\b/g;

/** Where code puts a variable's name together of what a provider is called, in source order. */
export function filledVariables(root: Node, reader: LanguageReader, context: ExpressionContext): FilledVariable[] {
  const found = new Map<number, FilledVariable>();
  for (const { start, end } of root.tree.lookUp.pattern(ending)) {
    const node = filledText(root.descendantForIndex(start, end), reader);
    const value = node && !found.has(node.id) ? reader.expression(node, context) : undefined;
    const used = node && reader.usedAsVariable(node);
    if (!node || !used || value?.kind !== "template") continue;
    const [hole, suffix, ...others] = value.parts.filter((part) => part !== "");
    if (hole === undefined || typeof hole === "string" || typeof suffix !== "string" || others.length > 0 || !/^_[A-Z0-9_]+$/.test(suffix)) continue;
    found.set(node.id, { span: spanOf(node), suffix, hole: root.tree.text.slice(hole.span.start, hole.span.end), ...used });
  }
  return [...found.values()];
}

/** The string with a hole, or the sum of strings and other values, that a piece of text is a part of. */
function filledText(piece: Node, reader: LanguageReader): Node | undefined {
  let text: Node | undefined;
  for (let at: Node | null = piece, depth = 0; at && depth < 8; at = parentOf(at), depth++) {
    const isText: boolean = reader.stringAt(at) !== undefined || reader.templatePrefix(at) !== undefined;
    if (isText || (text && /^binary_/.test(at.type))) text = at;
    else if (text && at.type !== "parenthesized_expression") break;
  }
  return text;
}
