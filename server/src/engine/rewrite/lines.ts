import type { Span } from "../text/span.ts";

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return start;
}

/** Where the line after an offset's line begins; the text's end where there is none. */
export function nextLine(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  if (text[end] === "\r" && text[end + 1] === "\n") return end + 2;
  return Math.min(end + 1, text.length);
}

/** A statement with its indentation and line break, if the line holds nothing else; otherwise the statement alone. */
export function wholeLines(text: string, statement: Span): Span {
  const start = lineStart(text, statement.start);
  const end = nextLine(text, statement.end);
  const isAlone = text.slice(start, statement.start).trim() === "" && text.slice(statement.end, end).trim() === "";
  return isAlone ? { start, end } : statement;
}

/** How many blank lines begin at an offset that begins a line. */
export function blankLinesAt(text: string, offset: number): number {
  let count = 0;
  for (let at = offset; at < text.length; count++) {
    const next = nextLine(text, at);
    if (text.slice(at, next).trim() !== "") break;
    at = next;
  }
  return count;
}
