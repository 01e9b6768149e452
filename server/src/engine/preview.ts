import type { FileReport } from "./engine.ts";
import { resolveTogether } from "./linked-fixes.ts";
import { movedBy } from "./quiet-report.ts";
import { type Found, withFixes } from "./run-rules.ts";
import type { SourceFile } from "./source-file.ts";
import type { Change } from "./syntax/syntax-tree.ts";
import { finish } from "./syntax/turns.ts";
import { bySource, contains, type Span, touches } from "./text/span.ts";

/** What was found before an edit in all that it has left as it was. */
export const carriedOver = (last: FileReport, source: SourceFile, edit: Change): FileReport => previewOf(last, source, edit, { start: edit.start, end: edit.newEnd }, []);

/**
 * What can be told of a text at once after an edit: what was found in the edited part alone, among what was found elsewhere before.
 * What the edit changes elsewhere, and what the part owes to the rest of the text, is only told by the whole analysis.
 */
export function previewOf(last: FileReport, source: SourceFile, edit: Change, part: Span, drafts: Found["drafts"]): FileReport {
  const partBefore = { start: part.start, end: part.end - (edit.newEnd - edit.end) };
  const { move, moveFinding } = movedBy(edit);
  const others = last.findings.filter(({ focus }) => !touches(focus, partBefore)).map(moveFinding);
  const own = drafts.filter(({ focus }) => contains(part, focus));
  const linked = finish(resolveTogether([...others, ...own]));
  const findings = [...others, ...own.map((draft) => withFixes(draft, linked))];
  return {
    ...last,
    source,
    findings: findings.sort((a, b) => bySource(a.span, b.span) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)),
    partial: last.partial.map((each) => ({ ...each, span: move(each.span) })),
  };
}
