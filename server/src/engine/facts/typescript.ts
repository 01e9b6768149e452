/** What TypeScript's grammars tell of one place of a tree. */
import { closest, type Node, namedChildrenOf, parentOf, same } from "../syntax/nodes.ts";
import type { LanguageReader } from "./language.ts";
import { chainPart, itemsOf, literalKey } from "./typescript-chain.ts";
import { isForBrowser } from "./typescript-directives.ts";
import { environmentAt, usedAsVariable } from "./typescript-environment.ts";
import { surface } from "./typescript-exports.ts";
import { argumentList, argumentsOf, calleeOf, stringContext, templatePrefix, typescriptExpression } from "./typescript-expression.ts";
import { importAt, moduleOfCall } from "./typescript-imports.ts";
import { accessorOf, classInheriting, isPrivate, memberAt, memberDeclaration, memberNames, superclasses } from "./typescript-members.ts";
import { moduleSystem } from "./typescript-module-system.ts";
import { possibleValues } from "./typescript-possible-values.ts";
import { functionTypes, isLogicalAssignment, lookupScopes, nameUse, scopeOf } from "./typescript-scope.ts";
import { handlersAround, isExported, isRepeated, isUnconditional, placeOf, startOfCode } from "./typescript-statements.ts";
import { typescriptString } from "./typescript-string.ts";
import { declaredWith, surrounding } from "./typescript-surrounding.ts";
import { topLevel } from "./typescript-top-level.ts";

/** TypeScript, JavaScript and JSX: both grammars of the family name their nodes alike. */
export const typescript: LanguageReader = {
  nameTypes: new Set(["identifier", "type_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"]),
  nameUse,
  scopeOf,
  lookupScopes,
  surrounding,
  declaredWith,
  importAt,
  moduleAt: () => undefined,
  isPlainDictionary: () => false,
  memberAt,
  memberDeclaration,
  memberNames,
  chainPart,

  assignmentTo(target) {
    const parent = parentOf(target);
    switch (parent?.type) {
      case "assignment_expression":
        return same(parent.childForFieldName("left"), target) ? { value: parent.childForFieldName("right") ?? undefined } : undefined;
      case "augmented_assignment_expression":
        if (!same(parent.childForFieldName("left"), target)) return undefined;
        return { value: isLogicalAssignment(parent) ? (parent.childForFieldName("right") ?? undefined) : undefined };
      case "update_expression":
      case "array_pattern":
      case "rest_pattern":
        return { value: undefined };
      case "pair_pattern":
        return same(parent.childForFieldName("value"), target) ? { value: undefined } : undefined;
      case "assignment_pattern":
      case "for_in_statement":
        return same(parent.childForFieldName("left"), target) ? { value: undefined } : undefined;
      case "unary_expression":
        return parent.childForFieldName("operator")?.type === "delete" ? { value: undefined } : undefined;
      default:
        return undefined;
    }
  },

  functionReturning: (value) => closest(parentOf(value), functionTypes),
  definitionName: (definition) => (isAnonymous(definition) ? undefined : (definition.childForFieldName("name") ?? undefined)),
  needsArguments,
  // An asynchronous function gives a promise of what it names; a getter gives what it says.
  returnType: (definition) => (accessorOf(definition) === "get" ? (definition.childForFieldName("return_type") ?? undefined) : undefined),
  superclasses,
  classInheriting,
  selfWords: ["this", "super"],
  targetNames: (target) => [target],
  possibleValues,
  itemsOf,
  collectionMember: () => "key",
  argumentAt: (call, index) => namedChildrenOf(argumentList(call) ?? call)[index],
  literalKey,
  wrappers: new Map(),

  placeOf,
  ownStatement: () => undefined,
  isRepeated,
  isInLine: () => false,
  isUnconditional,

  takerOf(argument) {
    const list = parentOf(argument)?.type === "spread_element" ? parentOf(parentOf(argument)) : parentOf(argument);
    const call = parentOf(list);
    return list?.type === "arguments" && call ? calleeOf(call)?.text : undefined;
  },

  isExported,
  isPrivate,
  surface,
  startOfCode,
  isForBrowser,
  moduleSystem,
  handlersAround,
  tryOf: () => undefined,
  isLoggerName: () => false,
  quotedAnnotation: () => undefined,
  templatePrefix,
  stringAt: (node) => (isModuleName(node) ? undefined : typescriptString(node)),
  stringContext,
  environmentAt,
  usedAsVariable,
  topLevel,
  expression: typescriptExpression,
  argumentsOf,
  argumentList,
  calleeOf: (node) => (node.type === "call_expression" || node.type === "new_expression" ? calleeOf(node) : undefined),
  functionTypes,
  keywordsOf: () => undefined,
};

/** The name of a module is no string of the program's. */
function isModuleName(node: Node): boolean {
  const holder = parentOf(node);
  const call = parentOf(holder);
  if (holder?.type === "arguments") return !!call && same(namedChildrenOf(holder)[0], node) && moduleOfCall(call) !== undefined;
  return same(holder?.childForFieldName("source"), node);
}

/** A function or class that is known by what it is assigned to, or not at all. */
const isAnonymous = (definition: Node): boolean => ["arrow_function", "function_expression", "generator_function", "class"].includes(definition.type);

function needsArguments(definition: Node): boolean {
  if (definition.childForFieldName("parameter")) return true;
  return namedChildrenOf(definition.childForFieldName("parameters") ?? definition).some(
    (parameter) => parameter.type === "required_parameter" && !parameter.childForFieldName("value") && !["rest_pattern", "this"].includes(parameter.childForFieldName("pattern")?.type ?? ""),
  );
}
