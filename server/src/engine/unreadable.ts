import { nestingOf } from "./text/nesting.ts";

/** Longer lines are data or minified code, on which editors and rules would only stall. */
const maxLineLength = 20_000;

/** Deeper code is a hostile or generated file: CPython itself gives up at 200 levels. */
const maxNesting = 500;

/** Why a text is not worth parsing; undefined for ordinary source. Where it is known how deep its brackets are nested at most, they need not be counted. */
export function unreadableText(text: string, maxFileSizeKB: number, nestingAtMost = Number.POSITIVE_INFINITY): string | undefined {
  return (
    tooLarge(text.length, maxFileSizeKB) ??
    (text.includes("\0") ? "binary" : undefined) ??
    tooLongLine(text) ??
    (nestingAtMost > maxNesting && nestingOf(text) > maxNesting ? `brackets nested deeper than ${maxNesting}` : undefined)
  );
}

/** Why a file of this size is not read; undefined where it is. */
export function tooLarge(size: number, maxFileSizeKB: number): string | undefined {
  if (size <= maxFileSizeKB * 1024) return undefined;
  return `larger than ${maxFileSizeKB % 1024 === 0 ? `${maxFileSizeKB / 1024} MB` : `${maxFileSizeKB} KB`}`;
}

/** Why a text with such lines is not read; undefined where it is. */
export function tooLongLine(text: string): string | undefined {
  // Each step looks back from the furthest place the line may end, so a file costs one look-up for 20,000 characters.
  for (let start = 0; text.length - start > maxLineLength; ) {
    const reach = text.slice(start, start + maxLineLength + 1);
    const end = Math.max(reach.lastIndexOf("\n"), reach.lastIndexOf("\r"));
    if (end < 0) return `has a line longer than ${maxLineLength} characters`;
    start += end + 1;
  }
  return undefined;
}
