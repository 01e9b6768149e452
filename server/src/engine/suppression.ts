import type { Finding } from "./engine.ts";
import type { FileFacts } from "./facts/facts.ts";
import type { Language } from "./source-file.ts";
import { LineIndex } from "./text/line-index.ts";
import type { Span } from "./text/span.ts";
import { suppressionMarker } from "./text/suppression-marker.ts";

/** What is left of a file's findings after its suppression comments. */
export interface Suppression {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly comments: readonly SuppressionComment[];
}

/** A finding that a comment has taken away. */
export interface SuppressedFinding {
  readonly finding: Finding;
  /** Why, in the comment's own words; empty where it gives no reason. */
  readonly reason: string;
}

/** One suppression, with what it did. */
export interface SuppressionComment {
  /** From the marker to the end of the reason. */
  readonly span: Span;
  /** What goes away with it when it is taken out; undefined where code or another text would be touched. */
  readonly removal: Span | undefined;
  readonly isForFile: boolean;
  /** In the order they are written; none stands for all rules of a file. */
  readonly rules: readonly NamedRule[];
  readonly reason: string;
  /** Takes away at least one finding. */
  readonly isUsed: boolean;
}

/** A rule that a suppression names. */
export interface NamedRule {
  readonly id: string;
  readonly span: Span;
  /** It takes away a finding of this rule. */
  readonly isUsed: boolean;
}

/**
 * Takes away the findings that a comment `portkey-migrate-ignore <rule>[, <rule>]: reason` speaks of: at the end of a line
 * the finding begins or ends on, or alone on the line above. `portkey-migrate-ignore-file [<rule>…]: reason` speaks for the whole file.
 */
export function suppress(text: string, { language, comments }: Pick<FileFacts, "language" | "comments">, findings: readonly Finding[]): Suppression {
  if (comments.length === 0) return { kept: findings, suppressed: [], comments: [] };
  const lines = new LineIndex(text);
  const drafts = comments.flatMap((comment) => [...draftsIn(comment, text, language, lines)]);
  const used = new Map<Draft, Set<string>>();
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    // each comment that speaks of a finding is used, for none of them could go without the others
    const speaking = drafts.filter((draft) => covers(draft, finding, lines));
    for (const draft of speaking) used.set(draft, (used.get(draft) ?? new Set()).add(finding.rule));
    const [first] = speaking;
    if (first) suppressed.push({ finding, reason: first.reason });
    else kept.push(finding);
  }
  return {
    kept,
    suppressed,
    comments: drafts.map((draft) => {
      const { span, removal, target, rules, reason } = draft;
      const own = used.get(draft) ?? new Set();
      return { span, removal, isForFile: target === undefined, rules: rules.map((rule) => ({ ...rule, isUsed: own.has(rule.id) })), reason, isUsed: own.size > 0 };
    }),
  };
}

const fileMarker = `${suppressionMarker}-file`;

interface Draft {
  readonly span: Span;
  readonly removal: Span | undefined;
  /** The line it speaks of, its own or the next one with code; undefined for the whole file. */
  readonly target: number | undefined;
  readonly rules: readonly { readonly id: string; readonly span: Span }[];
  readonly reason: string;
}

/** The suppressions of one comment, which may have several lines. */
function* draftsIn(comment: Span, text: string, language: Language, lines: LineIndex): Iterable<Draft> {
  const opening = language === "python" ? /#+\s*$/ : /(?:\/\/|\/\*|^\s*\*)[\s*]*$/;
  for (let at = text.indexOf(suppressionMarker, comment.start); at >= 0 && at < comment.end; at = text.indexOf(suppressionMarker, at + suppressionMarker.length)) {
    const { line, character } = lines.position(at);
    const lineStart = at - character;
    const commentStart = Math.max(lineStart, comment.start);
    const opened = opening.exec(text.slice(commentStart, at));
    if (!opened) continue;
    const isFile = text.startsWith(fileMarker, at);
    const start = at + (isFile ? fileMarker : suppressionMarker).length;
    const lineEnd = Math.min(lines.lineEnd(line), comment.end);
    const body = text.slice(start, lineEnd).replace(/\s*\*\/$/, "");
    if (/^[\w-]/.test(body)) continue;
    const openedAt = commentStart + opened.index;
    const colon = body.indexOf(":");
    const names = colon < 0 ? body : body.slice(0, colon);
    const standsAlone = /^[\s{]*$/.test(text.slice(lineStart, openedAt));
    yield {
      span: { start: at, end: start + body.trimEnd().length },
      removal: removalOf({ start: openedAt, end: lineEnd }, comment, text, lines),
      target: isFile ? undefined : standsAlone ? nextLineWithCode(text, line, language, lines) : line,
      rules: [...names.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({ id, span: { start: start + index, end: start + index + id.length } })),
      reason: colon < 0 ? "" : body.slice(colon + 1).trim(),
    };
  }
}

/** A comment on one line with the white space before it, or with its whole line where nothing else stands there. */
function removalOf(words: Span, comment: Span, text: string, lines: LineIndex): Span | undefined {
  const { line } = lines.position(words.start);
  const lineStart = lines.offset({ line, character: 0 });
  const lineEnd = lines.lineEnd(line);
  const isBlock = text.startsWith("/*", words.start);
  const isWhole = isBlock ? words.start === comment.start && words.end === comment.end : !text.startsWith("/*", comment.start);
  if (!isWhole || text.slice(words.end, lineEnd).trim() !== "") return undefined;
  const before = text.slice(lineStart, words.start);
  // trimming would take a byte-order mark for white space
  if (/[^\s\ufeff]/.test(before)) return { start: lineStart + before.trimEnd().length, end: lineEnd };
  return { start: lineStart + (before.startsWith("\ufeff") ? 1 : 0), end: line + 1 < lines.lineCount ? lines.offset({ line: line + 1, character: 0 }) : lineEnd };
}

/** Comments may be stacked: the line below skips over lines that are comments themselves. */
function nextLineWithCode(text: string, line: number, language: Language, lines: LineIndex): number {
  const isComment = language === "python" ? /^\s*#/ : /^\s*(?:\/\/|\/\*|\{\/\*)/;
  let next = line + 1;
  while (next < lines.lineCount && isComment.test(text.slice(lines.offset({ line: next, character: 0 }), lines.lineEnd(next)))) next++;
  return next;
}

function covers({ target, rules }: Draft, finding: Finding, lines: LineIndex): boolean {
  if (rules.length === 0 ? target !== undefined : !rules.some(({ id }) => id === finding.rule)) return false;
  if (target === undefined) return true;
  return [finding.span.start, finding.focus.start, finding.span.end].some((offset) => lines.position(offset).line === target);
}
