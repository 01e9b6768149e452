import { nestingOf } from "./text/nesting.ts";

/** Longer lines are data or minified code, on which editors and rules would only stall. */
const maxLineLength = 20_000;

/** Deeper code is a hostile or generated file: CPython itself gives up at 200 levels. */
const maxNesting = 500;

/** Why a text is not worth parsing; undefined for ordinary source. */
export function unreadableText(text: string, maxFileSizeKB: number): string | undefined {
  if (text.length > maxFileSizeKB * 1024) return `larger than ${maxFileSizeKB} KB`;
  if (text.includes("\0")) return "binary content";
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const length = (end < 0 ? text.length : end) - start;
    if (length > maxLineLength) return `a line longer than ${maxLineLength} characters`;
    start += length + 1;
  }
  return nestingOf(text) > maxNesting ? `brackets nested deeper than ${maxNesting}` : undefined;
}
