/** What TypeScript's grammars tell of one place of a tree. */
import { closest, type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { Role, UseEnd } from "./facts.ts";
import type { ChainPart, LanguageReader, Surrounding } from "./language.ts";
import { environmentAt } from "./typescript-environment.ts";
import { argumentList, argumentsOf, calleeOf, stringContext, templatePrefix, typescriptExpression, wrappedValue, wrappers } from "./typescript-expression.ts";
import { importAt, moduleOfCall } from "./typescript-imports.ts";
import { accessorOf, classOfThis, getterReturning, memberAt, memberDeclaration } from "./typescript-members.ts";
import { functionTypes, isLogicalAssignment, lookupScopes, nameUse, settledTarget, targetsOf } from "./typescript-scope.ts";
import { handlersAround, isExported, isExportsTarget, isRepeated, isUnconditional, placeOf, startOfCode } from "./typescript-statements.ts";
import { typescriptString } from "./typescript-string.ts";
import { topLevel } from "./typescript-top-level.ts";

/** TypeScript, JavaScript and JSX: both grammars of the family name their nodes alike. */
export const typescript: LanguageReader = {
  nameTypes: new Set(["identifier", "type_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"]),
  nameUse,
  lookupScopes,
  surrounding,
  importAt,
  memberAt,
  memberDeclaration,
  chainPart,

  assignmentTo(target) {
    const parent = parentOf(target);
    switch (parent?.type) {
      case "assignment_expression":
        return same(parent.childForFieldName("left"), target) ? { value: parent.childForFieldName("right") ?? undefined } : undefined;
      case "augmented_assignment_expression":
        if (!same(parent.childForFieldName("left"), target)) return undefined;
        return { value: isLogicalAssignment(parent) ? (parent.childForFieldName("right") ?? undefined) : undefined };
      case "update_expression":
      case "array_pattern":
      case "rest_pattern":
        return { value: undefined };
      case "pair_pattern":
        return same(parent.childForFieldName("value"), target) ? { value: undefined } : undefined;
      case "assignment_pattern":
      case "for_in_statement":
        return same(parent.childForFieldName("left"), target) ? { value: undefined } : undefined;
      case "unary_expression":
        return parent.childForFieldName("operator")?.type === "delete" ? { value: undefined } : undefined;
      default:
        return undefined;
    }
  },

  functionReturning(value) {
    const definition = closest(parentOf(value), functionTypes);
    if (!definition || needsArguments(definition)) return undefined;
    if (definition.type === "method_definition") return parentOf(definition)?.type === "class_body" && !accessorOf(definition) ? (definition.childForFieldName("name") ?? undefined) : undefined;
    if (definition.type === "function_declaration") return definition.childForFieldName("name") ?? undefined;
    let holder = parentOf(definition);
    while (holder && wrappers.has(holder.type)) holder = parentOf(holder);
    return holder?.type === "variable_declarator" || holder?.type === "public_field_definition" ? (holder.childForFieldName("name") ?? undefined) : undefined;
  },

  placeOf,
  isRepeated,
  isUnconditional,

  takerOf(argument) {
    const list = parentOf(argument)?.type === "spread_element" ? parentOf(parentOf(argument)) : parentOf(argument);
    const call = parentOf(list);
    return list?.type === "arguments" && call ? calleeOf(call)?.text : undefined;
  },

  isExported,
  startOfCode,
  handlersAround,
  isQuotedAnnotation: () => false,
  templatePrefix,
  stringAt: (node) => (isModuleName(node) ? undefined : typescriptString(node)),
  stringContext,
  environmentAt,
  topLevel,
  expression: typescriptExpression,
  argumentsOf,
  argumentList,
};

/** The name of a module is no string of the program's. */
function isModuleName(node: Node): boolean {
  const holder = parentOf(node);
  const call = parentOf(holder);
  if (holder?.type === "arguments") return !!call && same(namedChildrenOf(holder)[0], node) && moduleOfCall(call) !== undefined;
  return same(holder?.childForFieldName("source"), node);
}

const needsArguments = (definition: Node): boolean =>
  !!definition.childForFieldName("parameter") ||
  namedChildrenOf(definition.childForFieldName("parameters") ?? definition).some(
    (parameter) => parameter.type === "required_parameter" && !parameter.childForFieldName("value") && !["rest_pattern", "this"].includes(parameter.childForFieldName("pattern")?.type ?? ""),
  );

const end = (role: Role, how: UseEnd): Surrounding => ({ kind: "end", role, end: how });

/** `module["name"]` is `module.name`. */
function attributeName(key: Node): string | undefined {
  const name = typescriptString(key)?.value;
  return name !== undefined && /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : undefined;
}

function surrounding(node: Node): Surrounding {
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
      return { kind: "index", node: parent, key: key ? indexKey(key) : undefined, span: spanOf(key ?? parent) };
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
    case "return_statement": {
      const getter = getterReturning(parent);
      return getter ? { kind: "assigned", targets: [{ node: getter, steps: [] }], node: undefined } : end("value", "returned");
    }
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
      return end(parentOf(parent)?.type === "assignment_expression" && isExportsTarget(parentOf(parent)?.childForFieldName("left") ?? null) ? "export" : "value", "stored");
    case "array":
    case "pair":
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

function partsOf(access: Node): [Node | null, Node | null] {
  const isType = access.type === "nested_type_identifier";
  return [access.childForFieldName(isType ? "module" : "object"), access.childForFieldName(isType ? "name" : "property")];
}

const indexKey = (key: Node): string | number | undefined => (key.type === "number" ? Number(key.text) : typescriptString(key)?.value);

const isNothing = (node: Node | null): boolean => node?.type === "null" || node?.type === "undefined";

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

/** The one type that a type holds values of, beside nothing. */
function onlyType(type: Node): Node | undefined {
  switch (type.type) {
    case "generic_type":
      return type.childForFieldName("name") ?? undefined;
    case "parenthesized_type":
    case "type_annotation":
      return namedChildrenOf(type)[0];
    case "union_type": {
      const options = namedChildrenOf(type).filter((option) => !(option.type === "literal_type" && isNothing(option.namedChild(0))));
      return options.length === 1 ? options[0] : undefined;
    }
    default:
      return undefined;
  }
}

function chainPart(node: Node): ChainPart | undefined {
  const whole = (inner: Node | null | undefined): ChainPart | undefined => (inner ? { kind: "same", node: inner } : undefined);
  if (wrappers.has(node.type)) return whole(wrappedValue(node));
  switch (node.type) {
    case "identifier":
    case "type_identifier":
    case "shorthand_property_identifier":
    case "shorthand_property_identifier_pattern":
      return { kind: "name", node };
    case "property_identifier":
    case "private_property_identifier": {
      const declared = memberDeclaration(node);
      return declared && { kind: "member", node, owner: declared.owner, name: node.text };
    }
    case "member_expression":
    case "nested_identifier":
    case "nested_type_identifier": {
      const [object, name] = partsOf(node);
      if (!object || !name) return undefined;
      const owner = classOfThis(object);
      return owner ? { kind: "member", node, owner, name: name.text } : { kind: "attribute", object, name: name.text };
    }
    case "subscript_expression": {
      const object = node.childForFieldName("object");
      const key = node.childForFieldName("index");
      const name = key ? attributeName(key) : undefined;
      if (!object) return undefined;
      return name === undefined ? { kind: "index", object } : { kind: "attribute", object, name };
    }
    case "call_expression":
    case "new_expression": {
      const module = moduleOfCall(node);
      if (module !== undefined) return { kind: "import", path: module };
      const callee = calleeOf(node);
      return callee && (node.type === "new_expression" || argumentList(node)) ? { kind: "call", callee } : undefined;
    }
    case "await_expression":
      return whole(namedChildrenOf(node)[0]);
    case "sequence_expression":
      return whole(namedChildrenOf(node).at(-1));
    case "assignment_expression":
      return whole(node.childForFieldName("right"));
    case "augmented_assignment_expression":
      return isLogicalAssignment(node) ? options(node, ["left", "right"]) : undefined;
    case "binary_expression": {
      const operator = node.childForFieldName("operator")?.type ?? "";
      return operator === "&&" ? whole(node.childForFieldName("right")) : ["??", "||"].includes(operator) ? options(node, ["left", "right"]) : undefined;
    }
    case "ternary_expression":
      return options(node, ["consequence", "alternative"]);
    case "generic_type":
    case "parenthesized_type":
    case "type_annotation":
    case "union_type":
      return whole(onlyType(node));
    default:
      return undefined;
  }
}

const options = (node: Node, fields: readonly string[]): ChainPart => ({
  kind: "choice",
  options: fields.flatMap((field) => {
    const option = node.childForFieldName(field);
    return option ? [option] : [];
  }),
});
