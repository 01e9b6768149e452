import type { Node } from "../syntax/nodes.ts";
import type { CollectionMember } from "./language.ts";
import { isLiteLlm } from "./litellm-path.ts";
import type { Resolution } from "./neighbors.ts";

/** What an expression may stand for, as far as that can lead to a known package. */
export type Value =
  /** A path of a package; `isDirect` where only names, attributes and plain functions lead to it. */
  | { readonly kind: "path"; readonly path: string; readonly isDirect: boolean }
  /** Something of another file of the workspace; `end` is what that is known to be. */
  | { readonly kind: "elsewhere"; readonly path: string; readonly end: Resolution | undefined }
  /** A function of the file; `self` is the class that a method is looked up in. */
  | { readonly kind: "function"; readonly node: Node; readonly self: Node | undefined }
  | { readonly kind: "class"; readonly node: Node }
  /** An instance of a class of the file; `standsFor` is the object that it hands every access on to. */
  | { readonly kind: "instance"; readonly node: Node; readonly standsFor: string | undefined }
  /** What `super()` is inside of a class. */
  | { readonly kind: "super"; readonly node: Node }
  /** A list, tuple or dictionary that is written out. */
  | { readonly kind: "collection"; readonly node: Node; readonly self: Node | undefined }
  /** A collection of which no more is known than what its elements may be, or that of one key. */
  | { readonly kind: "elements"; readonly values: readonly Value[]; readonly key: string | number | undefined }
  /** A key, which leads nowhere, and the value that it has. */
  | { readonly kind: "pair"; readonly values: readonly Value[] }
  /** A method of a collection, before it is called. */
  | { readonly kind: "collection-method"; readonly of: Value; readonly gives: Exclude<CollectionMember, "key"> };

/** The value of a path that only names and attributes lead to. */
export const direct = (path: string): Value => ({ kind: "path", path, isDirect: true });

/** A value that something stands before. */
export const altered = (value: Value): Value => (value.kind === "path" ? { ...value, isDirect: false } : value);

/** A collection whose elements may be any of the values. */
export const elementsOf = (values: readonly Value[]): Value => ({ kind: "elements", values, key: undefined });

/** What gives each of the values with its key. */
export const pairsOf = (values: readonly Value[]): Value => elementsOf([{ kind: "pair", values }]);

/** Tells values apart; of functions by how much is known of what they return. */
export function signatureOf(value: Value): string {
  switch (value.kind) {
    case "path":
      return `${value.path}${value.isDirect ? "" : "?"}`;
    case "elsewhere":
      return value.path;
    case "elements":
      return `${value.key ?? ""}[${value.values.map(signatureOf).join()}]`;
    case "pair":
      return `pair[${value.values.map(signatureOf).join()}]`;
    case "collection-method":
      return `${signatureOf(value.of)}#${value.gives}`;
    default:
      return `${value.kind} ${value.node.id}`;
  }
}

/** The values that differ from each other. */
export function withoutRepeats(values: readonly Value[]): readonly Value[] {
  return values.length < 2 ? values : [...new Map(values.map((value) => [signatureOf(value), value])).values()];
}

/** The path of what has one of its own; an instance of a class of the file is a matter of its class. */
export function ownPath(value: Value): string | undefined {
  switch (value.kind) {
    case "path":
      return value.path;
    case "elsewhere":
      return value.end?.path;
    case "instance":
      return value.standsFor;
    default:
      return undefined;
  }
}

/** Of several paths, LiteLLM's: a name that is LiteLLM under any condition is LiteLLM to us. */
export function pathOf(values: readonly Value[]): string | undefined {
  const paths = values.flatMap((value) => ownPath(value) ?? []);
  return paths.find(isLiteLlm) ?? paths[0];
}

/** Whether a path is of what tests, and code that does without a package, put in the place of something. */
export const isDouble = (path: string): boolean => /^(?:unittest\.mock|mock)\b/.test(path);

/** Whether a value is one thing for certain, stand-ins aside, reached by nothing but names, attributes and plain functions. */
export const isDirect = (values: readonly Value[]): boolean => {
  const paths = values.filter((value) => !isDouble(ownPath(value) ?? "unittest.mock"));
  return paths.length === 1 && paths.every((value) => value.kind === "elsewhere" || (value.kind === "path" && value.isDirect));
};

/** A module, a function, a class or an instance, whose users are worth following; not a part of some call's answer. */
export const isWorthFollowing = (value: Value): boolean => !/\[\]|\(\)(?=.)/.test(packagePath(value) ?? "");

/** Whether it can stand for a type in an annotation. */
export const isType = (value: Value): boolean => value.kind === "class" || packagePath(value)?.includes("()") === false;

/** An answer whose elements are answers too, such as a stream; keys of a table lead nowhere. */
export const isAnswer = (value: Value): boolean => packagePath(value)?.endsWith("()") !== false && isWorthFollowing(value);

/** The path of a value that is of a package, be it by way of another file. */
const packagePath = (value: Value): string | undefined => (value.kind === "path" || value.kind === "elsewhere" ? ownPath(value) : undefined);
