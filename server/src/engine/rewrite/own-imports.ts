import type { ImportFact, TopLevelImport } from "../facts/facts.ts";
import { isLiteLlm } from "../facts/litellm-path.ts";
import type { TextEdit } from "../text/edits.ts";
import type { Span } from "../text/span.ts";
import { partsOf } from "./added-imports.ts";
import type { RewriteSource } from "./imports.ts";
import { lineStart, nextLine } from "./lines.ts";
import { itemBehind } from "./list.ts";
import type { Printer } from "./printer.ts";
import { singleLines, takesNamesOneByOne } from "./single-imports.ts";

/** A line that imports what a fix brings in of a module of the project's own, by what stands behind its `from`. */
export interface OwnImport {
  readonly from: string;
  readonly line: string;
  readonly module: string;
}

/** Where such a line goes. */
export interface OwnPlace {
  readonly offset: number;
  /** A blank line sets it apart from what follows. */
  readonly isOwnGroup: boolean;
  /** It goes ahead of the relative imports, as the file has no others of its package. */
  readonly isAhead: boolean;
}

/**
 * Where a Python file's import from one of the project's own packages goes: among those of that package in the order of the alphabet, else ahead
 * of the relative ones. Undefined where the file has neither. `adapter` is the module that fixes bring in: its other imports give no place, for it
 * must not depend on which fix comes first.
 */
export function placeOfOwnImport(source: RewriteSource, from: string, adapter: string): OwnPlace | undefined {
  const { text, facts } = source;
  if (facts.language !== "python") return undefined;
  const leading = leadingStatements(source);
  const isOfAdapter = ({ statement }: TopLevelImport): boolean => facts.anchors.imports.every((entry) => entry.statement.start !== statement.start || isOf(adapter, entry));
  const others = leading.filter((entry) => !isOfAdapter(entry));
  const root = from.split(".")[0];
  const same = others.filter(({ module }) => module.split(".")[0] === root);
  const isAdjacent = (above: TopLevelImport, below: TopLevelImport): boolean => nextLine(text, above.statement.end) === lineStart(text, below.statement.start);
  const before = same.filter((entry) => comesBefore(entry, from)).at(-1);
  if (before) {
    if (!hasItsLines(before, source)) return undefined;
    let last = before;
    for (const entry of leading.slice(leading.indexOf(before) + 1)) if (isOfAdapter(entry) && comesBefore(entry, from) && isAdjacent(last, entry)) last = entry;
    return { offset: nextLine(text, last.statement.end), isOwnGroup: false, isAhead: false };
  }
  const next = same[0] ?? others.find(({ module }) => module.startsWith("."));
  if (!next || !hasItsLines(next, source)) return undefined;
  const opensGroup = /(?:^|(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n))$/.test(text.slice(0, lineStart(text, next.statement.start)));
  if (same.length === 0 && !opensGroup) return undefined;
  const above = leading.slice(0, leading.indexOf(next));
  let first = next;
  const own = above.at(-1);
  // A group of the adapter's own, which another fix has put ahead of the relative imports.
  if (same.length === 0 && own && isOfAdapter(own) && text.slice(nextLine(text, own.statement.end), lineStart(text, next.statement.start)).trim() === "") {
    if (comesBefore(own, from)) return { offset: nextLine(text, own.statement.end), isOwnGroup: false, isAhead: true };
    first = own;
  }
  for (const entry of above.reverse()) if (isOfAdapter(entry) && !comesBefore(entry, from) && isAdjacent(entry, first)) first = entry;
  return { offset: lineStart(text, first.statement.start), isOwnGroup: first === next && same.length === 0, isAhead: same.length === 0 };
}

/** Whether an import is of a module, or takes names from it. */
const isOf = (wanted: string, { module, name }: TopLevelImport): boolean => module === wanted || `${module}${module.endsWith(".") ? "" : "."}${name}` === wanted;

/** Plain imports of a package stand ahead of those that take names from it. */
const comesBefore = ({ module, name }: TopLevelImport, from: string): boolean => name === undefined || module.toLowerCase() < from.toLowerCase();

const leadingImports = ({ facts: { anchors } }: RewriteSource): TopLevelImport[] => anchors.imports.filter(({ statement }) => statement.end <= anchors.afterImports);

/** Each statement of the leading imports once. */
function leadingStatements(source: RewriteSource): TopLevelImport[] {
  const leading = leadingImports(source);
  return leading.filter((entry, index) => leading.findIndex(({ statement }) => statement.start === entry.statement.start) === index);
}

/** Whether a statement shares its lines with no other one, and no comment above it may be about it. */
function hasItsLines({ statement }: TopLevelImport, { text }: RewriteSource): boolean {
  const start = lineStart(text, statement.start);
  const above = text.slice(lineStart(text, Math.max(0, start - (text.startsWith("\r\n", start - 2) ? 2 : 1))), start);
  const behind = text.slice(statement.end, nextLine(text, statement.end)).trim();
  return text.slice(start, statement.start).trim() === "" && (behind === "" || behind.startsWith("#")) && !above.trimStart().startsWith("#");
}

/**
 * Whether names of an import of the file's own level may come in elsewhere among the imports: nothing but imports stands between, or they are read
 * nowhere before. With all of its names the statement goes, which no comment may be about.
 */
export function isFreeToMove({ place, guard, sharesLine, hasComments, span, names }: ImportFact, isAll: boolean, module: string, home: OwnPlace, source: RewriteSource): boolean {
  const { text, facts } = source;
  const { offset } = home;
  const entry = source.facts.anchors.imports.find(({ statement }) => statement.start === span.start);
  if (place !== "module" || guard !== "none" || sharesLine || !entry || standsApart(span, home, module, source)) return false;
  if (isAll && (hasComments || !hasItsLines(entry, source) || text.slice(span.end, nextLine(text, span.end)).trim() !== "")) return false;
  // What stands between may be what makes the package known: `sys.path.insert(…)`.
  const reads = names.flatMap(({ binding }) => (binding === undefined ? [] : (facts.bindings[binding]?.reads ?? [])));
  if (span.end <= offset && reads.every((read) => read.start >= offset)) return true;
  const [start, end] = [Math.min(span.start, offset), Math.max(span.end, offset)];
  let rest = text.slice(start, end);
  for (const { statement } of leadingStatements(source).reverse())
    if (statement.start >= start && statement.end <= end) rest = rest.slice(0, statement.start - start) + rest.slice(statement.end - start);
  return rest.split(/\r\n|\r|\n/).every((line) => /^\s*(?:#.*)?$/.test(line));
}

/** Whether a statement stands in a group of what makes way for the new imports, right above the place for a group of theirs. */
function standsApart({ start }: Span, { offset, isAhead }: OwnPlace, module: string, source: RewriteSource): boolean {
  if (!isAhead) return false;
  const group: TopLevelImport[] = [];
  let below = offset;
  for (const entry of leadingStatements(source).reverse()) {
    if (entry.statement.end > offset) continue;
    const between = source.text.slice(nextLine(source.text, entry.statement.end), below);
    if (group.length === 0 ? between.trim() !== "" : between !== "") break;
    group.push(entry);
    below = lineStart(source.text, entry.statement.start);
  }
  return group.some(({ statement }) => statement.start === start) && group.every((entry) => isLiteLlm(entry.module) || isOf(module, entry));
}

/** The lines by where they go, each once, without those that stand there already. */
export function ownImportEdits(added: readonly OwnImport[], source: RewriteSource): TextEdit[] {
  const { text, facts } = source;
  const places = new Map<number, { lines: Map<string, string>; isOwnGroup: boolean }>();
  const extended = new Map<string, readonly TextEdit[]>();
  for (const { from, line, module } of added) {
    const place = placeOfOwnImport(source, from, module);
    const isThere = ({ statement, ...entry }: TopLevelImport): boolean =>
      text.slice(statement.start, statement.end) === line || (isOf(module, { statement, ...entry }) && line.endsWith(` import ${entry.local}`));
    if (!place || facts.anchors.imports.some(isThere)) continue;
    const wider = withName(line, from, module, source);
    if (wider) {
      extended.set(line, wider);
      continue;
    }
    const there = places.get(place.offset) ?? { lines: new Map<string, string>(), isOwnGroup: place.isOwnGroup };
    places.set(place.offset, there);
    there.lines.set(line, from.toLowerCase());
  }
  const lines = [...places].map(([offset, { lines, isOwnGroup }]) => {
    const sorted = [...lines].sort(([, one], [, other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([line]) => `${line}\n`);
    return { span: { start: offset, end: offset }, text: `${sorted.join("")}${isOwnGroup ? "\n" : ""}`.replaceAll("\n", facts.layout.newline) };
  });
  return [...[...extended.values()].flat(), ...lines];
}

/** How an import of other names of the same package takes a module in, in the order of the alphabet. */
function withName(line: string, from: string, module: string, source: RewriteSource): readonly TextEdit[] | undefined {
  const { text, facts } = source;
  const { stem: name } = partsOf(module);
  const clauses = leadingImports(source).filter((entry) => entry.module === from && entry.name !== undefined && isBare(entry, source));
  const [first] = clauses;
  if (!first || line !== `from ${from} import ${name}`) return undefined;
  if (takesNamesOneByOne(source.facts)) return singleLines(clauses, [name], source);
  const own = clauses.filter(({ statement }) => statement.start === first.statement.start);
  const before = own.filter((entry) => (entry.name ?? "") < name).at(-1);
  if (before) return itemBehind(text, before.clause, name, facts.layout.newline);
  const { start } = first.clause;
  const margin = text.slice(lineStart(text, start), start);
  return [{ span: { start, end: start }, text: margin.trim() === "" ? `${name},${facts.layout.newline}${margin}` : `${name}, ` }];
}

/** Whether nothing but a statement stands on its lines. */
export const isBare = ({ statement: { start, end } }: TopLevelImport, { text }: RewriteSource): boolean => !text.slice(lineStart(text, start), nextLine(text, end)).includes("#");

/** Adds names to an import of a module by writing it anew, so that it has the form that it would have had at once. */
export function addToImport(existing: readonly TopLevelImport[], names: readonly string[], source: RewriteSource, printer: Printer): TextEdit[] {
  const { text, facts } = source;
  const [first] = existing;
  if (!first) return [];
  const textOf = ({ start, end }: Span): string => text.slice(start, end);
  const all = [...new Set([...existing.filter(({ statement }) => statement.start === first.statement.start).map(({ clause }) => textOf(clause)), ...names])].sort();
  return [{ span: first.statement, text: printer.importNames(first.module, all, facts.layout, false).replaceAll("\n", facts.layout.newline) }];
}
