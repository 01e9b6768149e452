import type { TextEdit } from "../text/edits.ts";
import type { Layout } from "../text/layout.ts";
import type { Span } from "../text/span.ts";
import { lineStart, nextLine, wholeLines } from "./lines.ts";

/** Puts lines above the one that a statement begins on, indented like it. */
export function linesAbove(text: string, { start }: Span, lines: readonly string[], { newline }: Layout): TextEdit {
  let at = lineStart(text, start);
  // A line that goes on cannot be torn from the one before it.
  while (at > 0 && /\\\r?\n?$/.test(text.slice(Math.max(0, at - 3), at))) at = lineStart(text, at - 1 - (text[at - 2] === "\r" ? 1 : 0));
  const indent = /^[^\S\r\n]*/.exec(text.slice(at))?.[0] ?? "";
  return { span: { start: at, end: at }, text: lines.map((line) => indent + line + newline).join("") };
}

/** Adds a statement behind another one: below it, or on its line where that holds more than it. */
export function statementBehind(text: string, statement: Span, added: string, { newline }: Layout): TextEdit {
  const end = closed(text, statement.end);
  const before = text.slice(lineStart(text, statement.start), statement.start);
  const at = nextLine(text, end);
  if (before.trim() !== "" || !/^[^\S\r\n]*(?:#[^\r\n]*)?(?:[\r\n]|$)/.test(text.slice(end))) return { span: { start: end, end }, text: `; ${added}` };
  const hasBreak = at < text.length || /[\r\n]$/.test(text);
  return { span: { start: at, end: at }, text: `${hasBreak ? "" : newline}${before}${added}${newline}` };
}

/** Removes a statement with its line, or from among others on its line; `pass` takes its place where its block holds no other. */
export function withoutStatement(text: string, { start, end: inner }: Span): TextEdit {
  const end = closed(text, inner);
  const before = text.slice(lineStart(text, start), start);
  const behind = /^(?:[^\S\r\n]|\\\r?\n)*;(?:[^\S\r\n]|\\\r?\n)*/.exec(text.slice(end))?.[0] ?? "";
  const isLast = /^[^\S\r\n]*(?:#[^\r\n]*)?(?:[\r\n]|$)/.test(text.slice(end + behind.length));
  if (!isLast) return { span: { start, end: end + behind.length }, text: "" };
  const separator = /;(?:[^\S\r\n]|\\\r?\n)*$/.exec(text.slice(0, start))?.[0];
  if (separator !== undefined) return { span: { start: start - separator.length, end }, text: "" };
  const whole = { start, end: end + behind.trimEnd().length };
  if (before.trim() !== "" || isAloneInBlock(text, whole, before.length)) return { span: whole, text: "pass" };
  return { span: wholeLines(text, whole), text: "" };
}

/** The end of a value with the brackets that close around it. */
function closed(text: string, end: number): number {
  const rest = /^(?:(?:\s|\\\r?\n|#[^\r\n]*[\r\n])*\))+/.exec(text.slice(end))?.[0] ?? "";
  return end + rest.length;
}

/** Whether a statement stands behind the head of its block, and what follows is indented less. */
function isAloneInBlock(text: string, { start, end }: Span, indent: number): boolean {
  if (indent === 0) return false;
  const isCode = (line: string): boolean => line.trim() !== "" && !line.trimStart().startsWith("#");
  const depth = (line: string | undefined): number => (line === undefined ? 0 : line.length - line.trimStart().length);
  const above = text
    .slice(0, lineStart(text, start))
    .split(/\r\n|\r|\n/)
    .filter(isCode)
    .at(-1);
  const below = text
    .slice(nextLine(text, end))
    .split(/\r\n|\r|\n/)
    .find(isCode);
  // A head that goes on over lines may end as far to the right as its block.
  return (depth(above) < indent || /:\s*(?:#.*)?$/.test(above ?? "")) && depth(below) < indent;
}
