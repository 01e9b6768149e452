import type { Finding } from "./engine.ts";
import type { Language } from "./source-file.ts";
import { LineIndex } from "./text/line-index.ts";

/** What is left of a file's findings after its suppression comments. */
export interface Suppression {
  readonly kept: readonly Finding[];
  readonly suppressed: number;
  /** Comments that say too little; whole sentences that begin with the line. */
  readonly problems: readonly string[];
}

/**
 * Takes away the findings that a comment `portkey-migrate-ignore <rule>[, <rule>]: reason` speaks of: at the end of a line
 * the finding begins or ends on, or alone on the line above. `portkey-migrate-ignore-file [<rule>…]: reason` speaks for the whole file.
 */
export function suppress(text: string, language: Language, findings: readonly Finding[]): Suppression {
  if (!text.includes(marker)) return { kept: findings, suppressed: 0, problems: [] };
  const lines = new LineIndex(text);
  const comments = [...suppressionComments(text, language, lines)];
  const kept = findings.filter((finding) => !comments.some((comment) => covers(comment, finding, lines)));
  return { kept, suppressed: findings.length - kept.length, problems: comments.flatMap(problemOf) };
}

const marker = "portkey-migrate-ignore";
const fileMarker = "portkey-migrate-ignore-file";

interface SuppressionComment {
  /** Zero-based. */
  readonly line: number;
  /** The line it speaks of, its own or the next one with code; undefined for the whole file. */
  readonly target: number | undefined;
  readonly rules: readonly string[];
  readonly hasReason: boolean;
}

function* suppressionComments(text: string, language: Language, lines: LineIndex): Iterable<SuppressionComment> {
  const opening = language === "python" ? /#+\s*$/ : /(?:\/\/|\/\*|^\s*\*)[\s*]*$/;
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length)) {
    const { line, character } = lines.position(at);
    const before = text.slice(at - character, at);
    const opened = opening.exec(before);
    if (!opened) continue;
    const isFile = text.startsWith(fileMarker, at);
    const body = text.slice(at + (isFile ? fileMarker : marker).length, lines.lineEnd(line)).replace(/\*\/.*$/, "");
    if (/^[\w-]/.test(body)) continue;
    const colon = body.indexOf(":");
    const names = colon < 0 ? body : body.slice(0, colon);
    const standsAlone = /^[\s{]*$/.test(before.slice(0, opened.index));
    yield {
      line,
      target: isFile ? undefined : standsAlone ? nextLineWithCode(text, line, language, lines) : line,
      rules: names.split(/[\s,]+/).filter((name) => name !== ""),
      hasReason: colon >= 0 && body.slice(colon + 1).trim() !== "",
    };
  }
}

/** Comments may be stacked: the line below skips over lines that are comments themselves. */
function nextLineWithCode(text: string, line: number, language: Language, lines: LineIndex): number {
  const isComment = language === "python" ? /^\s*#/ : /^\s*(?:\/\/|\/\*|\{\/\*)/;
  let next = line + 1;
  while (next < lines.lineCount && isComment.test(text.slice(lines.offset({ line: next, character: 0 }), lines.lineEnd(next)))) next++;
  return next;
}

function covers({ target, rules }: SuppressionComment, finding: Finding, lines: LineIndex): boolean {
  if (rules.length === 0 ? target !== undefined : !rules.includes(finding.rule)) return false;
  if (target === undefined) return true;
  return [finding.span.start, finding.focus.start, finding.span.end].some((offset) => lines.position(offset).line === target);
}

function problemOf({ line, target, rules, hasReason }: SuppressionComment): string[] {
  if (rules.length === 0 && target !== undefined) return [`line ${line + 1}: ${marker} names no rule, so it has no effect; write "${marker} litellm-completion: why"`];
  if (hasReason) return [];
  const comment = [target === undefined ? fileMarker : marker, rules.join(", ")].join(" ").trim();
  return [`line ${line + 1}: the suppression gives no reason; write "${comment}: why"`];
}
