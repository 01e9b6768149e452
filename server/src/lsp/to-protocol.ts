import { type Diagnostic, DiagnosticSeverity, DiagnosticTag, type Location, type Position, type TextEdit as ProtocolEdit, type Range } from "vscode-languageserver";
import type { FileReport, Finding } from "../engine/engine.ts";
import type { Origin } from "../engine/facts/neighbors.ts";
import { ruleUrl } from "../engine/rules/rule-url.ts";
import type { Severity } from "../engine/settings.ts";
import type { TextEdit } from "../engine/text/edits.ts";
import type { LineIndex } from "../engine/text/line-index.ts";
import type { Span } from "../engine/text/span.ts";
import { diagnosticSource } from "./protocol.ts";
import type { ClientDocument, SourceDocuments } from "./source-documents.ts";

/** How a client counts the characters of a line (LSP 3.17, PositionEncodingKind). */
export type PositionEncoding = "utf-16" | "utf-8";

/** A text with what it takes to speak of its places to a client. */
export interface PositionedText {
  readonly text: string;
  readonly lines: LineIndex;
  readonly encoding: PositionEncoding;
}

/** What a client can show of a diagnostic. */
export interface DiagnosticSupport {
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly tags: boolean;
  readonly encoding: PositionEncoding;
}

/** What a client is shown in one document, which may be nothing. */
export interface DocumentDiagnostics extends ClientDocument {
  readonly diagnostics: Diagnostic[];
}

/** The client's position of an offset. */
export function positionAt({ text, lines, encoding }: PositionedText, offset: number): Position {
  const position = lines.position(offset);
  if (encoding === "utf-16") return position;
  const start = lines.offset({ line: position.line, character: 0 });
  return { line: position.line, character: utf8Length(text, start, start + position.character) };
}

/** The client's range of a span. */
export const rangeOf = (text: PositionedText, span: Span): Range => ({ start: positionAt(text, span.start), end: positionAt(text, span.end) });

/** The client's form of edits. */
export const editsOf = (text: PositionedText, edits: readonly TextEdit[]): ProtocolEdit[] => edits.map((edit) => ({ range: rangeOf(text, edit.span), newText: edit.text }));

/** What a report says in each of its documents, finding by finding, and the parts that could not be read. */
export function diagnosticsOf({ findings, partial }: FileReport, documents: SourceDocuments, support: DiagnosticSupport): DocumentDiagnostics[] {
  const byDocument = new Map(documents.all.map((document) => [document.uri, { ...document, diagnostics: [] as Diagnostic[] }]));
  for (const finding of findings) byDocument.get(documents.locationOf(finding.focus).uri)?.diagnostics.push(diagnosticOf(finding, documents, support));
  for (const { span, reason } of partial) {
    const { uri, range } = documents.locationOf(span);
    // half-typed code is unreadable all the time, so this must not be louder than a hint
    byDocument.get(uri)?.diagnostics.push({ range, severity: DiagnosticSeverity.Hint, source: diagnosticSource, message: `Not searched: ${reason}` });
  }
  return [...byDocument.values()];
}

/** The client's form of one finding. */
export function diagnosticOf(finding: Finding, documents: SourceDocuments, support: DiagnosticSupport): Diagnostic {
  const diagnostic: Diagnostic = {
    range: documents.locationOf(finding.focus).range,
    severity: severities[finding.severity],
    source: diagnosticSource,
    code: finding.rule,
    message: finding.manual === undefined ? finding.message : `${finding.message}\n${finding.manual}`,
  };
  if (support.codeDescription) diagnostic.codeDescription = { href: ruleUrl(finding.rule) };
  if (support.tags && isUnusedImport(finding)) diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (support.relatedInformation && finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map((place) => ({
      location: "origin" in place ? locationOf(place.origin, support.encoding) : documents.locationOf(place.span),
      message: place.message,
    }));
  }
  return diagnostic;
}

/** The client's location of a declaration in another file. */
function locationOf({ uri, name, line, before }: Origin, encoding: PositionEncoding): Location {
  const lengthOf = (text: string): number => (encoding === "utf-16" ? text.length : utf8Length(text, 0, text.length));
  const start = { line, character: lengthOf(before) };
  return { uri, range: { start, end: { line, character: start.character + lengthOf(name) } } };
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} satisfies Record<Severity, DiagnosticSeverity>;

/** Its fix removes an import without touching any other place only when nothing uses it. */
const isUnusedImport = ({ isImport, fixes: [fix] }: Finding): boolean => isImport && fix !== undefined && (fix.together ?? []).length === 0;

/** How many bytes UTF-8 takes for `text[start, end)`; a lone surrogate counts as the replacement character would. */
export function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let i = start; i < end; i++) {
    const point = text.codePointAt(i) ?? 0;
    if (point > 0xffff) {
      // the pair may be cut by `end`, as when an editor counts half of it
      if (i + 1 < end) i++;
      bytes += 4;
    } else bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : 3;
  }
  return bytes;
}
