import type { ImportFact, TopLevelImport } from "../facts/facts.ts";
import type { StatementFact } from "../facts/statement-facts.ts";
import { mergeEdits, type TextEdit } from "../text/edits.ts";
import { bySource, type Span } from "../text/span.ts";
import { SpanIndex } from "../text/span-index.ts";
import { importsBehind, indentationOf } from "./added-imports.ts";
import { clientModules, type PlannedClient } from "./client.ts";
import type { FixRequest } from "./fix-request.ts";
import { dropClauses, emptiedBlocks, extendImport, isStandard, type ModulePlace, neighbour, placeOfModuleImport, placeOfStandardNames, type RewriteSource, unreadNames } from "./imports.ts";
import { insertion, lineBelow, linesAt, type PrintedFile, withNewlines } from "./insertions.ts";
import { addToImport, isBare, type OwnImport, ownImportEdits, placeOfOwnImport } from "./own-imports.ts";
import { joinDeletions, removeStatements, withEmptyBranches } from "./removed-statements.ts";
import { namedLines, singleLines, takesNamesOneByOne } from "./single-imports.ts";
import { importAbove } from "./sorted-imports.ts";

/** Packages whose imports make way for the new ones. */
const packagesLeft = ["litellm"];

/** The clients that fixes of a file ask for. */
export interface WantedClients {
  /** Those that the file has to define. */
  readonly missing: readonly PlannedClient[];
  /** Those that places make for themselves, of whose classes the file needs the name. */
  readonly inPlace: readonly PlannedClient[];
}

/** What becomes of a file's imports, and of the statements that go with them. */
export interface ImportEdits {
  readonly edits: readonly TextEdit[];
  /** Those of the edits that take statements and imports out. */
  readonly deletions: readonly TextEdit[];
  /** Imported names that the file loses, or has from elsewhere. */
  readonly droppedImports: readonly Span[];
  /** Import lines that found no import to stand beside. */
  readonly unplaced: readonly string[];
}

/** Brings in what fixes need, and takes out the statements that go and the imports that nothing reads any more. */
export function importEdits(requests: readonly FixRequest[], clients: WantedClients, file: PrintedFile): ImportEdits {
  const { source } = file;
  const anchor = neighbour(source, packagesLeft);
  const { names, modules } = wantedImports(requests, clients, anchor, file);
  const ofModules = clientModuleImports(modules, file);
  const ofNames = namedImports(names, anchor, file);
  const own = ownImportEdits([...requests.flatMap(({ ownImports }) => ownImports), ...ofNames.own], source);
  const dropped = droppedClauses(requests, source);
  const placed = placeLines([...ofModules.lines, ...ofNames.lines], { anchor, dropped, isDefined: clients.missing.length > 0 }, file);
  const going = removals(requests, dropped, placed.inPlace, file);
  const deletions = joinDeletions(going.edits);
  return {
    // Of what goes to one place the standard library's modules are first.
    edits: [...standardImports(ofModules.others, ofNames.standard, file), ...ofModules.edits, ...ofNames.edits, ...own, ...placed.edits, ...going.added, ...deletions],
    deletions,
    droppedImports: [...requests.flatMap(({ movedImports }) => movedImports), ...going.droppedImports],
    unplaced: placed.unplaced,
  };
}

/** The name under which a file imports a module early enough for its clients. */
export function importedAs(module: string, { facts }: RewriteSource): string | undefined {
  const { imports, afterImports } = facts.anchors;
  return imports.find((entry) => entry.module === module && entry.name === undefined && entry.local === module && entry.statement.end <= afterImports)?.local;
}

/** Import lines that are made, and edits for those that found their place. */
interface MadeImports {
  readonly edits: readonly TextEdit[];
  readonly lines: readonly string[];
}

/** An import with the clauses, by index, that nothing reads any more. */
interface DroppedClauses {
  readonly fact: ImportFact;
  readonly clauses: readonly number[];
}

const isWhole = ({ fact, clauses }: DroppedClauses): boolean => clauses.length === fact.clauses.length;

/** The names that the file needs by their modules, in the order of their lines, and the modules themselves. */
function wantedImports(requests: readonly FixRequest[], { missing, inPlace }: WantedClients, anchor: ImportFact | undefined, { printer }: PrintedFile) {
  const asked = new Map(requests.flatMap(({ names }) => names.map(({ module, clause }) => [clause, module] as const)));
  const ofFixes = [...asked].map(([clause, module]) => ({ module, clause }));
  const ofClients = [...new Set([...missing, ...inPlace])].flatMap(({ spec, localClass, isImported }) => (isImported ? [] : [{ module: spec.module, clause: printer.importedName(spec, localClass) }]));
  const names = new Map<string, string[]>();
  // An import that comes later stands closer to the one that both stand behind, and behind those at the file's start.
  const ofTypes = ofFixes.filter(({ module }) => clientOf(module) !== undefined);
  const others = ofFixes.filter((each) => !ofTypes.includes(each));
  for (const { module, clause } of anchor ? [...others, ...ofClients, ...ofTypes] : [...ofClients, ...ofTypes, ...others]) names.set(module, [...(names.get(module) ?? []), clause]);
  const modules = new Set([...missing.flatMap(({ spec }) => printer.modulesOf(spec)), ...requests.flatMap((request) => [...request.modules])]);
  return { names, modules };
}

/** Packages that are imported where the clients' are: what these are built on comes with them. */
const besideClients: ReadonlySet<string> = new Set([...clientModules, "httpx"]);

/** Plain imports of the clients' packages, beside what the file imports of them; `others` are the modules that are none of these. */
function clientModuleImports(modules: ReadonlySet<string>, { source, printer }: PrintedFile): MadeImports & { readonly others: readonly string[] } {
  const { layout, anchors } = source.facts;
  const edits: TextEdit[] = [];
  const lines: string[] = [];
  const missing = [...modules].filter((module) => importedAs(module, source) === undefined);
  for (const module of missing.filter((each) => besideClients.has(each)).sort()) {
    const line = printer.importModule(module, layout);
    const beside = anchors.imports.find((entry) => entry.module === module && entry.statement.end <= anchors.afterImports);
    if (beside) edits.push(insertion(source, beside.statement.start, `${line}\n`));
    else lines.push(line);
  }
  return { edits, lines, others: missing.filter((module) => !besideClients.has(module)) };
}

/** Imports of names, in the imports that the file has of their modules where the language adds to those; `own` are those of the project's packages. */
function namedImports(
  names: ReadonlyMap<string, readonly string[]>,
  anchor: ImportFact | undefined,
  { source, printer }: PrintedFile,
): MadeImports & { readonly own: readonly OwnImport[]; readonly standard: readonly NamedImport[] } {
  const { facts } = source;
  const { imports, afterImports } = facts.anchors;
  const isPython = facts.language === "python";
  const early = imports.filter(({ name, statement }) => name !== undefined && statement.end <= afterImports);
  const ofClient = early.find(({ module }) => clientModules.has(module));
  const clientBeside = (module: string): TopLevelImport | undefined => early.find((entry) => entry.module === clientOf(module));
  const edits: TextEdit[] = [];
  const lines: string[] = [];
  const own: OwnImport[] = [];
  const standard: NamedImport[] = [];
  for (const [module, clauses] of names) {
    const sorted = [...clauses].sort();
    const wanted = namedLines(module, sorted, source, printer, usesRequire(source));
    const line = wanted.join("\n");
    const isOwn = !clientModules.has(module) && placeOfOwnImport(source, module, module) !== undefined;
    const existing: readonly TopLevelImport[] = isPython ? early.filter((entry) => entry.module === module && (!isOwn || isBare(entry, source))) : [];
    if (existing.length > 0 && takesNamesOneByOne(facts)) edits.push(...singleLines(existing, sorted, source));
    else if (existing.length > 0) edits.push(...(isOwn ? addToImport(existing, sorted, source, printer) : extendImport(existing, sorted)));
    else if (isOwn && clientOf(module) === undefined && !(isPython && isStandard(module))) own.push(...wanted.map((each) => ({ from: module, line: each, module })));
    else if (isPython && isStandard(module)) standard.push({ module, line });
    else if (isPython && clientBeside(module)) edits.push(lineBelow(source, clientBeside(module)?.statement.end ?? 0, line));
    else if (anchor && isPython && !clientModules.has(module) && ofClient) edits.push(insertion(source, ofClient.statement.start, `${line}\n`));
    else lines.push(line);
  }
  return { edits, lines, own, standard };
}

/** The line that takes names from a module. */
interface NamedImport {
  readonly module: string;
  readonly line: string;
}

/** The client's package that a module is a part of: `openai` of `openai.types.chat`. */
const clientOf = (module: string): string | undefined => [...clientModules].find((client) => module.startsWith(`${client}.`));

/** Whether a file takes its modules by `require`: as a module of Node's own, by what stands in it or by its name. */
export const usesRequire = ({ uri, facts }: RewriteSource): boolean => (facts.anchors.moduleSystem ?? (uri.endsWith(".cjs") ? "commonjs" : "module")) === "commonjs";

/** The names of imports whose last reads go with what the fixes replace, and imports all of whose names come in elsewhere. */
function droppedClauses(requests: readonly FixRequest[], source: RewriteSource): DroppedClauses[] {
  const replaced = new SpanIndex(
    mergeEdits(requests.flatMap(({ edits }) => edits)).map(({ span }) => span),
    (span) => span,
  );
  const asked = requests.flatMap(({ droppedImports }) => droppedImports);
  const emptied = new Set(requests.flatMap((request) => [...request.emptied]));
  const clausesOf = (fact: ImportFact): readonly number[] => (emptied.has(fact) ? [...fact.clauses.keys()] : unreadNames(fact, source, replaced, asked));
  return source.facts.imports.map((fact) => ({ fact, clauses: clausesOf(fact) })).filter(({ clauses }) => clauses.length > 0);
}

/** Puts import lines among those that the import of a package that is left stands with, or `inPlace` of one that goes, by where that starts, else below the last import; `unplaced` where there is none. */
function placeLines(
  lines: readonly string[],
  { anchor, dropped, isDefined }: { readonly anchor: ImportFact | undefined; readonly dropped: readonly DroppedClauses[]; readonly isDefined: boolean },
  { source }: PrintedFile,
): { readonly edits: readonly TextEdit[]; readonly inPlace: ReadonlyMap<number, readonly string[]>; readonly unplaced: readonly string[] } {
  const isPython = source.facts.language === "python";
  const beside = anchor?.span ?? (isPython || isDefined || lines.length === 0 ? undefined : lastImport(source));
  if (!beside) return { edits: [], inPlace: new Map(), unplaced: lines };
  const places = new Map<number, { above: Span; lines: string[] }>();
  for (const line of lines) {
    const above = anchor && isPython ? importAbove(line, anchor, source) : beside;
    const place = places.get(above.start) ?? { above, lines: [] };
    places.set(above.start, place);
    place.lines.push(line);
  }
  const goes = (above: Span): boolean => dropped.some((each) => each.fact.span.start === above.start && isWhole(each) && !isCommented(source, each.fact));
  const all = [...places.values()];
  return {
    edits: all.filter(({ above }) => !goes(above)).map(({ above, lines }) => lineBelow(source, above.end, lines.join("\n"))),
    inPlace: new Map(all.filter(({ above }) => goes(above)).map(({ above, lines }) => [above.start, lines.map((line) => withNewlines(line, source.facts.layout.newline))])),
    unplaced: [],
  };
}

/** Whether a comment for readers stands behind a statement: it stays where that was, above what comes after it, in whatever order fixes are chosen; one for a tool is about the line. */
const isCommented = ({ text }: RewriteSource, { span }: StatementFact): boolean =>
  /^[^\S\r\n]*(?:#|\/\/|\/\*)(?!\s*(?:noqa|type:|pyright|pylint|mypy|isort|ruff|flake8|pragma|nosec|fmt|yapf|@ts-|eslint|biome))/.test(text.slice(span.end));

/** The last import at a file's start, where more than types and comments stands between it and the first definition. */
function lastImport({ text, facts }: RewriteSource): Span | undefined {
  const { imports, afterImports } = facts.anchors;
  const last = imports.filter(({ statement }) => statement.end <= afterImports).at(-1)?.statement;
  const between = last ? text.slice(last.end, afterImports) : "";
  return /^(?!\s*(?:$|import\b|\/\/|\/?\*|[;}]|\S+,?$))/m.test(between) ? last : undefined;
}

/** The statements that go with what fixes ask for, each once. */
export const goingStatements = (requests: readonly FixRequest[]): readonly StatementFact[] =>
  withEmptyBranches([...new Map(requests.flatMap(({ removed }) => removed.map((statement) => [statement.span.start, statement] as const))).values()]);

/** Takes statements and imports out; what stands in the place of an import goes there with it, and is `added` behind it where it stays. */
function removals(
  requests: readonly FixRequest[],
  dropped: readonly DroppedClauses[],
  inPlace: ReadonlyMap<number, readonly string[]>,
  { source, printer }: PrintedFile,
): { readonly edits: readonly TextEdit[]; readonly added: readonly TextEdit[]; readonly droppedImports: readonly Span[] } {
  const { text, facts } = source;
  const statements = goingStatements(requests);
  const going = [...dropped.filter(isWhole).map(({ fact }) => fact), ...statements].sort((a, b) => bySource(a.span, b.span));
  const emptied = printer.emptyStatement === "" ? new Set<StatementFact>() : emptiedBlocks(going);
  const standIn = (statement: StatementFact): string | undefined => (emptied.has(statement) ? printer.emptyStatement : undefined);
  const behind = importsBehind(
    source,
    requests.flatMap(({ addedImports }) => addedImports),
  );
  const edits = removeStatements(statements, text, standIn);
  const droppedImports: Span[] = [];
  const instead = (fact: StatementFact): string | undefined => {
    if (isCommented(source, fact)) return standIn(fact);
    const own = [...(behind.get(fact.span.start)?.lines ?? []), ...(inPlace.get(fact.span.start) ?? [])];
    behind.delete(fact.span.start);
    return own.length > 0 ? own.join(`${facts.layout.newline}${indentationOf(text, fact.span)}`) : standIn(fact);
  };
  const whole = dropped.filter(isWhole);
  edits.push(
    ...removeStatements(
      whole.map(({ fact }) => fact),
      text,
      instead,
    ),
  );
  droppedImports.push(...whole.flatMap(({ fact }) => [...fact.clauses]));
  for (const { fact, clauses } of dropped.filter((each) => !isWhole(each))) {
    const drops = dropClauses(fact, source, clauses);
    edits.push(...drops);
    if (drops.length > 0) droppedImports.push(...clauses.flatMap((index) => fact.clauses[index] ?? []));
  }
  const added = [...behind.values()].flatMap(({ behind: statement, lines }) => lines.map((line) => lineBelow(source, statement.end, indentationOf(text, statement) + line)));
  return { edits, added, droppedImports };
}

/** Plain imports of modules and of what the standard library's have, together where they go to one place. */
function standardImports(modules: readonly string[], names: readonly NamedImport[], { source, printer }: PrintedFile): TextEdit[] {
  const places = new Map<number, { lines: string; isOwnGroup: boolean }>();
  const add = (line: string, { offset, isOwnGroup }: ModulePlace): void => void places.set(offset, { lines: `${places.get(offset)?.lines ?? ""}${line}\n`, isOwnGroup });
  for (const module of [...modules].sort()) add(printer.importModule(module, source.facts.layout), placeOfModuleImport(source, module));
  for (const { module, line } of names) add(line, placeOfStandardNames(source, module));
  return [...places].map(([offset, { lines, isOwnGroup }]) => linesAt(source, offset, lines + (isOwnGroup ? "\n" : "")));
}
