import type { TextEdit } from "../text/edits.ts";
import type { Span } from "../text/span.ts";
import { type Cell, cellIndexAt } from "./cells.ts";

/** Whether a change would reach from one cell into another, which nobody could make. */
export function crossesCells(cells: readonly Cell[], edit: TextEdit): boolean {
  const next = cells[ownerOf(cells, edit) + 1];
  return next !== undefined && edit.span.end > next.span.start;
}

/**
 * The same changes as changes of the cells themselves: a cell's last line has no break of its own, a magic that speaks for
 * its whole cell stays on the first line, and no blank lines are left at either end. Takes and gives sorted, disjoint edits.
 */
export function fitToCells(text: string, cells: readonly Cell[], edits: readonly TextEdit[]): TextEdit[] {
  const byCell = new Map<number, TextEdit[]>();
  for (const edit of edits) {
    const owner = ownerOf(cells, edit);
    byCell.set(owner, [...(byCell.get(owner) ?? []), edit]);
  }
  return [...byCell].flatMap(([index, own]) => {
    const cell = cells[index];
    return cell ? fitToCell(text, cell.span, own, cells[index + 1] === undefined) : own;
  });
}

/** Where in the list the cell is that a change belongs to; one that begins between two cells and goes on belongs to the second. */
function ownerOf(cells: readonly Cell[], { span }: TextEdit): number {
  const index = cellIndexAt(cells, span.start);
  const cell = cells[index];
  const next = cells[index + 1];
  return cell && next && span.start > cell.span.end && span.end > next.span.start ? index + 1 : index;
}

function fitToCell(text: string, cell: Span, edits: readonly TextEdit[], isLast: boolean): TextEdit[] {
  // A cell counts as a text whose last line has a break, as those of files have.
  const end = cell.end + (isLast ? 0 : lineBreakAt(text, cell.end).length);
  const clampedEdits = edits.map((edit, index) => clamped(text, { start: cell.start, end }, edit, edits[index + 1]?.span.start ?? end));
  // What would have stood before a magic comes after it, and after what is changed in its line.
  const inside = clampedEdits.sort((a, b) => a.span.start - b.span.start);
  // Changes that follow each other up to the end are one.
  let first = inside.length;
  while (first > 0 && (inside[first - 1]?.span.end ?? 0) >= (inside[first]?.span.start ?? Math.min(end, cell.end + 1))) first -= 1;
  const start = inside[first]?.span.start;
  if (start === undefined) return inside;
  const kept = inside.slice(0, first);
  const added = inside.slice(first).map((edit) => edit.text);
  return [...kept, atEnd(text, cell, kept.at(-1)?.span.end ?? cell.start, { span: { start, end }, text: added.join("") })];
}

/** A change without what lies outside of its cell; where it takes the first lines, the blank ones behind them go too. */
function clamped(text: string, cell: Span, { span, text: inserted }: TextEdit, limit: number): TextEdit {
  const magicLine = /^\s*%%[^\r\n]*/.exec(text.slice(cell.start, cell.end))?.[0].length;
  const afterMagic = magicLine === undefined ? cell.start : cell.start + magicLine + (lineBreakAt(text, cell.start + magicLine).length || 1);
  if (span.start === span.end && span.start < afterMagic) return { span: { start: afterMagic, end: afterMagic }, text: inserted };
  const end = Math.min(span.end, cell.end);
  if (span.start >= cell.start) return { span: { start: span.start, end }, text: inserted };
  const blank = inserted === "" ? (/^(?:[^\S\r\n]*(?:\r\n|\r|\n))*/.exec(text.slice(end, limit))?.[0].length ?? 0) : 0;
  return { span: { start: cell.start, end: end + blank }, text: inserted };
}

/** A change that reaches the end of its cell; `free` is where the change before it ends. */
function atEnd(text: string, cell: Span, free: number, { span, text: inserted }: TextEdit): TextEdit {
  const added = inserted.trimEnd();
  const newline = lineBreakAt(text, cell.end) || (/\r\n|\r|\n/.exec(inserted)?.[0] ?? "\n");
  if (span.start > cell.end) return { span: { start: cell.end, end: cell.end }, text: (added !== "" && cell.end > cell.start ? newline : "") + added };
  // Where nothing follows, the break before goes too.
  const broken = added === "" ? (/(?:\r\n|\r|\n)$/.exec(text.slice(free, span.start))?.[0].length ?? 0) : 0;
  return { span: { start: span.start - broken, end: cell.end }, text: added };
}

const lineBreakAt = (text: string, offset: number): string => /^(?:\r\n|\r|\n)/.exec(text.slice(offset, offset + 2))?.[0] ?? "";
