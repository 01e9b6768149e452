import { ownText } from "./own-text.ts";
import { type Span, touches } from "./span.ts";
import { isWordPart, piecesIn, placesAfter, placesOfWord, runEnd, WordPlaces } from "./words.ts";

/** How long the segments of a text are: a look-up asks each of them, and an edit has one read again. */
const segmentLength = (text: string): number => Math.max(4096, 30 * Math.sqrt(text.length));

/** A part of a text, and where what replaced it ends. */
export interface Replaced extends Span {
  readonly newEnd: number;
}

/** A run of whole lines, with the places of what was looked up in it; offsets are the segment's own. */
interface Segment {
  readonly text: string;
  /** Where each of its words stands; read when a first one is looked up. */
  words: WordPlaces | undefined;
  /** Where what was looked up as a word stands that is none by itself: `#client`, `node-fetch`. */
  readonly phrases: Map<string, readonly number[]>;
  readonly matches: Map<RegExp | string, readonly Span[]>;
}

/** Finds words and patterns in a text and remembers where; after an edit only the edited lines are searched again. */
export class LookUp {
  readonly #segments: readonly Segment[];
  /** All that was ever looked up in this text or one before it. */
  readonly #asked: { readonly words: Set<string>; readonly phrases: Set<string>; readonly matches: Set<RegExp | string> };

  /** `previous` is that of the text before an edit, `edited` the part outside of which it is the same. */
  constructor(text: string, previous?: { readonly lookUp: LookUp; readonly edited: Replaced }) {
    const known = previous ? previous.lookUp.#segments : [];
    const edited = previous?.edited ?? { start: 0, end: 0, newEnd: 0 };
    this.#asked = previous ? previous.lookUp.#asked : { words: new Set(), phrases: new Set(), matches: new Set() };
    // Only where a line ends may one segment end and the next begin: a word must not be parted.
    const isLineStart = (offset: number): boolean => offset === 0 || text[offset - 1] === "\n";
    let start = 0;
    let head = 0;
    for (let segment = known[head]; segment && start + segment.text.length <= edited.start; segment = known[++head]) {
      const next = start + segment.text.length;
      if (!isLineStart(next) && next < text.length) break;
      start = next;
    }
    let end = text.length;
    let tail = known.length;
    for (let segment = known[tail - 1]; tail > head && segment && end - segment.text.length >= edited.newEnd; segment = known[--tail - 1]) {
      if (!isLineStart(end - segment.text.length)) break;
      end -= segment.text.length;
    }
    const between = text.slice(start, end);
    const length = segmentLength(text);
    const [only] = tail - head === 1 && between.length <= 2 * length ? known.slice(head, tail) : [];
    const fresh = only ? [editedSegment(only, between, { start: edited.start - start, end: edited.end - start, newEnd: edited.newEnd - start })] : segmentsOf(between, length);
    this.#segments = [...known.slice(0, head), ...fresh, ...known.slice(tail)];
  }

  /** Where a word stands by itself, in source order; those that only reach into `within` are among them. */
  word(word: string, within?: Span): number[] {
    const found: number[] = [];
    if (word === "") return found;
    const isPhrase = runEnd(word, 0) < word.length;
    (isPhrase ? this.#asked.phrases : this.#asked.words).add(word);
    this.#visit(within, (segment, offset) => {
      if (!isPhrase) segment.words ??= WordPlaces.of(segment.text);
      for (const place of isPhrase ? phrasePlaces(segment, word) : (segment.words?.of(word) ?? [])) {
        if (!within || (place + offset + word.length > within.start && place + offset < within.end)) found.push(place + offset);
      }
    });
    return found;
  }

  /** The words that were ever looked up in this text or one before it. */
  get askedWords(): readonly string[] {
    return [...this.#asked.words];
  }

  /** Where a piece of text without line breaks stands, whatever stands around it. */
  text(piece: string): Span[] {
    return this.#matches(piece);
  }

  /** What a global pattern matches that never looks past a line break. */
  pattern(pattern: RegExp): Span[] {
    return this.#matches(pattern);
  }

  /** Whether a global pattern that never looks past a line break matches anything that reaches into a part of the text. */
  hasPattern(pattern: RegExp, within: Span): boolean {
    return this.#matches(pattern, within).some(({ start, end }) => end > within.start && start < within.end);
  }

  /** Whether an edit of the text that `previous` is of has changed nothing that was ever looked up, but for where it stands. */
  isQuietAt(edited: Replaced, previous: LookUp): boolean {
    const [then, now] = [previous.#linesAround(edited), this.#linesAround({ start: edited.start, end: edited.newEnd })];
    if (previous.#hasAskedWord(edited) || this.#hasAskedWord({ start: edited.start, end: edited.newEnd })) return false;
    const shift = (at: number): number => (at < edited.start ? at : at + edited.newEnd - edited.end);
    for (const wanted of this.#asked.matches) {
      // What a pattern matches depends on its line, and on no other.
      const [before, after] = [then, now].map((lines) => matchesIn(lines.text, wanted).map(({ start, end }) => ({ start: start + lines.start, end: end + lines.start })));
      if (before?.length !== after?.length) return false;
      for (const [index, span] of (before ?? []).entries()) {
        // One that the edit is a part of, or stands beside, may be another word now.
        if (touches(span, edited) || shift(span.start) !== after?.[index]?.start || shift(span.end) !== after[index].end) return false;
      }
    }
    return true;
  }

  /** The lines that a part of the text reaches into, from the start of the first to the end of the last. */
  #linesAround({ start, end }: Span): { readonly start: number; readonly text: string } {
    const lines = { start, text: "" };
    this.#visit({ start: start - 1, end: end + 1 }, ({ text }, offset) => {
      // a segment begins where a line does
      const from = start > offset ? text.lastIndexOf("\n", start - offset - 1) + 1 : 0;
      const lineEnd = end < offset + text.length ? text.indexOf("\n", Math.max(0, end - offset)) : -1;
      if (start <= offset + text.length && lines.text === "") lines.start = offset + from;
      lines.text += text.slice(from, lineEnd < 0 ? text.length : lineEnd);
    });
    return lines;
  }

  /** Whether a word that was ever looked up stands in a part of the text, or next to it. */
  #hasAskedWord({ start, end }: Span): boolean {
    for (const phrase of this.#asked.phrases) if (this.word(phrase, { start: start - 1, end: end + 1 }).some((at) => at + phrase.length >= start && at <= end)) return true;
    for (const word of this.#runsBeside({ start, end })) if (this.#asked.words.has(word)) return true;
    return false;
  }

  /** The words that begin, end or go on in a part of the text, or next to it. */
  *#runsBeside({ start, end }: Span): Iterable<string> {
    const around: { text: string; offset: number }[] = [];
    this.#visit({ start: start - 1, end: end + 1 }, ({ text }, offset) => around.push({ text, offset }));
    for (const { text, offset } of around) {
      let at = Math.max(0, start - offset);
      while (isWordPart(text, at - 1)) at--;
      while (at < text.length && at + offset <= end) {
        const next = runEnd(text, at);
        if (next > at) yield text.slice(at, next);
        at = Math.max(next, at + 1);
      }
    }
  }

  #matches(wanted: RegExp | string, within?: Span): Span[] {
    const found: Span[] = [];
    this.#asked.matches.add(wanted);
    this.#visit(within, (segment, offset) => {
      let spans = segment.matches.get(wanted);
      if (!spans) {
        spans = matchesIn(segment.text, wanted);
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

function segmentsOf(text: string, length: number): Segment[] {
  const segments: Segment[] = [];
  for (let start = 0; start < text.length; ) {
    const lineEnd = text.indexOf("\n", start + length);
    const end = lineEnd < 0 ? text.length : lineEnd + 1;
    segments.push({ text: ownText(text.slice(start, end)), words: undefined, phrases: new Map(), matches: new Map() });
    start = end;
  }
  return segments;
}

/** A segment after an edit inside it, in which only the edited lines are searched again: what stands on a line depends on no other. */
function editedSegment({ text: before, words, phrases, matches }: Segment, text: string, { start, end, newEnd }: Replaced): Segment {
  const first = start === 0 ? 0 : before.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = before.indexOf("\n", end);
  const last = lineEnd < 0 ? before.length : lineEnd + 1;
  const distance = newEnd - end;
  const lines = text.slice(first, last + distance);
  const spansAfter = (spans: readonly Span[], fresh: readonly Span[]): Span[] => [
    ...spans.filter((span) => span.start < first),
    ...fresh.map((span) => ({ start: span.start + first, end: span.end + first })),
    ...spans.filter((span) => span.start >= last).map((span) => ({ start: span.start + distance, end: span.end + distance })),
  ];
  const edited: Segment = { text: ownText(text), words: words?.edited({ start: first, end: last }, lines), phrases: new Map(), matches: new Map() };
  for (const [phrase, places] of phrases) edited.phrases.set(phrase, placesAfter(places, placesOfWord(lines, phrase), { start: first, end: last, distance }));
  for (const [wanted, spans] of matches) edited.matches.set(wanted, spansAfter(spans, matchesIn(lines, wanted)));
  return edited;
}

const matchesIn = (text: string, wanted: RegExp | string): Span[] =>
  typeof wanted === "string" ? piecesIn(text, wanted) : Array.from(text.matchAll(wanted), ({ index, 0: { length } }) => ({ start: index, end: index + length }));

function phrasePlaces({ text, phrases }: Segment, phrase: string): readonly number[] {
  let places = phrases.get(phrase);
  if (!places) {
    places = placesOfWord(text, phrase);
    phrases.set(phrase, places);
  }
  return places;
}
