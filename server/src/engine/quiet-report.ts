import type { AnalysisContext, FileReport, Finding } from "./engine.ts";
import type { RelatedPlace } from "./rules/rule.ts";
import type { SourceFile } from "./source-file.ts";
import type { Tree } from "./syntax/nodes.ts";
import type { Change } from "./syntax/syntax-tree.ts";
import { isGenerated } from "./text/generated.ts";
import { LineIndex } from "./text/line-index.ts";
import type { Span } from "./text/span.ts";

/** What was found last in a text whose tree is kept. */
interface LastReport {
  readonly report: FileReport;
  readonly context: AnalysisContext;
  /** The tree it was made of, by its number. */
  readonly tree: number;
  /** It is a preview: what holds for the whole text was not looked at again. */
  readonly isPreview: boolean;
  /** How many milliseconds the last whole analysis of the text took. */
  readonly took: number;
}

/** The last report of each text whose tree is kept: most keystrokes change nothing of it but where things stand. */
export class LastReports {
  readonly #last = new Map<string, LastReport>();

  set(report: FileReport, context: AnalysisContext, tree: Tree, { isPreview = false, took = this.#last.get(report.source.uri)?.took ?? 0 } = {}): void {
    this.#last.set(report.source.uri, { report, context, tree: tree.id, isPreview, took });
  }

  close(uri: string): void {
    this.#last.delete(uri);
  }

  /** What was found before the edit that a tree has followed, in the same surroundings; `seen` is the version of what other files give the text. */
  beforeEdit({ uri }: SourceFile, context: AnalysisContext, { edit }: Tree, seen: string | undefined): LastReport | undefined {
    const last = this.#last.get(uri);
    if (!last || last.tree !== edit?.since || last.report.seen !== seen) return undefined;
    return last.context.settings === context.settings && last.context.workspace === context.workspace ? last : undefined;
  }
}

/** The report after a change of the text that has changed nothing of it but where things stand; undefined where it may have changed more. */
export function afterQuietChange(report: FileReport, source: SourceFile, { quietChange: change, lines }: Pick<Tree, "quietChange" | "lines">): FileReport | undefined {
  if (!change || isGenerated(source.text) !== isGenerated(report.source.text)) return undefined;
  const { start, end, newEnd } = change;
  const [before, after] = [report.source.text.slice(start, end), source.text.slice(start, newEnd)];
  // Which line things stand on decides what shares one, and is told by some problems.
  if (lineBreaks(before) !== lineBreaks(after)) return undefined;
  const { line } = lines.position(start);
  // Other files are told of a name's place by what stands before it on its line.
  if (Object.values(report.exports?.places ?? {}).some((place) => place.line >= line && place.line <= line + lineBreaks(before))) return undefined;
  const { move, moveFinding } = movedBy(change);
  return {
    ...report,
    source,
    findings: report.findings.map(moveFinding),
    suppressed: report.suppressed.map((each) => ({ ...each, finding: moveFinding(each.finding) })),
    partial: report.partial.map((part) => ({ ...part, span: move(part.span) })),
  };
}

/** Moves what stands behind a change, or around it; what ends before it is the same. */
export function movedBy({ end, newEnd }: Change): { readonly move: (span: Span) => Span; readonly moveFinding: (finding: Finding) => Finding } {
  const move = (span: Span): Span => (span.end < end ? span : { start: offset(span.start), end: offset(span.end) });
  const offset = (at: number): number => (at >= end ? at + newEnd - end : at);
  const place = (related: RelatedPlace): RelatedPlace => ("span" in related ? { ...related, span: move(related.span) } : related);
  const isBefore = (span: Span): boolean => span.end < end;
  const isWhollyBefore = ({ span, focus, related, fixes }: Finding): boolean =>
    isBefore(span) && isBefore(focus) && related.every((other) => !("span" in other) || isBefore(other.span)) && fixes.every(({ together }) => !together || together.every(isBefore));
  const moveFinding = (each: Finding): Finding => {
    if (isWhollyBefore(each)) return each;
    const { models, fixes, related } = each;
    const span = move(each.span);
    // a long file has a thousand of them, moved with each keystroke: most have nothing more that stands somewhere
    return {
      ...each,
      key: `${each.rule}:${span.start}:${span.end}`,
      span,
      focus: move(each.focus),
      models: models.length === 0 ? models : models.map((model) => ({ ...model, span: move(model.span) })),
      fixes: fixes.some(({ together }) => together) ? fixes.map((fix) => (fix.together ? { ...fix, together: fix.together.map(move) } : fix)) : fixes,
      related: related.length === 0 ? related : related.map(place),
    };
  };
  return { move, moveFinding };
}

const lineBreaks = (text: string): number => new LineIndex(text).lineCount - 1;
