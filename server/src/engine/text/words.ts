import { ownText } from "./own-text.ts";
import type { Span } from "./span.ts";

/** The one place of a word, or all of them. */
type Places = number | readonly number[];

/** The lines of a text that were read anew after an edit. */
interface EditedLines {
  /** Where they began and ended in the text that was read whole. */
  readonly start: number;
  readonly end: number;
  /** How much longer they are now. */
  readonly distance: number;
  /** Their words, with places from where they begin. */
  readonly words: ReadonlyMap<string, Places>;
}

/** Where each word of a text stands: one pass, for hundreds of them are looked up in most texts. While somebody types on a line, only that line's words are read. */
export class WordPlaces {
  readonly #whole: ReadonlyMap<string, Places>;
  readonly #edited: EditedLines | undefined;

  private constructor(whole: ReadonlyMap<string, Places>, edited: EditedLines | undefined) {
    this.#whole = whole;
    this.#edited = edited;
  }

  static of(text: string): WordPlaces {
    return new WordPlaces(wordsOf(text), undefined);
  }

  /** Those of the text after whole lines, from `start` to `end`, were replaced by others. */
  edited({ start, end }: Span, lines: string): WordPlaces {
    const earlier = this.#edited;
    // As a word of the edited lines may be remembered for long, it must not hold the whole text in memory.
    const words = wordsOf(ownText(lines));
    const distance = lines.length - (end - start);
    if (!earlier) return new WordPlaces(this.#whole, { start, end, distance, words });
    if (start === earlier.start && end === earlier.end + earlier.distance) return new WordPlaces(this.#whole, { start, end: earlier.end, distance: earlier.distance + distance, words });
    return new WordPlaces(this.#asWhole(), { start, end, distance, words });
  }

  /** In source order. */
  of(word: string): readonly number[] {
    const places = listOf(this.#whole.get(word));
    return this.#edited ? placesAfter(places, listOf(this.#edited.words.get(word)), this.#edited) : places;
  }

  #asWhole(): ReadonlyMap<string, Places> {
    const whole = new Map<string, Places>();
    for (const word of new Set([...this.#whole.keys(), ...(this.#edited?.words.keys() ?? [])])) {
      const places = this.of(word);
      const [place] = places;
      if (place !== undefined) whole.set(word, places.length === 1 ? place : places);
    }
    return whole;
  }
}

/** The places after an edit of whole lines, of which `fresh` has the new ones. */
export const placesAfter = (places: readonly number[], fresh: readonly number[], { start, end, distance }: Pick<EditedLines, "start" | "end" | "distance">): readonly number[] => [
  ...places.filter((at) => at < start),
  ...fresh.map((at) => at + start),
  ...places.filter((at) => at >= end).map((at) => at + distance),
];

const listOf = (places: Places | undefined): readonly number[] => (places === undefined ? [] : typeof places === "number" ? [places] : places);

/** Where a word stands by itself in a text that nobody looks up anything else in; beside an edge that is no letter, such as those of `) ->`, a letter may stand. */
export function placesOfWord(text: string, word: string): number[] {
  const goesOn = (edge: number, beside: number): boolean => isWordPart(word, edge) && isWordPart(text, beside);
  return word === "" ? [] : piecesIn(text, word).flatMap(({ start, end }) => (goesOn(0, start - 1) || goesOn(word.length - 1, end) ? [] : [start]));
}

/** Where a piece of text stands, whatever is around it; none overlap. */
export function piecesIn(text: string, piece: string): Span[] {
  const pieces: Span[] = [];
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + piece.length)) pieces.push({ start: at, end: at + piece.length });
  return pieces;
}

function wordsOf(text: string): Map<string, Places> {
  const words = new Map<string, Places>();
  const repeated = new Map<string, number[]>();
  for (let start = 0; start < text.length; ) {
    const end = runEnd(text, start);
    if (end > start) {
      const word = text.slice(start, end);
      const first = words.get(word);
      if (first === undefined) words.set(word, start);
      else if (typeof first === "number") {
        const places = repeated.get(word);
        if (places) places.push(start);
        else repeated.set(word, [first, start]);
      }
    }
    start = Math.max(end, start + 1);
  }
  // copies, for an array that has grown has room for more
  for (const [word, places] of repeated) words.set(word, [...places]);
  return words;
}

/** The end of the run of letters, digits and the like that begins at a place; the place itself where none does. */
export function runEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isWordPart(text, end)) end++;
  return end;
}

const wordPart = /[\p{ID_Continue}$\u200c\u200d]/u;

/** Whether a word of code can have the character at a place in it. */
export function isWordPart(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 128) return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95 || unit === 36;
  return index >= 0 && index < text.length && wordPart.test(text[index] ?? "");
}
