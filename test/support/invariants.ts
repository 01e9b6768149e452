// What holds for every report and every plan, whatever the rule. Each check returns what is wrong in words, so that it can be shown to fail.
import type { ChosenFix, FilePlan, FileReport, Finding } from "../../server/src/engine/engine.ts";
import { languageOf } from "../../server/src/engine/source-file.ts";
import { layoutOf } from "../../server/src/engine/text/layout.ts";
import { bySource, contains, type Span } from "../../server/src/engine/text/span.ts";
import { chooseFixes } from "../../server/src/engine/workspace/selection.ts";
import type { After, Snippet } from "./markdown-fixture.ts";

/** What is wrong with a report by itself: order, ranges, wording, a finding that leaves its reader alone. */
export function reportFailures(report: FileReport): string[] {
  const failures = [...report.problems.map((problem) => `problem: ${problem}`)];
  if (report.skipped !== undefined) failures.push(`the file was skipped: ${report.skipped}`);
  for (const { reason } of report.partial) failures.push(`a part was not read: ${reason}`);
  const keys = new Set<string>();
  let previous: Finding | undefined;
  for (const finding of report.findings) {
    const complain = (failure: string) => failures.push(`${finding.key}: ${failure}`);
    if (keys.has(finding.key)) complain("two findings share this key");
    keys.add(finding.key);
    if (previous && !isInOrder(previous, finding)) complain("findings are not sorted by span, then rule");
    previous = finding;
    if (!isInside(finding.span, report.source.text)) complain("its span is not in the text");
    if (!contains(finding.span, finding.focus) || finding.focus.start === finding.focus.end) complain("its focus is empty or outside its span");
    for (const place of finding.related) if ("span" in place && !isInside(place.span, report.source.text)) complain("a related place is not in the text");
    failures.push(...wordingFailures(finding));
    if (finding.fixes.length === 0 && !finding.manual) complain("it has neither a fix nor a manual text");
    const strategies = finding.fixes.map(({ strategy }) => strategy);
    if (new Set(strategies).size < strategies.length) complain("two of its fixes have the same strategy");
  }
  return failures;
}

const isInside = (span: Span, text: string): boolean => 0 <= span.start && span.start <= span.end && span.end <= text.length;

const isInOrder = (a: Finding, b: Finding): boolean => (bySource(a.span, b.span) || (a.rule <= b.rule ? -1 : 1)) < 0;

function wordingFailures(finding: Finding): string[] {
  const failures: string[] = [];
  const complain = (failure: string) => failures.push(`${finding.key}: ${failure}`);
  if (/[.!]$/.test(finding.message) || finding.message.trim() === "") complain(`the message "${finding.message}" is empty or ends in "${finding.message.at(-1) ?? ""}"`);
  for (const text of [finding.message, ...finding.fixes.map(({ title }) => title)]) if (/\bplease\b/i.test(text)) complain(`"${text}" says please`);
  for (const { title, safety, notes } of finding.fixes) {
    if (!/^[A-Z]/.test(title) || /[.!]$/.test(title)) complain(`the title "${title}" does not start with a capital or ends like a sentence`);
    if (safety === "unsafe" && notes.length === 0) complain(`the fix "${title}" is unsafe and no note says why`);
    for (const note of notes) if (!isSentence(note)) complain(`the note "${note}" is no whole sentence`);
  }
  if (finding.manual !== undefined && !isSentence(finding.manual)) complain(`the manual text "${finding.manual}" is no whole sentence`);
  return failures;
}

const isSentence = (text: string): boolean => /^["`@A-Z0-9]/.test(text) && /[.:?`]$/.test(text.trim());

/** What is wrong with a plan: edits that overlap, leave the text or change nothing, findings that got lost. */
export function planFailures(report: FileReport, choice: readonly ChosenFix[], plan: FilePlan): string[] {
  const failures: string[] = [];
  const { text } = report.source;
  let end = 0;
  for (const { span, text: replacement } of plan.edits) {
    if (!isInside(span, text)) failures.push(`the edit ${span.start}:${span.end} is not in the text`);
    else if (span.start < end) failures.push(`the edit ${span.start}:${span.end} overlaps the one before it or is out of order`);
    else if (text.slice(span.start, span.end) === replacement) failures.push(`the edit ${span.start}:${span.end} changes nothing`);
    end = Math.max(end, span.end);
  }
  const known = new Set(report.findings.map(({ key }) => key));
  const answered = new Set([...plan.applied, ...plan.skipped.map(({ finding }) => finding)]);
  for (const { finding } of choice) if (!answered.has(finding)) failures.push(`${finding} was chosen and is neither applied nor skipped`);
  for (const key of answered) if (!known.has(key)) failures.push(`${key} is in the plan and not in the report`);
  if (new Set(plan.notes).size < plan.notes.length) failures.push("a note is said twice");
  if (plan.edits.length > 0 && plan.applied.length === 0) failures.push("there are edits and no finding they mend");
  const chosen = new Map(choice.map(({ finding, strategy }) => [finding, strategy]));
  for (const { key, fixes } of report.findings) {
    const fix = fixes.find(({ strategy }) => strategy === chosen.get(key));
    if (plan.applied.includes(key) && fix?.safety === "unsafe" && !fix.notes.some((note) => plan.notes.includes(note)))
      failures.push(`${key} is mended by an unsafe fix and the plan keeps its notes back`);
  }
  return failures;
}

/** The fixes that an `after` block asks for. */
export function choiceOf(report: FileReport, { title, strategy, isSafeOnly }: Pick<After, "title" | "strategy" | "isSafeOnly">): ChosenFix[] {
  const choice = chooseFixes(report, { safety: isSafeOnly ? "safe" : "safe-and-unsafe", ...(strategy && { strategy }) });
  if (title === undefined) return choice;
  return report.findings.flatMap(({ key, fixes }) =>
    fixes.flatMap((fix) => (fix.title === title && (strategy ?? fix.strategy) === fix.strategy && !(isSafeOnly && fix.safety === "unsafe") ? [{ finding: key, strategy: fix.strategy }] : [])),
  );
}

/** Another way to write a text, which must change nothing but positions. */
export interface Variant {
  readonly name: string;
  /** Rewrites the text before and after a fix alike; undefined where the text leaves nothing to vary. */
  write(text: string, original: Snippet): string | undefined;
}

/** CRLF, BOM, a wide character ahead, tabs, no line break at the end. */
export const variants: readonly Variant[] = [
  { name: "CRLF", write: (text) => (text.includes("\r") ? undefined : text.replaceAll("\n", "\r\n")) },
  { name: "BOM", write: (text) => (text.startsWith("\ufeff") ? undefined : `\ufeff${text}`) },
  {
    name: "an emoji in a leading comment",
    write: (text, { language }) => {
      const comment = `${language === "py" ? "#" : "//"} 🧪 first line\n`;
      return text.startsWith("#!") ? text.replace("\n", `\n${comment}`) : comment + text;
    },
  },
  {
    name: "tabs",
    write: (text, original) => {
      if (/^\t| \t/m.test(original.text) || !/^ +\S/m.test(original.text)) return undefined;
      const { indent } = layoutOf(original.text, languageOf(original.language === "py" ? "python" : "tsx"));
      return text.replace(/^ +/gm, (spaces) => "\t".repeat(Math.floor(spaces.length / indent.length)) + " ".repeat(spaces.length % indent.length));
    },
  },
  { name: "no line break at the end", write: (text) => text.replace(/\n+$/, "") },
];

/** What a finding says, without where it stands. */
export const withoutPositions = (report: FileReport): string[] =>
  report.findings.map(({ rule, focus, message, fixes, manual }) =>
    JSON.stringify({
      rule,
      text: report.source.text.slice(focus.start, focus.end).replace(/\s+/g, " "),
      message,
      manual,
      fixes: fixes.map(({ title, safety, strategy, notes }) => ({ title, safety, strategy, notes })),
    }),
  );

/** A report as comparable text: everything but functions. */
export const plainReport = (report: FileReport): string => JSON.stringify({ ...report, source: undefined });

/** Comments that are in `before` and no longer in `after`, each as often as it is missing. */
export function lostComments(before: readonly string[], after: readonly string[]): string[] {
  const left = [...after];
  return before.filter((comment) => {
    const index = left.indexOf(comment);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
