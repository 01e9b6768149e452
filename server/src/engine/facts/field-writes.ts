import { type Node, spanOf } from "../syntax/nodes.ts";
import type { Binding } from "./facts.ts";
import type { LanguageReader } from "./language.ts";

/** The reads of a record's name that do nothing but give one of its fields a value: `body.temperature = 0`. */
export function fieldWrites(reads: readonly Node[], reader: LanguageReader): Binding["fieldWrites"] {
  return reads.flatMap((read) => {
    const around = reader.surrounding(read);
    const field = around.kind === "attribute" ? reader.surrounding(around.node) : undefined;
    return around.kind === "attribute" && field?.kind === "end" && field.end === "written" ? [{ read: spanOf(read), key: around.name }] : [];
  });
}
