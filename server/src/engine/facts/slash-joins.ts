import { type Node, parentOf, spanOf } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import { callAround, definitionsAround } from "./http-calls.ts";
import type { ExpressionContext, LanguageReader } from "./language.ts";

/** A text that is put together of two values with a slash between them: `${provider}/${model}`, f"{provider}/{model}". */
export interface SlashJoin {
  readonly span: Span;
  /** What stands before and behind the slash, as written. */
  readonly head: string;
  readonly tail: string;
  /** The names of what takes the text and of the definitions around it, innermost first. */
  readonly within: readonly string[];
  /** The call, as written, that takes it as an argument by itself: `console.log`. */
  readonly callee: string | undefined;
}

const seam = /\}\/\$?\{/g;

/** Where texts are put together of two values and a slash, in source order. */
export function slashJoins(root: Node, reader: LanguageReader, context: ExpressionContext): SlashJoin[] {
  return root.tree.lookUp.pattern(seam).flatMap(({ start, end }) => joinAt(root.descendantForIndex(start + 1, end - 1), reader, context) ?? []);
}

function joinAt(slash: Node, reader: LanguageReader, context: ExpressionContext): SlashJoin | undefined {
  const literal = templateAround(slash, reader);
  const value = literal && reader.expression(literal, context);
  if (!literal || value?.kind !== "template") return undefined;
  const [head, between, tail, ...others] = value.parts.filter((part) => part !== "");
  if (head === undefined || tail === undefined || typeof head === "string" || typeof tail === "string" || between !== "/" || others.length > 0) return undefined;
  const { text } = slash.tree;
  const around = reader.surrounding(literal);
  const call = around.kind === "end" && around.end === "argument" ? callAround(literal, reader) : undefined;
  return {
    span: spanOf(literal),
    head: text.slice(head.span.start, head.span.end),
    tail: text.slice(tail.span.start, tail.span.end),
    within: definitionsAround(literal, reader),
    callee: call && reader.calleeOf(call)?.text,
  };
}

/** The nearest string with holes around a place, in which no other literal lies between. */
function templateAround(place: Node, reader: LanguageReader): Node | undefined {
  for (let at: Node | null = place, depth = 0; at && depth < 3; at = parentOf(at), depth++) if (reader.templatePrefix(at) !== undefined) return at;
  return undefined;
}
