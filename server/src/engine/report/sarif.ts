import type { Location, Log, Notification, Region, ReportingConfiguration, ReportingDescriptor, Result, Fix as SarifFix, Suppression } from "sarif";
import type { FilePlan, FileReport, Finding } from "../engine.ts";
import { cellName, SourceLines } from "../notebook/cells.ts";
import type { RelatedPlace, Rule } from "../rules/rule.ts";
import { ruleUrl } from "../rules/rule-url.ts";
import type { Severity } from "../settings.ts";
import type { Span } from "../text/span.ts";
import type { Audit, AuditedFinding, SuppressedAuditedFinding } from "../workspace/audit.ts";
import { fixOf } from "../workspace/selection.ts";
import { pathBeside } from "./path-beside.ts";

/** What a SARIF log tells besides the findings. */
export interface SarifOptions {
  readonly version: string;
  readonly rules: readonly Rule[];
  /** The edits of one finding's fix; undefined where they could not be made. */
  readonly planOf: (report: FileReport, finding: Finding) => FilePlan | undefined;
}

/** A SARIF 2.1.0 log: safe fixes with their replacements, what comments suppress as suppressed, what was not read as notifications. */
export function sarifReport(audit: Audit, { version, rules, planOf }: SarifOptions): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "portkey-migrate", semanticVersion: version, rules: rules.map(descriptorOf) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [root]: { description: { text: "The scanned folder" } } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notificationsOf(audit) }],
        results: [
          ...audit.findings.map((finding) => resultOf(finding, rules, planOf)),
          ...audit.suppressed.map((finding): Result => ({ ...resultOf(finding, rules, () => undefined), suppressions: [suppressionOf(finding)] })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const root = "SRCROOT";

const descriptorOf = ({ id, title, why, severity }: Rule): ReportingDescriptor => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text: why },
  help: { text: why, markdown: why },
  helpUri: ruleUrl(id),
  defaultConfiguration: { level: levelOf(severity) },
});

// SARIF knows no weaker level that viewers still show
const levelOf = (severity: Severity): NonNullable<ReportingConfiguration["level"]> => (severity === "error" || severity === "warning" ? severity : "note");

function notificationsOf({ skipped, partial, problems }: Audit): Notification[] {
  return [
    ...skipped.map(({ path, reason }): Notification => ({ level: "note", message: { text: `not read: ${reason}` }, locations: [locationOf(path)] })),
    ...partial.map(
      ({ path, cell, lines: [startLine, endLine], reason }): Notification => ({ level: "warning", message: { text: reason }, locations: [locationOf(path, { startLine, endLine }, cell)] }),
    ),
    ...problems.map(({ path, problem }): Notification => ({ level: "warning", message: { text: problem }, locations: [locationOf(path)] })),
  ];
}

const suppressionOf = ({ suppressionReason }: SuppressedAuditedFinding): Suppression => ({ kind: "inSource", ...(suppressionReason === "" ? {} : { justification: suppressionReason }) });

function resultOf({ path, report, finding, class: findingClass, start }: AuditedFinding, rules: readonly Rule[], planOf: SarifOptions["planOf"]): Result {
  const lines = new SourceLines(report.source);
  const ruleIndex = rules.findIndex(({ id }) => id === finding.rule);
  const fix = findingClass === "safe" ? fixFor(path, report, finding, lines, planOf) : undefined;
  const { manual, symbol } = finding;
  return {
    ruleId: finding.rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: levelOf(finding.severity),
    message: { text: finding.message },
    locations: [locationOf(path, regionOf(finding.span, lines), start.cell)],
    ...(finding.related.length === 0 ? {} : { relatedLocations: finding.related.map((place) => relatedLocation(place, path, report.source.uri, lines)) }),
    ...(fix === undefined ? {} : { fixes: [fix] }),
    properties: { fix: findingClass, symbol, ...(manual === undefined ? {} : { manual }) },
  };
}

function relatedLocation(place: RelatedPlace, path: string, uri: string, lines: SourceLines): Location {
  const message = { text: place.message };
  if ("span" in place) return { ...locationOf(path, regionOf(place.span, lines), lines.position(place.span.start).cell), message };
  const { line, before, name } = place.origin;
  const startColumn = before.length + 1;
  return { ...locationOf(pathBeside(uri, path, place.origin.uri), { startLine: line + 1, startColumn, endLine: line + 1, endColumn: startColumn + name.length }), message };
}

function fixFor(path: string, report: FileReport, finding: Finding, lines: SourceLines, planOf: SarifOptions["planOf"]): SarifFix | undefined {
  // A region names lines of a cell, and no tool could apply that to the notebook's file.
  const edits = (report.source.cells ? undefined : planOf(report, finding)?.edits) ?? [];
  const title = fixOf(finding)?.title;
  if (edits.length === 0 || title === undefined) return undefined;
  const replacements = edits.map(({ span, text }) => ({ deletedRegion: regionOf(span, lines), insertedContent: { text } }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation: artifactOf(path), replacements }] };
}

/** In a notebook, regions speak of lines of a cell, which is the logical location. */
const locationOf = (path: string, region?: Region, cell?: number): Location => ({
  physicalLocation: { artifactLocation: artifactOf(path), ...(region === undefined ? {} : { region }) },
  ...(cell === undefined ? {} : { logicalLocations: [{ name: cellName(cell), kind: "cell", properties: { cell } }] }),
});

const artifactOf = (path: string): { uri: string; uriBaseId: string } => ({ uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: root });

/** 1-based, with an exclusive end column (SARIF 2.1.0, section 3.30). */
function regionOf(span: Span, lines: SourceLines): Region {
  const start = lines.position(span.start);
  const end = lines.position(span.end);
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}
