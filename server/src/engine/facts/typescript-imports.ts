import { childrenOf, closest, type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { TopLevelImport } from "./facts.ts";
import type { ImportDraft } from "./language.ts";
import { classTypes, functionTypes, targetsOf } from "./typescript-scope.ts";
import { placeOf, statementOf, statementSpan } from "./typescript-statements.ts";
import { typescriptString } from "./typescript-string.ts";

/** The import around a module's name: a declaration, a re-export, `require("m")`, `import("m")`. */
export function importAt(node: Node): ImportDraft | undefined {
  const literal = closest(node, new Set(["string", "template_string"]));
  const draft = literal && importFrom(literal);
  return draft && { ...draft, fact: { ...draft.fact, moduleSpan: { start: literal.startIndex + 1, end: literal.endIndex - 1 } } };
}

function importFrom(literal: Node): ImportDraft | undefined {
  const holder = parentOf(literal);
  if (!holder) return undefined;
  const module = typescriptString(literal)?.value;
  if (module === undefined) return undefined;
  switch (holder.type) {
    case "import_statement":
      return isSource(holder, literal) ? importStatement(holder, module) : undefined;
    case "export_statement":
      return isSource(holder, literal) ? reExport(holder, module) : undefined;
    case "import_require_clause": {
      const statement = parentOf(holder);
      const local = holder.namedChild(0);
      if (!statement || !local) return undefined;
      return { node: statement, fact: fact(statement, statement, "require", module, [holder]), names: [{ span: spanOf(holder), path: module, local }] };
    }
    case "arguments": {
      const call = parentOf(holder);
      return call && moduleOfCall(call) === module ? importCall(call, module) : undefined;
    }
    default:
      return undefined;
  }
}

const isSource = (statement: Node, literal: Node): boolean => same(statement.childForFieldName("source"), literal);

/** The module that a call imports: `require("m")`, `import("m")`. */
export function moduleOfCall(call: Node): string | undefined {
  if (call.type !== "call_expression") return undefined;
  const callee = call.childForFieldName("function");
  if (callee?.type !== "import" && !(callee?.type === "identifier" && callee.text === "require")) return undefined;
  const list = call.childForFieldName("arguments");
  const first = list?.type === "arguments" ? namedChildrenOf(list)[0] : undefined;
  return first && typescriptString(first)?.value;
}

const hasType = (node: Node): boolean => childrenOf(node).some((child) => child.type === "type" || child.type === "typeof");

interface Clause {
  readonly node: Node;
  readonly path: string;
  readonly local: Node | undefined;
  /** What the module calls it; undefined for the module as a whole. */
  readonly name: string | undefined;
  readonly isTypeOnly: boolean;
}

/** The clauses of `import a, { b as c } from "m"`, in order. */
function clausesOf(statement: Node, module: string): Clause[] {
  const clause = namedChildrenOf(statement).find(({ type }) => type === "import_clause");
  if (!clause) return [];
  return namedChildrenOf(clause).flatMap((part): Clause[] => {
    switch (part.type) {
      case "identifier":
        return [{ node: part, path: `${module}.default`, local: part, name: "default", isTypeOnly: false }];
      case "namespace_import":
        return [{ node: part, path: module, local: part.namedChild(0) ?? undefined, name: undefined, isTypeOnly: false }];
      case "named_imports":
        return namedChildrenOf(part)
          .filter(({ type }) => type === "import_specifier")
          .map((specifier) => specifierClause(specifier, module));
      default:
        return [];
    }
  });
}

function specifierClause(specifier: Node, module: string): Clause {
  const written = specifier.childForFieldName("name");
  const name = written ? (typescriptString(written)?.value ?? written.text) : "";
  return { node: specifier, path: `${module}.${name}`, local: specifier.childForFieldName("alias") ?? written ?? undefined, name, isTypeOnly: hasType(specifier) };
}

function importStatement(statement: Node, module: string): ImportDraft {
  const clauses = clausesOf(statement, module);
  const form = clauses.length === 0 ? "side-effect" : clauses.every(({ name }) => name === undefined) ? "import" : "from";
  const draft = fact(
    statement,
    statement,
    form,
    module,
    clauses.map(({ node }) => node),
  );
  const isTypeOnly = hasType(statement) || (clauses.length > 0 && clauses.every((clause) => clause.isTypeOnly));
  return { node: statement, fact: { ...draft, isTypeOnly }, names: clauses.map(({ node, path, local }) => ({ span: spanOf(node), path, local })) };
}

/** `export { a } from "m"` imports without binding a name here. */
function reExport(statement: Node, module: string): ImportDraft {
  const named = namedChildrenOf(statement).find(({ type }) => type === "export_clause" || type === "namespace_export");
  const clauses = named?.type === "export_clause" ? namedChildrenOf(named).map((specifier) => specifierClause(specifier, module)) : [];
  const names = named?.type === "namespace_export" ? [{ span: spanOf(named), path: module, local: undefined }] : clauses.map(({ node, path }) => ({ span: spanOf(node), path, local: undefined }));
  const nodes = named?.type === "namespace_export" ? [named] : clauses.map(({ node }) => node);
  return { node: statement, fact: { ...fact(statement, statement, "from", module, nodes), isTypeOnly: hasType(statement) }, names };
}

const wrappers = new Set(["await_expression", "parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"]);

/** `require("m")` and `import("m")` with the names that take the module or parts of it. */
function importCall(call: Node, module: string): ImportDraft {
  const isRequire = call.childForFieldName("function")?.type === "identifier";
  let value = call;
  let path = module;
  for (let at = parentOf(call); at; at = parentOf(at)) {
    if (at.type === "member_expression" && same(at.childForFieldName("object"), value) && at.childForFieldName("property")?.text !== "then") path += `.${at.childForFieldName("property")?.text ?? ""}`;
    else if (!wrappers.has(at.type) || !same(at.namedChild(0), value)) break;
    value = at;
  }
  const holder = parentOf(value);
  const declarator = holder?.type === "variable_declarator" && same(holder.childForFieldName("value"), value) ? holder : undefined;
  const target = declarator?.childForFieldName("name");
  const form = isRequire ? "require" : "dynamic";
  if (!declarator || !target) {
    const isTypeOnly = isInType(value);
    return { node: call, fact: { ...fact(call, call, form, module, [call]), isTypeOnly }, names: [{ span: spanOf(call), path: module, local: undefined }] };
  }
  const statement = statementOf(declarator);
  if (target.type !== "object_pattern") {
    const local = target.type === "identifier" ? target : undefined;
    return { node: call, fact: fact(call, statement, form, module, declaratorsOf(declarator)), names: [{ span: spanOf(declarator), path, local }] };
  }
  const clauses = namedChildrenOf(target);
  const names = clauses.flatMap((clause): ImportDraft["names"] => {
    const [taken] = targetsOf(target).filter(({ node }) => clause.startIndex <= node.startIndex && node.endIndex <= clause.endIndex);
    const isNamed = taken?.node.type === "identifier" || taken?.node.type === "shorthand_property_identifier_pattern";
    if (!taken || !isNamed) return [{ span: spanOf(clause), path, local: undefined }];
    return [{ span: spanOf(clause), path: taken.steps.reduce((whole, step) => (step.kind === "attribute" ? `${whole}.${step.name}` : `${whole}[]`), path), local: taken.node }];
  });
  return { node: call, fact: fact(call, statement, form, module, clauses), names };
}

const declaratorsOf = (declarator: Node): Node[] => namedChildrenOf(parentOf(declarator) ?? declarator).filter(({ type }) => type === "variable_declarator");

const typeHolders = new Set([
  "type_annotation",
  "type_alias_declaration",
  "type_query",
  "type_arguments",
  "union_type",
  "intersection_type",
  "array_type",
  "readonly_type",
  "lookup_type",
  "conditional_type",
  "function_type",
  "generic_type",
  "implements_clause",
]);

/** `import("m").Name` as a type; what stands behind `as` is one as well. */
function isInType(value: Node): boolean {
  const holder = parentOf(value);
  return !!holder && (typeHolders.has(holder.type) || (wrappers.has(holder.type) && !same(holder.namedChild(0), value)));
}

function fact(node: Node, whole: Node, form: ImportDraft["fact"]["form"], module: string, clauses: readonly Node[]): ImportDraft["fact"] {
  const statement = statementOf(node);
  const block = parentOf(statement);
  const line = statement.startPosition.row;
  const neighbours = [statement.previousSibling, statement.nextSibling].filter((sibling) => sibling !== null && sibling.type !== "comment");
  return {
    span: statementSpan(whole),
    form,
    module,
    clauses: clauses.map(spanOf),
    isTypeOnly: false,
    guard: guardOf(statement),
    place: placeOf(node),
    block: block?.type === "statement_block" ? { ...spanOf(block), statements: namedChildrenOf(block).length } : undefined,
    sharesLine: neighbours.some((sibling) => sibling && (sibling.startPosition.row === line || sibling.endPosition.row === line)),
  };
}

function guardOf(statement: Node): ImportDraft["fact"]["guard"] {
  for (let at = parentOf(statement); at; at = parentOf(at)) {
    if (functionTypes.has(at.type) || classTypes.has(at.type)) return "none";
    if (at.type === "try_statement") return "try";
    if (at.type === "if_statement") return "condition";
  }
  return "none";
}

/** The names that a statement of the module's own level imports as values. */
export function topLevelImports(statement: Node): TopLevelImport[] {
  const span = statementSpan(statement);
  if (statement.type === "import_statement") return hasType(statement) ? [] : importedNames(statement, span);
  if (statement.type !== "lexical_declaration" && statement.type !== "variable_declaration") return [];
  return namedChildrenOf(statement).flatMap((declarator): TopLevelImport[] => {
    const value = unwrapped(declarator.childForFieldName("value"));
    const target = declarator.childForFieldName("name");
    const module = value && moduleOfCall(value);
    if (!target || module === undefined) return [];
    if (target.type === "identifier") return [{ module, name: undefined, local: target.text, statement: span, clause: spanOf(declarator) }];
    return targetsOf(target).flatMap(({ node, steps }): TopLevelImport[] => {
      const [step, ...more] = steps;
      const isName = node.type === "identifier" || node.type === "shorthand_property_identifier_pattern";
      if (!isName || step?.kind !== "attribute" || more.length > 0) return [];
      const clause = namedChildrenOf(target).find((part) => part.startIndex <= node.startIndex && node.endIndex <= part.endIndex) ?? node;
      return [{ module, name: step.name, local: node.text, statement: span, clause: spanOf(clause) }];
    });
  });
}

function importedNames(statement: Node, span: TopLevelImport["statement"]): TopLevelImport[] {
  const required = namedChildrenOf(statement).find(({ type }) => type === "import_require_clause");
  const source = (required ?? statement).childForFieldName("source");
  const module = source && typescriptString(source)?.value;
  if (module === undefined || module === null) return [];
  const local = required?.namedChild(0);
  if (required && local) return [{ module, name: undefined, local: local.text, statement: span, clause: spanOf(required) }];
  return clausesOf(statement, module).flatMap((clause) =>
    clause.isTypeOnly || !clause.local ? [] : [{ module, name: clause.name, local: clause.local.text, statement: span, clause: spanOf(clause.node) }],
  );
}

function unwrapped(value: Node | null): Node | undefined {
  let inner = value;
  while (inner && wrappers.has(inner.type)) inner = inner.namedChild(0);
  return inner ?? undefined;
}
