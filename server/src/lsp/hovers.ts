import { type Hover, MarkupKind, type Position } from "vscode-languageserver";
import type { Engine, Finding } from "../engine/engine.ts";
import type { Rule } from "../engine/rules/rule.ts";
import { ruleUrl } from "../engine/rules/rule-url.ts";
import type { TextEdit } from "../engine/text/edits.ts";
import { offsetAt } from "./from-protocol.ts";
import type { Analysis } from "./reports.ts";
import { rangeOf } from "./to-protocol.ts";

/** A longer example hides what stands around it. */
const longestExample = 24;

/** What the underlined code means and what its first fix would make of it. */
export function hover(position: Position, analysis: Analysis, rules: ReadonlyMap<string, Rule>, engine: Engine, format: "markdown" | "plaintext"): Hover | null {
  const offset = offsetAt(analysis.text, position);
  const finding = analysis.report.findings.find(({ focus }) => focus.start <= offset && offset <= focus.end);
  if (!finding) return null;
  const range = rangeOf(analysis.text, finding.focus);
  if (format === "plaintext") return { range, contents: { kind: MarkupKind.PlainText, value: plainText(finding, rules.get(finding.rule)) } };
  return { range, contents: { kind: MarkupKind.Markdown, value: markdown(finding, rules.get(finding.rule), analysis, engine) } };
}

const plainText = (finding: Finding, rule: Rule | undefined): string =>
  [rule?.title ?? finding.rule, finding.message, rule?.why, finding.manual, ...notesOf(finding)].filter((part) => part !== undefined).join("\n\n");

function markdown(finding: Finding, rule: Rule | undefined, analysis: Analysis, engine: Engine): string {
  const [fix] = finding.fixes;
  const parts = [`**${rule?.title ?? finding.rule}** · [\`${finding.rule}\`](${ruleUrl(finding.rule)})`, escaped(finding.message)];
  if (rule) parts.push(rule.why);
  if (finding.manual !== undefined) parts.push(finding.manual);
  if (fix) {
    const { edits } = engine.plan(analysis.report, [{ finding: finding.key, strategy: fix.strategy }]);
    const example = diffLines(analysis.text.text, edits);
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

/** The lines that disjoint, sorted edits change, as a unified diff shows them without context. */
export function diffLines(text: string, edits: readonly TextEdit[]): string[] {
  const shown: string[] = [];
  for (let index = 0; index < edits.length; ) {
    const start = lineStart(text, edits[index]?.span.start ?? 0);
    let position = start;
    let end = -1;
    let after = "";
    // edits that stand on a line which an earlier one of the group reaches belong together
    for (let edit = edits[index]; edit && (end < start || edit.span.start <= end); edit = edits[++index]) {
      after += text.slice(position, edit.span.start) + edit.text;
      position = edit.span.end;
      end = lineEnd(text, edit.span.end);
    }
    shown.push(...changedLines(text.slice(start, end), after + text.slice(position, end)));
  }
  return shown;
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

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return start;
}

function lineEnd(text: string, offset: number): number {
  const rest = text.slice(offset).search(/[\r\n]/);
  return rest < 0 ? text.length : offset + rest;
}
