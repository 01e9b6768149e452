import { type Node, parentOf, spanOf } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { LanguageReader } from "./language.ts";

/** A member of somebody's data that code asks for by its name: `entry.litellm_params`. */
export interface FieldRead {
  /** The name. */
  readonly span: Span;
  readonly name: string;
}

/** Where members of some names are asked for, in source order. */
export function fieldReads(root: Node, reader: LanguageReader, names: readonly string[]): FieldRead[] {
  const found = names.flatMap((name) => root.tree.lookUp.word(name, spanOf(root)).map((start) => ({ name, node: root.descendantForIndex(start, start + name.length) })));
  return found
    .flatMap(({ name, node }) => {
      const chain = parentOf(node);
      const part = chain && reader.chainPart(chain);
      return part?.kind === "attribute" && part.name === name && chain?.endIndex === node.endIndex ? [{ span: spanOf(node), name }] : [];
    })
    .sort((a, b) => a.span.start - b.span.start);
}
