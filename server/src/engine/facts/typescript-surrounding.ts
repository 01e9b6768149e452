import { type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { Role, UseEnd } from "./facts.ts";
import type { Onward, Surrounding } from "./language.ts";
import { attributeName, isNothing, literalKey, onlyType, partsOf } from "./typescript-chain.ts";
import { argumentList, wrappedValue, wrappers } from "./typescript-expression.ts";
import { isLogicalAssignment, settledTarget, targetsOf } from "./typescript-scope.ts";
import { isExportsTarget } from "./typescript-statements.ts";

const end = (role: Role, how: UseEnd, onward?: Onward): Surrounding => ({ kind: "end", role, end: how, onward });

/** What the parent of a node does with its value. */
export function surrounding(node: Node): Surrounding {
  const parent = parentOf(node);
  if (!parent) return end("value", "unknown");
  const isField = (name: string): boolean => same(parent.childForFieldName(name), node);
  if (wrappers.has(parent.type)) return same(wrappedValue(parent), node) ? { kind: "group", node: parent } : end("annotation", "unknown");
  switch (parent.type) {
    case "member_expression":
    case "nested_identifier":
    case "nested_type_identifier":
      return memberOf(parent, node);
    case "subscript_expression": {
      if (!isField("object")) return end("value", "read");
      const key = parent.childForFieldName("index");
      const name = key ? attributeName(key) : undefined;
      if (key && name !== undefined) return { kind: "attribute", node: parent, name, span: spanOf(key) };
      return { kind: "index", node: parent, key: key ? literalKey(key) : undefined, span: spanOf(key ?? parent) };
    }
    case "call_expression":
      // A tagged template hands its parts over in a way of its own.
      return isField("function") && argumentList(parent) ? { kind: "call", node: parent, isNew: false } : end("value", "unknown");
    case "new_expression":
      return isField("constructor") ? { kind: "call", node: parent, isNew: true } : end("annotation", "unknown");
    case "await_expression":
      return { kind: "await", node: parent };
    case "sequence_expression":
      return same(namedChildrenOf(parent).at(-1), node) ? { kind: "group", node: parent } : end("value", "discarded");
    case "arguments":
      return end("value", "argument");
    case "spread_element":
      return end("value", parentOf(parent)?.type === "arguments" ? "argument" : "stored");
    case "variable_declarator":
      return isField("value") ? { kind: "assigned", targets: targetsOf(parent.childForFieldName("name")), node: undefined } : end("value", "unknown");
    case "public_field_definition":
      return isField("value") ? { kind: "assigned", targets: targetsOf(parent.childForFieldName("name")), node: undefined } : end("value", "unknown");
    case "import_alias":
      return { kind: "assigned", targets: targetsOf(parent.namedChild(0)), node: undefined };
    case "assignment_expression": {
      if (!isField("right")) return end("write", "written");
      const left = parent.childForFieldName("left");
      return isExportsTarget(left) ? end("export", "stored") : { kind: "assigned", targets: targetsOf(left), node: parent };
    }
    case "augmented_assignment_expression":
      if (!isField("right")) return end("write", "written");
      return isLogicalAssignment(parent) ? { kind: "assigned", targets: targetsOf(parent.childForFieldName("left")), node: parent } : end("value", "read");
    case "update_expression":
    case "array_pattern":
    case "pair_pattern":
    case "rest_pattern":
      return end("write", "written");
    case "for_in_statement":
      if (isField("left")) return end("write", "written");
      return isField("right") && parent.childForFieldName("operator")?.type === "of" ? { kind: "iterated", target: parent.childForFieldName("left") ?? undefined } : end("value", "read");
    case "expression_statement":
      return end("value", "discarded");
    case "return_statement":
    case "arrow_function":
      return end("value", "returned");
    case "yield_expression":
      return end("value", "yielded");
    case "binary_expression":
      return operand(parent, node);
    case "ternary_expression":
      return isField("condition") ? end("value", "tested") : { kind: "choice", node: parent };
    case "unary_expression":
      return unary(parent.childForFieldName("operator")?.type);
    case "if_statement":
    case "while_statement":
    case "do_statement":
    case "for_statement":
    case "switch_statement":
      return end("value", "tested");
    case "switch_case":
      return end("comparison", "read");
    case "template_substitution":
    case "computed_property_name":
      return end("value", "read");
    case "jsx_expression":
      return end("value", parentOf(parent)?.type === "jsx_attribute" ? "stored" : "read");
    case "object":
      return end(parentOf(parent)?.type === "assignment_expression" && isExportsTarget(parentOf(parent)?.childForFieldName("left") ?? null) ? "export" : "value", "stored", {
        kind: "held",
        node: parent,
      });
    case "array":
      return end("value", "stored", { kind: "held", node: parent });
    case "pair": {
      const object = parentOf(parent);
      return end("value", "stored", isField("value") && object?.type === "object" ? { kind: "held", node: object } : undefined);
    }
    case "enum_assignment":
      return end("value", "stored");
    case "decorator":
      return end("decorator", "unknown");
    case "class_heritage":
    case "extends_clause":
    case "extends_type_clause":
    case "implements_clause":
      return end("base-class", "stored");
    case "export_specifier":
    case "export_statement":
      return end("export", "stored");
    case "type_annotation":
    case "type_alias_declaration":
    case "union_type":
    case "parenthesized_type":
    case "generic_type":
      return annotated(node);
    default:
      return end(typeNames.has(node.type) || parent.type === "type_query" ? "annotation" : "value", "unknown");
  }
}

const typeNames = new Set(["type_identifier", "nested_type_identifier", "generic_type", "union_type", "parenthesized_type"]);

/** `node.name`, in whatever kind of chain; `promise.then((value) => …)` gives `value` what the promise gives. */
function memberOf(access: Node, node: Node): Surrounding {
  const [object, name] = partsOf(access);
  if (!name || !same(object, node)) return end("value", "unknown");
  const settled = settledTarget(access);
  if (settled) return { kind: "assigned", targets: targetsOf(settled), node: undefined };
  return { kind: "attribute", node: access, name: name.text, span: spanOf(name) };
}

/** What a binary expression does with its operand. */
function operand(expression: Node, node: Node): Surrounding {
  const operator = expression.childForFieldName("operator")?.type ?? "";
  const left = expression.childForFieldName("left");
  const isLeft = same(left, node);
  switch (operator) {
    case "??":
    case "||":
      return { kind: "choice", node: expression };
    case "&&":
      // Of the left side only a value that stands for nothing goes on.
      return isLeft ? end("value", "tested") : { kind: "choice", node: expression };
    case "instanceof":
      return isLeft ? end("value", "tested") : end("except", "tested");
    case "==":
    case "!=":
    case "===":
    case "!==":
      return end("comparison", isNothing(isLeft ? expression.childForFieldName("right") : left) ? "tested" : "read");
    default:
      return end("value", "read");
  }
}

function unary(operator: string | undefined): Surrounding {
  switch (operator) {
    case "delete":
      return end("delete", "unknown");
    case "void":
      return end("value", "discarded");
    case "!":
    case "typeof":
      return end("value", "tested");
    default:
      return end("value", "read");
  }
}

/** What is declared with a value as its default, or to be of its type: `send` of `send = fetch` and of `send: typeof fetch`. */
export function declaredWith(value: Node): Node | undefined {
  let at = value;
  for (let parent = parentOf(at); parent?.type === "member_expression" || parent?.type === "nested_identifier"; parent = parentOf(at)) at = parent;
  const parent = parentOf(at);
  if (parent?.type === "type_query") {
    const declared = annotated(parent);
    return declared.kind === "annotates" ? declared.target : undefined;
  }
  const names = parent && defaults[parent.type];
  return names && same(parent.childForFieldName(names.value), at) ? (parent.childForFieldName(names.target) ?? undefined) : undefined;
}

/** Where a default stands, and what it is the default of. */
const defaults: Readonly<Record<string, { readonly value: string; readonly target: string }>> = {
  required_parameter: { value: "value", target: "pattern" },
  optional_parameter: { value: "value", target: "pattern" },
  object_assignment_pattern: { value: "right", target: "left" },
  assignment_pattern: { value: "right", target: "left" },
};

/** A type that says what a name holds: alone, with type arguments, or beside `null` and `undefined`. */
function annotated(type: Node): Surrounding {
  let at = type;
  for (let parent = parentOf(at); parent; parent = parentOf(at)) {
    if (parent.type === "type_annotation") {
      const owner = parentOf(parent);
      const target = owner?.childForFieldName(owner.type === "required_parameter" || owner.type === "optional_parameter" ? "pattern" : "name");
      const isNamed = owner && ["required_parameter", "optional_parameter", "variable_declarator", "public_field_definition"].includes(owner.type);
      return { kind: "annotates", target: isNamed ? (target ?? undefined) : undefined };
    }
    if (parent.type === "type_alias_declaration") return { kind: "annotates", target: parent.childForFieldName("name") ?? undefined };
    if (!same(onlyType(parent), at)) break;
    at = parent;
  }
  return end("annotation", "unknown");
}
