import { type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { Declaration, NameUse, PartStep } from "./language.ts";
import { plainText } from "./python-spelling.ts";

/** Functions whose bodies run. */
export const functionTypes: ReadonlySet<string> = new Set(["function_definition", "lambda"]);
const scopeTypes = new Set(["module", "function_definition", "lambda", "class_definition", "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"]);
const comprehensions = new Set(["list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"]);
const parameterLists = new Set(["parameters", "lambda_parameters"]);

/** The scope a node is evaluated in: defaults, annotations, decorators and base classes belong to the scope around their definition. */
export function scopeOf(node: Node): Node {
  let child = node;
  for (let at = parentOf(node); at; child = at, at = parentOf(at)) {
    if (!scopeTypes.has(at.type)) continue;
    if (at.type === "module") return at;
    if (comprehensions.has(at.type)) {
      // The first iterable is evaluated outside (Python reference, 6.2.4).
      const first = namedChildrenOf(at).find((part) => part.type === "for_in_clause");
      if (first && same(first, child) && isWithin(node, first.childForFieldName("right"))) continue;
      return at;
    }
    if (same(at.childForFieldName("body"), child)) return at;
    if (at.type !== "class_definition" && parameterLists.has(child.type) && parameterName(node)) return at;
  }
  return child;
}

/** The scopes in which a read looks its name up; class bodies are seen only from themselves (Python reference, 4.2.2). */
export function lookupScopes(scope: Node): Node[] {
  const scopes = [scope];
  for (let at = scope; at.type !== "module"; ) {
    at = scopeOf(at);
    if (at.type !== "class_definition") scopes.push(at);
    if (!parentOf(at)) break;
  }
  return scopes;
}

/** The parameter that a name node names, if it does. */
function parameterName(node: Node): Node | undefined {
  const parent = parentOf(node);
  if (!parent) return undefined;
  switch (parent.type) {
    case "parameters":
    case "lambda_parameters":
      return parent;
    case "default_parameter":
    case "typed_default_parameter":
      return same(parent.childForFieldName("name"), node) ? parent : undefined;
    case "typed_parameter":
      return same(parent.namedChild(0), node) ? parent : undefined;
    case "list_splat_pattern":
    case "dictionary_splat_pattern": {
      const outer = parentOf(parent);
      return outer && (parameterLists.has(outer.type) || (outer.type === "typed_parameter" && same(outer.namedChild(0), parent))) ? outer : undefined;
    }
    default:
      return undefined;
  }
}

const patternTypes = new Set(["pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "expression_list", "tuple", "list", "parenthesized_expression"]);

/** How an identifier stands in Python; undefined for attributes and keywords. */
export function nameUse(node: Node): NameUse | undefined {
  const parent = parentOf(node);
  if (!parent) return undefined;
  const read = (): NameUse => ({ scope: scopeOf(node), reads: true, declares: undefined });
  const declare = (declares: Declaration, scope = scopeOf(node), reads = false): NameUse => ({ scope, reads, declares });

  const parameter = parameterName(node);
  if (parameter) {
    // `*clients: OpenAI` is a tuple of them.
    const annotation = parent.type.endsWith("_splat_pattern") ? null : parameter.childForFieldName("type");
    return declare({ kind: "parameter", annotation: annotation ?? undefined, value: parameter.childForFieldName("value") ?? undefined });
  }
  switch (parent.type) {
    case "attribute":
      return same(parent.childForFieldName("object"), node) ? read() : undefined;
    case "keyword_argument":
      return same(parent.childForFieldName("value"), node) ? read() : undefined;
    case "keyword_pattern":
      return undefined;
    case "function_definition":
      return same(parent.childForFieldName("name"), node) ? declare({ kind: "function", node: parent }) : read();
    case "class_definition":
      return same(parent.childForFieldName("name"), node) ? declare({ kind: "class", node: parent }) : read();
    case "global_statement":
      return declare({ kind: "outer", module: true });
    case "nonlocal_statement":
      return declare({ kind: "outer", module: false });
    case "dotted_name":
      return dottedName(node, parent);
    case "aliased_import":
      return same(parent.childForFieldName("alias"), node) ? importedAs(node, parent) : undefined;
    case "named_expression":
      return same(parent.childForFieldName("name"), node) ? declare({ kind: "assign", value: parent.childForFieldName("value") ?? undefined, isExpression: true }, outOfComprehensions(node)) : read();
    case "augmented_assignment":
      return same(parent.childForFieldName("left"), node) ? declare({ kind: "assign", value: undefined }, scopeOf(node), true) : read();
    case "as_pattern_target":
      return declare(enteredAs(parent));
    case "splat_pattern":
      return declare({ kind: "other" });
    case "type_alias_statement":
      return read();
    default:
      return targetUse(node, declare) ?? read();
  }
}

/** A name that is, or is part of, the target of an assignment, a loop or a `del`. */
function targetUse(node: Node, declare: (declaration: Declaration) => NameUse): NameUse | undefined {
  let child = node;
  let at = parentOf(node);
  // The way to the name's part of the value; none where it takes a rest.
  let steps: readonly PartStep[] | undefined = [];
  while (at && patternTypes.has(at.type)) {
    if (at.type === "list_splat_pattern") steps = undefined;
    else if (at.type !== "parenthesized_expression") steps = steps && [elementStep(at, child), ...steps];
    child = at;
    at = parentOf(at);
  }
  if (!at) return undefined;
  const isPart = steps === undefined || steps.length > 0;
  const part = (value: Node | null | undefined, way: readonly PartStep[] | undefined): Declaration => (value && way ? { kind: "part", value, steps: way } : { kind: "assign", value: undefined });
  if (at.type === "assignment" && same(at.childForFieldName("left"), child)) return declare(isPart ? part(assignedValue(at), steps) : assigned(at));
  if ((at.type === "for_statement" || at.type === "for_in_clause") && same(at.childForFieldName("left"), child))
    return declare(part(at.childForFieldName("right"), steps && [{ kind: "iterate" }, ...steps]));
  if (at.type === "as_pattern_target") return declare(isPart ? { kind: "other" } : enteredAs(at));
  if (at.type === "delete_statement") return declare({ kind: "other" });
  return undefined;
}

function elementStep(pattern: Node, element: Node): PartStep {
  const children = namedChildrenOf(pattern);
  const index = children.findIndex((child) => same(child, element));
  // Behind a rest the place is counted from the end.
  const isBehindRest = children.slice(0, index).some(({ type }) => type === "list_splat_pattern");
  return { kind: "index", key: isBehindRest ? index - children.length : index, span: spanOf(element) };
}

/** The names and members that a target gives its value, or parts of it, to. */
export const targetNames = (target: Node): readonly Node[] => (patternTypes.has(target.type) && target.type !== "list_splat_pattern" ? namedChildrenOf(target).flatMap(targetNames) : [target]);

/** The value at the end of `a = b = value`; none for a bare annotation `a: int`, which declares all the same. */
export function assignedValue(assignment: Node): Node | undefined {
  let right = assignment.childForFieldName("right");
  while (right?.type === "assignment") right = right.childForFieldName("right");
  return right ?? undefined;
}

function assigned(assignment: Node): Declaration {
  const value = assignedValue(assignment);
  const annotation = assignment.childForFieldName("type") ?? undefined;
  return value || !annotation ? { kind: "assign", value, annotation } : { kind: "bare", annotation };
}

/** `with value as name` gives the value for the clients we know; `except E as name` and patterns do not. */
function enteredAs(target: Node): Declaration {
  const pattern = parentOf(target);
  const value = parentOf(pattern)?.type === "with_item" ? pattern?.namedChild(0) : null;
  return value ? { kind: "assign", value } : { kind: "other" };
}

function dottedName(node: Node, dotted: Node): NameUse | undefined {
  const statement = parentOf(dotted);
  if (!statement) return undefined;
  const isFirst = same(dotted.namedChild(0), node);
  switch (statement.type) {
    case "import_statement":
      // `import a.b` binds `a`.
      return isFirst ? { scope: scopeOf(node), reads: false, declares: { kind: "import", path: plainText(node) } } : undefined;
    case "import_from_statement": {
      const module = statement.childForFieldName("module_name");
      if (!isFirst || same(module, dotted)) return undefined;
      return { scope: scopeOf(node), reads: false, declares: { kind: "import", path: `${plainText(module)}.${plainText(dotted)}` } };
    }
    case "class_pattern":
      return isFirst ? { scope: scopeOf(node), reads: true, declares: undefined } : undefined;
    case "case_pattern":
    case "keyword_pattern":
      // A bare name in a pattern is bound by it; a dotted one is read.
      return dotted.namedChildCount > 1 ? (isFirst ? { scope: scopeOf(node), reads: true, declares: undefined } : undefined) : { scope: scopeOf(node), reads: false, declares: { kind: "other" } };
    case "decorator":
      return isFirst ? { scope: scopeOf(node), reads: true, declares: undefined } : undefined;
    default:
      return undefined;
  }
}

function importedAs(node: Node, aliased: Node): NameUse | undefined {
  const statement = parentOf(aliased);
  const name = plainText(aliased.childForFieldName("name"));
  if (!statement || !name) return undefined;
  const module = statement.type === "import_from_statement" ? plainText(statement.childForFieldName("module_name")) : undefined;
  return { scope: scopeOf(node), reads: false, declares: { kind: "import", path: module === undefined ? name : `${module}.${name}` } };
}

/** An assignment expression in a comprehension binds in the function around it (PEP 572). */
function outOfComprehensions(node: Node): Node {
  let scope = scopeOf(node);
  while (comprehensions.has(scope.type)) scope = scopeOf(scope);
  return scope;
}

function isWithin(node: Node, outer: Node | null): boolean {
  return !!outer && outer.startIndex <= node.startIndex && node.endIndex <= outer.endIndex;
}
