import type { Diagnostic, DocumentDiagnosticReport } from "vscode-languageserver";
import { uriKey } from "../host/uris.ts";
import { type Analysis, isRead, type Unread } from "./analysis.ts";
import { contentId } from "./content-id.ts";
import type { Reports } from "./reports.ts";
import { type DiagnosticSupport, diagnosticsOf } from "./to-protocol.ts";

/** Answers a pull; what the client has already seen is not sent again. With `onStale` the answer does not wait for a long analysis, and `onStale` is told of it when it did not. */
export async function pullDiagnostics(
  reports: Reports,
  uri: string,
  previousResultId: string | undefined,
  support: DiagnosticSupport,
  onStale: ((shown: ShownDiagnostics) => Promise<void>) | undefined,
): Promise<DocumentDiagnosticReport> {
  const { analysis, isStale } = onStale ? await reports.shown(uri) : { analysis: await reports.of(uri), isStale: false };
  const report = diagnosticReport(isRead(analysis) ? diagnosticsIn(analysis, uri, support) : [], previousResultId);
  // the answer must not wait for what will correct it, and that tells of its own failures
  if (isStale) void onStale?.({ uri, resultId: report.resultId });
  return report;
}

/** What a client was shown of a document. */
interface ShownDiagnostics {
  readonly uri: string;
  readonly resultId: string | undefined;
}

/** Asks the client to pull again where the truth, when it is known, is not what it was shown in the meantime. */
export class DiagnosticRefresh {
  readonly #reports: Pick<Reports, "of">;
  readonly #support: DiagnosticSupport;
  readonly #refresh: () => Promise<void>;
  /** What was shown last, by document. */
  readonly #waiting = new Map<string, ShownDiagnostics>();

  constructor(reports: Pick<Reports, "of">, support: DiagnosticSupport, refresh: () => Promise<void>) {
    this.#reports = reports;
    this.#support = support;
    this.#refresh = refresh;
  }

  async afterStale(shown: ShownDiagnostics): Promise<void> {
    const { uri } = shown;
    const isWaiting = this.#waiting.has(uri);
    this.#waiting.set(uri, shown);
    if (isWaiting) return;
    try {
      const analysis = await this.#reports.of(uri);
      const resultId = resultIdOf(isRead(analysis) ? diagnosticsIn(analysis, uri, this.#support) : []);
      if (resultId === this.#waiting.get(uri)?.resultId) return;
    } finally {
      this.#waiting.delete(uri);
    }
    await this.#refresh();
  }
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
const resultIdOf = (items: readonly Diagnostic[]): string => `${items.length}-${contentId(items)}`;

/** Publishes diagnostics for clients that cannot pull: always those of the newest text, one document at a time. */
export class DiagnosticPush {
  readonly #reports: Pick<Reports, "of" | "shown">;
  readonly #publish: (uri: string, analysis: Analysis | undefined) => Promise<void>;
  /** Documents whose turn is running; true when they changed meanwhile. */
  readonly #running = new Map<string, boolean>();

  constructor(reports: Pick<Reports, "of" | "shown">, publish: (uri: string, analysis: Analysis | undefined) => Promise<void>) {
    this.#reports = reports;
    this.#publish = publish;
  }

  /** Takes back what was published for a document that was closed. */
  closed(uri: string): Promise<void> {
    return this.#publish(uri, undefined);
  }

  async update(uri: string): Promise<void> {
    if (this.#running.has(uri)) {
      this.#running.set(uri, true);
      return;
    }
    const publish = (analysis: Analysis | Unread): Promise<void> => this.#publish(uri, isRead(analysis) ? analysis : undefined);
    try {
      do {
        this.#running.set(uri, false);
        const { analysis, isStale } = await this.#reports.shown(uri);
        await publish(analysis);
        if (isStale) await publish(await this.#reports.of(uri));
      } while (this.#running.get(uri));
    } finally {
      this.#running.delete(uri);
    }
  }
}
