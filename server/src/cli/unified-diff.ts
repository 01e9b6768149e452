import { diffArrays, FILE_HEADERS_ONLY, formatPatch, type StructuredPatchHunk } from "diff";
import type { TextEdit } from "../engine/text/edits.ts";

/**
 * Disjoint, sorted edits of one file in the form that `git apply` and `patch -p1` take; empty where they change nothing. Without a text before them, they make the file.
 * The edits say which lines may differ, so that only the lines of one edit are compared: a search for the shortest diff of a file takes seconds over thousands of changes.
 */
export function unifiedDiff(path: string, before: string | undefined, edits: readonly TextEdit[]): string {
  const hunks = hunksOf(before ?? "", edits);
  if (hunks.length === 0) return "";
  const patch = formatPatch({ oldFileName: before === undefined ? "/dev/null" : `a/${path}`, newFileName: `b/${path}`, oldHeader: undefined, newHeader: undefined, hunks }, FILE_HEADERS_ONLY);
  // GNU patch ends an unquoted name at its first space unless a tab follows it, which is why git writes one
  return path.includes(" ") ? patch.replace(/^(?:---|\+\+\+) [^"\n][^\n]*$/gm, (header, at: number) => (at < patch.indexOf("\n@@") ? `${header}\t` : header)) : patch;
}

/** Lines of the text around a change that a hunk shows. */
const context = 3;

/** Lines that give way to others; `start` is the zero-based index of the first. */
interface LineChange {
  readonly start: number;
  readonly removed: string[];
  readonly added: string[];
}

function hunksOf(before: string, edits: readonly TextEdit[]): StructuredPatchHunk[] {
  const lines = linesOf(before);
  const hunks: StructuredPatchHunk[] = [];
  let shift = 0;
  for (const changes of neighbours(lineChanges(before, lines, edits))) {
    const first = changes[0];
    const last = changes.at(-1);
    if (!first || !last) continue;
    const start = Math.max(0, first.start - context);
    const end = Math.min(lines.length, last.start + last.removed.length + context);
    const shown: string[] = [];
    let at = start;
    for (const { start: from, removed, added } of changes) {
      shown.push(...marked(" ", lines.slice(at, from)), ...marked("-", removed), ...marked("+", added));
      at = from + removed.length;
    }
    shown.push(...marked(" ", lines.slice(at, end)));
    const growth = changes.reduce((sum, { removed, added }) => sum + added.length - removed.length, 0);
    hunks.push({ oldStart: start + 1, oldLines: end - start, newStart: start + shift + 1, newLines: end - start + growth, lines: shown });
    shift += growth;
  }
  return hunks;
}

/** Changes whose context would meet or overlap go into one hunk. */
function neighbours(changes: readonly LineChange[]): LineChange[][] {
  const groups: LineChange[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const change of changes) {
    if (change.start - end <= 2 * context) groups.at(-1)?.push(change);
    else groups.push([change]);
    end = change.start + change.removed.length;
  }
  return groups;
}

function lineChanges(before: string, lines: readonly string[], edits: readonly TextEdit[]): LineChange[] {
  const changes: LineChange[] = [];
  let line = 0;
  let lineStart = 0;
  for (let index = 0; index < edits.length; ) {
    const first = edits[index];
    if (!first) break;
    for (let next = lines[line]; next !== undefined && lineStart + next.length <= first.span.start && line + 1 < lines.length; next = lines[line]) {
      lineStart += next.length;
      line++;
    }
    // all edits that touch the same lines are one change
    let end = line;
    let blockEnd = lineStart;
    let position = lineStart;
    let after = "";
    for (let edit = edits[index]; edit && (edit === first || edit.span.start < blockEnd || end === lines.length); edit = edits[++index]) {
      after += before.slice(position, edit.span.start) + edit.text;
      position = edit.span.end;
      for (let next = lines[end]; next !== undefined && blockEnd <= position; next = lines[end]) {
        blockEnd += next.length;
        end++;
      }
    }
    const change = trimmed(line, lines.slice(line, end), linesOf(after + before.slice(position, blockEnd)));
    for (const part of partsOf(change)) addChange(changes, part);
    line = end;
    lineStart = blockEnd;
  }
  return changes;
}

/** Where more lines differ, one edit has written most of them anew. */
const maxDifferences = 200;

/** What differs in a change; the lines that it writes as they were stay. */
function partsOf(change: LineChange): LineChange[] {
  const { start, removed, added } = change;
  if (removed.length + added.length === 0) return [];
  const parts = removed.length > 0 && added.length > 0 ? diffArrays(removed, added, { maxEditLength: maxDifferences }) : undefined;
  if (!parts) return [change];
  const changes: LineChange[] = [];
  let at = start;
  for (const { value, added: isNew, removed: isOld } of parts) {
    if (isNew) addChange(changes, { start: at, removed: [], added: value });
    else if (isOld) addChange(changes, { start: at, removed: value, added: [] });
    if (!isNew) at += value.length;
  }
  return changes;
}

/** Changes of lines that follow each other are told as one, what goes before what comes. */
function addChange(changes: LineChange[], change: LineChange): void {
  const last = changes.at(-1);
  if (last && last.start + last.removed.length === change.start) {
    last.removed.push(...change.removed);
    last.added.push(...change.added);
  } else changes.push(change);
}

/** A change without the lines at its ends that stay. */
function trimmed(start: number, before: readonly string[], after: readonly string[]): LineChange {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { start: start + head, removed: before.slice(head, before.length - tail), added: after.slice(head, after.length - tail) };
}

/** Lines with their line feeds; a carriage return is a part of its line, as for git. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const marked = (sign: " " | "-" | "+", lines: readonly string[]): string[] =>
  lines.flatMap((line) => (line.endsWith("\n") ? [sign + line.slice(0, -1)] : [sign + line, "\\ No newline at end of file"]));
