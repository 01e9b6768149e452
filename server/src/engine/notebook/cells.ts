import { LineIndex, type LinePosition } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";

/** A code cell of a notebook, as a part of the text that all of them make together. */
export interface Cell {
  /** Its place among all cells of the notebook, zero-based. */
  readonly index: number;
  readonly span: Span;
}

/** The code cells of a notebook as one text: they share their names, and run in this order. */
export interface JoinedCells {
  readonly text: string;
  readonly cells: readonly Cell[];
}

/**
 * Joins the sources of code cells. An empty line stands between two of them, so that the end of one cell's last line
 * and the start of the next cell are two different places.
 */
export function joinCells(sources: readonly { readonly index: number; readonly source: string }[]): JoinedCells {
  const newline = sources.some(({ source }) => source.includes("\r\n")) ? "\r\n" : "\n";
  const cells: Cell[] = [];
  let text = "";
  for (const { index, source } of sources) {
    if (cells.length > 0) text += newline + newline;
    cells.push({ index, span: { start: text.length, end: text.length + source.length } });
    text += source;
  }
  return { text, cells };
}

/** Where in the list the cell is that holds an offset; what stands between two cells belongs to the first. */
export function cellIndexAt(cells: readonly Cell[], offset: number): number {
  let low = 0;
  let high = cells.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((cells[middle]?.span.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The cell that holds an offset; undefined where there are no cells. */
export const cellAt = (cells: readonly Cell[], offset: number): Cell | undefined => cells[cellIndexAt(cells, offset)];

/** What reports call a cell: like lines, cells are counted from one for people. */
export const cellName = (index: number): string => `cell ${index + 1}`;

/** A place as its reader counts it: in a notebook, lines are those of the cell. */
export interface SourcePosition extends LinePosition {
  /** The cell's place among all cells of the notebook, zero-based; undefined in any other file. */
  readonly cell: number | undefined;
}

/** Converts the offsets of a text, which may be that of a notebook, to places. */
export class SourceLines {
  /** The lines of the whole text. */
  readonly lines: LineIndex;
  readonly #cells: readonly Cell[] | undefined;

  constructor({ text, cells }: { readonly text: string; readonly cells?: readonly Cell[] }) {
    this.lines = new LineIndex(text);
    this.#cells = cells;
  }

  position(offset: number): SourcePosition {
    const position = this.lines.position(offset);
    const cell = this.#cells && cellAt(this.#cells, offset);
    return cell ? { line: position.line - this.lines.position(cell.span.start).line, character: position.character, cell: cell.index } : { ...position, cell: undefined };
  }
}
