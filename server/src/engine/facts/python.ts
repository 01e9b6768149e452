/** What Python's grammar tells of one place of a tree. */
import { closest, type Node, namedChildrenOf, parentOf, same } from "../syntax/nodes.ts";
import type { CollectionMember, LanguageReader } from "./language.ts";
import { argumentAt, chainPart, itemsOf } from "./python-chain.ts";
import { isPlainDictionary } from "./python-dictionary-tests.ts";
import { environmentAt, usedAsVariable } from "./python-environment.ts";
import { argumentsOf, literalKey, pythonExpression, pythonString, templatePrefix } from "./python-expression.ts";
import { importAt, moduleAt, topLevel } from "./python-imports.ts";
import { keywordsOf } from "./python-keywords.ts";
import { isLoggerName } from "./python-logger-names.ts";
import { classInheriting, memberAt, memberDeclaration, memberNames, superclasses } from "./python-members.ts";
import { assignedValue, functionTypes, lookupScopes, nameUse, scopeOf, targetNames } from "./python-scope.ts";
import { bracketed, plainText } from "./python-spelling.ts";
import { handlersAround, isExported, isInLine, isRepeated, isUnconditional, ownStatement, placeOf, startOfCode, surface } from "./python-statements.ts";
import { stringContext } from "./python-string-context.ts";
import { surrounding } from "./python-surrounding.ts";
import { tryOf } from "./python-tries.ts";
import { wrappers } from "./python-wrappers.ts";

const annotationTypes = new Set(["type"]);

/** The methods of lists and dictionaries that hand out elements. */
const collectionMembers: ReadonlyMap<string, CollectionMember> = new Map([
  ["get", "element"],
  ["pop", "element"],
  ["setdefault", "element"],
  ["values", "elements"],
  ["items", "pairs"],
  ["copy", "same"],
]);

/** Python, as tree-sitter-python reads it. */
export const python: LanguageReader = {
  nameTypes: new Set(["identifier"]),
  nameUse,
  scopeOf,
  lookupScopes,
  surrounding,
  importAt,
  isPlainDictionary,
  moduleAt,
  memberAt,
  memberDeclaration,
  memberNames,
  superclasses,
  classInheriting,
  selfWords: ["self", "cls", "super"],
  chainPart,
  itemsOf,
  collectionMember: (name) => collectionMembers.get(name),
  argumentAt,
  literalKey,
  wrappers,

  assignmentTo(target) {
    const parent = parentOf(target);
    if (!parent) return undefined;
    if (parent.type === "assignment" && same(parent.childForFieldName("left"), target)) return { value: assignedValue(parent), annotation: parent.childForFieldName("type") ?? undefined };
    if (parent.type === "augmented_assignment" && same(parent.childForFieldName("left"), target)) return { value: undefined };
    if (["pattern_list", "tuple_pattern", "list_pattern", "as_pattern_target", "delete_statement"].includes(parent.type)) return { value: undefined };
    // `setattr(object, "name", value)` is an assignment to the call.
    return target.type === "call" && plainText(target.childForFieldName("function")) === "setattr" ? { value: argumentAt(target, 2) } : undefined;
  },
  targetNames,
  possibleValues(name) {
    const parent = parentOf(name);
    const right = parent?.type === "for_statement" && same(parent.childForFieldName("left"), name) ? parent.childForFieldName("right") : null;
    return right?.type === "list" || right?.type === "tuple" ? namedChildrenOf(right) : [];
  },

  functionReturning: (value) => closest(parentOf(value), functionTypes),
  definitionName: (definition) => definition.childForFieldName("name") ?? undefined,
  needsArguments(definition) {
    const required = namedChildrenOf(definition.childForFieldName("parameters") ?? definition).filter((parameter) => parameter.type === "identifier" || parameter.type === "typed_parameter");
    const isMethod = scopeOf(definition).type === "class_definition";
    return functionTypes.has(definition.type) && required.length > (isMethod ? 1 : 0);
  },
  returnType: (definition) => definition.childForFieldName("return_type") ?? undefined,

  placeOf,
  ownStatement,
  isRepeated,
  isInLine,
  isUnconditional,
  takerOf(argument) {
    const holder = parentOf(bracketed(argument));
    const list = holder?.type === "argument_list" ? holder : parentOf(holder);
    const call = parentOf(list);
    return call?.type === "call" ? plainText(call.childForFieldName("function")) : undefined;
  },

  isExported,
  isPrivate: () => false,

  surface,
  startOfCode,
  handlersAround,
  tryOf,
  isLoggerName,
  quotedAnnotation: (node) => (node.type === "string_content" && closest(node, annotationTypes) ? (parentOf(node) ?? undefined) : undefined),
  templatePrefix: (node) => (isPiece(node) ? undefined : templatePrefix(node)),
  stringAt: (node) => (isPiece(node) ? undefined : pythonString(node)),
  stringContext,
  environmentAt,
  usedAsVariable,
  topLevel,
  expression: pythonExpression,
  argumentsOf,
  argumentList: (call) => call.childForFieldName("arguments") ?? undefined,
  calleeOf: (node) => (node.type === "call" ? (node.childForFieldName("function") ?? undefined) : undefined),
  functionTypes,
  keywordsOf,
};

/** A literal beside another one says only a part of the string. */
const isPiece = (node: Node): boolean => parentOf(node)?.type === "concatenated_string";
