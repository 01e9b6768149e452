import type { TextEdit } from "../text/edits.ts";
import type { Span } from "../text/span.ts";

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
