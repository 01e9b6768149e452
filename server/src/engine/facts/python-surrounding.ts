import { childrenOf, commentsIn, type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { Role, UseEnd } from "./facts.ts";
import type { Onward, Surrounding, Target } from "./language.ts";
import { annotated, heldType } from "./python-annotation.ts";
import { argumentAt } from "./python-chain.ts";
import { literalKey, pythonString } from "./python-expression.ts";
import { scopeOf } from "./python-scope.ts";
import { plainText, unbracketed } from "./python-spelling.ts";

const end = (role: Role, how: UseEnd, onward?: Onward): Surrounding => ({ kind: "end", role, end: how, onward });

/** What the parent of a node does with its value. */
export function surrounding(node: Node): Surrounding {
  const parent = parentOf(node);
  if (!parent) return end("value", "unknown");
  const isField = (name: string) => same(parent.childForFieldName(name), node);
  switch (parent.type) {
    case "attribute": {
      const name = parent.childForFieldName("attribute");
      return name && isField("object") ? { kind: "attribute", node: parent, name: name.text, span: spanOf(name) } : end("value", "unknown");
    }
    case "dotted_name": {
      const names = namedChildrenOf(parent);
      const last = names.at(-1);
      if (!last || !same(names[0], node)) return end("value", "unknown");
      if (same(last, node)) return surrounding(parent);
      return {
        kind: "attribute",
        node: parent,
        name: names
          .slice(1)
          .map(({ text }) => text)
          .join("."),
        span: spanOf(last),
      };
    }
    case "class_pattern":
    case "case_pattern":
      return end("comparison", "tested");
    case "subscript": {
      if (!isField("value")) return same(heldType(parent), node) ? annotated(node) : end("value", "read");
      const key = parent.childForFieldName("subscript");
      return { kind: "index", node: parent, key: key ? literalKey(key) : undefined, span: key ? spanOf(key) : spanOf(parent), brackets: bracketsOf(parent) };
    }
    case "call":
      return isField("function") ? { kind: "call", node: parent, isNew: false } : end("value", "argument");
    case "await":
      return { kind: "await", node: parent };
    case "parenthesized_expression":
      return { kind: "group", node: parent };
    case "with_item":
      return { kind: "entered", target: undefined };
    case "as_pattern":
      if (parentOf(parent)?.type === "with_item") return { kind: "entered", target: parent.childForFieldName("alias")?.namedChild(0) ?? undefined };
      return parentOf(parent)?.type === "except_clause" ? end("except", "tested") : end("value", "unknown");
    case "assignment":
    case "augmented_assignment":
      if (isField("right")) {
        if (parent.type === "augmented_assignment") return end("value", "read");
        return { kind: "assigned", targets: assignmentTargets(parent), node: undefined };
      }
      return isField("type") ? { kind: "annotates", target: parent.childForFieldName("left") ?? undefined } : end("write", "written");
    case "named_expression":
      return isField("value") ? { kind: "assigned", targets: targetsOf(parent.childForFieldName("name")), node: parent } : end("write", "written");
    case "expression_statement":
      return end("value", "discarded");
    case "for_statement":
    case "for_in_clause":
      return isField("right") ? { kind: "iterated", target: parent.childForFieldName("left") ?? undefined } : end("write", "written");
    case "keyword_argument":
      return parentOf(parentOf(parent))?.type === "class_definition" ? end("base-class", "stored") : end("value", "argument");
    case "argument_list":
      return parentOf(parent)?.type === "class_definition" ? end("base-class", "stored") : argument(parent, node);
    case "default_parameter":
    case "typed_default_parameter": {
      const name = parent.childForFieldName("name");
      return end("value", "unknown", name ? { kind: "default", target: name } : undefined);
    }
    case "list_splat":
    case "dictionary_splat":
      return end("value", parentOf(parent)?.type === "argument_list" ? "argument" : "stored");
    case "return_statement":
    case "lambda":
      return end("value", "returned");
    case "yield":
      return end("value", "yielded");
    case "boolean_operator":
      return { kind: "choice", node: parent };
    case "conditional_expression":
      return same(parent.namedChild(1), node) ? end("value", "tested") : { kind: "choice", node: parent };
    case "not_operator":
    case "if_statement":
    case "elif_clause":
    case "while_statement":
    case "if_clause":
    case "assert_statement":
    case "match_statement":
      return end("value", "tested");
    case "comparison_operator":
      return end("comparison", childrenOf(parent).some((child) => child.type === "is" || child.type === "is not") ? "tested" : "read");
    case "binary_operator":
      return same(heldType(parent), node) ? annotated(node) : end("value", "read");
    case "unary_operator":
    case "interpolation":
    case "format_expression":
      return end("value", "read");
    case "delete_statement":
      return end("delete", "unknown");
    case "raise_statement":
      return end("value", "unknown");
    case "decorator":
      return end("decorator", "unknown");
    case "except_clause":
      return end("except", "tested");
    case "type":
      return annotated(node);
    case "union_type":
    case "generic_type":
    case "type_parameter":
    case "member_type":
    case "constrained_type":
      return end("annotation", "unknown");
    case "tuple":
    case "list":
    case "set":
    case "pair":
    case "expression_list":
    case "pattern_list":
    case "list_comprehension":
    case "set_comprehension":
    case "generator_expression":
    case "dictionary_comprehension":
      return collected(parent, node);
    default:
      return end("value", "unknown");
  }
}

/** What stands behind the value of a subscript, where no comment does. */
function bracketsOf(subscript: Node): Span | undefined {
  const open = childrenOf(subscript).find(({ type }) => type === "[");
  return open && commentsIn(subscript).every(({ end }) => end <= open.startIndex) ? { start: open.startIndex, end: subscript.endIndex } : undefined;
}

const assignmentTargets = (assignment: Node): Target[] => {
  const targets = targetsOf(assignment.childForFieldName("left"));
  for (let outer = parentOf(assignment); outer?.type === "assignment"; outer = parentOf(outer)) targets.push(...targetsOf(outer.childForFieldName("left")));
  return targets;
};

const targetsOf = (node: Node | null): Target[] => (node ? [{ node: node.type === "parenthesized_expression" ? (node.namedChild(0) ?? node) : node, steps: [] }] : []);

/** What a function does with an argument that it is given by position. */
function argument(list: Node, node: Node): Surrounding {
  const call = parentOf(list);
  if (call?.type !== "call") return end("value", "argument");
  const access = same(argumentAt(call, 0), unbracketed(node)) ? accessBy.get(plainText(call.childForFieldName("function"))) : undefined;
  const name = access ? argumentAt(call, 1) : undefined;
  if (plainText(call.childForFieldName("function")) === "vars" && namedChildrenOf(list).length === 1) return { kind: "named", node: call, name: "__dict__", role: "value" };
  if (!access || !name) return end("value", "argument", addedTo(call) ?? { kind: "passed", call });
  const literal = pythonString(name)?.value;
  if (literal !== undefined) return { kind: "named", node: call, name: literal, role: access };
  const method = delegating(call, name);
  return end("value", "argument", method && { kind: "delegate", method });
}

/** The collection that a method puts its argument into. */
function addedTo(call: Node): Onward | undefined {
  const method = unbracketed(call.childForFieldName("function"));
  const collection = method?.type === "attribute" && /^(?:append|add|insert)$/.test(method.childForFieldName("attribute")?.text ?? "") ? method.childForFieldName("object") : null;
  return collection ? { kind: "added", collection } : undefined;
}

/** Functions that reach the attribute whose name is their second argument. */
const accessBy: ReadonlyMap<string, Role> = new Map([
  ["getattr", "value"],
  ["hasattr", "value"],
  ["setattr", "write"],
  ["delattr", "delete"],
]);

/** The method `__getattr__` that gives an attribute by the name it is asked for. */
function delegating(call: Node, name: Node): Node | undefined {
  const method = scopeOf(call);
  const isAsked = method.type === "function_definition" && method.childForFieldName("name")?.text === "__getattr__" && scopeOf(method).type === "class_definition";
  const parameter = isAsked ? namedChildrenOf(method.childForFieldName("parameters") ?? method)[1] : undefined;
  const word = parameter?.type === "typed_parameter" ? parameter.namedChild(0)?.text : parameter?.text;
  return parentOf(call)?.type === "return_statement" && word === name.text ? method : undefined;
}

/** A value that is put into a collection; the types of an `except` clause are a collection of their own kind. */
function collected(parent: Node, node: Node): Surrounding {
  const holder = parentOf(parent);
  if (parent.type === "pattern_list") return end("write", "written");
  if (parent.type === "tuple" && (holder?.type === "except_clause" || (holder?.type === "as_pattern" && parentOf(holder)?.type === "except_clause"))) return end("except", "tested");
  if (["tuple", "list"].includes(parent.type) && holder?.type === "assignment" && same(holder.childForFieldName("left"), parent)) return end("write", "written");
  const isKey = parent.type === "pair" && same(parent.childForFieldName("key"), node);
  const collection = parent.type === "pair" ? holder : parent;
  const how = parent.type === "expression_list" && holder?.type === "return_statement" ? "returned" : "stored";
  return end("value", how, collection && !isKey ? { kind: "held", node: collection } : undefined);
}
