import { type Node, parentOf } from "../syntax/nodes.ts";
import type { PlacedVariable } from "./environment.ts";
import type { StringFact } from "./facts.ts";
import type { ExpressionContext, LanguageReader } from "./language.ts";
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

/** Where addresses are looked for. */
export interface AddressSource {
  readonly root: Node;
  readonly names: Names;
  readonly reader: LanguageReader;
  readonly context: ExpressionContext;
  readonly strings: readonly StringFact[];
  readonly variables: readonly PlacedVariable[];
  readonly isAddress: (text: string) => boolean;
}

/** The variables of the module's own level that addresses go to: alone, among others, as a part of a string, in a record. */
export function addressValues(source: AddressSource): AddressValue[] {
  const { root, names, reader } = source;
  const found: AddressValue[] = [];
  for (const { node, text } of placesOf(source)) {
    const target = targetOf(node, reader);
    const part = target && reader.chainPart(target.node);
    const variable = part?.kind === "name" ? names.variableOf(part.node) : undefined;
    if (target && variable?.scope.id === root.id) found.push({ variable, way: target.way, text });
  }
  return found;
}

/** The literals that are addresses, and the expressions that read one from the environment. */
function placesOf({ root, reader, context, strings, variables, isAddress }: AddressSource): readonly { readonly node: Node; readonly text: string }[] {
  const literals = strings.flatMap(({ span, value }) => (isAddress(value) ? [{ node: root.descendantForIndex(span.start, span.end), text: value }] : []));
  const reads = variables.flatMap(({ node, use }) => {
    const text = `$${use.variable}`;
    const read = use.access === "read" && isAddress(text) ? readAround(node, reader, context) : undefined;
    return read ? [{ node: read, text }] : [];
  });
  return [...literals, ...reads];
}

/** The access or the call that reads the variable which a node names. */
function readAround(name: Node, reader: LanguageReader, context: ExpressionContext): Node | undefined {
  for (let at: Node | null = name, depth = 0; at && depth < 4; at = parentOf(at), depth++) if (reader.expression(at, context).kind === "environment") return at;
  return undefined;
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
