import type { TextEdit } from "../text/edits.ts";
import type { RewriteSource } from "./imports.ts";
import { nextLine } from "./lines.ts";
import type { Printer } from "./printer.ts";

/** A file with what writes its language. */
export interface PrintedFile {
  readonly source: RewriteSource;
  readonly printer: Printer;
}

/** An insertion of text that was written with `\n`. */
export const insertion = ({ facts }: RewriteSource, at: number, text: string): TextEdit => ({ span: { start: at, end: at }, text: withNewlines(text, facts.layout.newline) });

/** An insertion of whole lines, on lines of their own where the last line of the file has no break. */
export function linesAt(source: RewriteSource, at: number, lines: string): TextEdit {
  const before = source.text[at - 1];
  const isAtStart = at === 0 || before === "\n" || before === "\r" || before === "\uFEFF";
  return insertion(source, at, isAtStart ? lines : `\n${lines}`);
}

/** An insertion of a line below the one that an offset is on. */
export const lineBelow = (source: RewriteSource, offset: number, line: string): TextEdit => linesAt(source, nextLine(source.text, offset), `${line}\n`);

/** Text that was written with `\n`, with the file's line breaks. */
export const withNewlines = (text: string, newline: string): string => (newline === "\n" ? text : text.replaceAll("\n", newline));
