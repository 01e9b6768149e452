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

  constructor(text: string, starts: Uint32Array = Uint32Array.from(lineStarts(text))) {
    this.#starts = starts;
    this.#text = text;
  }

  /** The index of the text that an edit has led to: only the edited lines are read again. */
  edited(text: string, start: number, oldEnd: number, inserted: number): LineIndex {
    // A line break may have been put together with the character before the edit or behind it, or taken apart.
    const first = this.position(Math.max(0, start - 1)).line;
    const last = this.position(Math.min(oldEnd + 1, this.#text.length)).line;
    const distance = start + inserted - oldEnd;
    const from = this.#starts[first] ?? 0;
    const next = this.#starts[last + 1];
    const fresh = lineStarts(text.slice(from, next === undefined ? text.length : next + distance));
    // What the last of the lines ends with begins the line behind it.
    if (next !== undefined) fresh.pop();
    const behind = this.#starts.subarray(last + 1);
    const starts = new Uint32Array(first + fresh.length + behind.length);
    starts.set(this.#starts.subarray(0, first));
    for (const [index, offset] of fresh.entries()) starts[first + index] = from + offset;
    const moved = first + fresh.length;
    for (let index = 0; index < behind.length; index++) starts[moved + index] = (behind[index] ?? 0) + distance;
    return new LineIndex(text, starts);
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
      if ((this.#starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: Math.min(inside, this.lineEnd(low)) - (this.#starts[low] ?? 0) };
  }

  /** The offset of a position; a character past the end of its line means the end of the line, as LSP says. */
  offset({ line, character }: LinePosition): number {
    if (line < 0) return 0;
    const start = this.#starts[line];
    if (start === undefined) return this.#text.length;
    return Math.min(start + Math.max(0, character), this.lineEnd(line));
  }

  /** From the start of the line where a span begins to the end of that where it ends. */
  linesAround({ start, end }: Span): Span {
    return { start: this.offset({ line: this.position(start).line, character: 0 }), end: this.lineEnd(this.position(end).line) };
  }

  /** Where a line's text ends, before its line break. */
  lineEnd(line: number): number {
    let end = this.#starts[line + 1] ?? this.#text.length;
    const start = this.#starts[line] ?? end;
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
