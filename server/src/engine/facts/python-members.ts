import { type Node, namedChildrenOf, parentOf, same } from "../syntax/nodes.ts";
import type { Declaration } from "./language.ts";
import { nameUse, scopeOf } from "./python-scope.ts";
import { unbracketed } from "./python-spelling.ts";

/** The member access `self.name` whose name is at `node`. */
export function memberAt(node: Node): { readonly access: Node; readonly owner: Node } | undefined {
  const access = parentOf(node);
  if (access?.type !== "attribute" || !same(access.childForFieldName("attribute"), node)) return undefined;
  const owner = classOfSelf(access.childForFieldName("object"));
  return owner && { access, owner };
}

/** What a class's own body declares at `node`. */
export function memberDeclaration(node: Node): { readonly owner: Node; readonly declaration: Declaration } | undefined {
  const use = node.type === "identifier" ? nameUse(node) : undefined;
  if (use?.scope.type !== "class_definition" || !use.declares) return undefined;
  const { declares } = use;
  return { owner: use.scope, declaration: declares.kind === "function" && isProperty(declares.node) ? { kind: "getter", node: declares.node } : declares };
}

/** The names of a class's methods and of what its body gives a value. */
export const memberNames = (definition: Node): readonly string[] =>
  namedChildrenOf(definition.childForFieldName("body") ?? definition).flatMap((statement) => {
    const inner = statement.type === "decorated_definition" ? statement.childForFieldName("definition") : statement.type === "expression_statement" ? statement.namedChild(0) : statement;
    const name = inner?.childForFieldName("name") ?? inner?.childForFieldName("left");
    return name?.type === "identifier" ? [name.text] : [];
  });

/** A method that is read like an attribute. */
function isProperty(definition: Node): boolean {
  const holder = parentOf(definition);
  // Without a decorator the holder is a whole block, which is not to be listed for each of its functions.
  if (holder?.type !== "decorated_definition") return false;
  return namedChildrenOf(holder).some((child) => child.type === "decorator" && /^@(?:functools\.)?(?:cached_)?property$/.test(child.text));
}

/** What a class inherits from, as written; of `Base[T]` the class. */
export const superclasses = (definition: Node): readonly Node[] =>
  namedChildrenOf(definition.childForFieldName("superclasses") ?? definition).flatMap((base) => {
    if (parentOf(base)?.type !== "argument_list" || base.type === "keyword_argument") return [];
    return [(base.type === "subscript" && base.childForFieldName("value")) || base];
  });

/** The class that names a node as one of its superclasses. */
export function classInheriting(base: Node): Node | undefined {
  const parent = parentOf(base);
  const entry = parent?.type === "subscript" && same(parent.childForFieldName("value"), base) ? parent : base;
  const list = parentOf(entry);
  const definition = list?.type === "argument_list" ? parentOf(list) : null;
  return definition?.type === "class_definition" ? definition : undefined;
}

/** The class whose instance a name is: the first parameter of a method around it. */
export function classOfSelf(node: Node | null): Node | undefined {
  const name = unbracketed(node);
  if (name?.type !== "identifier") return undefined;
  const method = methodAround(name);
  return method && isInstance(name.text, method) ? scopeOf(method) : undefined;
}

/** Whether a name is that of a method's first parameter; `self` and `cls` also reach into it where it has none, as in code that is typed. */
const isInstance = (name: string, method: Node): boolean => name === "self" || name === "cls" || name === firstParameter(method);

function firstParameter(method: Node): string | undefined {
  const first = namedChildrenOf(method.childForFieldName("parameters") ?? method)[0];
  return (first?.type === "typed_parameter" ? first.namedChild(0) : first)?.text;
}

/** The class of the method around a node. */
export function classAround(node: Node): Node | undefined {
  const method = methodAround(node);
  return method && scopeOf(method);
}

function methodAround(node: Node): Node | undefined {
  for (let scope: Node | undefined = scopeOf(node); parentOf(scope); ) {
    const outer = scopeOf(scope);
    if (scope.type === "function_definition" && outer.type === "class_definition") return scope;
    scope = outer;
  }
  return undefined;
}
