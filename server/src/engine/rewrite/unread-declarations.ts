import type { Expression, TopLevelImport } from "../facts/facts.ts";
import type { TextEdit } from "../text/edits.ts";
import { contains, type Span } from "../text/span.ts";
import type { RewriteSource } from "./imports.ts";
import { lineStart, nextLine } from "./lines.ts";
import { removeItems } from "./list.ts";
import { removeStatements } from "./removed-statements.ts";

/**
 * The edits that take out what nothing reads any more once others are made, those that only add code among them: names that the program's own modules give, variables of the environment that are taken apart, constants of no effect, and functions.
 * A TypeScript project that refuses what is unused (`noUnusedLocals`) would not compile with them; in Python they do no harm and stay.
 */
export function unreadDeclarations(source: RewriteSource, asked: readonly TextEdit[]): TextEdit[] {
  const { facts } = source;
  if (facts.language !== "typescript" || facts.unreadable.length > 0) return [];
  if (asked.every(({ span }) => span.end === span.start)) return [];
  const constants = constantsOf(source);
  const unread = new Set<Constant>();
  const taken = (): readonly TextEdit[] => [...asked, ...[...unread].map(({ span }) => ({ span, text: "" }))];
  // A constant may have been the only reader of another.
  for (let before = -1; before < unread.size; ) {
    before = unread.size;
    for (const constant of constants) if (!unread.has(constant) && isUnread(constant.name, constant.span, source, taken())) unread.add(constant);
  }
  return [...removeStatements([...unread], source.text, () => undefined), ...patternEdits(source, taken()), ...importEdits(source, taken()), ...parameterEdits(source, taken())];
}

/** A parameter has to stay for those behind it, and for callers, a field of a pattern for what the rest of it holds: `_` says that it is not read, as `noUnusedParameters` has it. */
function parameterEdits(source: RewriteSource, edits: readonly TextEdit[]): readonly TextEdit[] {
  const { facts, text } = source;
  return facts.bindings.flatMap(({ kind, name, reads, declarations: [declaration, ...others] }): TextEdit[] => {
    if (kind !== "parameter" || !declaration || others.length > 0 || name.startsWith("_")) return [];
    const holder = bracketAround(declaration.start, text);
    const before = text.slice(Math.max(0, declaration.start - 80), declaration.start);
    const surrounds = holder && around[holder];
    if (!surrounds?.before.test(before) || !surrounds.behind.test(text.slice(declaration.end, declaration.end + 20))) return [];
    if (reads.length === 0 || !reads.every((read) => edits.some(({ span }) => contains(span, read)))) return [];
    const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);
    // Callers name the fields of a pattern.
    const mark = holder === "{" && !/:\s*$/.test(before) ? `${name}: _` : "_";
    return edits.some((edit) => word.test(edit.text)) ? [] : [{ span: { start: declaration.start, end: declaration.start }, text: mark }];
  });
}

/** What stands beside a parameter of a list, and beside a field of a pattern. */
const around = { "(": { before: /[(,]\s*$/, behind: /^\??\s*[:=,)]/ }, "{": { before: /[{,:]\s*$/, behind: /^\s*(?:[,}]|=(?![=>]))/ } };

/** The bracket that a parameter stands in; none where comments between them could hold others. */
function bracketAround(at: number, text: string): keyof typeof around | undefined {
  let depth = 0;
  for (let place = at - 1; place >= 0; place--) {
    const character = text.charAt(place);
    if (character === "/" || character === "`") return undefined;
    if (character === '"' || character === "'") {
      const opening = place === 0 ? -1 : text.lastIndexOf(character, place - 1);
      if (opening < 0 || /[\r\n]/.test(text.slice(opening, place))) return undefined;
      place = opening;
    }
    if (/[)\]}]/.test(character)) depth++;
    if (/[([{]/.test(character) && depth-- === 0) return character === "(" || character === "{" ? character : undefined;
  }
  return undefined;
}

/** Whether edits take every read of a name, and at least one: elsewhere in the text its word stands nowhere but in its declaration. */
function isUnread(name: string, declaration: Span, { text }: RewriteSource, edits: readonly TextEdit[]): boolean {
  const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g");
  if (edits.some((edit) => edit.text.replace(keys, "").search(word) >= 0)) return false;
  const places = [...text.matchAll(word)].map(({ index }) => ({ start: index, end: index + name.length })).filter((place) => !contains(declaration, place));
  return places.length > 0 && places.every((place) => edits.some(({ span }) => contains(span, place)));
}

/** Names of options in what an edit writes, which read nothing. */
const keys = /(?:^|(?<=[{,]))\s*[\w$]+\s*:/g;

/** A constant that only its file can read, with the statement that makes it. */
interface Constant {
  readonly name: string;
  readonly span: Span;
}

/** How a constant's statement, and that of a private field, begins. */
const beginning = { variable: /^\s*(?:const|let|var)\s+$/, member: /^\s*private\s+(?:static\s+)?(?:readonly\s+)?$/ };

/** The constants, and the private fields, whose statements have their lines to themselves. */
function constantsOf({ text, facts }: RewriteSource): readonly Constant[] {
  return facts.bindings.flatMap((binding): Constant[] => {
    const [declaration, ...others] = binding.declarations;
    const { initial, kind, definition } = binding;
    if (definition) return others.length === 0 && !binding.isExported && isAloneFunction(definition, text) ? [{ name: binding.name, span: definition }] : [];
    if ((kind !== "variable" && kind !== "member") || binding.isExported || !declaration || !initial || !hasNoEffect(initial, text)) return [];
    if (kind === "member" && others.length > 0) return [];
    const start = lineStart(text, declaration.start);
    const behind = text.slice(initial.span.end, nextLine(text, initial.span.end));
    const isAlone = beginning[kind].test(text.slice(start, declaration.start)) && /^\s*(?:!|as\s+[\w$.<>[\]| ]+)?\s*;?\s*$/.test(behind);
    const between = text.slice(declaration.start + binding.name.length, initial.span.start);
    return isAlone && /^\s*(?::[^=\r\n]*)?=\s*$/.test(between)
      ? [{ name: binding.name, span: { start: start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0), end: initial.span.end + behind.trimEnd().length } }]
      : [];
  });
}

/** Whether a declaration of a function has its lines to itself, and no comments inside. */
function isAloneFunction({ start, end }: Span, text: string): boolean {
  return /^\s*$/.test(text.slice(lineStart(text, start), start)) && /^\s*$/.test(text.slice(end, nextLine(text, end))) && !comment.test(text.slice(start, end));
}

const comment = /\/\*|(?<!:)\/\//;

/** A function that an expression makes, as it begins. */
const madeFunction = /^(?:async\s+)?(?:\([^()]*\)|[\w$]+)\s*(?::[^=]*)?=>|^(?:async\s+)?function\b/;

/** Methods that make a text of another one. */
const ofTexts = /\.(?:replace|replaceAll|trim|trimEnd|trimStart|toLowerCase|toString)$/;
const pattern = /^\/.+\/[a-z]*$/;

/** Whether reading a value does nothing else. */
function hasNoEffect(value: Expression, text: string): boolean {
  switch (value.kind) {
    case "string":
    case "number":
    case "name":
    case "chain":
      return true;
    case "environment":
      return value.fallback === undefined || hasNoEffect(value.fallback, text);
    case "choice":
      return value.options.every((option) => hasNoEffect(option, text));
    case "template":
      return value.hole === undefined || hasNoEffect(value.hole, text);
    case "opaque":
      return isPatternOrFunction(text.slice(value.span.start, value.span.end));
    case "call":
      return ofTexts.test(value.callee) && value.object !== undefined && hasNoEffect(value.object, text) && value.arguments.every((argument) => isText(argument.value, text));
    default:
      return false;
  }
}

const isPatternOrFunction = (written: string): boolean => pattern.test(written) || (madeFunction.test(written) && !comment.test(written));

/** A text or a pattern that is written out. */
const isText = (value: Expression, text: string): boolean => value.kind === "string" || (value.kind === "opaque" && hasNoEffect(value, text));

/** The environment taken apart in a statement of its own, without comments, calls or escapes between the names. */
const environmentPattern = /^[^\S\r\n]*(?:const|let|var)\s*\{([^{}()/\\]*)\}\s*=\s*(?:process\.env|import\.meta\.env|Bun\.env)\s*;?[^\S\r\n]*$/gm;

/** One name of a pattern with its default, whose text may hold commas. */
const patternItem = /(?:"[^"]*"|'[^']*'|`[^`]*`|[^,"'`])+/g;

/** The edits that take variables of the environment out of patterns, or the whole statement where none is left. */
function patternEdits(source: RewriteSource, edits: readonly TextEdit[]): TextEdit[] {
  const { text } = source;
  return [...text.matchAll(environmentPattern)].flatMap(({ 0: written, 1: pattern = "", index }): TextEdit[] => {
    // What the rest holds depends on the names that are taken out before it.
    if (pattern.includes("...")) return [];
    const statement = { start: index + written.length - written.trimStart().length, end: index + written.trimEnd().length };
    const inside = index + written.indexOf("{") + 1;
    const items = [...pattern.matchAll(patternItem)].flatMap(({ 0: item, index: at }) => {
      const start = inside + at + item.length - item.trimStart().length;
      const local = /^(?:[\w$]+\s*:\s*)?([\w$]+)/.exec(item.trim())?.[1];
      return item.trim() === "" ? [] : [{ local, span: { start, end: start + item.trim().length } }];
    });
    const unread = items.map(({ local }) => local !== undefined && isUnread(local, statement, source, edits));
    if (!unread.includes(true)) return [];
    if (!unread.includes(false)) return removeStatements([{ span: statement }], text, () => undefined);
    return removeItems(
      items.map(({ span }) => span),
      (at) => unread[at] === true,
    );
  });
}

/** Imports of names alone, without comments between them. */
const namedImport = /^import\s*\{[^{}/*]*\}\s*from\s*(["'][^"'\r\n]+["'])\s*;?$/;

/** The edits that take names out of imports of other modules; one that gives none any more is kept for what loading it does. */
function importEdits(source: RewriteSource, edits: readonly TextEdit[]): TextEdit[] {
  const { text, facts } = source;
  const statements = new Map<number, TopLevelImport[]>();
  for (const entry of facts.anchors.imports) {
    // Those of known packages go by their bindings.
    if (facts.imports.some(({ span }) => span.start === entry.statement.start)) continue;
    statements.set(entry.statement.start, [...(statements.get(entry.statement.start) ?? []), entry]);
  }
  return [...statements.values()].flatMap((entries): TextEdit[] => {
    const [first] = entries;
    const written = first && text.slice(first.statement.start, first.statement.end);
    const module = written === undefined ? undefined : namedImport.exec(written)?.[1];
    if (!first || written === undefined || module === undefined) return [];
    const unread = entries.map(({ local }) => isUnread(local, first.statement, source, edits));
    if (!unread.includes(true)) return [];
    if (unread.includes(false))
      return removeItems(
        entries.map(({ clause }) => clause),
        (index) => unread[index] === true,
      );
    return [{ span: first.statement, text: `import ${module}${written.endsWith(";") ? ";" : ""}` }];
  });
}
