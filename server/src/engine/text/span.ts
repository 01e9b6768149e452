/** A half-open range of UTF-16 code units in one text: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether `outer` covers every unit of `inner`; equal spans contain each other. */
export const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** Whether two spans share a unit or meet at an end. */
export const touches = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;

/** The order of source text: by start, the longer first where they start together. */
export const bySource = (a: Span, b: Span): number => a.start - b.start || b.end - a.end;
