import { type Node, namedChildrenOf, parentOf } from "../syntax/nodes.ts";
import type { ChainPart, CollectionItem } from "./language.ts";
import { elementType, heldType, quotedType } from "./python-annotation.ts";
import { literalKey, pythonString } from "./python-expression.ts";
import { loadedModule, moduleOfCall, moduleOfSubscript } from "./python-imports.ts";
import { classAround, classOfSelf } from "./python-members.ts";
import { plainText, unbracketed } from "./python-spelling.ts";

/** How an expression or a type continues a chain; undefined for one that leads nowhere. */
export function chainPart(node: Node): ChainPart | undefined {
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
    case "subscript":
      return subscriptPart(node);
    case "call":
      return callPart(node);
    case "await":
    case "parenthesized_expression":
      return whole(namedChildrenOf(node)[0]);
    case "generic_type":
    case "binary_operator":
    case "type":
      return typePart(node);
    case "string": {
      const quoted = parentOf(node)?.type === "type" ? quotedType(pythonString(node)?.value ?? "") : undefined;
      return quoted && { kind: "quoted", node, ...quoted };
    }
    case "named_expression":
      return whole(node.childForFieldName("value"));
    case "boolean_operator":
      return { kind: "choice", options: namedChildrenOf(node) };
    case "conditional_expression":
      return { kind: "choice", options: namedChildrenOf(node).filter((_, index) => index !== 1) };
    case "lambda":
      return { kind: "function" };
    case "list":
    case "tuple":
    case "set":
    case "dictionary":
    case "expression_list":
      return { kind: "collection" };
    case "list_comprehension":
    case "set_comprehension":
    case "generator_expression":
    case "dictionary_comprehension": {
      const body = node.childForFieldName("body");
      const element = body?.type === "pair" ? body.childForFieldName("value") : body;
      return element ? { kind: "elements", node: element } : undefined;
    }
    default:
      return undefined;
  }
}

const whole = (inner: Node | null | undefined): ChainPart | undefined => (inner ? { kind: "same", node: inner } : undefined);

function typePart(type: Node): ChainPart | undefined {
  const element = elementType(type);
  return element ? { kind: "elements", node: element } : whole(heldType(type));
}

function subscriptPart(node: Node): ChainPart | undefined {
  const module = moduleOfSubscript(node);
  if (module !== undefined) return { kind: "import", path: module };
  const type = typePart(node);
  if (type) return type;
  const object = node.childForFieldName("value");
  const key = node.childForFieldName("subscript");
  return object ? { kind: "index", object, key: key ? literalKey(key) : undefined } : undefined;
}

function callPart(node: Node): ChainPart | undefined {
  const callee = node.childForFieldName("function");
  if (!callee) return undefined;
  const module = moduleOfCall(node);
  if (module !== undefined) return { kind: "import", path: module };
  if (plainText(callee) === "super") {
    const owner = classAround(node);
    return owner && { kind: "super", owner };
  }
  const table = plainText(callee) === "vars" ? argumentAt(node, 0) : undefined;
  if (table) return { kind: "attribute", object: table, name: "__dict__" };
  const object = plainText(callee) === "getattr" ? argumentAt(node, 0) : undefined;
  const name = object ? argumentAt(node, 1) : undefined;
  const attribute = name && pythonString(name)?.value;
  return object && attribute !== undefined ? { kind: "attribute", object, name: attribute } : { kind: "call", callee, loads: loadedModule(node) };
}

/** An argument of a call by its position. */
export function argumentAt(call: Node, index: number): Node | undefined {
  const list = call.childForFieldName("arguments");
  const argument = list?.type === "argument_list" ? unbracketed(namedChildrenOf(list)[index]) : undefined;
  return argument && ["keyword_argument", "list_splat", "dictionary_splat"].includes(argument.type) ? undefined : argument;
}

/** The values of a collection that is written out, with their keys where they are literal. */
export const itemsOf = (collection: Node): readonly CollectionItem[] =>
  namedChildrenOf(collection).flatMap((item, index) => {
    if (item.type !== "pair") return item.type.endsWith("_splat") ? [] : [{ key: index, value: item }];
    const key = item.childForFieldName("key");
    const value = item.childForFieldName("value");
    return value ? [{ key: key ? literalKey(key) : undefined, value }] : [];
  });
