import { childrenOf, type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { Declaration, NameUse, PartStep, Target } from "./language.ts";
import { typescriptString } from "./typescript-string.ts";

/** Functions whose bodies run; `placeOf` and `var` go by them. */
export const functionTypes: ReadonlySet<string> = new Set([
  "function_declaration",
  "function_expression",
  "generator_function",
  "generator_function_declaration",
  "arrow_function",
  "method_definition",
]);
/** Classes, whose `this` is theirs. */
export const classTypes: ReadonlySet<string> = new Set(["class", "class_declaration", "abstract_class_declaration"]);
const signatureTypes = ["function_signature", "method_signature", "abstract_method_signature", "call_signature", "construct_signature", "function_type", "constructor_type"];
const scopeTypes = new Set([
  "program",
  ...functionTypes,
  ...classTypes,
  ...signatureTypes,
  "statement_block",
  "for_statement",
  "for_in_statement",
  "catch_clause",
  "switch_body",
  "class_static_block",
  "interface_declaration",
  "type_alias_declaration",
  "conditional_type",
  "index_signature",
]);
/** Definitions whose name is known inside them only. */
const selfNamed = new Set(["function_expression", "generator_function", "class"]);

/** Whether a part of a function or class is evaluated around it: its name, its decorators. */
export const isOutside = (definition: Node, child: Node): boolean => child.type === "decorator" || (!selfNamed.has(definition.type) && same(definition.childForFieldName("name"), child));

/** The scope a node is evaluated in. */
export function scopeOf(node: Node): Node {
  let child = node;
  for (let at = parentOf(node); at; child = at, at = parentOf(at)) if (!parentOf(at) || (scopeTypes.has(at.type) && !isOutside(at, child))) return at;
  return child;
}

/** The scopes in which a read looks its name up: all that are around it. */
export function lookupScopes(scope: Node): Node[] {
  const scopes = [scope];
  for (let at = scope; parentOf(at); ) {
    at = scopeOf(at);
    scopes.push(at);
  }
  return scopes;
}

/** Where a `var` belongs: the function, namespace or module around it. */
function hoistScope(node: Node): Node {
  let scope = scopeOf(node);
  while (parentOf(scope) && !functionTypes.has(scope.type) && scope.type !== "class_static_block" && !isNamespaceBody(scope)) scope = scopeOf(scope);
  return scope;
}

const isNamespaceBody = (node: Node): boolean => parentOf(node)?.type === "internal_module" || parentOf(node)?.type === "module";

/** How an identifier stands in TypeScript; undefined where it is no variable. */
export function nameUse(node: Node): NameUse | undefined {
  const parent = parentOf(node);
  if (!parent) return undefined;
  const target = targetUse(node);
  if (target) return target;
  const read = (): NameUse => ({ scope: scopeOf(node), reads: true, declares: undefined });
  const declare = (declares: Declaration): NameUse => ({ scope: scopeOf(node), reads: false, declares });
  const isField = (name: string): boolean => same(parent.childForFieldName(name), node);

  switch (parent.type) {
    case "import_clause":
      return declare({ kind: "import", path: `${moduleAround(parent)}.default` });
    case "namespace_import":
    case "import_require_clause":
      return declare({ kind: "import", path: moduleAround(parent) });
    case "import_specifier":
      return isField("alias") || !parent.childForFieldName("alias") ? declare({ kind: "import", path: `${moduleAround(parent)}.${specifierName(parent)}` }) : undefined;
    case "import_alias":
      return same(parent.namedChild(0), node) ? declare({ kind: "assign", value: parent.namedChild(1) ?? undefined }) : read();
    case "export_specifier":
      return isField("name") && !parentOf(parentOf(parent))?.childForFieldName("source") ? read() : undefined;
    case "namespace_export":
    case "jsx_namespace_name":
    case "jsx_attribute":
      return undefined;
    case "function_declaration":
    case "function_expression":
    case "generator_function":
    case "generator_function_declaration":
    case "function_signature":
      return isField("name") ? declare({ kind: "function", node: parent }) : read();
    case "class":
    case "class_declaration":
    case "abstract_class_declaration":
      return isField("name") ? declare({ kind: "class", node: parent }) : read();
    case "type_alias_declaration":
      // An alias leads where its type does, but it has no value.
      return isField("name") ? declare(part(parent.childForFieldName("value"), [])) : read();
    case "enum_declaration":
    case "interface_declaration":
    case "internal_module":
    case "module":
    case "type_parameter":
    case "mapped_type_clause":
      return isField("name") ? declare({ kind: "other" }) : read();
    case "infer_type":
      return same(parent.namedChild(0), node) ? declare({ kind: "other" }) : read();
    case "index_signature":
    case "nested_type_identifier":
    case "required_parameter":
    case "optional_parameter":
      // The name of an index, of a member of a namespace, of a place in a tuple.
      return isField("name") ? undefined : read();
    case "jsx_opening_element":
    case "jsx_closing_element":
    case "jsx_self_closing_element":
      // A small letter names an element of the page.
      return isField("name") && /^[a-z]/.test(node.text) ? undefined : read();
    default:
      return read();
  }
}

/** A name that takes a value, alone or in a pattern: of a declaration, a parameter, an assignment, a loop. */
function targetUse(node: Node): NameUse | undefined {
  const { whole, steps } = patternAround(node);
  const owner = parentOf(whole);
  if (!owner) return undefined;
  const isField = (name: string): boolean => same(owner.childForFieldName(name), whole);
  const isWhole = same(whole, node);
  const use = (scope: Node, declares: Declaration): NameUse => ({ scope, reads: false, declares });
  const given = (value: Node | null | undefined, annotation?: Node): Declaration => {
    if (isWhole) return value || !annotation ? { kind: "assign", value: value ?? undefined, annotation } : { kind: "bare", annotation };
    return part(value, steps);
  };
  switch (owner.type) {
    case "variable_declarator": {
      if (!isField("name")) return undefined;
      const scope = parentOf(owner)?.type === "variable_declaration" ? hoistScope(node) : scopeOf(node);
      const value = owner.childForFieldName("value");
      const annotation = owner.childForFieldName("type") ?? undefined;
      return use(scope, value || annotation || !isWhole ? given(value, annotation) : { kind: "bare", annotation: undefined });
    }
    case "required_parameter":
    case "optional_parameter":
    case "arrow_function": {
      if (!isField(owner.type === "arrow_function" ? "parameter" : "pattern")) return undefined;
      const settled = settledValue(owner);
      const annotation = owner.type === "arrow_function" ? undefined : (owner.childForFieldName("type") ?? undefined);
      return use(
        scopeOf(node),
        settled ? part(settled, steps) : { kind: "parameter", annotation: isWhole ? annotation : undefined, value: isWhole ? (owner.childForFieldName("value") ?? undefined) : undefined },
      );
    }
    case "catch_clause":
      return isField("parameter") ? use(scopeOf(node), { kind: "other" }) : undefined;
    case "for_in_statement": {
      if (!isField("left")) return undefined;
      const kind = owner.childForFieldName("kind")?.type;
      if (kind === undefined) return { ...use(scopeOf(node), { kind: "assign", value: undefined }), isWrite: true };
      return use(kind === "var" ? hoistScope(node) : scopeOf(node), { kind: "assign", value: undefined });
    }
    case "assignment_expression":
      if (!isField("left")) return undefined;
      // The grammar reads `using x = value` as an assignment.
      return { ...use(scopeOf(node), given(owner.childForFieldName("right"))), isWrite: owner.child(0)?.type !== "using" };
    case "augmented_assignment_expression":
      if (!isField("left")) return undefined;
      return { scope: scopeOf(node), reads: true, isWrite: true, declares: { kind: "assign", value: isLogicalAssignment(owner) ? (owner.childForFieldName("right") ?? undefined) : undefined } };
    case "update_expression":
      return { scope: scopeOf(node), reads: true, isWrite: true, declares: { kind: "assign", value: undefined } };
    default:
      return undefined;
  }
}

const part = (value: Node | null | undefined, steps: readonly PartStep[] | undefined): Declaration => (value && steps ? { kind: "part", value, steps } : { kind: "assign", value: undefined });

/** `a ??= b` and its like, which leave `a` or `b`. */
export const isLogicalAssignment = (node: Node): boolean => ["??=", "||=", "&&="].includes(node.childForFieldName("operator")?.type ?? "");

/** The pattern a name is a part of, and the way to that part; no way where it cannot be named: a rest, a computed key. */
function patternAround(node: Node): { readonly whole: Node; readonly steps: readonly PartStep[] | undefined } {
  let whole = node;
  let steps: readonly PartStep[] | undefined = [];
  for (let at = parentOf(node); at; whole = at, at = parentOf(at)) {
    const step = patternStep(at, whole);
    if (!step) break;
    steps = steps && step.steps && [...step.steps, ...steps];
  }
  return { whole, steps };
}

/** One level of a pattern; undefined where `at` is none, or `child` a default or a key in it. */
function patternStep(at: Node, child: Node): { readonly steps: readonly PartStep[] | undefined } | undefined {
  switch (at.type) {
    case "object_pattern":
      if (child.type === "shorthand_property_identifier_pattern") return { steps: [attribute(child)] };
      return { steps: [] };
    case "pair_pattern":
      return same(at.childForFieldName("value"), child) ? { steps: keyStep(at.childForFieldName("key")) } : undefined;
    case "object_assignment_pattern":
      return same(at.childForFieldName("left"), child) ? { steps: child.type === "shorthand_property_identifier_pattern" ? [attribute(child)] : [] } : undefined;
    case "assignment_pattern":
      return same(at.childForFieldName("left"), child) ? { steps: [] } : undefined;
    case "array_pattern":
      return { steps: child.type === "rest_pattern" ? undefined : [{ kind: "index", key: elementIndex(at, child), span: spanOf(child) }] };
    case "rest_pattern":
      return { steps: undefined };
    default:
      return undefined;
  }
}

const attribute = (node: Node): PartStep => ({ kind: "attribute", name: node.text, span: spanOf(node) });

function keyStep(key: Node | null): readonly PartStep[] | undefined {
  if (!key) return undefined;
  const name = key.type === "property_identifier" ? key.text : typescriptString(key)?.value;
  return name === undefined ? undefined : [{ kind: "attribute", name, span: spanOf(key) }];
}

const elementIndex = (array: Node, element: Node): number => childrenOf(array).filter((child) => child.type === "," && child.startIndex < element.startIndex).length;

/** The names that a target gives parts of its value to; a part that cannot be named is its pattern. */
export function targetsOf(target: Node | null | undefined): Target[] {
  if (!target) return [];
  const targets: Target[] = [];
  const visit = (node: Node, steps: readonly PartStep[]): void => {
    switch (node.type) {
      case "object_pattern":
      case "array_pattern":
        for (const child of namedChildrenOf(node)) {
          const step = patternStep(node, child);
          if (step?.steps) visit(child, [...steps, ...step.steps]);
          else targets.push({ node, steps });
        }
        return;
      case "pair_pattern":
      case "object_assignment_pattern":
      case "assignment_pattern": {
        const inner = node.childForFieldName(node.type === "pair_pattern" ? "value" : "left");
        const step = inner && patternStep(node, inner);
        if (inner && step?.steps) visit(inner, [...steps, ...step.steps]);
        else targets.push({ node, steps });
        return;
      }
      default:
        targets.push({ node, steps });
    }
  };
  visit(target, []);
  return targets;
}

/** The function given to `.then` around its only or first parameter, for `promise.then((value) => …)`: where `value` comes from. */
function settledValue(parameter: Node): Node | undefined {
  const definition = parameter.type === "arrow_function" ? parameter : parentOf(parentOf(parameter));
  if (!definition || (definition.type !== "arrow_function" && definition.type !== "function_expression")) return undefined;
  if (parameter.type !== "arrow_function" && !same(namedChildrenOf(definition.childForFieldName("parameters") ?? definition)[0], parameter)) return undefined;
  const list = parentOf(definition);
  const access = parentOf(list)?.type === "call_expression" ? parentOf(list)?.childForFieldName("function") : null;
  if (list?.type !== "arguments" || !same(namedChildrenOf(list)[0], definition)) return undefined;
  return access?.type === "member_expression" && access.childForFieldName("property")?.text === "then" ? (access.childForFieldName("object") ?? undefined) : undefined;
}

/** The parameter of the function given to `access`, which is `promise.then`. */
export function settledTarget(access: Node): Node | undefined {
  const call = parentOf(access);
  if (access.childForFieldName("property")?.text !== "then" || call?.type !== "call_expression" || !same(call.childForFieldName("function"), access)) return undefined;
  const list = call.childForFieldName("arguments");
  const definition = list?.type === "arguments" ? namedChildrenOf(list)[0] : undefined;
  if (definition?.type !== "arrow_function" && definition?.type !== "function_expression") return undefined;
  const first = definition.childForFieldName("parameter") ?? namedChildrenOf(definition.childForFieldName("parameters") ?? definition)[0];
  return first?.type === "required_parameter" ? (first.childForFieldName("pattern") ?? undefined) : first?.type === "identifier" ? first : undefined;
}

const specifierName = (specifier: Node): string => {
  const name = specifier.childForFieldName("name");
  return name ? (typescriptString(name)?.value ?? name.text) : "";
};

/** The module that an import's clause names. */
function moduleAround(clause: Node): string {
  for (let at: Node | null = clause; at; at = parentOf(at)) {
    const source = at.childForFieldName("source");
    if (source) return typescriptString(source)?.value ?? "";
    if (at.type === "import_statement") break;
  }
  return "";
}
