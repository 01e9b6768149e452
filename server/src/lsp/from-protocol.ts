import type { Position, Range } from "vscode-languageserver";
import type { Span } from "../engine/text/span.ts";
import { type PositionedText, utf8Length } from "./to-protocol.ts";

/** The offset of a client's position; a place past the end of its line means the end of the line. */
export function offsetAt({ text, lines, encoding }: PositionedText, { line, character }: Position): number {
  if (!Number.isInteger(line) || !Number.isInteger(character)) throw new TypeError("a position needs a line and a character");
  if (encoding === "utf-16") return lines.offset({ line, character });
  if (line < 0) return 0;
  let offset = lines.offset({ line, character: 0 });
  const end = line < lines.lineCount ? lines.lineEnd(line) : offset;
  for (let bytes = 0; offset < end; ) {
    const next = offset + ((text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1);
    bytes += utf8Length(text, offset, next);
    if (bytes > character) break;
    offset = next;
  }
  return offset;
}

/** The span of a client's range, whichever way round it is. */
export function spanOf(text: PositionedText, range: Range): Span {
  const start = offsetAt(text, range.start);
  const end = offsetAt(text, range.end);
  return start <= end ? { start, end } : { start: end, end: start };
}
