import { environmentFunction } from "../notebook/python-code.ts";
import { closest, type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { TopLevelImport } from "./facts.ts";
import type { ImportDraft, ModuleExpression, TopLevelStatement } from "./language.ts";
import { isLiteLlm } from "./litellm-path.ts";
import { pythonString } from "./python-expression.ts";
import { assignedValue, functionTypes } from "./python-scope.ts";
import { bracketed, plainText, unbracketed } from "./python-spelling.ts";
import { placeOf, statementFact, statementOf } from "./python-statements.ts";

const importTypes = new Set(["import_statement", "import_from_statement"]);

/** Functions whose only argument names a module to import. */
const importers = new Set(["importlib.import_module", "import_module", "__import__", "pytest.importorskip", "importorskip"]);

/** The import around a module's name, in whatever form. */
export function importAt(node: Node): ImportDraft | undefined {
  const statement = closest(node, importTypes);
  if (statement) return importStatement(statement);
  const literal = closest(node, new Set(["string"]));
  const argument = literal && bracketed(literal);
  const call = parentOf(parentOf(argument));
  if (!literal || call?.type !== "call" || !importers.has(plainText(call.childForFieldName("function")))) return undefined;
  const value = pythonString(literal)?.value;
  if (value === undefined || !same(namedChildrenOf(parentOf(argument) ?? call)[0], argument)) return undefined;
  return { node: call, fact: importFact(call, "dynamic", value, [call]), names: [{ span: spanOf(call), path: value, local: undefined }] };
}

/** The module that a call imports: `importlib.import_module("m")`. */
export const moduleOfCall = (call: Node): string | undefined => (importers.has(plainText(call.childForFieldName("function"))) ? firstString(call) : undefined);

/** The module that a place in the table of loaded ones holds: `sys.modules["m"]`. */
export const moduleOfSubscript = (subscript: Node): string | undefined => {
  const key = /^(?:sys\.)?modules$/.test(plainText(subscript.childForFieldName("value"))) ? unbracketed(subscript.childForFieldName("subscript")) : undefined;
  return key ? pythonString(key)?.value : undefined;
};

/** What a project calls functions and objects of its own that load a module: `lazy_import("m")`, `require("m")`, `LazyLoader("m")`; `sys.modules.get` gives one too. */
const loader = /(?:import|require|lazy)\w*$|load_?module$|^sys\.modules\.get$/i;

/** The module of LiteLLM's that a call gives, going by what is called. */
export function loadedModule(call: Node): string | undefined {
  const path = loader.test(plainText(call.childForFieldName("function"))) && moduleOfCall(call) === undefined ? firstString(call) : undefined;
  return path !== undefined && isLiteLlm(path) ? path : undefined;
}

/** An expression that is a module by itself, around the module's name. */
export function moduleAt(node: Node): ModuleExpression | undefined {
  const literal = closest(node, new Set(["string"]));
  const holder = parentOf(literal && bracketed(literal));
  const subscribed = holder?.type === "subscript" ? moduleOfSubscript(holder) : undefined;
  if (holder && subscribed !== undefined) return { node: holder, path: subscribed };
  const call = holder?.type === "argument_list" ? parentOf(holder) : undefined;
  const loaded = call?.type === "call" ? loadedModule(call) : undefined;
  return call && loaded !== undefined ? { node: call, path: loaded, isLoaded: true } : undefined;
}

const firstString = (call: Node): string | undefined => {
  const first = unbracketed(namedChildrenOf(call.childForFieldName("arguments") ?? call)[0]);
  return first?.type === "string" ? pythonString(first)?.value : undefined;
};

function importStatement(statement: Node): ImportDraft | undefined {
  const isFrom = statement.type === "import_from_statement";
  const moduleNode = isFrom ? statement.childForFieldName("module_name") : null;
  const clauses = statement.childrenForFieldName("name").filter((child) => child !== null);
  const isStar = statement.namedChildren.some((child) => child?.type === "wildcard_import");
  const names = clauses.map((clause) => {
    const dotted = clause.type === "aliased_import" ? clause.childForFieldName("name") : clause;
    const alias = clause.type === "aliased_import" ? clause.childForFieldName("alias") : null;
    const name = plainText(dotted);
    const local = alias ?? dotted?.namedChild(0) ?? undefined;
    const path = isFrom ? `${plainText(moduleNode)}.${name}` : name;
    return { span: spanOf(clause), path, local };
  });
  const module = moduleNode ? plainText(moduleNode) : (names[0]?.path ?? "");
  return { node: statement, fact: { ...importFact(statement, isStar ? "star" : isFrom ? "from" : "import", module, clauses), moduleSpan: moduleNode ? spanOf(moduleNode) : undefined }, names };
}

function importFact(node: Node, form: ImportDraft["fact"]["form"], module: string, clauses: readonly Node[]): ImportDraft["fact"] {
  const statement = statementOf(node);
  return {
    ...statementFact(statement),
    span: spanOf(form === "dynamic" ? node : statement),
    form,
    module,
    clauses: clauses.map(spanOf),
    isTypeOnly: false,
    guard: guardOf(statement),
    attempts: attemptsAround(statement),
    place: placeOf(node),
  };
}

/** The `try` around an import of which each block is one import and nothing else, comments included. */
function attemptsAround(statement: Node): ImportDraft["fact"]["attempts"] {
  const clause = parentOf(parentOf(statement));
  const whole = clause?.type === "except_clause" ? parentOf(clause) : clause;
  if (whole?.type !== "try_statement" || whole.descendantsOfType("comment").length > 0) return undefined;
  const blocks = [
    whole.childForFieldName("body"),
    ...namedChildrenOf(whole)
      .slice(1)
      .map((part) => namedChildrenOf(part).at(-1)),
  ];
  const isAttempt = (block: Node | null | undefined): boolean => block?.type === "block" && namedChildrenOf(block).length === 1 && importTypes.has(namedChildrenOf(block)[0]?.type ?? "");
  const isOnly = namedChildrenOf(whole)
    .slice(1)
    .every(({ type }) => type === "except_clause");
  return isOnly && blocks.length > 1 && blocks.every(isAttempt) ? { span: spanOf(whole), count: blocks.length } : undefined;
}

function guardOf(statement: Node): ImportDraft["fact"]["guard"] {
  for (let at = parentOf(statement); at; at = parentOf(at)) {
    if (functionTypes.has(at.type) || at.type === "class_definition" || at.type === "module") return "none";
    if (at.type === "try_statement") return "try";
    if (at.type === "if_statement") return /\bTYPE_CHECKING\b/.test(at.childForFieldName("condition")?.text ?? "") ? "type-checking" : "condition";
  }
  return "none";
}

/** The statements of the module's own level, in source order. */
export const topLevel = (root: Node): readonly TopLevelStatement[] => namedChildrenOf(root).map((statement, index) => topLevelStatementFact(statement, index));

/** Functions that prepare the environment a client is made in. */
const setupFunctions: ReadonlySet<string> = new Set(["load_dotenv", "dotenv.load_dotenv", environmentFunction]);

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
      if (value?.type === "call") return only(setupFunctions.has(plainText(value.childForFieldName("function"))) ? "setup" : "run");
      return only(value && assignedValue(value)?.type === "lambda" ? "definition" : "other");
    }
    case "try_statement":
    case "if_statement": {
      const guardedImports = importsIn(statement);
      const isGuard = guardedImports.length > 0 && placeOf(statement.namedChild(0) ?? statement) !== "main" && isOnlyImports(statement);
      return { span, kind: isGuard ? "import" : "run", imports: [], guardedImports };
    }
    case "function_definition":
    case "class_definition":
    case "decorated_definition":
      return only("definition");
    default:
      return { span, kind: "run", imports: [], guardedImports: importsIn(statement) };
  }
}

/** Found by the word, since what could not be read is one statement that may hold all of the text. */
const importsIn = (statement: Node): TopLevelImport[] =>
  statement.tree.lookUp.word("import", spanOf(statement)).flatMap((at) => {
    const around = parentOf(statement.descendantForIndex(at, at + 1));
    return around && importTypes.has(around.type) ? topLevelImports(around) : [];
  });

/** A guard around imports, rather than a program that happens to import something. */
const isOnlyImports = (statement: Node): boolean => statement.descendantsOfType(["function_definition", "class_definition", "for_statement", "while_statement", "with_statement"]).length === 0;

function topLevelImports(statement: Node): TopLevelImport[] {
  const draft = importStatement(statement);
  if (!draft || draft.fact.form === "star") return [];
  const isFrom = draft.fact.form === "from";
  return draft.names.flatMap(({ span, path, local }) => {
    if (!local) return [];
    const isDotted = !isFrom && path.includes(".") && parentOf(local)?.type === "dotted_name";
    const module = isFrom ? draft.fact.module : path;
    return [{ module, name: isFrom ? path.slice(draft.fact.module.length + 1) : undefined, local: isDotted ? path : local.text, statement: spanOf(statement), clause: span }];
  });
}
