import type { AnalysisContext, FileReport } from "../engine/engine.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import { oneDocument, type SourceDocuments } from "./source-documents.ts";
import type { PositionedText } from "./to-protocol.ts";

/** A report with the very text it speaks of. */
export interface Analysis {
  /** As the client spells it where the document is open. */
  readonly uri: string;
  /** Grows with each change of the text; null for a file that is not open. */
  readonly version: number | null;
  /** The client's documents that the report's text comes from. */
  readonly documents: SourceDocuments;
  readonly context: AnalysisContext;
  readonly report: FileReport;
}

/** A file that was not analyzed, and why. */
export interface Unread {
  readonly uri: string;
  readonly skipped: string;
}

/** Whether a file was analyzed at all. */
export const isRead = (result: Analysis | Unread): result is Analysis => "report" in result;

const emptyText: PositionedText = { text: "", lines: new LineIndex(""), encoding: "utf-16" };

/** The analysis of a closed file with nothing to say; nobody asks for its text, which is let go. */
export function silentAnalysis(uri: string, context: AnalysisContext): Analysis {
  const report = { source: { uri, grammar: "python", text: "" }, findings: [], suppressed: [], skipped: undefined, partial: [], problems: [] } as const;
  return { uri, version: null, documents: oneDocument({ uri, version: null }, emptyText), context, report };
}
