import { type Node, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { Steps } from "../syntax/turns.ts";
import { bySource, type Span, touches } from "../text/span.ts";
import type { StringFact } from "./facts.ts";
import type { ExpressionContext, LanguageReader } from "./language.ts";
import type { Names } from "./names.ts";

/** What strings are read from. */
interface StringSource {
  readonly root: Node;
  readonly reader: LanguageReader;
  readonly names: Names;
  readonly context: ExpressionContext;
}

/** The string literals of a text in which one of some patterns is found, each once, in source order. Of those outside of `within` only the value is told. */
export function* stringFacts({ root, reader, names, context }: StringSource, patterns: readonly RegExp[], within?: Span): Steps<StringFact[]> {
  const literals = new Map<number, StringFact>();
  for (const { start, end } of patterns.flatMap((pattern) => root.tree.lookUp.pattern(pattern))) {
    yield;
    const node = literalAround(root.descendantForIndex(start, end), reader);
    const literal = node && !literals.has(node.id) ? literalAt(node, reader) : undefined;
    if (!node || !literal) continue;
    const span = spanOf(node);
    const around =
      within && !touches(within, span)
        ? unread
        : {
            context: reader.stringContext(node, context),
            heldBy: holdersOf(node, reader),
            besideAddress: addressBeside(node, reader),
            isLogger: /^litellm\b/i.test(literal.value) && reader.isLoggerName(node, (name) => names.variableOf(name)?.reads ?? []),
            place: reader.placeOf(node),
          };
    literals.set(node.id, { kind: "string", span, ...literal, ...around });
  }
  return [...literals.values()].sort((a, b) => bySource(a.span, b.span));
}

/** What is told of a string that stands where nobody looks. */
const unread: Pick<StringFact, "context" | "heldBy" | "besideAddress" | "isLogger" | "place"> = {
  context: { kind: "other" },
  heldBy: [],
  besideAddress: undefined,
  isLogger: false,
  place: "module",
};

/** Tables are nested no deeper, and names of keys no further up. */
const maxHolders = 12;

/** What the tables around a literal are called, innermost first: the keys on the way, and the variable that holds them all. */
function holdersOf(literal: Node, reader: LanguageReader): string[] {
  const found: string[] = [];
  const pair = parentOf(literal);
  let node = pair?.type === "pair" && same(pair.childForFieldName("key"), literal) ? (parentOf(pair) ?? literal) : literal;
  for (let steps = 0; steps < maxHolders; steps++) {
    const around = reader.surrounding(node);
    if (around.kind === "iterated") return around.target ? [...found, around.target.text] : found;
    if (around.kind === "assigned") return [...found, ...around.targets.map(({ node: target }) => target.text)];
    if (around.kind === "group" || around.kind === "choice") node = around.node;
    else if (around.kind === "end" && around.onward?.kind === "held") {
      const held = node;
      const key = node === literal ? undefined : reader.itemsOf(around.onward.node).find((item) => same(item.value, held))?.key;
      if (typeof key === "string") found.push(key);
      node = around.onward.node;
    } else {
      const enumeration = parentOf(node)?.type === "enum_assignment" ? parentOf(parentOf(parentOf(node))) : undefined;
      return enumeration ? [...found, enumeration.childForFieldName("name")?.text ?? ""] : found;
    }
  }
  return found;
}

/** LiteLLM's own `api_base` and `base_url` say where a model of its own is asked for. */
const addressKey = /^(?:base(?:Url|URL|Uri)|api(?:Base|Url|URL|Host)|endpoint|url|host)$/;

/** The address that the innermost record around a list with a literal holds, where that is written out. */
function addressBeside(literal: Node, reader: LanguageReader): string | undefined {
  let node = literal;
  for (let steps = 0; steps < maxHolders; steps++) {
    const around = reader.surrounding(node);
    const held = around.kind === "end" && around.onward?.kind === "held" ? around.onward.node : undefined;
    if (!held) return undefined;
    // The only model beside an address is told where it is asked, not what is offered there.
    const beside = node === literal ? undefined : reader.itemsOf(held).find(({ key, value }) => typeof key === "string" && addressKey.test(key) && !same(value, node));
    const address = beside && reader.stringAt(beside.value)?.value;
    if (address !== undefined && /^https?:/.test(address)) return address;
    node = held;
  }
  return undefined;
}

/** The whole literal around a place: of pieces that stand side by side, all of them. */
function literalAround(hit: Node, reader: LanguageReader): Node | undefined {
  let found: Node | undefined;
  for (let at: Node | null = hit, depth = 0; at && depth < 4; at = parentOf(at), depth++) {
    if (literalAt(at, reader)) found = at;
    // A literal in a hole of another is one of its own.
    else if (found) break;
  }
  return found;
}

/** A literal's value; of one with holes, the text before the first. */
function literalAt(node: Node, reader: LanguageReader): Pick<StringFact, "value" | "content" | "isPlain" | "hasHoles"> | undefined {
  const literal = reader.stringAt(node);
  if (literal) return { ...literal, hasHoles: false };
  const prefix = reader.templatePrefix(node);
  return prefix === undefined ? undefined : { value: prefix, content: spanOf(node), isPlain: false, hasHoles: true };
}
