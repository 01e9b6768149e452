import { bySource, contains, type Span } from "./span.ts";

/** Finds, among many spans, those that cover a place, without looking at all of them. */
export class SpanIndex<T> {
  readonly #items: readonly { readonly span: Span; readonly item: T }[];
  /** The furthest end of any span up to an index: a search backwards stops where nothing before can reach the place. */
  readonly #reach: readonly number[];

  constructor(items: readonly T[], spanOf: (item: T) => Span) {
    this.#items = items.map((item) => ({ span: spanOf(item), item })).sort((a, b) => bySource(a.span, b.span));
    let furthest = -1;
    this.#reach = this.#items.map(({ span }) => (furthest = Math.max(furthest, span.end)));
  }

  /** The items whose spans cover a place, innermost first. */
  *covering(place: Span): Iterable<T> {
    for (let index = this.#lastStartingBy(place.start); index >= 0 && (this.#reach[index] ?? -1) >= place.end; index--) {
      const candidate = this.#items[index];
      if (candidate && contains(candidate.span, place)) yield candidate.item;
    }
  }

  /** The item whose span is the smallest around a place. */
  innermost(place: Span): T | undefined {
    for (const item of this.covering(place)) return item;
    return undefined;
  }

  covers(place: Span): boolean {
    for (const _ of this.covering(place)) return true;
    return false;
  }

  #lastStartingBy(offset: number): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#items[middle]?.span.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
