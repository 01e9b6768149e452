import { type Hover, MarkupKind, type Position } from "vscode-languageserver";
import type { Engine, Finding } from "../engine/engine.ts";
import { cellName, SourceLines, type SourcePosition } from "../engine/notebook/cells.ts";
import type { Rule } from "../engine/rules/rule.ts";
import { ruleUrl } from "../engine/rules/rule-url.ts";
import type { SourceFile } from "../engine/source-file.ts";
import type { TextEdit } from "../engine/text/edits.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import type { Span } from "../engine/text/span.ts";
import type { Analysis } from "./analysis.ts";

/** A longer example hides what stands around it. */
const longestExample = 24;

/** What the underlined code means and what its first fix would make of it. */
export function hover(uri: string, position: Position, analysis: Analysis, rules: ReadonlyMap<string, Rule>, engine: Engine, format: "markdown" | "plaintext"): Hover | null {
  const offset = analysis.documents.spanOf(uri, { start: position, end: position })?.start;
  if (offset === undefined) return null;
  const finding = analysis.report.findings.find(({ focus }) => focus.start <= offset && offset <= focus.end);
  if (!finding) return null;
  const { range } = analysis.documents.locationOf(finding.focus);
  if (format === "plaintext") return { range, contents: { kind: MarkupKind.PlainText, value: plainText(finding, rules.get(finding.rule)) } };
  return { range, contents: { kind: MarkupKind.Markdown, value: markdown(finding, rules.get(finding.rule), analysis, engine) } };
}

const plainText = (finding: Finding, rule: Rule | undefined): string =>
  [rule?.title ?? finding.rule, finding.message, rule?.why, finding.manual, ...notesOf(finding)].filter((part) => part !== undefined).join("\n\n");

/** The message and its next step are left out: editors show them above the hover already. */
function markdown(finding: Finding, rule: Rule | undefined, analysis: Analysis, engine: Engine): string {
  const [fix] = finding.fixes;
  const parts = [`**${rule?.title ?? finding.rule}** · [\`${finding.rule}\`](${ruleUrl(finding.rule)})`];
  if (rule) parts.push(rule.why);
  if (fix) {
    const { edits } = engine.plan(analysis.report, [{ finding: finding.key, strategy: fix.strategy }]);
    const example = exampleLines(analysis.report.source, edits, finding.span);
    const shown = example.length > longestExample ? [...example.slice(0, longestExample), `@@ and ${example.length - longestExample} more lines @@`] : example;
    if (shown.length > 0) parts.push(`${escaped(fix.title)}${fix.safety === "unsafe" ? " (review)" : ""}:`, fenced(shown));
  }
  const notes = notesOf(finding);
  if (notes.length > 0) parts.push(notes.map((note) => `- ${note}`).join("\n"));
  return parts.join("\n\n");
}

const notesOf = ({ fixes: [fix] }: Finding): readonly string[] => fix?.notes ?? [];

/** Messages quote the user's code, which may hold any character. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");

/** A fence longer than any run of backticks in the code. */
function fenced(lines: readonly string[]): string {
  const text = lines.join("\n");
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}diff\n${text}\n${fence}`;
}

/** What disjoint, sorted edits change: first at the place itself, then elsewhere in the file, where each part is headed by its line. */
export function exampleLines(source: Pick<SourceFile, "text" | "cells">, edits: readonly TextEdit[], place: Span): string[] {
  const changes = changesOf(source.text, edits, place);
  const places = new SourceLines(source);
  const nameOf = ({ cell, line }: SourcePosition): string => `${cell === undefined ? "" : `${cellName(cell)}, `}line ${line + 1}`;
  const elsewhere = changes.filter(({ isHere }) => !isHere).map(({ start, lines }) => [`@@ ${nameOf(places.position(start))} @@`, ...lines]);
  return [...changes.filter(({ isHere }) => isHere).flatMap(({ lines }) => lines), ...elsewhere.flat()];
}

/** Whole lines that are changed together, as a unified diff shows them without context. */
interface Change {
  readonly start: number;
  readonly isHere: boolean;
  readonly lines: readonly string[];
}

function changesOf(text: string, edits: readonly TextEdit[], place: Span): Change[] {
  const lines = new LineIndex(text);
  const lineStart = (offset: number): number => lines.offset({ line: lines.position(offset).line, character: 0 });
  const lineEnd = (offset: number): number => lines.lineEnd(lines.position(offset).line);
  const from = lineStart(place.start);
  const to = lineEnd(place.end);
  const isAtPlace = ({ span }: TextEdit): boolean => span.start <= to && from <= span.end;
  const changes: Change[] = [];
  for (let index = 0; index < edits.length; ) {
    const first = edits[index];
    if (!first) break;
    const start = lineStart(first.span.start);
    const isHere = isAtPlace(first);
    let position = start;
    let end = start;
    let after = "";
    // edits on one line belong together, and those on lines that follow each other, unless that would bring the imports before the place
    const belongs = (edit: TextEdit): boolean => edit.span.start <= end || (isAtPlace(edit) === isHere && /^(\r\n|\r|\n)$/.test(text.slice(end, lineStart(edit.span.start))));
    for (let edit: TextEdit | undefined = first; edit && (edit === first || belongs(edit)); edit = edits[++index]) {
      after += text.slice(position, edit.span.start) + edit.text;
      position = edit.span.end;
      // an edit may end between the two characters of a line break
      end = Math.max(edit.span.end, lineEnd(edit.span.end));
    }
    changes.push({ start, isHere, lines: changedLines(text.slice(start, end), after + text.slice(position, end)) });
  }
  return changes;
}

function changedLines(before: string, after: string): string[] {
  const old = before.split(/\r\n|\r|\n/);
  const fresh = after.split(/\r\n|\r|\n/);
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  return [...old.slice(head, old.length - tail).map((line) => `-${line}`), ...fresh.slice(head, fresh.length - tail).map((line) => `+${line}`)];
}
