import { childrenOf, type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import { calleeText } from "./callee-text.ts";
import type { Argument, Expression, RecordEntry, StringContext } from "./facts.ts";
import { addedOperands, joinedStrings, textBehind } from "./joined-strings.ts";
import type { ExpressionContext, NamedPart } from "./language.ts";
import { typescriptString, unescaped } from "./typescript-string.ts";

/** Nodes around a value that do not change it. */
export const wrappers: ReadonlySet<string> = new Set(["parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion", "instantiation_expression"]);

/** The value inside brackets and casts. */
export function wrappedValue(wrapper: Node): Node | undefined {
  const children = namedChildrenOf(wrapper);
  return wrapper.type === "type_assertion" ? children[1] : children[0];
}

/** The objects that hold the environment, as written or imported. */
const environmentObject = /^(?:(?:globalThis\.)?process\??\.env|import\.meta\.env|Bun\.env)$/;
const environmentPath = /^(?:node:)?process\.(?:default\.)?env$/;

/** Reads a value as far as it can be read without running the program. */
export function typescriptExpression(node: Node, context: ExpressionContext): Expression {
  const span = spanOf(node);
  if (wrappers.has(node.type)) {
    const inner = wrappedValue(node);
    return inner ? typescriptExpression(inner, context) : { kind: "opaque", span };
  }
  switch (node.type) {
    case "string":
    case "template_string": {
      const literal = typescriptString(node);
      if (literal) return { kind: "string", span, ...literal };
      const parts = templateParts(node, context);
      return { kind: "template", span, prefix: templatePrefix(node) ?? "", hole: parts.find((part) => typeof part !== "string"), rest: textBehind(parts), parts };
    }
    case "number": {
      const value = Number(node.text.replaceAll("_", ""));
      return Number.isFinite(value) ? { kind: "number", span, value } : { kind: "opaque", span };
    }
    case "unary_expression": {
      const operand = node.childForFieldName("argument");
      const inner = operand && typescriptExpression(operand, context);
      return inner?.kind === "number" && node.childForFieldName("operator")?.type === "-" ? { kind: "number", span, value: -inner.value } : { kind: "opaque", span };
    }
    case "true":
    case "false":
      return { kind: "boolean", span, value: node.type === "true" };
    case "null":
    case "undefined":
      return { kind: "nothing", span };
    case "array":
      return { kind: "list", span, items: namedChildrenOf(node).map((item) => typescriptExpression(item, context)) };
    case "object":
      return { kind: "record", span, entries: namedChildrenOf(node).map((entry) => recordEntry(entry, context)) };
    case "identifier":
    case "shorthand_property_identifier": {
      const constant = context.constant(node);
      const value = constant?.value && literalIn(constant.value);
      const initial = value ? typescriptExpression(value, context) : constant?.part && variableTakenOut(constant.part, context);
      return { kind: "name", span, name: node.text, path: context.pathOf(node), binding: constant?.binding, initial };
    }
    case "member_expression":
    case "subscript_expression": {
      const variable = environmentVariable(node, context);
      return variable === undefined ? chain(node, context) : { kind: "environment", span, variable, isRequired: false, fallback: undefined };
    }
    case "call_expression":
    case "new_expression":
      return callExpression(node, context);
    case "binary_expression": {
      const operator = node.childForFieldName("operator")?.type;
      if (operator === "+")
        return joinedStrings(
          addedOperands(node, node.type).map((operand) => typescriptExpression(operand, context)),
          span,
        );
      return operator === "??" || operator === "||" ? choice(node, ["left", "right"], context) : { kind: "opaque", span };
    }
    case "augmented_assignment_expression": {
      const operator = node.childForFieldName("operator")?.type;
      return operator === "??=" || operator === "||=" ? choice(node, ["left", "right"], context) : { kind: "opaque", span };
    }
    case "ternary_expression":
      return choice(node, ["consequence", "alternative"], context);
    default:
      return { kind: "opaque", span };
  }
}

function chain(node: Node, context: ExpressionContext): Expression {
  const initial = context.initialOf(node, (value) => typescriptExpression(value, context));
  return { kind: "chain", span: spanOf(node), text: node.text, path: context.pathOf(node), initial, of: entryOf(node, context), member: memberOf(node, context) };
}

const choice = (node: Node, fields: readonly string[], context: ExpressionContext): Expression => ({
  kind: "choice",
  span: spanOf(node),
  options: fields.flatMap((field) => {
    const option = node.childForFieldName(field);
    return option ? [typescriptExpression(option, context)] : [];
  }),
});

/** `process.env.X`, `process.env["X"]`, `import.meta.env.X`, `Bun.env.X`. */
function environmentVariable(node: Node, context: ExpressionContext): string | undefined {
  const object = node.childForFieldName("object");
  const key = node.childForFieldName(node.type === "member_expression" ? "property" : "index");
  if (!object || !key || !isEnvironment(object, context)) return undefined;
  return node.type === "member_expression" ? key.text : typescriptString(key)?.value;
}

/** A variable of the environment that a pattern without a default takes out of it: `const { LITELLM_URL: url } = process.env`. */
function variableTakenOut({ name, of, key }: NamedPart, context: ExpressionContext): Expression | undefined {
  const holder = parentOf(name)?.type;
  if ((holder !== "object_pattern" && holder !== "pair_pattern") || !isEnvironment(of, context)) return undefined;
  return { kind: "environment", span: spanOf(name), variable: key, isRequired: false, fallback: undefined };
}

/** The name that an entry is taken of, and the entry's key. */
function entryOf(node: Node, context: ExpressionContext): { readonly binding: number; readonly key: string | undefined } | undefined {
  const object = node.childForFieldName("object");
  const key = node.childForFieldName(node.type === "member_expression" ? "property" : "index");
  const binding = object?.type === "identifier" ? context.constant(object)?.binding : undefined;
  if (binding === undefined || !key) return undefined;
  return { binding, key: node.type === "member_expression" ? key.text : typescriptString(key)?.value };
}

/** The member that `this.name` is. */
function memberOf(node: Node, context: ExpressionContext): number | undefined {
  const property = node.childForFieldName("property");
  return property && node.childForFieldName("object")?.type === "this" ? context.memberOf(property) : undefined;
}

const isEnvironment = (object: Node, context: ExpressionContext): boolean => environmentObject.test(object.text) || environmentPath.test(context.pathOf(object) ?? "");

function callExpression(node: Node, context: ExpressionContext): Expression {
  const span = spanOf(node);
  const callee = calleeOf(node);
  const given = argumentsOf(node, context);
  const first = given[0]?.value;
  if (callee?.text === "Deno.env.get" && first?.kind === "string") return { kind: "environment", span, variable: first.value, isRequired: false, fallback: undefined };
  const object = callee?.type === "member_expression" ? callee.childForFieldName("object") : null;
  return {
    kind: "call",
    span,
    path: callee ? context.pathOf(callee) : undefined,
    arguments: given,
    callee: calleeText(callee),
    binding: callee?.type === "identifier" ? context.constant(callee)?.binding : undefined,
    object: object ? typescriptExpression(object, context) : undefined,
  };
}

function recordEntry(node: Node, context: ExpressionContext): RecordEntry {
  const span = spanOf(node);
  switch (node.type) {
    case "pair": {
      const key = node.childForFieldName("key");
      const value = node.childForFieldName("value");
      return { span, key: key ? keyName(key) : undefined, value: typescriptExpression(value ?? node, context) };
    }
    case "shorthand_property_identifier":
      return { span, key: node.text, value: typescriptExpression(node, context) };
    case "spread_element":
      return { span, key: undefined, value: typescriptExpression(node.namedChild(0) ?? node, context) };
    case "method_definition": {
      const name = node.childForFieldName("name");
      return { span, key: name ? keyName(name) : undefined, value: { kind: "opaque", span } };
    }
    default:
      return { span, key: undefined, value: { kind: "opaque", span } };
  }
}

/** A property's name; undefined where it is computed from more than a literal. */
function keyName(key: Node): string | undefined {
  switch (key.type) {
    case "property_identifier":
    case "private_property_identifier":
    case "number":
      return key.text;
    case "computed_property_name": {
      const inner = key.namedChild(0);
      return inner ? typescriptString(inner)?.value : undefined;
    }
    default:
      return typescriptString(key)?.value;
  }
}

const literalTypes = new Set(["string", "number", "true", "false", "null", "undefined"]);

/** The literal that a value is, without `as const`: what a name may stand for in our reading. */
function literalIn(value: Node): Node | undefined {
  let inner: Node | undefined = value;
  while (inner && wrappers.has(inner.type)) inner = wrappedValue(inner);
  return inner && (literalTypes.has(inner.type) || typescriptString(inner)) ? inner : undefined;
}

/** The texts and the holes of a template, in their order. */
function templateParts(template: Node, context: ExpressionContext): (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  let from = template.startIndex + 1;
  const addText = (until: number): void => {
    const raw = template.text.slice(from - template.startIndex, until - template.startIndex);
    if (raw !== "") parts.push(unescaped(raw));
  };
  for (const hole of namedChildrenOf(template).filter(({ type }) => type === "template_substitution")) {
    const expression = namedChildrenOf(hole)[0];
    addText(hole.startIndex);
    parts.push(expression ? typescriptExpression(expression, context) : { kind: "opaque", span: spanOf(hole) });
    from = hole.endIndex;
  }
  addText(template.endIndex - 1);
  return parts;
}

/** The text before the first hole; undefined where there is none. */
export function templatePrefix(template: Node): string | undefined {
  if (template.type !== "template_string") return undefined;
  const hole = childrenOf(template).find((child) => child.type === "template_substitution");
  return hole ? template.text.slice(1, hole.startIndex - template.startIndex) : undefined;
}

/** What a call or construction calls; the grammar reads `await f<T>()` as a call of `await f`. */
export function calleeOf(call: Node): Node | undefined {
  const callee = call.childForFieldName(call.type === "new_expression" ? "constructor" : "function") ?? undefined;
  return callee?.type === "await_expression" ? namedChildrenOf(callee)[0] : callee;
}

/** The argument list's node; a construction may have none, and a tagged template has none. */
export function argumentList(call: Node): Node | undefined {
  const list = call.childForFieldName("arguments");
  return list?.type === "arguments" ? list : undefined;
}

/** The arguments of a call or construction, in order. */
export function argumentsOf(call: Node, context: ExpressionContext): readonly Argument[] {
  const list = argumentList(call);
  if (!list) return [];
  return namedChildrenOf(list).map((node) => {
    const isSplat = node.type === "spread_element";
    return { span: spanOf(node), keyword: undefined, kind: isSplat ? "splat" : "positional", value: typescriptExpression((isSplat && node.namedChild(0)) || node, context) };
  });
}

/** What stands around a string literal, seen through brackets, casts and choices. */
export function stringContext(literal: Node, context: ExpressionContext): StringContext {
  const node = outermost(literal);
  const parent = parentOf(node);
  if (!parent) return { kind: "other" };
  const isField = (name: string): boolean => same(parent.childForFieldName(name), node);
  switch (parent.type) {
    case "variable_declarator": {
      const name = parent.childForFieldName("name");
      if (!name || !isField("value")) return { kind: "other" };
      const constant = name.type === "identifier" ? context.constant(name) : undefined;
      const isOnly = constant?.binding !== undefined && constant.value !== undefined && same(literalIn(constant.value), literal);
      return isOnly && constant?.binding !== undefined ? { kind: "initial", binding: constant.binding, name: name.text } : { kind: "assignment", target: name.text };
    }
    case "assignment_expression":
    case "augmented_assignment_expression":
      return isField("right") ? { kind: "assignment", target: parent.childForFieldName("left")?.text ?? "" } : { kind: "other" };
    case "public_field_definition":
      return isField("value") ? { kind: "assignment", target: parent.childForFieldName("name")?.text ?? "" } : { kind: "other" };
    case "arguments": {
      const call = parentOf(parent);
      const callee = call && calleeOf(call);
      if (!call || !callee) return { kind: "other" };
      const index = namedChildrenOf(parent).findIndex((child) => same(child, node));
      return { kind: "argument", call: spanOf(call), path: context.pathOf(callee), callee: callee.text, keyword: undefined, index };
    }
    case "pair":
      return isField("key") ? { kind: "record-key" } : { kind: "record-value", key: keyName(parent.childForFieldName("key") ?? node), ...ownerOf(parentOf(parent), context) };
    case "jsx_attribute":
      return { kind: "record-value", key: parent.namedChild(0)?.text };
    case "jsx_expression":
      return parentOf(parent)?.type === "jsx_attribute" ? { kind: "record-value", key: parentOf(parent)?.namedChild(0)?.text } : { kind: "other" };
    case "computed_property_name":
    case "subscript_expression":
      return { kind: "record-key", owner: calleeText(parent.childForFieldName("object")) || undefined };
    case "array":
      return { kind: "list-item", ...beside(node, parent) };
    case "required_parameter":
    case "optional_parameter":
      return { kind: "default", name: parent.childForFieldName("pattern")?.text };
    case "assignment_pattern":
    case "object_assignment_pattern":
      return { kind: "default", name: parent.childForFieldName("left")?.text };
    case "binary_expression":
      return comparisons.has(parent.childForFieldName("operator")?.type ?? "") ? { kind: "comparison", other: operandBeside(parent, node)?.text } : { kind: "other" };
    case "switch_case":
      return { kind: "comparison", other: switchedOn(parent)?.text };
    case "enum_assignment":
      return { kind: "record-value", key: parent.childForFieldName("name")?.text };
    case "literal_type":
      return { kind: "type" };
    default:
      return { kind: "other" };
  }
}

/** The plain strings before and behind an item of a list; before the first of a program's arguments stands the program: `execFile("which", ["node"])`. */
function beside(item: Node, list: Node): { readonly before: string | undefined; readonly behind: string | undefined } {
  const textAt = (around: Node, of: Node, distance: number): string | undefined => {
    const items = namedChildrenOf(around);
    const each = items[items.findIndex((one) => same(one, of)) + distance];
    return each && typescriptString(each)?.value;
  };
  const owner = parentOf(list);
  const program = owner?.type === "arguments" && same(namedChildrenOf(list)[0], item) ? textAt(owner, list, -1) : undefined;
  return { before: textAt(list, item, -1) ?? program, behind: textAt(list, item, 1) };
}

const comparisons = new Set(["==", "===", "!=", "!==", "<", ">", "<=", ">=", "in"]);

const operandBeside = (comparison: Node, node: Node): Node | undefined => namedChildrenOf(comparison).find((operand) => !same(operand, node));

/** What a `switch` decides by. */
function switchedOn(branch: Node): Node | undefined {
  const value = parentOf(parentOf(branch))?.childForFieldName("value");
  return value?.type === "parenthesized_expression" ? wrappedValue(value) : (value ?? undefined);
}

/** The value that a literal is all of, an option of, or stands in a hole of. */
function outermost(literal: Node): Node {
  let node = literal;
  for (let at = parentOf(node); at; at = parentOf(at)) {
    const isOption =
      at.type === "ternary_expression" ? !same(at.childForFieldName("condition"), node) : at.type === "binary_expression" && ["??", "||"].includes(at.childForFieldName("operator")?.type ?? "");
    if (!isOption && !wrappers.has(at.type) && at.type !== "template_substitution" && at.type !== "template_string") break;
    node = at;
  }
  return node;
}

/** The call that an object of options is an argument of. */
function ownerOf(object: Node | null, context: ExpressionContext): { readonly call: ReturnType<typeof spanOf>; readonly path: string | undefined } | undefined {
  const list = object && parentOf(outermost(object));
  const call = list?.type === "arguments" ? parentOf(list) : undefined;
  const callee = call && calleeOf(call);
  return call && callee ? { call: spanOf(call), path: context.pathOf(callee) } : undefined;
}
