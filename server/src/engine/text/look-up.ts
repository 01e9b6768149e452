import type { Span } from "./span.ts";

/** Long enough that a text has few of them, short enough that one is read again in no time. */
const segmentLength = 4096;

/** A part of a text, and where what replaced it ends. */
export interface Replaced extends Span {
  readonly newEnd: number;
}

/** A run of whole lines, with the places of what was looked up in it; offsets are the segment's own. */
interface Segment {
  readonly text: string;
  readonly words: Map<string, readonly number[]>;
  readonly matches: Map<RegExp | string, readonly Span[]>;
}

/** Finds words and patterns in a text and remembers where; after an edit only the edited lines are searched again. */
export class LookUp {
  readonly #segments: readonly Segment[];
  /** All that was ever looked up in this text or one before it. */
  readonly #asked: { readonly words: Set<string>; readonly matches: Set<RegExp | string> };

  /** `previous` is that of the text before an edit. */
  constructor(text: string, previous?: LookUp) {
    const known = previous ? previous.#segments : [];
    this.#asked = previous ? previous.#asked : { words: new Set(), matches: new Set() };
    // Only where a line ends may one segment end and the next begin: a word must not be parted.
    const isLineStart = (offset: number): boolean => offset === 0 || text[offset - 1] === "\n";
    let start = 0;
    let head = 0;
    for (let segment = known[head]; segment && text.startsWith(segment.text, start); segment = known[++head]) {
      const next = start + segment.text.length;
      if (!isLineStart(next) && next < text.length) break;
      start = next;
    }
    let end = text.length;
    let tail = known.length;
    for (let segment = known[tail - 1]; tail > head && segment && end - segment.text.length >= start && text.endsWith(segment.text, end); segment = known[--tail - 1]) {
      if (!isLineStart(end - segment.text.length)) break;
      end -= segment.text.length;
    }
    this.#segments = [...known.slice(0, head), ...segmentsOf(text.slice(start, end)), ...known.slice(tail)];
  }

  /** Where a word stands by itself, in source order; those that only reach into `within` are among them. */
  word(word: string, within?: Span): number[] {
    const found: number[] = [];
    if (word === "") return found;
    this.#asked.words.add(word);
    this.#visit(within, (segment, offset) => {
      let places = segment.words.get(word);
      if (!places) {
        places = wordsIn(segment.text, word);
        segment.words.set(word, places);
      }
      for (const place of places) if (!within || (place + offset + word.length > within.start && place + offset < within.end)) found.push(place + offset);
    });
    return found;
  }

  /** Where a piece of text without line breaks stands, whatever stands around it. */
  text(piece: string): Span[] {
    return this.#matches(piece);
  }

  /** What a global pattern matches that never looks past a line break. */
  pattern(pattern: RegExp): Span[] {
    return this.#matches(pattern);
  }

  /** Whether the replacement of one part of the text has changed nothing that was ever looked up, but for where it stands. */
  isQuietAt({ start, end, newEnd }: Replaced, previous: LookUp): boolean {
    const isBeside = (lookUp: LookUp, wanted: RegExp | string, until: number): Span[] =>
      lookUp.#matches(wanted, { start: start - 1, end: until + 1 }).filter((span) => span.end >= start && span.start <= until);
    for (const word of this.#asked.words) if (previous.#hasWordBeside(word, { start, end }) || this.#hasWordBeside(word, { start, end: newEnd })) return false;
    for (const wanted of this.#asked.matches) {
      const [before, after] = [isBeside(previous, wanted, end), isBeside(this, wanted, newEnd)];
      if (before.length === 0 && after.length === 0) continue;
      // A piece of text leads to the node that it is in, which is the same one; what a pattern matches may be another word now.
      const isInside = [...before.map((span) => ({ span, until: end })), ...after.map((span) => ({ span, until: newEnd }))].every(({ span, until }) => span.start >= start && span.end <= until);
      if (typeof wanted !== "string" || !isInside || before.length !== after.length) return false;
    }
    return true;
  }

  #hasWordBeside(word: string, { start, end }: Span): boolean {
    return this.word(word, { start: start - 1, end: end + 1 }).some((at) => at + word.length >= start && at <= end);
  }

  #matches(wanted: RegExp | string, within?: Span): Span[] {
    const found: Span[] = [];
    this.#asked.matches.add(wanted);
    this.#visit(within, (segment, offset) => {
      let spans = segment.matches.get(wanted);
      if (!spans) {
        spans = typeof wanted === "string" ? piecesIn(segment.text, wanted) : Array.from(segment.text.matchAll(wanted), ({ index, 0: { length } }) => ({ start: index, end: index + length }));
        segment.matches.set(wanted, spans);
      }
      for (const { start, end } of spans) found.push({ start: start + offset, end: end + offset });
    });
    return found;
  }

  #visit(within: Span | undefined, visit: (segment: Segment, offset: number) => void): void {
    let offset = 0;
    for (const segment of this.#segments) {
      if (within && offset >= within.end) return;
      if (!within || offset + segment.text.length > within.start) visit(segment, offset);
      offset += segment.text.length;
    }
  }
}

function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  for (let start = 0; start < text.length; ) {
    const lineEnd = text.indexOf("\n", start + segmentLength);
    const end = lineEnd < 0 ? text.length : lineEnd + 1;
    segments.push({ text: text.slice(start, end), words: new Map(), matches: new Map() });
    start = end;
  }
  return segments;
}

function piecesIn(text: string, piece: string): Span[] {
  const pieces: Span[] = [];
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + piece.length)) pieces.push({ start: at, end: at + piece.length });
  return pieces;
}

const wordsIn = (text: string, word: string): number[] => piecesIn(text, word).flatMap(({ start, end }) => (isWordPart(text, start - 1) || isWordPart(text, end) ? [] : [start]));

const wordPart = /[\p{ID_Continue}$\u200c\u200d]/u;

function isWordPart(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 128) return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95 || unit === 36;
  return index >= 0 && index < text.length && wordPart.test(text[index] ?? "");
}
