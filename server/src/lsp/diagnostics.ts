import type { Diagnostic, DocumentDiagnosticReport } from "vscode-languageserver";
import { uriKey } from "./from-protocol.ts";
import { type Analysis, isRead, type Reports } from "./reports.ts";
import { type DiagnosticSupport, diagnosticsOf } from "./to-protocol.ts";

/** Answers a pull; what the client has already seen is not sent again. */
export async function pullDiagnostics(reports: Reports, uri: string, previousResultId: string | undefined, support: DiagnosticSupport): Promise<DocumentDiagnosticReport> {
  const result = await reports.of(uri);
  return diagnosticReport(isRead(result) ? diagnosticsIn(result, uri, support) : [], previousResultId);
}

/** The diagnostics of one of the documents that were analyzed together. */
export const diagnosticsIn = ({ report, documents }: Analysis, uri: string, support: DiagnosticSupport): Diagnostic[] =>
  diagnosticsOf(report, documents, support).find((document) => uriKey(document.uri) === uriKey(uri))?.diagnostics ?? [];

/** What names the diagnostics of each of the documents that were analyzed together. */
export const resultIdsOf = ({ report, documents }: Analysis, support: DiagnosticSupport): ReadonlyMap<string, string> =>
  new Map(diagnosticsOf(report, documents, support).map(({ uri, diagnostics }) => [uri, resultIdOf(diagnostics)]));

/** A full report, or `unchanged` where the id says that the client has these very diagnostics. */
export function diagnosticReport(items: Diagnostic[], previousResultId: string | undefined): DocumentDiagnosticReport {
  const resultId = resultIdOf(items);
  return resultId === previousResultId ? { kind: "unchanged", resultId } : { kind: "full", resultId, items };
}

/** Names diagnostics by what they say, so that it holds across restarts, closing and reopening. */
function resultIdOf(items: readonly Diagnostic[]): string {
  const text = JSON.stringify(items);
  // two 32-bit FNV-1a sums with different bases, which a file's own history does not collide in by chance
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x811c9dc5) + i;
  }
  return `${items.length}-${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

/** Publishes diagnostics for clients that cannot pull: always those of the newest text, one document at a time. */
export class DiagnosticPush {
  readonly #analyze: (uri: string) => Promise<Analysis | undefined>;
  readonly #publish: (uri: string, analysis: Analysis | undefined) => Promise<void>;
  /** Documents whose turn is running; true when they changed meanwhile. */
  readonly #running = new Map<string, boolean>();

  constructor(analyze: (uri: string) => Promise<Analysis | undefined>, publish: (uri: string, analysis: Analysis | undefined) => Promise<void>) {
    this.#analyze = analyze;
    this.#publish = publish;
  }

  async update(uri: string): Promise<void> {
    if (this.#running.has(uri)) {
      this.#running.set(uri, true);
      return;
    }
    try {
      do {
        this.#running.set(uri, false);
        await this.#publish(uri, await this.#analyze(uri));
      } while (this.#running.get(uri));
    } finally {
      this.#running.delete(uri);
    }
  }
}
