import standardLibrary from "../catalog/standard-library.json" with { type: "json" };
import type { FileFacts, ImportFact, TopLevelImport } from "../facts/facts.ts";
import type { StatementFact } from "../facts/statement-facts.ts";
import type { TextEdit } from "../text/edits.ts";
import { contains, type Span } from "../text/span.ts";
import type { SpanIndex } from "../text/span-index.ts";
import { lineStart, nextLine } from "./lines.ts";
import { removeItems } from "./list.ts";

/** The text of a file as fixes see it. */
export interface RewriteSource {
  readonly uri: string;
  readonly text: string;
  readonly facts: FileFacts;
}

/** Why an import stays though nothing in its file uses it; undefined when it may go with its last use. */
export function reasonToKeep({ names, guard, sharesLine, place, form }: ImportFact, { uri, facts }: Pick<RewriteSource, "uri" | "facts">, exported: boolean): string | undefined {
  if (facts.unreadable.length > 0) return "A part of the file could not be read, and may use it.";
  if (form === "from" && names.every(({ local }) => local === undefined)) return "Other files may import the name from here.";
  if (form === "star") return "A star import may bring in names that cannot be seen here.";
  if (form === "dynamic" || form === "side-effect") return "A module that is loaded by name may be meant for its effects.";
  if (guard === "try" || guard === "condition") return "The import decides what the code around it does: remove the whole guard by hand.";
  if (place === "class-body") return "The name it binds is an attribute of the class, which other code may read.";
  if (sharesLine) return "Other statements stand on its line.";
  if (exported || (facts.language === "python" && place === "module" && /(?:^|[/\\])__init__\.pyi?$/.test(uri))) return "Other files may import the name from here.";
  return undefined;
}

/** What a program loses with an import besides the names. */
export const importNotes = ({ place }: ImportFact, { language }: FileFacts): string[] =>
  language === "python" && place === "module" ? ["Importing `litellm` loads `.env`; call `load_dotenv()` yourself if the program relies on it."] : [];

/** Which clauses of an import nothing reads any more once the text of `consumed` is gone; an unread one goes only where `asked` names it. */
export function unreadNames(fact: ImportFact, source: RewriteSource, consumed: SpanIndex<Span>, asked: readonly Span[]): readonly number[] {
  const { bindings } = source.facts;
  const unread = fact.names.flatMap(({ span, binding: id }) => {
    const binding = id === undefined ? undefined : bindings[id];
    const isAsked = asked.some((place) => contains(place, span));
    if (!binding || (binding.reads.length === 0 && !isAsked) || reasonToKeep(fact, source, binding.isExported) !== undefined) return [];
    const index = fact.clauses.findIndex((clause) => clause.start === span.start);
    return index >= 0 && binding.reads.every((read) => consumed.covers(read)) ? [index] : [];
  });
  // A statement with comments between its names is left for a person to take apart.
  return unread.length === fact.clauses.length && fact.hasComments ? [] : unread;
}

/** The edits that take some clauses out of an import, none where a comment would go with them. */
export function dropClauses(fact: ImportFact, { text, facts }: RewriteSource, clauses: readonly number[]): TextEdit[] {
  const edits = removeItems(fact.clauses, (index) => clauses.includes(index));
  return edits.some(({ span }) => hasComment(text, span, facts.language)) ? [] : edits;
}

const hasComment = (text: string, { start, end }: Span, language: FileFacts["language"]): boolean => (language === "python" ? /#/ : /\/[/*]/).test(text.slice(start, end));

/** Of statements that go, the last of each block that would be left empty: a statement that does nothing has to take its place. */
export function emptiedBlocks(dropped: readonly StatementFact[]): ReadonlySet<StatementFact> {
  const last = new Set<StatementFact>();
  for (const { block } of dropped) {
    const going = block ? dropped.filter((other) => other.block?.start === block.start) : [];
    const end = going.at(-1);
    if (end && going.length === block?.statements) last.add(end);
  }
  return last;
}

/** The unguarded top-level import after which, or in whose place, the new one goes: the first of a package that is being left. */
export function neighbour({ facts }: RewriteSource, packages: readonly string[]): ImportFact | undefined {
  return facts.imports.find(
    ({ module, place, guard, sharesLine, form, span, names }) =>
      place === "module" &&
      guard === "none" &&
      !sharesLine &&
      form !== "dynamic" &&
      span.end <= facts.anchors.afterImports &&
      packages.some((name) => module === name || module.startsWith(`${name}.`) || names.some(({ path }) => path === name)),
  );
}

/** Adds names to an existing `from module import …` in the order of the alphabet. */
export function extendImport(clauses: readonly TopLevelImport[], added: readonly string[]): TextEdit[] {
  return added.map((name) => {
    const after = clauses.filter((clause) => (clause.name ?? "") < name).at(-1);
    const first = clauses[0];
    if (after) return { span: { start: after.clause.end, end: after.clause.end }, text: `, ${name}` };
    const at = first?.clause.start ?? 0;
    return { span: { start: at, end: at }, text: `${name}, ` };
  });
}

/** Where a plain `import module` of the standard library goes, and whether a blank line sets it apart from what follows. */
export interface ModulePlace {
  readonly offset: number;
  readonly isOwnGroup: boolean;
}

/** In the alphabet's place among the plain imports of the standard library, else ahead of its other imports, else before the first import as a group of its own. */
export function placeOfModuleImport({ text, facts }: RewriteSource, module: string): ModulePlace {
  const { imports, firstImport, afterImports } = facts.anchors;
  const leading = imports.filter(({ statement }) => statement.end <= afterImports);
  const first = leading[0];
  if (!first) return { offset: firstImport, isOwnGroup: false };
  const isOther = ({ statement }: TopLevelImport): boolean => facts.imports.some((fact) => fact.span.start === statement.start && fact.module !== "asyncio");
  const group = standardGroup(leading, text);
  const plain = group ? firstPlainImports(group, text) : [];
  const other = plain.findIndex(isOther);
  const block = other < 0 ? plain : plain.slice(0, other);
  const before = block.filter((entry) => entry.module < module && endsItsLine(entry, text)).at(-1);
  if (before) return { offset: nextLine(text, before.statement.end), isOwnGroup: false };
  const line = lineStart(text, (block[0] ?? group?.[0] ?? first).statement.start);
  // A docstring or `from __future__` on the same line stays ahead.
  if (line < firstImport && text.slice(line, firstImport).trim() !== "") return { offset: nextLine(text, firstImport), isOwnGroup: false };
  return { offset: line, isOwnGroup: group === undefined };
}

/** The first run of imports without a blank line between them that holds one of the standard library; what other packages give may stand in it too. */
function standardGroup(imports: readonly TopLevelImport[], text: string): TopLevelImport[] | undefined {
  const groups: TopLevelImport[][] = [];
  for (const entry of imports) {
    const previous = groups.at(-1)?.at(-1);
    const isApart =
      previous === undefined || (previous.statement.start !== entry.statement.start && !/^[^\S\r\n]*(?:#.*)?(?:\r\n|\r|\n)$/.test(text.slice(previous.statement.end, entry.statement.start)));
    if (isApart) groups.push([entry]);
    else groups.at(-1)?.push(entry);
  }
  return groups.find((group) => group.some(({ module }) => module !== "__future__" && isStandard(module)));
}

/** Behind the plain imports of the standard library and those of names of modules ahead of this one, else where a plain import of it would go. */
export function placeOfStandardNames(source: RewriteSource, module: string): ModulePlace {
  const { text, facts } = source;
  const group = standardGroup(
    facts.anchors.imports.filter(({ statement }) => statement.end <= facts.anchors.afterImports),
    text,
  );
  const before = group?.filter((entry) => isStandard(entry.module) && (entry.name === undefined || entry.module < module) && endsItsLine(entry, text)).at(-1);
  return before ? { offset: nextLine(text, before.statement.end), isOwnGroup: false } : placeOfModuleImport(source, module);
}

/** Whether nothing but a comment stands behind an import on its line: what shares it may go on below. */
export const endsItsLine = ({ statement }: TopLevelImport, text: string): boolean => /^\s*(?:#.*)?\s*$/.test(text.slice(statement.end, nextLine(text, statement.end)));

/** Whether a module is Python's own. */
export const isStandard = (module: string): boolean => standardModules.has(module.split(".")[0] ?? "");

const standardModules: ReadonlySet<string> = new Set(standardLibrary.modules);

/** The first run of `import module` lines without a blank line or another statement between them. */
function firstPlainImports(imports: readonly TopLevelImport[], text: string): TopLevelImport[] {
  const block: TopLevelImport[] = [];
  for (const entry of imports) {
    const previous = block.at(-1);
    const isApart = previous !== undefined && previous.statement.start !== entry.statement.start && !/^[^\S\r\n]*(?:\r\n|\r|\n)$/.test(text.slice(previous.statement.end, entry.statement.start));
    if (entry.name === undefined && !isApart) block.push(entry);
    else if (block.length > 0) break;
  }
  return block;
}
