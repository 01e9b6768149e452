import type { Span } from "./span.ts";

/** Replaces the text of `span` by `text`; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

const inOrder = (edits: readonly TextEdit[]): TextEdit[] =>
  edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.index - b.index)
    .map(({ edit }) => edit);

/**
 * The text after disjoint edits, in whatever order they are given; two insertions at one place keep their order.
 * Throws a `RangeError` on overlapping or out-of-range edits, which only a defect of ours can produce.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  for (const { span, text: replacement } of inOrder(edits)) {
    if (span.start < position || span.end < span.start || span.end > text.length) throw new RangeError(`overlapping edit at ${span.start}`);
    result += text.slice(position, span.start) + replacement;
    position = span.end;
  }
  return result + text.slice(position);
}

/** Whether two edits could not both be applied, or only in an order that nobody has named: they share text, or insert different text at one place. */
export function conflict(a: TextEdit, b: TextEdit): boolean {
  // Two fixes may ask for the same change, which is then made once.
  if (a.span.start === b.span.start && a.span.end === b.span.end) return a.text !== b.text;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

/** Sorted edits without exact repetitions, so that two fixes may ask for the same change. */
export function mergeEdits(edits: readonly TextEdit[]): TextEdit[] {
  const seen = new Set<string>();
  return inOrder(edits).filter(({ span, text }) => {
    const key = `${span.start}:${span.end}:${text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Whether sorted edits, such as `mergeEdits` gives, can all be applied. */
export const areDisjoint = (edits: readonly TextEdit[]): boolean => edits.every(({ span }, index) => (edits[index - 1]?.span.end ?? 0) <= span.start);

/** Edits that are free of conflicts, to which more can be added one group at a time. */
export class EditSet {
  /** In source order; disjoint, so that only neighbors of a new edit can be in its way. */
  readonly #edits: TextEdit[] = [];

  /** Adds all of a group's edits, or none where one of them conflicts with an edit of another group. */
  addAll(group: readonly TextEdit[]): boolean {
    if (group.some((edit) => this.#neighbors(edit).some((other) => conflict(edit, other)))) return false;
    for (const edit of group) this.#edits.splice(this.#firstFrom(edit.span.start), 0, edit);
    return true;
  }

  #neighbors({ span }: TextEdit): TextEdit[] {
    const from = this.#firstFrom(span.start);
    const near = this.#edits.slice(Math.max(0, from - 1), from);
    for (let index = from; index < this.#edits.length && (this.#edits[index]?.span.start ?? 0) <= span.end; index++) near.push(...this.#edits.slice(index, index + 1));
    return near;
  }

  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#edits[middle]?.span.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
