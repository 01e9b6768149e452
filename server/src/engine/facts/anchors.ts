import type { Node } from "../syntax/nodes.ts";
import type { LookUp } from "../text/look-up.ts";
import type { Span } from "../text/span.ts";
import { placesOfWord } from "../text/words.ts";
import type { Anchors } from "./anchor-facts.ts";
import type { LanguageReader, TopLevelStatement } from "./language.ts";
import type { Names } from "./names.ts";

/** What the places for new code are read from. */
export interface AnchorSource {
  readonly root: Node;
  readonly text: string;
  readonly reader: LanguageReader;
  readonly names: Names;
  /** The calls on known packages. */
  readonly calls: readonly Node[];
  readonly neededNames: readonly string[];
}

/** Finds where new code of the module's own level may go, and which names it may use. */
export function anchorsOf({ root, text, reader, names, calls, neededNames }: AnchorSource): Anchors {
  const statements = reader.topLevel(root);
  const head = statements.filter(({ kind }, index) => kind === "head" && statements.slice(0, index).every((before) => before.kind === "head"));
  const firstImport = head.at(-1)?.span.end;
  const definition = statements.find(({ kind }) => kind === "definition")?.span;
  const start = reader.startOfCode(root, text);
  const endOfLine = (end: number): number => endOfLineFrom(end, statements, text);
  const afterImports = endOfImports(statements, definition, calls, reader) ?? firstImport;
  return {
    firstImport: firstImport === undefined ? start : endOfLine(firstImport),
    afterImports: afterImports === undefined ? start : endOfLine(afterImports),
    imports: statements.flatMap(({ imports }) => imports),
    guardedImports: statements.flatMap(({ guardedImports }) => guardedImports ?? []),
    runs: statements.flatMap(({ kind, span }) => (definition && span.start > definition.start && (kind === "other" || kind === "run") ? [span] : [])),
    taken: takenNames(root, names, neededNames),
    isForBrowser: reader.isForBrowser?.(root) ?? false,
    moduleSystem: reader.moduleSystem?.(root),
    ...wordsIn(text, root.tree.lookUp),
  };
}

/** A function of its own, so that it keeps no node alive, nor what was looked up: that may be gone when a fix is asked for in a closed file. */
function wordsIn(text: string, lookUp: LookUp): Pick<Anchors, "uses" | "places"> {
  const known = new WeakRef(lookUp);
  const places = (name: string) => known.deref()?.word(name) ?? placesOfWord(text, name);
  return { uses: (name) => places(name).length > 0, places };
}

/** The end of the last statement that begins on the line where an earlier one ends. */
function endOfLineFrom(end: number, statements: readonly TopLevelStatement[], text: string): number {
  let last = end;
  for (const { span } of statements) {
    if (span.start < last) continue;
    if (/[\n\r]/.test(text.slice(last, span.start).replace(/\\\r?\n/g, ""))) return last;
    last = span.end;
  }
  return last;
}

/** The end of the last import of the file's head, or of what has to run before a client is made. */
function endOfImports(statements: readonly TopLevelStatement[], definition: Span | undefined, calls: readonly Node[], reader: LanguageReader): number | undefined {
  const isInside = (node: Node): boolean => ["function", "async-function"].includes(reader.placeOf(node));
  const firstUse = Math.min(...calls.flatMap((node) => (isInside(node) ? [] : [node.startIndex])));
  // A call inside a function may run with the first statement behind it.
  const firstInside = Math.min(...calls.flatMap((node) => (isInside(node) ? [node.startIndex] : [])));
  let last: number | undefined;
  for (const { kind, span } of statements) {
    // A definition ends the head of the file, but not the search for what has to run before a client is made.
    const isBeforeUse = span.end <= firstUse || kind === "definition";
    const isPastDefinition = definition !== undefined && definition.start < span.start;
    if (!isBeforeUse || (kind === "run" && span.start > firstInside)) break;
    if (kind === "setup" || (kind === "import" && !isPastDefinition)) last = span.end;
  }
  return last;
}

/** `os.path` and `node:process.default` are of the modules `os` and `process`. */
const moduleName = (path: string): string => path.replace(/^node:/, "").replace(/\..*$/, "");

/** Which of the needed names the file declares for something else than the module of that name. */
function takenNames(root: Node, names: Names, needed: readonly string[]): Map<string, "module" | "inner"> {
  const taken = new Map<string, "module" | "inner">();
  for (const name of needed) {
    for (const { scope, declarations } of names.named(name)) {
      const isOther = declarations.some(({ declaration }) => declaration.kind !== "bare" && !(declaration.kind === "import" && moduleName(declaration.path) === name));
      if (isOther && taken.get(name) !== "module") taken.set(name, scope.id === root.id ? "module" : "inner");
    }
  }
  return taken;
}
