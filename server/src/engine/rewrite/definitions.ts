import type { TextEdit } from "../text/edits.ts";
import { type ClientKind, clientOrder, type PlannedClient, planClient } from "./client.ts";
import { type ConfigConstant, definitionsOf } from "./config-constants.ts";
import { usesRequire } from "./import-edits.ts";
import { linesAt, type PrintedFile } from "./insertions.ts";
import { blankLinesAbove, blankLinesAt, lineStart, nextLine } from "./lines.ts";
import type { ClientSpec } from "./printer.ts";
import { textBefore, textWithout } from "./removed-statements.ts";
import { isTypedFile } from "./typescript.ts";

/** What a file is to define at its own level. */
export interface WantedDefinitions {
  readonly clients: readonly PlannedClient[];
  readonly configs: readonly ConfigConstant[];
  /** Import lines that stand with them, for want of an import to stand beside. */
  readonly importLines: readonly string[];
  /** Text that goes from the file in the same edit. */
  readonly deletions: readonly TextEdit[];
}

/** Defines configs and clients behind the file's imports, or beside those that it has already. */
export function definitionEdits({ clients, configs, importLines, deletions }: WantedDefinitions, isRequest: (path: string) => boolean, file: PrintedFile): TextEdit[] {
  const { source, printer } = file;
  const { edits, first, end } = definitionsOf(configs, source);
  const ofConfigs = first.map((line): Definition => ({ style: "config", text: line }));
  const ofClients = clients.map(
    ({ spec, localClass }): Definition => ({ style: spec.style, text: printer.client({ ...spec, className: localClass }, source.facts.layout, typeOf(localClass, source)) }),
  );
  const beside = placeBeside(clients, isRequest, file);
  const later: Place | undefined = beside ?? (end === undefined ? undefined : { at: end, behind: "config" });
  const top = block({ at: afterImports(file) }, later ? ofConfigs : [...ofConfigs, ...ofClients], importLines, deletions, file);
  return [...edits, ...top, ...(later ? block(later, ofClients, [], deletions, file) : [])];
}

/** The type that a class is of, as a typed file writes it: what `require` gives is a value without a type of its name. */
function typeOf(className: string, source: PrintedFile["source"]): string | undefined {
  if (!isTypedFile(source.uri)) return undefined;
  return usesRequire(source) ? `InstanceType<typeof ${className}>` : className;
}

/** A definition for the module's own level. */
interface Definition {
  readonly style: ClientSpec["style"] | "config";
  readonly text: string;
}

/** Where definitions go. */
interface Place {
  readonly at: number;
  /** The style of the definition that they go behind, or before. */
  readonly behind?: Definition["style"];
  readonly isBefore?: boolean;
}

/** Where the first definition of a file goes. */
function afterImports({ source: { text, facts } }: PrintedFile): number {
  const { afterImports: end, firstImport, imports } = facts.anchors;
  if (end === 0) return 0;
  const isAfterStatement = end > firstImport || imports.length > 0;
  const isInLine = text[end - 1] !== "\n" && text[end - 1] !== "\r" && text[end - 1] !== "\uFEFF";
  return isAfterStatement || isInLine ? nextLine(text, end) : end;
}

/** Where clients go that stand together with those of other kinds which the file already has, in the order of the kinds. */
function placeBeside(clients: readonly PlannedClient[], isRequest: (path: string) => boolean, { source: { text, facts } }: PrintedFile): Place | undefined {
  const first = clients[0];
  if (!first) return undefined;
  const rank = (kind: ClientKind): number => clientOrder.indexOf(kind);
  let place: Place | undefined;
  for (const kind of clientOrder) {
    if (clients.some((other) => other.kind === kind)) continue;
    const { existing, spec } = planClient(facts, kind, isRequest);
    const declared = spec.style === "constant" ? existing?.initial?.span : existing?.returned?.span;
    if (!declared || declared.start < facts.anchors.firstImport) continue;
    if (rank(kind) < rank(first.kind)) place = { at: nextLine(text, declared.end), behind: spec.style };
    // The top of the file is before any function.
    else if (spec.style === "constant") place ??= { at: lineStart(text, declared.start), behind: spec.style, isBefore: true };
  }
  return place;
}

/** Definitions as one piece of text, set apart from each other, from the one they go behind, and from what follows unless that is a client too. */
function block(
  { at, behind, isBefore = false }: Place,
  definitions: readonly Definition[],
  importLines: readonly string[],
  deletions: readonly TextEdit[],
  { source, printer }: PrintedFile,
): TextEdit[] {
  if (definitions.length === 0 && importLines.length === 0) return [];
  const { text, facts } = source;
  const apart = (isFunction: boolean): number => printer.blankLines(isFunction ? "function" : "constant");
  let inserted = importLines.map((line) => `${line}\n`).join("");
  let previous = behind;
  for (const { style, text: definition } of definitions) {
    const blank = previous === style && style !== "function" ? 0 : apart(style === "function" || previous === "function");
    const above = inserted === "" ? blankLinesAbove(textBefore(deletions, text, at)) : 0;
    inserted += `${inserted === "" && at === 0 ? "" : "\n".repeat(Math.max(0, blank - above))}${definition}\n`;
    previous = style;
  }
  // Without semicolons, what begins with a bracket would go on with the client's line.
  const needsEnd = facts.language === "typescript" && !facts.layout.semicolons && definitions.at(-1)?.style === "constant" && /^\s*(?:[([`+-]|\/(?![/*]))/.test(text.slice(at));
  if (needsEnd) inserted = inserted.replace(/\n$/, ";\n");
  const isFollowed = previous !== undefined && at < text.length && !isBefore;
  const below = isFollowed ? Math.max(0, apart(previous === "function") - blankLinesAt(textWithout(deletions, text, at), 0)) : 0;
  return [linesAt(source, at, inserted + "\n".repeat(below))];
}
