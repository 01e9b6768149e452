import { closest, type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { StringContext } from "./facts.ts";
import type { ExpressionContext } from "./language.ts";
import { builtOf } from "./python-built-strings.ts";
import { pythonString } from "./python-expression.ts";
import { scopeOf } from "./python-scope.ts";
import { plainText } from "./python-spelling.ts";

/** What stands around a string literal, seen through brackets and choices. */
export function stringContext(literal: Node, context: ExpressionContext): StringContext {
  let node = literal;
  let parent = parentOf(node);
  for (; parent && isAllOrOption(node, parent); parent = parentOf(node)) node = parent;
  if (!parent) return { kind: "other" };
  const built = builtOf(node);
  if (built) return { kind: "other", whole: stringContext(built, context) };
  switch (parent.type) {
    case "assignment": {
      const left = parent.childForFieldName("left");
      if (!left || !same(parent.childForFieldName("right"), node)) return { kind: "other" };
      // A class's attribute can be given another value through any of its instances.
      const constant = left.type === "identifier" && scopeOf(left).type !== "class_definition" ? context.constant(left) : undefined;
      return constant?.binding !== undefined && same(constant.value, node) ? { kind: "initial", binding: constant.binding, name: left.text } : { kind: "assignment", target: left.text };
    }
    case "keyword_argument":
    case "argument_list": {
      const list = parent.type === "argument_list" ? parent : parentOf(parent);
      const call = parentOf(list);
      if (!list || call?.type !== "call") return { kind: "other" };
      const callee = call.childForFieldName("function");
      const argument = parent.type === "argument_list" ? node : parent;
      const given = namedChildrenOf(list);
      const index = given.findIndex((child) => same(child, argument));
      return {
        kind: "argument",
        call: spanOf(call),
        path: callee ? context.pathOf(callee) : undefined,
        callee: plainText(callee),
        keyword: parent.type === "keyword_argument" ? parent.childForFieldName("name")?.text : undefined,
        index,
        ...(index === 1 && given[0] && { first: { text: plainText(given[0]), span: spanOf(given[0]) } }),
      };
    }
    case "pair":
      return same(parent.childForFieldName("key"), node)
        ? { kind: "record-key", owner: calleeOf(callAround(parentOf(parent))) }
        : { kind: "record-value", key: pythonString(parent.childForFieldName("key") ?? node)?.value, ...ownerOf(parentOf(parent), context) };
    case "list":
    case "tuple":
    case "set":
      return { kind: "list-item", ...beside(node, parent) };
    case "default_parameter":
    case "typed_default_parameter":
      return { kind: "default", name: parent.childForFieldName("name")?.text };
    case "comparison_operator":
      return { kind: "comparison", other: plainText(namedChildrenOf(parent).find((operand) => !same(operand, node))) };
    case "expression_statement":
      return { kind: "documentation" };
    case "type":
    case "type_parameter":
      return { kind: "type" };
    case "subscript":
      return subscripted(parent);
    default:
      return { kind: "other" };
  }
}

/** The plain strings before and behind an item of a list. */
function beside(item: Node, list: Node): { readonly before: string | undefined; readonly behind: string | undefined } {
  const items = namedChildrenOf(list);
  const at = items.findIndex((each) => same(each, item));
  const textAt = (index: number): string | undefined => {
    const each = items[index];
    return each && pythonString(each)?.value;
  };
  return { before: textAt(at - 1), behind: textAt(at + 1) };
}

/** Whether a value is all that `around` gives, or one of several: in brackets, of `a or b`, of a conditional. */
function isAllOrOption(node: Node, around: Node): boolean {
  if (around.type === "conditional_expression") return !same(around.namedChild(1), node);
  return ["parenthesized_expression", "concatenated_string", "boolean_operator"].includes(around.type);
}

/** `Literal["a"]` is a type, `table["a"]` a look-up. */
function subscripted(subscript: Node): StringContext {
  const owner = plainText(subscript.childForFieldName("value"));
  return /(?:^|\.)Literal$/.test(owner) || closest(subscript, new Set(["type"])) ? { kind: "type" } : { kind: "record-key", owner };
}

/** The call that a dictionary is an argument of. */
function callAround(dictionary: Node | null): Node | undefined {
  const holder = parentOf(dictionary);
  const list = holder?.type === "argument_list" ? holder : parentOf(holder);
  const call = list?.type === "argument_list" ? parentOf(list) : null;
  return call?.childForFieldName("function") ? call : undefined;
}

const calleeOf = (call: Node | undefined): string | undefined => plainText(call?.childForFieldName("function")) || undefined;

function ownerOf(dictionary: Node | null, context: ExpressionContext): { readonly call: Span; readonly path: string | undefined } | undefined {
  const call = callAround(dictionary);
  const callee = call?.childForFieldName("function");
  return call && callee ? { call: spanOf(call), path: context.pathOf(callee) } : undefined;
}
