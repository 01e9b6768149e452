import { type Node, namedChildrenOf, parentOf, same } from "../syntax/nodes.ts";
import { itemsOf } from "./typescript-chain.ts";
import { argumentList, calleeOf } from "./typescript-expression.ts";
import { accessorOf } from "./typescript-members.ts";

/** What a declared name may stand for besides: its default in a pattern, the items of the list or the entries of the record that a loop goes over, all that a getter returns. */
export function possibleValues(name: Node): readonly Node[] {
  const parent = parentOf(name);
  if (parent?.type === "method_definition" && accessorOf(parent) === "get") {
    const [only, ...others] = namedChildrenOf(parent.childForFieldName("body") ?? parent);
    return only?.type === "return_statement" && others.length === 0 ? namedChildrenOf(only) : [];
  }
  // `for (const [name, url] of Object.entries({ … }))`
  const loop = parent?.type === "array_pattern" && same(parent.namedChild(1), name) ? parentOf(parent) : undefined;
  if (loop?.type === "for_in_statement" && same(loop.childForFieldName("left"), parent)) return valuesOf(loop.childForFieldName("right"), "Object.entries");
  if (!same(parent?.childForFieldName("left") ?? null, name)) return [];
  const right = parent?.childForFieldName("right") ?? null;
  if (parent?.type === "for_in_statement") return right?.type === "array" ? namedChildrenOf(right) : valuesOf(right, "Object.values");
  return right && /^(?:object_)?assignment_pattern$/.test(parent?.type ?? "") ? [right] : [];
}

/** The values of the record that a function takes apart. */
function valuesOf(call: Node | null, callee: string): readonly Node[] {
  const [record] = call?.type === "call_expression" && calleeOf(call)?.text === callee ? namedChildrenOf(argumentList(call) ?? call) : [];
  return record?.type === "object" ? itemsOf(record).map(({ value }) => value) : [];
}
