/**
 * What Python's grammar tells of one place of a tree. Longer than most files, because it is the one table of
 * tree-sitter-python's node types: splitting it would part questions that a change of the grammar answers together.
 */
import { childrenOf, closest, type Node, namedChildrenOf, same, spanOf } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { Place, Role, StringContext, TopLevelImport, UseEnd } from "./facts.ts";
import type { ChainPart, ExpressionContext, ImportDraft, LanguageReader, Surrounding, Target, TopLevelStatement } from "./language.ts";
import { annotated, heldType } from "./python-annotation.ts";
import { argumentsOf, pythonExpression, pythonString } from "./python-expression.ts";
import { assignedValue, lookupScopes, nameUse, scopeOf } from "./python-scope.ts";

const importTypes = new Set(["import_statement", "import_from_statement"]);
const functionTypes = new Set(["function_definition", "lambda"]);
/** Functions whose only argument names a module to import. */
const importers = new Set(["importlib.import_module", "import_module", "__import__", "pytest.importorskip", "importorskip"]);

export const python: LanguageReader = {
  nameTypes: new Set(["identifier"]),
  nameUse,
  lookupScopes,

  surrounding(node): Surrounding {
    const parent = node.parent;
    const end = (role: Role, how: UseEnd): Surrounding => ({ kind: "end", role, end: how });
    if (!parent) return end("value", "unknown");
    const isField = (name: string) => same(parent.childForFieldName(name), node);
    switch (parent.type) {
      case "attribute": {
        const name = parent.childForFieldName("attribute");
        return name && isField("object") ? { kind: "attribute", node: parent, name: name.text, span: spanOf(name) } : end("value", "unknown");
      }
      case "subscript": {
        if (!isField("value")) return same(heldType(parent), node) ? annotated(node) : end("value", "read");
        const key = parent.childForFieldName("subscript");
        return { kind: "index", node: parent, key: key ? indexKey(key) : undefined, span: key ? spanOf(key) : spanOf(parent) };
      }
      case "call":
        return isField("function") ? { kind: "call", node: parent, isNew: false } : end("value", "argument");
      case "await":
        return { kind: "await", node: parent };
      case "parenthesized_expression":
        return { kind: "group", node: parent };
      case "with_item":
        return { kind: "entered", target: undefined };
      case "as_pattern":
        if (parent.parent?.type === "with_item") return { kind: "entered", target: parent.childForFieldName("alias")?.namedChild(0) ?? undefined };
        return parent.parent?.type === "except_clause" ? end("except", "tested") : end("value", "unknown");
      case "assignment":
      case "augmented_assignment":
        if (isField("right")) {
          if (parent.type === "augmented_assignment") return end("value", "read");
          return { kind: "assigned", targets: assignmentTargets(parent), node: undefined };
        }
        return isField("type") ? { kind: "annotates", target: parent.childForFieldName("left") ?? undefined } : end("write", "written");
      case "named_expression":
        return isField("value") ? { kind: "assigned", targets: targetsOf(parent.childForFieldName("name")), node: parent } : end("write", "written");
      case "expression_statement":
        return end("value", "discarded");
      case "for_statement":
      case "for_in_clause":
        return isField("right") ? { kind: "iterated", target: parent.childForFieldName("left") ?? undefined } : end("write", "written");
      case "keyword_argument":
        return parent.parent?.parent?.type === "class_definition" ? end("base-class", "stored") : end("value", "argument");
      case "argument_list":
        return parent.parent?.type === "class_definition" ? end("base-class", "stored") : end("value", "argument");
      case "list_splat":
      case "dictionary_splat":
        return end("value", parent.parent?.type === "argument_list" ? "argument" : "stored");
      case "return_statement": {
        const property = propertyReturning(parent);
        return property ? { kind: "assigned", targets: [{ node: property, steps: [] }], node: undefined } : end("value", "returned");
      }
      case "lambda":
        return end("value", "returned");
      case "yield":
        return end("value", "yielded");
      case "boolean_operator":
        return { kind: "choice", node: parent };
      case "conditional_expression":
        return same(parent.namedChild(1), node) ? end("value", "tested") : { kind: "choice", node: parent };
      case "not_operator":
      case "if_statement":
      case "elif_clause":
      case "while_statement":
      case "if_clause":
      case "assert_statement":
      case "match_statement":
        return end("value", "tested");
      case "comparison_operator":
        return end("comparison", childrenOf(parent).some((child) => child.type === "is" || child.type === "is not") ? "tested" : "read");
      case "binary_operator":
        return same(heldType(parent), node) ? annotated(node) : end("value", "read");
      case "unary_operator":
      case "interpolation":
      case "format_expression":
        return end("value", "read");
      case "delete_statement":
        return end("delete", "unknown");
      case "raise_statement":
        return end("value", "unknown");
      case "decorator":
        return end("decorator", "unknown");
      case "except_clause":
        return end("except", "tested");
      case "type":
        return annotated(node);
      case "union_type":
      case "generic_type":
      case "type_parameter":
      case "member_type":
      case "constrained_type":
        return end("annotation", "unknown");
      case "tuple":
      case "list":
      case "set":
      case "pair":
      case "expression_list":
      case "pattern_list":
      case "list_comprehension":
      case "set_comprehension":
      case "generator_expression":
      case "dictionary_comprehension":
        return collected(parent, end);
      default:
        return end("value", "unknown");
    }
  },

  importAt(node) {
    const statement = closest(node, importTypes);
    if (statement) return importStatement(statement);
    const literal = closest(node, new Set(["string"]));
    const call = literal?.parent?.parent;
    if (!literal || call?.type !== "call" || !importers.has(call.childForFieldName("function")?.text ?? "")) return undefined;
    const value = pythonString(literal)?.value;
    if (value === undefined || !same(literal.parent?.namedChild(0) ?? null, literal)) return undefined;
    return { node: call, fact: importFact(call, "dynamic", value, [call]), names: [{ span: spanOf(call), path: value, local: undefined }] };
  },

  memberAt(node) {
    const access = node.parent;
    if (access?.type !== "attribute" || !same(access.childForFieldName("attribute"), node)) return undefined;
    const owner = classOfSelf(access.childForFieldName("object"));
    return owner && { access, owner };
  },

  memberDeclaration(node) {
    const use = node.type === "identifier" ? nameUse(node) : undefined;
    if (use?.scope.type !== "class_definition" || !use.declares) return undefined;
    const definition = use.declares.kind === "function" ? use.declares.node : undefined;
    if (!definition || !isProperty(definition)) return { owner: use.scope, declaration: use.declares };
    return { owner: use.scope, declaration: { kind: "assign", value: onlyReturned(definition), annotation: definition.childForFieldName("return_type") ?? undefined } };
  },

  chainPart(node): ChainPart | undefined {
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
      case "subscript": {
        const held = heldType(node);
        if (held) return { kind: "same", node: held };
        const object = node.childForFieldName("value");
        return object ? { kind: "index", object } : undefined;
      }
      case "call": {
        const callee = node.childForFieldName("function");
        if (!callee) return undefined;
        const module = importers.has(callee.text) ? firstString(node) : undefined;
        return module === undefined ? { kind: "call", callee } : { kind: "import", path: module };
      }
      case "generic_type":
      case "binary_operator":
      case "await":
      case "parenthesized_expression":
      case "type": {
        const inner = heldType(node) ?? (["await", "parenthesized_expression"].includes(node.type) ? namedChildrenOf(node)[0] : undefined);
        return inner && { kind: "same", node: inner };
      }
      case "named_expression": {
        const value = node.childForFieldName("value");
        return value ? { kind: "same", node: value } : undefined;
      }
      case "boolean_operator":
        return { kind: "choice", options: namedChildrenOf(node) };
      case "conditional_expression":
        return { kind: "choice", options: namedChildrenOf(node).filter((_, index) => index !== 1) };
      default:
        return undefined;
    }
  },

  assignmentTo(target) {
    const parent = target.parent;
    if (!parent) return undefined;
    if (parent.type === "assignment" && same(parent.childForFieldName("left"), target)) return { value: assignedValue(parent) };
    if (parent.type === "augmented_assignment" && same(parent.childForFieldName("left"), target)) return { value: undefined };
    return ["pattern_list", "tuple_pattern", "list_pattern", "as_pattern_target", "delete_statement"].includes(parent.type) ? { value: undefined } : undefined;
  },

  functionReturning(value) {
    const definition = closest(value, functionTypes);
    if (definition?.type !== "function_definition") return undefined;
    const required = namedChildrenOf(definition.childForFieldName("parameters") ?? definition).filter((parameter) => parameter.type === "identifier" || parameter.type === "typed_parameter");
    const isMethod = scopeOf(definition).type === "class_definition";
    return required.length <= (isMethod ? 1 : 0) ? (definition.childForFieldName("name") ?? undefined) : undefined;
  },

  placeOf(node): Place {
    for (let at: Node | null = scopeOf(node); at; at = at.parent ? scopeOf(at) : null) {
      if (at.type === "function_definition") return at.child(0)?.type === "async" ? "async-function" : "function";
      if (at.type === "lambda") return "function";
      if (at.type === "class_definition") return "class-body";
      if (at.type === "module") break;
    }
    const guard = topLevelStatement(node);
    return guard?.type === "if_statement" && /\b__name__\b/.test(guard.childForFieldName("condition")?.text ?? "") ? "main" : "module";
  },

  takerOf(argument) {
    const list = argument.parent?.type === "argument_list" ? argument.parent : argument.parent?.parent;
    return list?.parent?.type === "call" ? list.parent.childForFieldName("function")?.text : undefined;
  },

  isExported: (declarations) => declarations.some((node) => scopeOf(node).type === "module" && isListedInAll(node)),

  startOfCode(root, text) {
    let start = text.startsWith("\uFEFF") ? 1 : 0;
    for (const child of childrenOf(root)) {
      if (child.type !== "comment" || child.startIndex !== start) break;
      start = child.endIndex + (/^\r?\n|^\r/.exec(text.slice(child.endIndex))?.[0].length ?? 0);
    }
    return start;
  },

  statementOf(node) {
    for (let at = node; at.parent; at = at.parent) if (at.parent.type === "block" || at.parent.type === "module") return at;
    return node;
  },

  handlersAround(node) {
    const handlers: { span: Span; types: Node[]; catchesAll: boolean }[] = [];
    let child = node;
    for (let at = node.parent; at; child = at, at = at.parent) {
      if (functionTypes.has(at.type)) break;
      if (at.type !== "try_statement" || !same(at.childForFieldName("body"), child)) continue;
      for (const clause of namedChildrenOf(at)) {
        if (clause.type !== "except_clause") continue;
        const value = clause.childForFieldName("value");
        const types = value?.type === "as_pattern" ? value.namedChild(0) : value;
        handlers.push({ span: spanOf(clause), types: types ? exceptionTypes(types) : [], catchesAll: !types });
      }
    }
    return handlers;
  },

  stringAt: (node) => (node.type === "string" || node.type === "concatenated_string" ? pythonString(node) : undefined),
  stringContext,
  topLevel: (root) => namedChildrenOf(root).map((statement, index) => topLevelStatementFact(statement, index)),
  expression: pythonExpression,
  argumentsOf,
  argumentList: (call) => call.childForFieldName("arguments") ?? undefined,
};

/** A method that is read like an attribute. */
const isProperty = (definition: Node): boolean =>
  definition.parent?.type === "decorated_definition" && namedChildrenOf(definition.parent).some((child) => child.type === "decorator" && /^@(?:functools\.)?(?:cached_)?property$/.test(child.text));

/** The value of a function's only `return`. */
function onlyReturned(definition: Node): Node | undefined {
  const returns = definition.descendantsOfType("return_statement").filter((statement) => statement && same(closest(statement, functionTypes), definition));
  return returns.length === 1 ? (returns[0]?.namedChild(0) ?? undefined) : undefined;
}

/** The property of a class that gives the value of a `return` when it is read. */
function propertyReturning(statement: Node): Node | undefined {
  const definition = closest(statement, functionTypes);
  return definition?.type === "function_definition" && isProperty(definition) && onlyReturned(definition) ? (definition.childForFieldName("name") ?? undefined) : undefined;
}

const assignmentTargets = (assignment: Node): Target[] => {
  const targets = targetsOf(assignment.childForFieldName("left"));
  for (let outer = assignment.parent; outer?.type === "assignment"; outer = outer.parent) targets.push(...targetsOf(outer.childForFieldName("left")));
  return targets;
};

const targetsOf = (node: Node | null): Target[] => (node ? [{ node: node.type === "parenthesized_expression" ? (node.namedChild(0) ?? node) : node, steps: [] }] : []);

const indexKey = (node: Node): string | number | undefined =>
  node.type === "integer" ? Number(node.text) : node.type === "unary_operator" && /^-\d+$/.test(node.text) ? Number(node.text) : pythonString(node)?.value;

/** A value that is put into a collection; the types of an `except` clause are a collection of their own kind. */
function collected(parent: Node, end: (role: Role, how: UseEnd) => Surrounding): Surrounding {
  const holder = parent.parent;
  if (parent.type === "pattern_list") return end("write", "written");
  if (parent.type === "tuple" && (holder?.type === "except_clause" || (holder?.type === "as_pattern" && holder.parent?.type === "except_clause"))) return end("except", "tested");
  if (parent.type === "expression_list" && holder?.type === "return_statement") return end("value", "returned");
  if (["tuple", "list"].includes(parent.type) && holder?.type === "assignment" && same(holder.childForFieldName("left"), parent)) return end("write", "written");
  return end("value", "stored");
}

const exceptionTypes = (node: Node): Node[] => (node.type === "tuple" || node.type === "parenthesized_expression" ? namedChildrenOf(node).flatMap(exceptionTypes) : [node]);

const firstString = (call: Node): string | undefined => {
  const first = namedChildrenOf(call.childForFieldName("arguments") ?? call)[0];
  return first?.type === "string" ? pythonString(first)?.value : undefined;
};

/** The class whose instance a name is: the first parameter of a method around it. */
function classOfSelf(node: Node | null): Node | undefined {
  if (node?.type !== "identifier" || (node.text !== "self" && node.text !== "cls")) return undefined;
  for (let scope: Node | undefined = scopeOf(node); scope?.parent; ) {
    const outer = scopeOf(scope);
    if (scope.type === "function_definition" && outer.type === "class_definition") return outer;
    scope = outer;
  }
  return undefined;
}

/** Whether the module's `__all__` names it. */
function isListedInAll(name: Node): boolean {
  const root = closest(name, new Set(["module"]));
  return (
    !!root &&
    namedChildrenOf(root).some((statement) => {
      const assignment = statement.namedChild(0);
      return (
        assignment?.type === "assignment" &&
        assignment.childForFieldName("left")?.text === "__all__" &&
        assignment.descendantsOfType("string").some((literal) => literal && pythonString(literal)?.value === name.text)
      );
    })
  );
}

function topLevelStatement(node: Node): Node | undefined {
  for (let at = node; at.parent; at = at.parent) if (at.parent.type === "module") return at;
  return undefined;
}

function importFact(node: Node, form: ImportDraft["fact"]["form"], module: string, clauses: readonly Node[]): ImportDraft["fact"] {
  const statement = python.statementOf(node);
  const block = statement.parent;
  const line = statement.startPosition.row;
  const neighbours = [statement.previousSibling, statement.nextSibling].filter((sibling) => sibling !== null && sibling.type !== "comment");
  return {
    span: spanOf(form === "dynamic" ? node : statement),
    form,
    module,
    clauses: clauses.map(spanOf),
    isTypeOnly: false,
    guard: guardOf(statement),
    place: python.placeOf(node),
    isAloneInBlock: block?.type === "block" && namedChildrenOf(block).length === 1,
    sharesLine:
      neighbours.some((sibling) => sibling && (sibling.type === ";" || sibling.startPosition.row === line || sibling.endPosition.row === line)) ||
      block?.startPosition.row === block?.parent?.startPosition.row,
  };
}

function guardOf(statement: Node): ImportDraft["fact"]["guard"] {
  for (let at = statement.parent; at; at = at.parent) {
    if (functionTypes.has(at.type) || at.type === "class_definition" || at.type === "module") return "none";
    if (at.type === "try_statement") return "try";
    if (at.type === "if_statement") return /\bTYPE_CHECKING\b/.test(at.childForFieldName("condition")?.text ?? "") ? "type-checking" : "condition";
  }
  return "none";
}

function importStatement(statement: Node): ImportDraft | undefined {
  const isFrom = statement.type === "import_from_statement";
  const moduleNode = isFrom ? statement.childForFieldName("module_name") : null;
  const clauses = statement.childrenForFieldName("name").filter((child) => child !== null);
  const isStar = statement.namedChildren.some((child) => child?.type === "wildcard_import");
  const names = clauses.map((clause) => {
    const dotted = clause.type === "aliased_import" ? clause.childForFieldName("name") : clause;
    const alias = clause.type === "aliased_import" ? clause.childForFieldName("alias") : null;
    const name = dotted?.text ?? "";
    const local = alias ?? dotted?.namedChild(0) ?? undefined;
    const path = isFrom ? `${moduleNode?.text ?? ""}.${name}` : name;
    return { span: spanOf(clause), path, local };
  });
  const module = moduleNode?.text ?? names[0]?.path ?? "";
  return { node: statement, fact: importFact(statement, isStar ? "star" : isFrom ? "from" : "import", module, clauses), names };
}

function stringContext(literal: Node, context: ExpressionContext): StringContext {
  let node = literal;
  while (node.parent && isAllOrOption(node, node.parent)) node = node.parent;
  const parent = node.parent;
  if (!parent) return { kind: "other" };
  switch (parent.type) {
    case "assignment": {
      const left = parent.childForFieldName("left");
      if (!left || !same(parent.childForFieldName("right"), node)) return { kind: "other" };
      // A class's attribute can be given another value through any of its instances.
      const constant = left.type === "identifier" && !python.memberDeclaration(left) ? context.constant(left) : undefined;
      return constant?.binding !== undefined && same(constant.value, node) ? { kind: "initial", binding: constant.binding, name: left.text } : { kind: "assignment", target: left.text };
    }
    case "keyword_argument":
    case "argument_list": {
      const list = parent.type === "argument_list" ? parent : parent.parent;
      const call = list?.parent;
      if (!list || call?.type !== "call") return { kind: "other" };
      const callee = call.childForFieldName("function");
      const argument = parent.type === "argument_list" ? node : parent;
      return {
        kind: "argument",
        call: spanOf(call),
        path: callee ? context.pathOf(callee) : undefined,
        callee: callee?.text ?? "",
        keyword: parent.type === "keyword_argument" ? parent.childForFieldName("name")?.text : undefined,
        index: namedChildrenOf(list).findIndex((child) => same(child, argument)),
      };
    }
    case "pair":
      return same(parent.childForFieldName("key"), node)
        ? { kind: "record-key" }
        : { kind: "record-value", key: pythonString(parent.childForFieldName("key") ?? node)?.value, ...ownerOf(parent.parent, context) };
    case "list":
    case "tuple":
    case "set":
      return { kind: "list-item" };
    case "default_parameter":
    case "typed_default_parameter":
      return { kind: "default", name: parent.childForFieldName("name")?.text };
    case "comparison_operator":
      return { kind: "comparison" };
    case "expression_statement":
      return { kind: "documentation" };
    case "type":
    case "type_parameter":
      return { kind: "type" };
    case "subscript":
      return { kind: closest(parent, new Set(["type"])) ? "type" : "record-key" };
    default:
      return { kind: "other" };
  }
}

/** Whether a value is all that `around` gives, or one of several: in brackets, of `a or b`, of a conditional. */
function isAllOrOption(node: Node, around: Node): boolean {
  if (around.type === "conditional_expression") return !same(around.namedChild(1), node);
  return ["parenthesized_expression", "concatenated_string", "boolean_operator"].includes(around.type);
}

/** The call that a dictionary is an argument of. */
function ownerOf(dictionary: Node | null, context: ExpressionContext): { readonly call: Span; readonly path: string | undefined } | undefined {
  const holder = dictionary?.parent;
  const list = holder?.type === "argument_list" ? holder : holder?.parent;
  const call = list?.type === "argument_list" ? list.parent : null;
  const callee = call?.childForFieldName("function");
  return call && callee ? { call: spanOf(call), path: context.pathOf(callee) } : undefined;
}

/** Calls that prepare the environment a client is made in. */
const setupCalls = /^(?:dotenv\.)?load_dotenv$/;

function topLevelStatementFact(statement: Node, index: number): TopLevelStatement {
  const span = spanOf(statement);
  const only = (kind: TopLevelStatement["kind"]): TopLevelStatement => ({ span, kind, imports: [] });
  switch (statement.type) {
    case "future_import_statement":
      return only("head");
    case "import_statement":
    case "import_from_statement":
      return { span, kind: "import", imports: topLevelImports(statement) };
    case "expression_statement": {
      const value = statement.namedChild(0);
      if (index === 0 && value && ["string", "concatenated_string"].includes(value.type)) return only("head");
      return only(value?.type === "call" && setupCalls.test(value.childForFieldName("function")?.text ?? "") ? "setup" : "other");
    }
    case "try_statement":
    case "if_statement":
      return only(
        statement.descendantsOfType(["import_statement", "import_from_statement"]).length > 0 && python.placeOf(statement.namedChild(0) ?? statement) !== "main" && isOnlyImports(statement)
          ? "import"
          : "other",
      );
    case "function_definition":
    case "class_definition":
    case "decorated_definition":
      return only("definition");
    default:
      return only("other");
  }
}

/** A guard around imports, rather than a program that happens to import something. */
const isOnlyImports = (statement: Node): boolean => statement.descendantsOfType(["function_definition", "class_definition", "for_statement", "while_statement", "with_statement"]).length === 0;

function topLevelImports(statement: Node): TopLevelImport[] {
  const draft = importStatement(statement);
  if (!draft || draft.fact.form === "star") return [];
  const isFrom = draft.fact.form === "from";
  return draft.names.flatMap(({ span, path, local }) => {
    if (!local) return [];
    const isDotted = !isFrom && path.includes(".") && local.parent?.type === "dotted_name";
    const module = isFrom ? draft.fact.module : path;
    return [{ module, name: isFrom ? path.slice(draft.fact.module.length + 1) : undefined, local: isDotted ? path : local.text, statement: spanOf(statement), clause: span }];
  });
}
