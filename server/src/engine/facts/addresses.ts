import type { Node } from "../syntax/nodes.ts";
import type { LanguageReader } from "./language.ts";
import type { Names, Variable } from "./names.ts";

/** A variable, or an entry of the record that it holds, which is an address of a server or is read from a variable of the environment. */
export interface AddressValue {
  readonly variable: Variable;
  /** The way to the entry: `.litellm.url`; empty for the variable itself. */
  readonly way: string;
  /** The address as written, or `$` and the variable's name. */
  readonly text: string;
}

/** More parts than an address is made of. */
const maxSteps = 12;

/** The variables of the module's own level that addresses go to: alone, among others, as a part of a string, in a record. */
export function addressValues(places: Iterable<{ readonly node: Node; readonly text: string }>, root: Node, names: Names, reader: LanguageReader): AddressValue[] {
  const found: AddressValue[] = [];
  for (const { node, text } of places) {
    const target = targetOf(node, reader);
    const part = target && reader.chainPart(target.node);
    const variable = part?.kind === "name" ? names.variableOf(part.node) : undefined;
    if (target && variable?.scope.id === root.id) found.push({ variable, way: target.way, text });
  }
  return found;
}

function targetOf(start: Node, reader: LanguageReader): { readonly node: Node; readonly way: string } | undefined {
  let node = start;
  let way = "";
  for (let steps = 0; steps < maxSteps; steps++) {
    const around = reader.surrounding(node);
    switch (around.kind) {
      case "group":
      case "choice":
      case "attribute":
      case "call":
        node = around.node;
        continue;
      case "assigned": {
        const [target] = around.targets;
        return target && target.steps.length === 0 ? { node: target.node, way } : undefined;
      }
      case "end": {
        if (around.onward?.kind !== "held") return undefined;
        const record = around.onward.node;
        const value = node;
        const key = reader.itemsOf(record).find((item) => item.value.id === value.id)?.key;
        if (typeof key !== "string") return undefined;
        way = `.${key}${way}`;
        node = record;
        continue;
      }
      default:
        return undefined;
    }
  }
  return undefined;
}
