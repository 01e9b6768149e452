import { type Node, namedChildrenOf } from "../syntax/nodes.ts";
import type { ChainPart, CollectionItem } from "./language.ts";
import { argumentList, calleeOf, wrappedValue, wrappers } from "./typescript-expression.ts";
import { moduleOfCall } from "./typescript-imports.ts";
import { classOfThis, memberDeclaration, ownerOf } from "./typescript-members.ts";
import { isLogicalAssignment } from "./typescript-scope.ts";
import { typescriptString } from "./typescript-string.ts";

/** How an expression or a type continues a chain; undefined for one that leads nowhere. */
export function chainPart(node: Node): ChainPart | undefined {
  const whole = (inner: Node | null | undefined): ChainPart | undefined => (inner ? { kind: "same", node: inner } : undefined);
  if (wrappers.has(node.type)) return whole(wrappedValue(node));
  switch (node.type) {
    case "identifier":
    case "type_identifier":
    case "shorthand_property_identifier":
    case "shorthand_property_identifier_pattern":
      return { kind: "name", node };
    case "arrow_function":
    case "function_expression":
      return { kind: "function" };
    case "object":
    case "array":
      return { kind: "collection" };
    case "super": {
      const owner = classOfThis(node);
      return owner && { kind: "super", owner };
    }
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
      const owner = ownerOf(object);
      return owner ? { kind: "member", node, owner, name: name.text } : { kind: "attribute", object, name: name.text };
    }
    case "subscript_expression": {
      const object = node.childForFieldName("object");
      const key = node.childForFieldName("index");
      const name = key ? attributeName(key) : undefined;
      if (!object) return undefined;
      return name === undefined ? { kind: "index", object, key: key ? literalKey(key) : undefined } : { kind: "attribute", object, name };
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

/** The object and the name of an access, in whatever kind of chain. */
export function partsOf(access: Node): [Node | null, Node | null] {
  const isType = access.type === "nested_type_identifier";
  return [access.childForFieldName(isType ? "module" : "object"), access.childForFieldName(isType ? "name" : "property")];
}

/** `module["name"]` is `module.name`. */
export function attributeName(key: Node): string | undefined {
  const name = typescriptString(key)?.value;
  return name !== undefined && /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : undefined;
}

/** A literal that an element can be asked for by. */
export function literalKey(key: Node): string | number | undefined {
  return key.type === "number" ? Number(key.text) : typescriptString(key)?.value;
}

/** The values of an array or object that is written out, with their keys. */
export function itemsOf(collection: Node): readonly CollectionItem[] {
  return namedChildrenOf(collection).flatMap((item, index) => {
    if (item.type === "shorthand_property_identifier") return [{ key: item.text, value: item }];
    if (item.type !== "pair") return collection.type === "array" && item.type !== "spread_element" ? [{ key: index, value: item }] : [];
    const key = item.childForFieldName("key");
    const value = item.childForFieldName("value");
    return value ? [{ key: key?.type === "property_identifier" ? key.text : key ? literalKey(key) : undefined, value }] : [];
  });
}

/** The one type that a type holds values of, beside nothing. */
export function onlyType(type: Node): Node | undefined {
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

/** Whether a value or a type is that of nothing. */
export const isNothing = (node: Node | null): boolean => node?.type === "null" || node?.type === "undefined";
