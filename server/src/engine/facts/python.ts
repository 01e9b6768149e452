/** What Python's grammar tells of one place of a tree. */
import { childrenOf, closest, type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { Role, UseEnd } from "./facts.ts";
import type { ChainPart, LanguageReader, Surrounding, Target } from "./language.ts";
import { annotated, heldType } from "./python-annotation.ts";
import { environmentAt } from "./python-environment.ts";
import { argumentsOf, pythonExpression, pythonString, templatePrefix } from "./python-expression.ts";
import { importAt, moduleOfCall, topLevel } from "./python-imports.ts";
import { assignedValue, functionTypes, lookupScopes, nameUse, scopeOf } from "./python-scope.ts";
import { handlersAround, isExported, isRepeated, isUnconditional, placeOf, startOfCode } from "./python-statements.ts";
import { stringContext } from "./python-string-context.ts";

const annotationTypes = new Set(["type"]);

/** Python, as tree-sitter-python reads it. */
export const python: LanguageReader = {
  nameTypes: new Set(["identifier"]),
  nameUse,
  lookupScopes,
  surrounding,
  importAt,

  memberAt(node) {
    const access = parentOf(node);
    if (access?.type !== "attribute" || !same(access.childForFieldName("attribute"), node)) return undefined;
    const owner = classOfSelf(access.childForFieldName("object"));
    return owner && { access, owner };
  },

  memberDeclaration(node) {
    const use = node.type === "identifier" ? nameUse(node) : undefined;
    if (use?.scope.type !== "class_definition" || !use.declares) return undefined;
    const definition = use.declares.kind === "function" ? use.declares.node : undefined;
    if (!definition || !isProperty(definition)) return { owner: use.scope, declaration: use.declares };
    return { owner: use.scope, declaration: { kind: "assign", value: onlyReturned(definition), annotation: definition.childForFieldName("return_type") ?? undefined } };
  },

  chainPart(node): ChainPart | undefined {
    switch (node.type) {
      case "identifier":
        return { kind: "name", node };
      case "attribute": {
        const object = node.childForFieldName("object");
        const name = node.childForFieldName("attribute");
        if (!object || !name) return undefined;
        const owner = classOfSelf(object);
        return owner ? { kind: "member", node, owner, name: name.text } : { kind: "attribute", object, name: name.text };
      }
      case "subscript": {
        const held = heldType(node);
        if (held) return { kind: "same", node: held };
        const object = node.childForFieldName("value");
        return object ? { kind: "index", object } : undefined;
      }
      case "call": {
        const callee = node.childForFieldName("function");
        if (!callee) return undefined;
        const module = moduleOfCall(node);
        return module === undefined ? { kind: "call", callee } : { kind: "import", path: module };
      }
      case "generic_type":
      case "binary_operator":
      case "await":
      case "parenthesized_expression":
      case "type": {
        const inner = heldType(node) ?? (["await", "parenthesized_expression"].includes(node.type) ? namedChildrenOf(node)[0] : undefined);
        return inner && { kind: "same", node: inner };
      }
      case "named_expression": {
        const value = node.childForFieldName("value");
        return value ? { kind: "same", node: value } : undefined;
      }
      case "boolean_operator":
        return { kind: "choice", options: namedChildrenOf(node) };
      case "conditional_expression":
        return { kind: "choice", options: namedChildrenOf(node).filter((_, index) => index !== 1) };
      default:
        return undefined;
    }
  },

  assignmentTo(target) {
    const parent = parentOf(target);
    if (!parent) return undefined;
    if (parent.type === "assignment" && same(parent.childForFieldName("left"), target)) return { value: assignedValue(parent) };
    if (parent.type === "augmented_assignment" && same(parent.childForFieldName("left"), target)) return { value: undefined };
    return ["pattern_list", "tuple_pattern", "list_pattern", "as_pattern_target", "delete_statement"].includes(parent.type) ? { value: undefined } : undefined;
  },

  functionReturning(value) {
    const definition = closest(value, functionTypes);
    if (definition?.type !== "function_definition") return undefined;
    const required = namedChildrenOf(definition.childForFieldName("parameters") ?? definition).filter((parameter) => parameter.type === "identifier" || parameter.type === "typed_parameter");
    const isMethod = scopeOf(definition).type === "class_definition";
    return required.length <= (isMethod ? 1 : 0) ? (definition.childForFieldName("name") ?? undefined) : undefined;
  },

  placeOf,
  isRepeated,
  isUnconditional,
  takerOf(argument) {
    const list = parentOf(argument)?.type === "argument_list" ? parentOf(argument) : parentOf(parentOf(argument));
    const call = parentOf(list);
    return call?.type === "call" ? call.childForFieldName("function")?.text : undefined;
  },

  isExported,

  startOfCode,
  handlersAround,
  isQuotedAnnotation: (node) => node.type === "string_content" && closest(node, annotationTypes) !== undefined,
  templatePrefix: (node) => (isPiece(node) ? undefined : templatePrefix(node)),
  stringAt: (node) => (isPiece(node) ? undefined : pythonString(node)),
  stringContext,
  environmentAt,
  topLevel,
  expression: pythonExpression,
  argumentsOf,
  argumentList: (call) => call.childForFieldName("arguments") ?? undefined,
};

/** A literal beside another one says only a part of the string. */
const isPiece = (node: Node): boolean => parentOf(node)?.type === "concatenated_string";

const end = (role: Role, how: UseEnd): Surrounding => ({ kind: "end", role, end: how });

function surrounding(node: Node): Surrounding {
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
      return { kind: "index", node: parent, key: key ? indexKey(key) : undefined, span: key ? spanOf(key) : spanOf(parent) };
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
      return parentOf(parent)?.type === "class_definition" ? end("base-class", "stored") : end("value", "argument");
    case "list_splat":
    case "dictionary_splat":
      return end("value", parentOf(parent)?.type === "argument_list" ? "argument" : "stored");
    case "return_statement": {
      const property = propertyReturning(parent);
      return property ? { kind: "assigned", targets: [{ node: property, steps: [] }], node: undefined } : end("value", "returned");
    }
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
      return collected(parent);
    default:
      return end("value", "unknown");
  }
}

/** A method that is read like an attribute. */
function isProperty(definition: Node): boolean {
  const holder = parentOf(definition);
  // Without a decorator the holder is a whole block, which is not to be listed for each of its functions.
  if (holder?.type !== "decorated_definition") return false;
  return namedChildrenOf(holder).some((child) => child.type === "decorator" && /^@(?:functools\.)?(?:cached_)?property$/.test(child.text));
}

/** The value of a function's only `return`. */
function onlyReturned(definition: Node): Node | undefined {
  const returns = definition.descendantsOfType("return_statement").filter((statement) => statement && same(closest(statement, functionTypes), definition));
  return returns.length === 1 ? (returns[0]?.namedChild(0) ?? undefined) : undefined;
}

/** The property of a class that gives the value of a `return` when it is read. */
function propertyReturning(statement: Node): Node | undefined {
  const definition = closest(statement, functionTypes);
  return definition?.type === "function_definition" && isProperty(definition) && onlyReturned(definition) ? (definition.childForFieldName("name") ?? undefined) : undefined;
}

const assignmentTargets = (assignment: Node): Target[] => {
  const targets = targetsOf(assignment.childForFieldName("left"));
  for (let outer = parentOf(assignment); outer?.type === "assignment"; outer = parentOf(outer)) targets.push(...targetsOf(outer.childForFieldName("left")));
  return targets;
};

const targetsOf = (node: Node | null): Target[] => (node ? [{ node: node.type === "parenthesized_expression" ? (node.namedChild(0) ?? node) : node, steps: [] }] : []);

const indexKey = (node: Node): string | number | undefined =>
  node.type === "integer" ? Number(node.text) : node.type === "unary_operator" && /^-\d+$/.test(node.text) ? Number(node.text) : pythonString(node)?.value;

/** A value that is put into a collection; the types of an `except` clause are a collection of their own kind. */
function collected(parent: Node): Surrounding {
  const holder = parentOf(parent);
  if (parent.type === "pattern_list") return end("write", "written");
  if (parent.type === "tuple" && (holder?.type === "except_clause" || (holder?.type === "as_pattern" && parentOf(holder)?.type === "except_clause"))) return end("except", "tested");
  if (parent.type === "expression_list" && holder?.type === "return_statement") return end("value", "returned");
  if (["tuple", "list"].includes(parent.type) && holder?.type === "assignment" && same(holder.childForFieldName("left"), parent)) return end("write", "written");
  return end("value", "stored");
}

/** The class whose instance a name is: the first parameter of a method around it. */
function classOfSelf(node: Node | null): Node | undefined {
  if (node?.type !== "identifier" || (node.text !== "self" && node.text !== "cls")) return undefined;
  for (let scope: Node | undefined = scopeOf(node); parentOf(scope); ) {
    const outer = scopeOf(scope);
    if (scope.type === "function_definition" && outer.type === "class_definition") return outer;
    scope = outer;
  }
  return undefined;
}
