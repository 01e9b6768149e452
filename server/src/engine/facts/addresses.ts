import { type Node, parentOf, spanOf } from "../syntax/nodes.ts";
import type { PlacedVariable } from "./environment.ts";
import type { StringFact } from "./facts.ts";
import type { AddressCall } from "./http-facts.ts";
import type { ExpressionContext, LanguageReader } from "./language.ts";
import type { Names, Variable } from "./names.ts";

/** A variable, an entry of the record that it holds, or what it returns, which is an address of a server or is read from a variable of the environment. */
export interface AddressValue {
  readonly variable: Variable;
  /** The way to the entry: `.litellm.url`, `()` for what a function returns; empty for the variable itself. */
  readonly way: string;
  /** The address as written, or `$` and the variable's name; behind either what strings that are put together of it add: `$LITELLM_URL/v1/chat/completions`. A `?` before all says that a function may return something else. */
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

/** Reads of a name, and names on the way of an address, beyond which it is not followed. */
const maxReads = 20;
const maxDepth = 3;

/** The variables of the module's own level that addresses go to: alone, among others, as a part of a string, in a record, by a function that returns one. */
export function addressValues(source: AddressSource): AddressValue[] {
  const found = placesOf(source).flatMap(({ node, text }) => [...valuesOf({ node, way: "", text, returns: [] }, source, 0)]);
  const answers = new Map<number, Set<number>>();
  for (const { from, value } of found.flatMap(({ returns }) => returns)) answers.set(from.id, (answers.get(from.id) ?? new Set()).add(value.id));
  return found.map(({ variable, way, text, returns }) => {
    const isOnly = returns.every(({ from }) => (answers.get(from.id)?.size ?? 0) >= countReturns(from, source));
    return { variable, way, text: isOnly ? text : `?${text}` };
  });
}

/** The calls of functions that give an address by what they return. */
export function addressCalls(values: readonly AddressValue[], reader: LanguageReader): AddressCall[] {
  return values.flatMap(({ variable, way, text }) =>
    way === "()"
      ? variable.reads.slice(0, maxReads).flatMap((read) => {
          const call = placeOf(read, way, reader);
          return call ? [{ span: spanOf(call), address: text }] : [];
        })
      : [],
  );
}

/** How many statements return a value from a function itself. */
function countReturns(from: Node, { root, reader }: AddressSource): number {
  const words = root.tree.lookUp.word("return", spanOf(from));
  return words.filter((at) => reader.functionReturning(root.descendantForIndex(at, at + 1))?.id === from.id).length;
}

/** An address on its way to a variable. */
interface AddressAt {
  readonly node: Node;
  readonly way: string;
  readonly text: string;
  /** The functions that it is returned from on the way. */
  readonly returns: readonly { readonly from: Node; readonly value: Node }[];
}

/** What {@link addressValues} finds before it is known what else functions return. */
type PlacedAddress = AddressValue & Pick<AddressAt, "returns">;

function* valuesOf(start: AddressAt, source: AddressSource, depth: number): Iterable<PlacedAddress> {
  const { root, names, reader } = source;
  const target = targetOf(start, source);
  const part = target && reader.chainPart(target.node);
  const variable = part?.kind === "name" ? names.variableOf(part.node) : undefined;
  if (!target || !variable) return;
  if (variable.scope.id === root.id) yield { variable, way: target.way, text: target.text, returns: target.returns };
  // Other names and functions of the file may be given it, with more behind it.
  for (const read of depth < maxDepth ? variable.reads.slice(0, maxReads) : []) {
    const node = placeOf(read, target.way, reader);
    if (node) yield* valuesOf({ ...target, node, way: "" }, source, depth + 1);
  }
}

/** What stands for the address where its name is read: the name itself, or a call of what returns it. */
function placeOf(read: Node, way: string, reader: LanguageReader): Node | undefined {
  if (way === "") return read;
  const around = way === "()" ? reader.surrounding(read) : undefined;
  return around?.kind === "call" ? around.node : undefined;
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

/** What takes the value of an address, be it as a part of a string, an entry of a record, or what its function returns. */
function targetOf(start: AddressAt, { reader, context }: AddressSource): AddressAt | undefined {
  let { node, way, text, returns } = start;
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
        return target && target.steps.length === 0 ? { node: target.node, way, text, returns } : undefined;
      }
      case "end": {
        if (around.end === "returned") {
          const returning = reader.functionReturning(node);
          if (!returning || reader.placeOf(node) === "async-function" || reader.needsArguments(returning)) return undefined;
          way = `()${way}`;
          returns = [...returns, { from: returning, value: node }];
          const name = reader.definitionName(returning);
          if (name) return { node: name, way, text, returns };
          node = returning;
          continue;
        }
        if (around.end === "read") {
          const whole = stringAround(node, reader, context);
          if (!whole) return undefined;
          node = whole.node;
          text += whole.rest;
          continue;
        }
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

/** The string that a value is the beginning of, with the text behind it. */
function stringAround(node: Node, reader: LanguageReader, context: ExpressionContext): { readonly node: Node; readonly rest: string } | undefined {
  for (let at = parentOf(node), depth = 0; at && depth < 2; at = parentOf(at), depth++) {
    const value = reader.expression(at, context);
    if (value.kind !== "template") continue;
    const [first, ...others] = value.parts.filter((part) => part !== "");
    return first && typeof first !== "string" && first.span.start <= node.startIndex && node.endIndex <= first.span.end
      ? { node: at, rest: others.map((part) => (typeof part === "string" ? part : "…")).join("") }
      : undefined;
  }
  return undefined;
}
