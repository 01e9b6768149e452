import { catalog } from "./catalog/catalog.ts";
import type { FileReport } from "./engine.ts";
import type { FileFacts } from "./facts/facts.ts";
import type { UnreadCode } from "./notebook/python-code.ts";
import type { SourceFile } from "./source-file.ts";
import { bySource } from "./text/span.ts";

/** What may hold something to find and was not read: by the grammar, or because it is no Python. */
export function partialOf({ text }: SourceFile, { unreadable }: FileFacts, unread: readonly UnreadCode[]): FileReport["partial"] {
  const reasons = new Map(unread.map(({ span, reason }) => [span, reason]));
  return (
    [...new Set([...unreadable, ...reasons.keys()])]
      .map((span) => ({ span, part: text.slice(span.start, span.end) }))
      // What says that a client talks to a proxy may stand in the part that was read.
      .filter(({ part }) => catalog.mayHoldFindings(part) || catalog.pairedNeedles.some(({ word }) => part.includes(word)))
      .map(({ span }) => ({ span, reason: reasons.get(span) ?? "the grammar could not read this" }))
      .sort((a, b) => bySource(a.span, b.span))
  );
}
