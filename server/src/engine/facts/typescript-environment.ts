/** How variables of the environment are read and set in TypeScript. */
import { type Node, namedChildrenOf, parentOf, same } from "../syntax/nodes.ts";
import type { EnvironmentUse } from "./environment-facts.ts";

import type { VariableName } from "./language.ts";
import { calleeOf, wrappers } from "./typescript-expression.ts";
import { typescriptString } from "./typescript-string.ts";

type Access = EnvironmentUse["access"];

/** `process.env`, and what a schema made of it: `env.data`, `parsedEnv`, `serverEnv()`. */
const environment = /(?:^|\.)(?:env|\w+Env|env(?:Vars|ironment))(?:\.data)?(?:\(\))?$/;

/** What may hold the environment's variables by their names, beside settings of its own. */
const configuration = /(?:^|\.)(?:config(?:uration)?|cfg|settings|secrets)(?:\(\))?$/i;
const calledAfterLiteLlm = /^(?:[A-Z]+_)*LITE_?LLM_/;

const texts = new Set(["binary_expression", "switch_case", "expression_statement", "literal_type"]);

/** Functions that take a variable's name first, by their last word. */
const accesses: Readonly<Record<string, Access>> = { "env.get": "read", "env.set": "write", "env.delete": "delete", "env.has": "test", stubEnv: "write", getenv: "read", requireEnv: "read" };

/** Functions of a program's own that read a variable, by their last word: `getEnvVar("LITELLM_URL", "")`, `envOr(…)`, `readEnv(…)`. */
const reader = /^(?:(?:get|read|load|require|required|optional|must)_?)?env(?:_?var(?:iable)?)?(?:_?or\w*)?$/i;

/** What makes an error, whose first text is for those who catch it. */
const failure = /(?:Error|Exception|Failure)$/;

/** The variable that a property, a pattern or a string names, and what is done with it. */
export function environmentAt(node: Node): VariableName | undefined {
  const parent = parentOf(node);
  const named = (access: Access, at: Node | null): VariableName => ({
    node,
    name: node.text,
    access,
    taker: at ? takerOf(at) : undefined,
    given: access === "write" ? givenTo(at ?? node) : undefined,
  });
  switch (node.type) {
    case "property_identifier":
      if (parent?.type === "member_expression") return isEnvironment(parent.childForFieldName("object")) || isConfigured(node, parent) ? named(accessTo(parent), parent) : undefined;
      if (parent?.type === "pair_pattern") return isTakenApart(parentOf(parent)) ? named("read", null) : undefined;
      return parent?.type === "pair" ? named(isEnvironmentRecord(parentOf(parent)) ? "write" : "name", null) : undefined;
    case "shorthand_property_identifier_pattern":
      return isTakenApart(parent?.type === "object_assignment_pattern" ? parentOf(parent) : parent) ? named("read", null) : undefined;
    default: {
      const literal = node.type === "string_fragment" ? parent : node;
      const name = literal ? typescriptString(literal)?.value : undefined;
      const used = literal && name !== undefined ? usedAsVariable(literal) : undefined;
      return literal && name !== undefined && used ? { node: literal, name, ...used } : undefined;
    }
  }
}

/** What is done with the variable that a string names; undefined for a text that is only compared, or stands there for readers. */
export function usedAsVariable(literal: Node): { readonly access: Access; readonly taker: string | undefined } | undefined {
  const parent = parentOf(literal);
  if (parent && texts.has(parent.type)) return undefined;
  const asName = { access: "name", taker: declaredName(literal) } as const;
  if (parent?.type === "subscript_expression" && isEnvironment(parent.childForFieldName("object"))) return { access: accessTo(parent), taker: takerOf(parent) };
  if (parent?.type === "pair" && same(parent.childForFieldName("key"), literal)) return isEnvironmentRecord(parentOf(parent)) ? { access: "write", taker: undefined } : asName;
  if (parent?.type === "arguments" && parentOf(parent)?.type === "new_expression" && failure.test(parentOf(parent)?.childForFieldName("constructor")?.text ?? "")) return undefined;
  const call = parent?.type === "arguments" && same(namedChildrenOf(parent)[0], literal) ? parentOf(parent) : null;
  const callee = call ? (calleeOf(call)?.text ?? "") : "";
  const [name = ""] = /(?:env\.)?\w+$/.exec(callee) ?? [];
  const access = accesses[name] ?? (reader.test(name) ? "read" : undefined);
  return access === undefined || !call ? asName : { access, taker: takerOf(call) };
}

/** The constant or the property that holds a name, which may say that it is one of the environment: `const ENV_KEY = "…"`, `envKey: "…"`. */
function declaredName(literal: Node): string | undefined {
  const value = unwrapping(literal);
  const parent = parentOf(value);
  if (parent?.type === "variable_declarator" && same(parent.childForFieldName("value"), value)) return parent.childForFieldName("name")?.text;
  return parent?.type === "pair" && same(parent.childForFieldName("value"), value) ? parent.childForFieldName("key")?.text : undefined;
}

function accessTo(member: Node): Access {
  const parent = parentOf(member);
  if (parent?.type === "unary_expression" && parent.childForFieldName("operator")?.type === "delete") return "delete";
  return parent?.type === "assignment_expression" && same(parent.childForFieldName("left"), member) ? "write" : "read";
}

/** The value of `process.env.X = value` and of `{ X: value }`. */
function givenTo(name: Node): Node | undefined {
  const parent = parentOf(name);
  return parent?.childForFieldName(parent.type === "pair" ? "value" : "right") ?? undefined;
}

/** `const { X } = process.env` */
const isTakenApart = (pattern: Node | null): boolean => isEnvironment(parentOf(pattern)?.childForFieldName("value") ?? null);

const isEnvironment = (object: Node | null): boolean => object !== null && environment.test(object.text);

/** `config.LITELLM_URL`; handed on under its own name it is told there. */
function isConfigured(name: Node, member: Node): boolean {
  if (!calledAfterLiteLlm.test(name.text) || !configuration.test(member.childForFieldName("object")?.text ?? "")) return false;
  const around = parentOf(unwrapping(member));
  return around?.type !== "pair" || around.childForFieldName("key")?.text !== name.text;
}

/** An object whose properties become variables: `{ env: { X: "…" } }`, `{ ...process.env, X: "…" }`. */
function isEnvironmentRecord(object: Node | null): boolean {
  if (!object) return false;
  if (namedChildrenOf(object).some((child) => child.type === "spread_element" && isEnvironment(child.namedChild(0)))) return true;
  const holder = parentOf(object);
  if (holder?.type === "pair") return holder.childForFieldName("key")?.text === "env";
  return holder?.type === "assignment_expression" && isEnvironment(holder.childForFieldName("left"));
}

/** What takes a value: the property it is given to, or the function. */
function takerOf(value: Node): string | undefined {
  const parent = parentOf(unwrapping(value));
  if (parent?.type === "pair") return parent.childForFieldName("key")?.text;
  const call = parent?.type === "arguments" ? parentOf(parent) : null;
  return call ? calleeOf(call)?.text : undefined;
}

/** A value with the brackets and casts around it. */
function unwrapping(value: Node): Node {
  let node = value;
  for (let at = parentOf(node); at && wrappers.has(at.type); at = parentOf(node)) node = at;
  return node;
}
