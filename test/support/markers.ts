// Reads and writes the `^^^ rule-id` lines of fixtures. They name exact ranges of the line above them and never reach the engine.
import type { Span } from "../../server/src/engine/text/span.ts";
import { isMarkerLine } from "../../server/tools/marker-lines.ts";

/** A range of a text that a rule must underline; of a range over several lines only the first one's part is drawn. */
export interface Marker {
  readonly rule: string;
  readonly start: number;
  /** Where the underlined part of the first line ends. */
  readonly end: number;
  /** The range goes on in later lines, drawn as `^^^…`. */
  readonly isOpen: boolean;
}

const caretPattern = /(\^+)(…?)[ \t]+([a-z][a-z0-9-]*)/g;

/** Takes the marker lines out of a text and says which ranges they name. */
export function readMarkers(annotated: string): { readonly text: string; readonly markers: readonly Marker[] } {
  let text = "";
  let lineStart = 0;
  const markers: Marker[] = [];
  for (const line of annotated.split(/(?<=\n)/)) {
    if (isMarkerLine(line)) {
      for (const { index, 1: carets = "", 2: dots, 3: rule = "" } of line.matchAll(caretPattern))
        markers.push({ rule, start: lineStart + index, end: lineStart + index + carets.length, isOpen: dots !== "" });
    } else {
      lineStart = text.length;
      text += line;
    }
  }
  return { text, markers: markers.sort(inOrder) };
}

/** The marker that a finding of `rule` on `focus` would be drawn as. */
export function markerOf(text: string, rule: string, focus: Span): Marker {
  const lineBreak = /[\r\n]/g;
  lineBreak.lastIndex = focus.start;
  const lineEnd = lineBreak.exec(text)?.index ?? text.length;
  return { rule, start: focus.start, end: Math.min(focus.end, lineEnd), isOpen: focus.end > lineEnd };
}

/** A text with its markers drawn under it, as a fixture holds it: behind a comment sign where there is room for one. */
export function drawMarkers(text: string, markers: readonly Marker[], comment: "#" | "//"): string {
  let result = "";
  let position = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const end = position + line.length;
    result += line;
    for (const { rule, start, end: stop, isOpen } of [...markers].sort(inOrder)) {
      if (start < position || start >= end) continue;
      const column = start - position;
      const indent = column < comment.length ? " ".repeat(column) : comment + " ".repeat(column - comment.length);
      result += `${line.endsWith("\n") ? "" : "\n"}${indent}${"^".repeat(Math.max(1, stop - start))}${isOpen ? "…" : ""} ${rule}\n`;
    }
    position = end;
  }
  return result;
}

/** Whether two markers name the same range by the same rule. */
export const sameMarker = (a: Marker, b: Marker): boolean => a.rule === b.rule && a.start === b.start && a.end === b.end && a.isOpen === b.isOpen;

const inOrder = (a: Marker, b: Marker): number => a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : 1);
