import type { AnalysisContext, FileReport, Finding } from "./engine.ts";
import type { RelatedPlace } from "./rules/rule.ts";
import type { SourceFile } from "./source-file.ts";
import type { Tree } from "./syntax/nodes.ts";
import type { QuietChange } from "./syntax/syntax-tree.ts";
import { isGenerated } from "./text/generated.ts";
import { LineIndex } from "./text/line-index.ts";
import type { Span } from "./text/span.ts";

interface LastReport {
  readonly report: FileReport;
  readonly context: AnalysisContext;
  /** The tree it was made of, by its number. */
  readonly tree: number;
}

/** The last report of each text whose tree is kept: most keystrokes change nothing of it but where things stand. */
export class LastReports {
  readonly #last = new Map<string, LastReport>();

  set(report: FileReport, context: AnalysisContext, tree: Tree): void {
    this.#last.set(report.source.uri, { report, context, tree: tree.id });
  }

  close(uri: string): void {
    this.#last.delete(uri);
  }

  /** The report on a text where only a quiet change lies between it and the last one; `seen` is the version of what other files give it. */
  afterQuietChange(source: SourceFile, context: AnalysisContext, tree: Tree, seen: string | undefined): FileReport | undefined {
    const last = this.#last.get(source.uri);
    const change = tree.quietChange;
    if (!last || last.tree !== change?.since || last.report.seen !== seen) return undefined;
    if (last.context.settings !== context.settings || last.context.workspace !== context.workspace) return undefined;
    return isGenerated(source.text) === isGenerated(last.report.source.text) ? movedReport(last.report, source, change) : undefined;
  }
}

/** The report with all places behind a change moved; undefined where the change may have changed more than places. */
function movedReport(report: FileReport, source: SourceFile, { start, end, newEnd }: QuietChange): FileReport | undefined {
  const [before, after] = [report.source.text.slice(start, end), source.text.slice(start, newEnd)];
  // Which line things stand on decides what shares one, and is told by some problems.
  if (lineBreaks(before) !== lineBreaks(after)) return undefined;
  const { line } = new LineIndex(report.source.text.slice(0, start)).position(start);
  // Other files are told of a name's place by what stands before it on its line.
  if (Object.values(report.exports?.places ?? {}).some((place) => place.line >= line && place.line <= line + lineBreaks(before))) return undefined;
  const move = (span: Span): Span => ({ start: offset(span.start), end: offset(span.end) });
  const offset = (at: number): number => (at >= end ? at + newEnd - end : at);
  const place = (related: RelatedPlace): RelatedPlace => ("span" in related ? { ...related, span: move(related.span) } : related);
  const finding = (each: Finding): Finding => {
    const span = move(each.span);
    return {
      ...each,
      key: `${each.rule}:${span.start}:${span.end}`,
      span,
      focus: move(each.focus),
      models: each.models.map((model) => ({ ...model, span: move(model.span) })),
      fixes: each.fixes.map((fix) => (fix.together ? { ...fix, together: fix.together.map(move) } : fix)),
      related: each.related.map(place),
    };
  };
  return {
    ...report,
    source,
    findings: report.findings.map(finding),
    suppressed: report.suppressed.map((each) => ({ ...each, finding: finding(each.finding) })),
    partial: report.partial.map((part) => ({ ...part, span: move(part.span) })),
  };
}

const lineBreaks = (text: string): number => new LineIndex(text).lineCount - 1;
