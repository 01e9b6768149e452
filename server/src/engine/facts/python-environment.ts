/** How variables of the environment are read and set in Python. */
import { childrenOf, closest, type Node, namedChildrenOf, parentOf, same } from "../syntax/nodes.ts";
import type { EnvironmentUse } from "./environment-facts.ts";

import type { VariableName } from "./language.ts";
import { pythonString } from "./python-expression.ts";
import { bracketed, plainText, unbracketed } from "./python-spelling.ts";

type Access = EnvironmentUse["access"];

const environment = /(?:^|\.)environ$/;
const literals = new Set(["string"]);

/** Methods of `os.environ`, and functions that take a variable's name first, by their last word. */
const accesses: Readonly<Record<string, Access>> = {
  getenv: "read",
  putenv: "write",
  unsetenv: "delete",
  setenv: "write",
  delenv: "delete",
  "environ.get": "read",
  "environ.pop": "delete",
  "environ.setdefault": "write",
};
const accessOf = (callee: string): Access | undefined => accesses[/(?:environ\.)?\w+$/.exec(callee)?.[0] ?? ""];

/** Keywords by which settings and options name the variable they are read from. */
const variableKeywords = new Set(["env", "envvar", "env_var", "validation_alias"]);

/** The variable that a string or a keyword names, and what is done with it. */
export function environmentAt(node: Node): VariableName | undefined {
  const parent = parentOf(node);
  if (parent?.type === "keyword_argument" && same(parent.childForFieldName("name"), node)) {
    const call = parentOf(parentOf(parent));
    return isUpdate(call) ? { node, name: node.text, access: "write", taker: calleeOf(call) } : undefined;
  }
  const literal = closest(node, literals);
  const name = literal && pythonString(literal)?.value;
  const used = literal && name !== undefined ? usedAsVariable(literal) : undefined;
  return literal && name !== undefined && used ? { node: literal, name, ...used, written: used.access === "write" ? writtenBy(literal) : undefined } : undefined;
}

/** What a variable's name is written by: `os.environ["NAME"] = value`, `os.environ.setdefault("NAME", value)`. */
function writtenBy(literal: Node): VariableName["written"] {
  const holder = parentOf(bracketed(literal));
  const value = holder?.type === "subscript" ? parentOf(holder)?.childForFieldName("right") : holder?.type === "argument_list" ? namedChildrenOf(holder)[1] : undefined;
  const target = holder?.type === "subscript" ? holder : parentOf(holder)?.childForFieldName("function");
  return target && value && /(?:^|\.)(?:environ\b|putenv$)/.test(plainText(holder?.type === "subscript" ? holder.childForFieldName("value") : target)) ? { target, value } : undefined;
}

/** What is done with the variable that a string names; undefined for a text that is only compared, or stands there for readers. */
export function usedAsVariable(literal: Node): { readonly access: Access; readonly taker: string | undefined } | undefined {
  const whole = bracketed(literal);
  const parent = parentOf(whole);
  switch (parent?.type) {
    case "subscript":
      return environment.test(plainText(parent.childForFieldName("value"))) && !same(parent.childForFieldName("value"), whole)
        ? { access: subscriptAccess(parent), taker: takerOf(parent) }
        : { access: "name", taker: undefined };
    case "argument_list": {
      const call = parentOf(parent);
      const access = same(namedChildrenOf(parent)[0], whole) ? accessOf(calleeOf(call) ?? "") : undefined;
      return access && call ? { access, taker: takerOf(call) } : { access: "name", taker: calleeOf(call) };
    }
    case "keyword_argument": {
      const keyword = parent.childForFieldName("name")?.text;
      return { access: keyword !== undefined && variableKeywords.has(keyword) ? "read" : "name", taker: keyword };
    }
    case "pair":
      return same(parent.childForFieldName("key"), whole) && isEnvironmentRecord(parentOf(parent)) ? { access: "write", taker: undefined } : { access: "name", taker: undefined };
    case "assignment":
      return { access: "name", taker: parent.childForFieldName("left")?.text };
    case "comparison_operator":
      return namedChildrenOf(parent).some((operand) => environment.test(plainText(operand))) ? { access: "test", taker: undefined } : undefined;
    case "expression_statement":
      return undefined;
    default:
      return { access: "name", taker: undefined };
  }
}

function subscriptAccess(subscript: Node): Access {
  const parent = parentOf(subscript);
  if (parent?.type === "delete_statement") return "delete";
  return (parent?.type === "assignment" || parent?.type === "augmented_assignment") && same(parent.childForFieldName("left"), subscript) ? "write" : "read";
}

const calleeOf = (call: Node | null): string | undefined => plainText(call?.childForFieldName("function")) || undefined;

/** What takes a value: the keyword it is given to, or the function. */
function takerOf(value: Node): string | undefined {
  const parent = parentOf(bracketed(value));
  if (parent?.type === "keyword_argument") return parent.childForFieldName("name")?.text;
  return parent?.type === "argument_list" ? calleeOf(parentOf(parent)) : undefined;
}

/** `os.environ.update(…)`, `patch.dict(os.environ, …)`, `dict(os.environ, …)`: a call that gives variables their values. */
function isUpdate(call: Node | null): boolean {
  const callee = calleeOf(call) ?? "";
  if (/(?:^|\.)environ\.update$/.test(callee)) return true;
  const list = call?.childForFieldName("arguments");
  return list !== null && list !== undefined && /(?:^|\.)(?:patch\.dict|dict)$/.test(callee) && isEnvironment(namedChildrenOf(list)[0]);
}

const isEnvironment = (node: Node | undefined): boolean => node !== undefined && (environment.test(plainText(node)) || pythonString(unbracketed(node) ?? node)?.value === "os.environ");

/** A dictionary that becomes a part of an environment. */
function isEnvironmentRecord(dictionary: Node | null): boolean {
  if (!dictionary) return false;
  if (childrenOf(dictionary).some((child) => child.type === "dictionary_splat" && environment.test(plainText(child.namedChild(0))))) return true;
  const holder = parentOf(bracketed(dictionary));
  if (holder?.type === "keyword_argument") return holder.childForFieldName("name")?.text === "env";
  return holder?.type === "argument_list" && isUpdate(parentOf(holder));
}
