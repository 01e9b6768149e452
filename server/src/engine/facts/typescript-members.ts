import { childrenOf, type Node, parentOf, same } from "../syntax/nodes.ts";
import type { Declaration } from "./language.ts";
import { classTypes, functionTypes } from "./typescript-scope.ts";

/** The class whose instance (or, in a static part, itself) `this` is. */
export function classOfThis(node: Node | null): Node | undefined {
  if (node?.type !== "this" && node?.type !== "super") return undefined;
  for (let at = parentOf(node); at; at = parentOf(at)) {
    if (classTypes.has(at.type)) return at;
    // Arrow functions keep `this`; a method of an object literal, or any other function, has one of its own.
    if (functionTypes.has(at.type) && at.type !== "arrow_function" && !(at.type === "method_definition" && parentOf(at)?.type === "class_body")) return undefined;
  }
  return undefined;
}

/** The class that an access is to a member of: by `this`, or, inside of the class, by its own name (`Service.client`). */
export function ownerOf(object: Node | null): Node | undefined {
  return object?.type === "identifier" ? classNamed(object) : object?.type === "this" ? classOfThis(object) : undefined;
}

/** The class around a node that is called so, unless something between them declares another of that name: a parameter, a variable, a function. */
function classNamed(name: Node): Node | undefined {
  const between: Node[] = [];
  for (let at = parentOf(name); at; at = parentOf(at)) {
    if (classTypes.has(at.type) && at.childForFieldName("name")?.text === name.text) return between.some((node) => declares(node, name.text)) ? undefined : at;
    between.push(at);
  }
  return undefined;
}

/** Whether a node declares a name for what stands inside of it. */
function declares(node: Node, name: string): boolean {
  const holds = (part: Node | null): boolean => part !== null && new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(part.text);
  if (functionTypes.has(node.type) || node.type === "catch_clause") return holds(node.childForFieldName("parameters") ?? node.childForFieldName("parameter"));
  if (node.type === "for_in_statement") return holds(node.childForFieldName("left"));
  if (node.type === "for_statement") return declaresHere(node.childForFieldName("initializer"), holds);
  return node.type === "statement_block" && childrenOf(node).some((statement) => declaresHere(statement, holds));
}

const declaresHere = (statement: Node | null, holds: (part: Node | null) => boolean): boolean =>
  statement?.type === "lexical_declaration" || statement?.type === "variable_declaration"
    ? childrenOf(statement).some((each) => each.type === "variable_declarator" && holds(each.childForFieldName("name")))
    : /^(?:generator_)?(?:function|class)_declaration$/.test(statement?.type ?? "") && holds(statement?.childForFieldName("name") ?? null);

/** The access `this.name` whose name is at `node`. */
export function memberAt(node: Node): { readonly access: Node; readonly owner: Node } | undefined {
  const access = parentOf(node);
  if (access?.type !== "member_expression" || !same(access.childForFieldName("property"), node)) return undefined;
  const owner = ownerOf(access.childForFieldName("object"));
  return owner && { access, owner };
}

/** A field, method, accessor or parameter property that is declared at `node`, which is its name. */
export function memberDeclaration(node: Node): { readonly owner: Node; readonly declaration: Declaration } | undefined {
  const parent = parentOf(node);
  if (!parent) return undefined;
  const body = parentOf(parent);
  const isName = same(parent.childForFieldName("name"), node);
  if (parent.type === "public_field_definition" && isName) return ownedBy(body, fieldDeclaration(parent));
  if (parent.type === "method_definition" && isName && body?.type === "class_body") {
    const accessor = accessorOf(parent);
    if (accessor === undefined) return node.text === "constructor" ? undefined : ownedBy(body, { kind: "function", node: parent });
    // What a setter takes is what something else gives it.
    if (accessor === "set") return ownedBy(body, { kind: "other" });
    return ownedBy(body, { kind: "getter", node: parent });
  }
  if (isParameterProperty(parent) && same(parent.childForFieldName("pattern"), node)) {
    for (let at: Node | null = parent; at; at = parentOf(at)) {
      if (at.type === "class_body") return ownedBy(at, { kind: "parameter", annotation: parent.childForFieldName("type") ?? undefined, value: parent.childForFieldName("value") ?? undefined });
    }
  }
  return undefined;
}

/** The names of a class's fields and methods. */
export const memberNames = (definition: Node): readonly string[] => childrenOf(definition.childForFieldName("body") ?? definition).flatMap((member) => member.childForFieldName("name")?.text ?? []);

function ownedBy(body: Node | null, declaration: Declaration): { readonly owner: Node; readonly declaration: Declaration } | undefined {
  const owner = parentOf(body);
  return body?.type === "class_body" && owner ? { owner, declaration } : undefined;
}

function fieldDeclaration(field: Node): Declaration {
  const value = field.childForFieldName("value") ?? undefined;
  const annotation = field.childForFieldName("type") ?? undefined;
  return value ? { kind: "assign", value, annotation } : { kind: "bare", annotation };
}

/** Whether one of the places that declare a member keeps it to its class: `#client`, `private client`. */
export const isPrivate = (declarations: readonly Node[]): boolean =>
  declarations.some((name) => name.type === "private_property_identifier" || childrenOf(parentOf(name) ?? name).some((child) => child.type === "accessibility_modifier" && child.text === "private"));

const parameterModifiers = new Set(["accessibility_modifier", "override_modifier", "readonly"]);

/** `constructor(private readonly client: OpenAI)` declares a member as well. */
const isParameterProperty = (parameter: Node): boolean =>
  (parameter.type === "required_parameter" || parameter.type === "optional_parameter") && childrenOf(parameter).some((child) => parameterModifiers.has(child.type));

/** Whether a method is read or written like a field. */
export function accessorOf(method: Node): "get" | "set" | undefined {
  const word = childrenOf(method).find((child) => child.type === "get" || child.type === "set")?.type;
  return word === "get" || word === "set" ? word : undefined;
}

/** What a class inherits from, as written. */
export const superclasses = (definition: Node): readonly Node[] => {
  const heritage = childrenOf(definition).find(({ type }) => type === "class_heritage");
  return (heritage ? childrenOf(heritage) : []).flatMap((clause) => (clause.type === "extends_clause" ? (clause.childForFieldName("value") ?? []) : []));
};

/** The class that names a node as what it extends. */
export function classInheriting(base: Node): Node | undefined {
  const clause = parentOf(base);
  if (clause?.type !== "extends_clause" || !same(clause.childForFieldName("value"), base)) return undefined;
  return parentOf(parentOf(clause)) ?? undefined;
}
