import type { Span } from "../text/span.ts";

/** Where the line of an offset begins; a byte-order mark stays before the first one. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !"\n\r\uFEFF".includes(text[start - 1] ?? "")) start--;
  return start;
}

/** Where the line after an offset's line begins; the text's end where there is none. */
export function nextLine(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  if (text[end] === "\r" && text[end + 1] === "\n") return end + 2;
  return Math.min(end + 1, text.length);
}

/**
 * A statement with its indentation and line break, if the line holds nothing else; otherwise the statement alone.
 * Blank lines that would be left doubled, or at the start of a block, go with it.
 */
export function wholeLines(text: string, statement: Span): Span {
  const start = lineStart(text, statement.start);
  const end = nextLine(text, statement.end);
  const isAlone = text.slice(start, statement.start).trim() === "" && text.slice(statement.end, end).trim() === "";
  // A comment that stays behind takes the statement's place.
  if (!isAlone)
    return text.slice(start, statement.start).trim() === "" ? { start: statement.start, end: statement.end + (/^[^\S\r\n]*/.exec(text.slice(statement.end, end))?.[0].length ?? 0) } : statement;
  const above = text.slice(0, start).trimEnd();
  const opensBlock = above === "" || above === "\uFEFF" || /[:{(]$/.test(above);
  const blankBelow = blankLinesAt(text, end);
  if (opensBlock) return { start, end: skipLines(text, end, blankBelow) };
  const isBlankAbove = text.slice(lineStart(text, start - 1), start).trim() === "";
  return isBlankAbove && (blankBelow > 0 || end === text.length) ? { start: nextLine(text, above.length), end } : { start, end };
}

function skipLines(text: string, offset: number, count: number): number {
  let at = offset;
  for (let skipped = 0; skipped < count; skipped++) at = nextLine(text, at);
  return at;
}

/** How many blank lines a text ends with. */
export const blankLinesAbove = (text: string): number => (/(?:(?:\r\n|\r|\n)[^\S\r\n]*)*$/.exec(text.trimEnd() === "" ? "" : text)?.[0].match(/\r\n|\r|\n/g)?.length ?? 1) - 1;

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
