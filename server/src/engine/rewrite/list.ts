import type { TextEdit } from "../text/edits.ts";
import type { Span } from "../text/span.ts";
import { lineStart, wholeLines } from "./lines.ts";

/**
 * Removes some items of a comma-separated list with the commas and spaces that would be left over.
 * `items` are all items in order; one that stays keeps its text to the letter. Removing all of them is not this function's work.
 */
export function removeItems(items: readonly Span[], isRemoved: (index: number) => boolean): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let first = 0; first < items.length; first++) {
    if (!isRemoved(first)) continue;
    let last = first;
    while (last + 1 < items.length && isRemoved(last + 1)) last++;
    const start = items[first]?.start ?? 0;
    const next = items[last + 1];
    const before = items[first - 1];
    const span = next ? { start, end: next.start } : { start: before?.end ?? start, end: items[last]?.end ?? start };
    edits.push({ span, text: "" });
    first = last;
  }
  return edits;
}

/** Like `removeItems`, but comments between the items stay where they are, and with them the line breaks. */
function removeItemsBesideComments(text: string, items: readonly Span[], isRemoved: (index: number) => boolean): TextEdit[] {
  const hasComment = items.some(({ start }, index) => (isRemoved(index) || isRemoved(index - 1)) && comment.test(text.slice(items[index - 1]?.end ?? start, start)));
  if (!hasComment) return removeItems(items, isRemoved);
  return items.flatMap((item, index) => (isRemoved(index) ? partsBesideComments(text, item) : [])).map((span) => ({ span, text: "" }));
}

/** Removes some of a list's items with their commas; when all go, the comma behind the last with them. Comments stay where they are. */
export function removeAllOrSome(text: string, items: readonly Span[], isRemoved: (index: number) => boolean): TextEdit[] {
  const first = items[0];
  const last = items.at(-1);
  if (!first || !last || !items.every((_, index) => isRemoved(index))) {
    const edits = removeItemsBesideComments(text, items, isRemoved);
    const directives = items.flatMap((item, index) => (isRemoved(index) ? (expectationAbove(text, item) ?? []) : []));
    return [...edits, ...directives.filter(({ start }) => !edits.some(({ span }) => span.start <= start && start < span.end)).map((span) => ({ span, text: "" }))];
  }
  const between = separator.exec(text.slice(last.end))?.[0] ?? "";
  if (comment.test(text.slice(first.start, last.end) + between)) return items.flatMap((item) => partsBesideComments(text, item)).map((span) => ({ span, text: "" }));
  return [{ span: { start: first.start, end: last.end + between.length }, text: "" }];
}

/** The line above an item that expects the compiler's error about it: without the error it is one itself. */
function expectationAbove(text: string, { start }: Span): Span | undefined {
  const line = lineStart(text, start);
  const above = lineStart(text, Math.max(0, text.startsWith("\r\n", line - 2) ? line - 2 : line - 1));
  return line > 0 && /^[ \t]*\/\/[ \t]*@ts-expect-error\b/.test(text.slice(above, line)) ? { start: above, end: line } : undefined;
}

/** Adds an item behind another: on a line of its own where that one has one, below the comment beside it. */
export function itemBehind(text: string, { start, end }: Span, item: string, newline: string): TextEdit[] {
  const margin = text.slice(lineStart(text, start), start);
  if (margin.trim() !== "") return [{ span: { start: end, end }, text: `, ${item}` }];
  const [commented, comma] = /^[^\S\r\n]*(,?)[^\S\r\n]*(?:#|\/\/)[^\r\n]*/.exec(text.slice(end)) ?? [];
  if (commented === undefined) return [{ span: { start: end, end }, text: `,${newline}${margin}${item}` }];
  const at = end + commented.length;
  return [...(comma === "" ? [{ span: { start: end, end }, text: "," }] : []), { span: { start: at, end: at }, text: `${newline}${margin}${item},` }];
}

/** An item with the comma behind it; both by themselves where a comment stands between them. */
function partsBesideComments(text: string, { start, end }: Span): Span[] {
  const between = separator.exec(text.slice(end))?.[0];
  const comma = end + (between?.length ?? 0);
  if (between === undefined || !comment.test(between)) return [wholeLines(text, { start, end: comma })];
  return [wholeLines(text, { start, end }), wholeLines(text, { start: comma - 1, end: comma })];
}

const comment = /#|\/[/*]/;
const separator = /^(?:\s|\\\r?\n|#.*|\/\/.*|\/\*[\s\S]*?\*\/)*,/;

/** The comments of a piece of Python, without their line breaks. */
export const commentsIn = (code: string): string[] => [...code.matchAll(stringOrComment)].map(([part]) => part).filter((part) => part.startsWith("#"));

const stringOrComment = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|#[^\r\n]*/g;
