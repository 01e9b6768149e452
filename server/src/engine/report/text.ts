import type { Origin } from "../facts/neighbors.ts";
import { cellName, SourceLines, type SourcePosition } from "../notebook/cells.ts";
import type { Fix } from "../rules/rule.ts";
import type { Span } from "../text/span.ts";
import type { Audit, AuditedFinding } from "../workspace/audit.ts";
import { fixOf } from "../workspace/selection.ts";
import { pathBeside } from "./path-beside.ts";
import { columnsOf, printable } from "./printable.ts";

/** The roles that a shell may color. */
export type TextStyle = "place" | "rule" | "error" | "warning" | "information" | "hint" | "gutter" | "safe" | "unsafe" | "manual" | "strong";

/** Gives a text the look of its role; the identity where there is no color. */
export type Paint = (style: TextStyle, text: string) => string;

/** For people: each finding with its source, its fixes and what to know about them; what is to be said again and again stands at the end. */
export function textReport(audit: Audit, paint: Paint, pathPrefix = ""): string {
  const footnotes = footnotesOf(audit);
  const findings = audit.findings.map((finding) => textOfFinding(finding, footnotes, paint, pathPrefix));
  const list = [...footnotes].map(([text, number]) => `${paint("gutter", `[${number}]`)} ${printable(text)}\n`).join("");
  return [...findings, ...(list === "" ? [] : [list])].join("\n");
}

/** Notes that would be printed this often get a number instead. */
const timesOfFootnote = 3;

/** The number of each note that many findings share, in the order they are first met. */
function footnotesOf({ findings }: Audit): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { finding } of findings) for (const note of fixOf(finding)?.notes ?? []) times.set(note, (times.get(note) ?? 0) + 1);
  return new Map([...times].filter(([, count]) => count >= timesOfFootnote).map(([note], index) => [note, index + 1]));
}

/** One line of totals, and how far a batch would get. */
export function summaryOf(audit: Audit): string {
  const { findings, safe, unsafe, manual, suppressed } = audit.totals;
  const files = `${audit.scanned} ${audit.scanned === 1 ? "file" : "files"}`;
  const rest = [...(suppressed > 0 ? [`${suppressed} suppressed`] : []), ...(audit.skipped.length > 0 ? [`${audit.skipped.length} skipped`] : [])];
  const parenthesis = rest.length > 0 ? ` (${rest.join(", ")})` : "";
  if (findings === 0) return `Nothing to migrate in ${files}${parenthesis}`;
  return `${findings} ${findings === 1 ? "finding" : "findings"} in ${audit.withFindings} of ${files}: ${safe} safe to fix, ${unsafe} to review, ${manual} by hand${parenthesis}`;
}

function textOfFinding({ path, report, finding, start }: AuditedFinding, footnotes: ReadonlyMap<string, number>, paint: Paint, pathPrefix: string): string {
  const lines = new SourceLines(report.source);
  const place = (at: SourcePosition): string => `${printable(pathPrefix + path)}:${placeIn(at)}`;
  const elsewhere = ({ uri, line, before }: Origin): string => `${printable(pathPrefix + pathBeside(report.source.uri, path, uri))}:${line + 1}:${before.length + 1}`;
  const excerpt = excerptOf(report.source.text, lines, finding.focus);
  const gutter = " ".repeat(excerpt.number.length);
  const bar = (text: string): string => `${gutter} ${paint("gutter", "|")}${text === "" ? "" : ` ${text}`}`;
  const note = (text: string): string => `${gutter} ${paint("gutter", "=")} ${text}`;
  const result = [
    `${paint("place", place(start))} ${paint("rule", finding.rule)} ${paint("strong", printable(finding.message))}`,
    bar(""),
    `${paint("gutter", `${excerpt.number} |`)} ${excerpt.line}`,
    bar(`${" ".repeat(excerpt.indent)}${paint(finding.severity, "^".repeat(excerpt.width))}`),
    ...finding.fixes.flatMap((fix, index) => linesOfFix(fix, index > 0, footnotes, paint).map(note)),
    ...(finding.manual === undefined ? [] : [note(`${paint("manual", "by hand")}: ${printable(finding.manual)}`)]),
    ...finding.related.map((related) => note(`${"span" in related ? place(lines.position(related.span.start)) : elsewhere(related.origin)}: ${printable(related.message)}`)),
  ];
  return `${result.join("\n")}\n`;
}

/** The fix that the finding counts by with its notes; of the others the title is enough. */
function linesOfFix({ title, safety, strategy, notes }: Fix, isAlternative: boolean, footnotes: ReadonlyMap<string, number>, paint: Paint): string[] {
  const shown = isAlternative ? [] : notes;
  const numbers = shown.flatMap((text) => footnotes.get(text) ?? []);
  const reference = numbers.length > 0 ? ` ${paint("gutter", `[${numbers.join(", ")}]`)}` : "";
  const kind = paint(safety, safety === "safe" ? "safe fix" : "fix to review");
  return [`${isAlternative ? "or a " : ""}${kind} (${strategy}): ${printable(title)}${reference}`, ...shown.filter((text) => !footnotes.has(text)).map((text) => `  ${printable(text)}`)];
}

interface Excerpt {
  readonly number: string;
  readonly line: string;
  readonly indent: number;
  readonly width: number;
}

/** `12:5`, in a notebook `cell 3:12:5`; cells, lines and columns are counted from one. */
export const placeIn = ({ cell, line, character }: SourcePosition): string => `${cell === undefined ? "" : `${cellName(cell)}:`}${line + 1}:${character + 1}`;

const longestExcerpt = 140;
const contextBefore = 40;

/** The line a span begins on, cut around the part to underline where it is too long to show. */
function excerptOf(text: string, places: SourceLines, focus: Span): Excerpt {
  const { lines } = places;
  const { line, character } = lines.position(focus.start);
  const start = focus.start - character;
  const end = lines.lineEnd(line);
  const whole = text.slice(start, end);
  const isCut = whole.length > longestExcerpt;
  const from = isCut ? onCharacter(whole, Math.max(0, Math.min(character - contextBefore, whole.length - longestExcerpt))) : 0;
  const to = isCut ? onCharacter(whole, Math.min(whole.length, from + longestExcerpt)) : whole.length;
  const opening = from > 0 ? "…" : "";
  const before = `${opening}${printable(whole.slice(from, character))}`;
  const marked = printable(whole.slice(character, Math.min(focus.end - start, to)));
  const after = printable(whole.slice(Math.min(focus.end - start, to), to));
  return { number: String(places.position(focus.start).line + 1), line: `${before}${marked}${after}${to < whole.length ? "…" : ""}`, indent: columnsOf(before), width: Math.max(1, columnsOf(marked)) };
}

/** An offset that does not part a pair of surrogates. */
const onCharacter = (text: string, offset: number): number => (offset > 0 && /[\udc00-\udfff]/.test(text[offset] ?? "") ? offset - 1 : offset);
