import type { FileReport, Finding } from "../engine/engine.ts";
import type { RelatedPlace } from "../engine/rules/rule.ts";
import type { TextChange } from "../engine/syntax/parsers.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import type { Span } from "../engine/text/span.ts";

/** An edit with the lines that it touches, from the start of the first to the end of the last, as they were before it. */
export interface DocumentEdit extends TextChange {
  readonly lines: Span;
}

/** The one edit that leads from a text to another. */
export function editBetween(before: string, after: string): DocumentEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const oldEnd = before.length - tail;
  return { start, oldEnd, text: after.slice(start, after.length - tail), lines: new LineIndex(before).linesAround({ start, end: oldEnd }) };
}

/** Where a span stands after edits; undefined where it lies on an edited line, since nobody knows what it is now. */
export function shiftedSpan(span: Span, edits: readonly DocumentEdit[]): Span | undefined {
  let { start, end } = span;
  for (const { lines, oldEnd, start: editStart, text } of edits) {
    if (end < lines.start) continue;
    if (start <= lines.end) return undefined;
    const distance = editStart + text.length - oldEnd;
    start += distance;
    end += distance;
  }
  return { start, end };
}

/** What a report still says after edits: without what was found on edited lines, and without fixes, which are only true of the very text they were made for. */
export function staleReport(report: FileReport, edits: readonly DocumentEdit[]): FileReport {
  return {
    ...report,
    findings: report.findings.flatMap((finding): Finding[] => {
      const focus = shiftedSpan(finding.focus, edits);
      if (!focus) return [];
      return [{ ...finding, span: focus, focus, related: finding.related.flatMap((place): RelatedPlace[] => ("span" in place ? placesAfter(place, edits) : [place])) }];
    }),
    partial: report.partial.flatMap((part) => placesAfter(part, edits)),
  };
}

function placesAfter<T extends { readonly span: Span }>(place: T, edits: readonly DocumentEdit[]): T[] {
  const span = shiftedSpan(place.span, edits);
  return span ? [{ ...place, span }] : [];
}
