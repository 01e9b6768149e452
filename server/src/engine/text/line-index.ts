import type { Span } from "./span.ts";

/** A zero-based line and UTF-16 character, as LSP counts them. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Converts between UTF-16 offsets and lines; `\n`, `\r\n` and a lone `\r` each end a line (LSP 3.17, text documents). */
export class LineIndex {
  readonly #starts: Uint32Array;
  readonly #text: string;
  /** From this line on, all lines start so much later than `#starts` has it: while somebody types on one line, nothing else changes. */
  readonly #moved: { readonly from: number; readonly by: number };

  constructor(text: string, starts: Uint32Array = Uint32Array.from(lineStarts(text)), moved: { readonly from: number; readonly by: number } = { from: 0, by: 0 }) {
    this.#starts = starts;
    this.#text = text;
    this.#moved = moved;
  }

  /** The index of the text that an edit has led to: only the edited lines are read again. */
  edited(text: string, start: number, oldEnd: number, inserted: number): LineIndex {
    // A line break may have been put together with the character before the edit or behind it, or taken apart.
    const first = this.position(Math.max(0, start - 1)).line;
    const last = this.position(Math.min(oldEnd + 1, this.#text.length)).line;
    const distance = start + inserted - oldEnd;
    const from = this.#start(first) ?? 0;
    const next = this.#start(last + 1);
    const fresh = lineStarts(text.slice(from, next === undefined ? text.length : next + distance));
    // What the last of the lines ends with begins the line behind it.
    if (next !== undefined) fresh.pop();
    const { from: movedFrom, by } = this.#moved;
    if (first === last && fresh.length === 1 && (by === 0 || movedFrom === last + 1)) return new LineIndex(text, this.#starts, { from: last + 1, by: by + distance });
    const starts = new Uint32Array(this.#starts.length - (last + 1 - first) + fresh.length);
    for (let line = 0; line < first; line++) starts[line] = this.#start(line) ?? 0;
    for (const [index, offset] of fresh.entries()) starts[first + index] = from + offset;
    const grown = starts.length - this.#starts.length;
    for (let line = last + 1; line < this.#starts.length; line++) starts[line + grown] = (this.#start(line) ?? 0) + distance;
    return new LineIndex(text, starts);
  }

  /** Where a line starts; undefined for one that is not there. */
  #start(line: number): number | undefined {
    const start = this.#starts[line];
    return start === undefined || line < this.#moved.from ? start : start + this.#moved.by;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position of an offset; offsets outside the text are clamped to it, and one between `\r` and `\n` is the end of its line. */
  position(offset: number): LinePosition {
    const inside = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#start(middle) ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: Math.min(inside, this.lineEnd(low)) - (this.#start(low) ?? 0) };
  }

  /** The offset of a position; a character past the end of its line means the end of the line, as LSP says. */
  offset({ line, character }: LinePosition): number {
    if (line < 0) return 0;
    const start = this.#start(line);
    if (start === undefined) return this.#text.length;
    return Math.min(start + Math.max(0, character), this.lineEnd(line));
  }

  /** From the start of the line where a span begins to the end of that where it ends. */
  linesAround({ start, end }: Span): Span {
    return { start: this.offset({ line: this.position(start).line, character: 0 }), end: this.lineEnd(this.position(end).line) };
  }

  /** Where a line's text ends, before its line break. */
  lineEnd(line: number): number {
    let end = this.#start(line + 1) ?? this.#text.length;
    const start = this.#start(line) ?? end;
    while (end > start && (this.#text[end - 1] === "\n" || this.#text[end - 1] === "\r")) end--;
    return end;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes("\r")) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
    }
    return starts;
  }
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}
