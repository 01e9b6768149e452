import type { Diagnostic, Location, ProgressToken, Range, TextDocumentIdentifier, TextDocumentPositionParams, TextEdit } from "vscode-languageserver";
import type { FileFormat } from "../engine/report/file-formats.ts";
import type { Strategy } from "../engine/settings.ts";
import type { RequestSketch, UnreadRequest } from "../engine/sketch/request-sketch.ts";
import type { FoundModel } from "../engine/workspace/models.ts";
import type { StrategyOutcome } from "../engine/workspace/strategies.ts";
import type { Totals } from "../engine/workspace/totals.ts";

export { type FileFormat, fileFormats } from "../engine/report/file-formats.ts";
export { isSlug } from "../engine/settings.ts";
export type { Hole, RequestSketch, SketchedModel, UnsentArgument } from "../engine/sketch/request-sketch.ts";
export type { Totals } from "../engine/workspace/totals.ts";

/** The section of `workspace/configuration` and the prefix of every setting. */
export const configurationSection = "portkeyMigrate";

/** `Diagnostic.source` of everything the server reports. */
export const diagnosticSource = "portkey-migrate";

/**
 * What Node is started with for the server. Left alone, V8 would keep 32 MB for objects that are gone at once, where 4 MB take no longer; it would have four
 * threads for its own work, each with memory of its own; and it would look for garbage when there is up to four times as much as what is alive.
 */
export const serverNodeOptions: readonly string[] = ["--max-semi-space-size=2", "--max-old-space-size=1536", "--heap-growing-percent=50", "--v8-pool-size=2"];

/** The kind of a fix for one finding, and of "fix all of this rule". */
export const quickFixKind = "quickfix.portkeyMigrate";

/** The kind of the action that applies every safe fix of a file; meant for `editor.codeActionsOnSave`. */
export const fixAllKind = "source.fixAll.portkeyMigrate";

/** The same for all cells of a notebook; meant for `notebook.codeActionsOnSave`. */
export const notebookFixAllKind = `notebook.${fixAllKind}`;

/** The client's command that a lightbulb entry runs with a LiteLLM provider prefix as its argument. */
export const mapProvidersCommand = "portkeyMigrate.mapProviders";

/** The client's command that a lens and a lightbulb entry run with the uri and the position of a request in the code, to send it. */
export const testRequestCommand = "portkeyMigrate.testRequest";

/** The client's command that a lightbulb entry runs with the same, to copy the request as a command line. */
export const copyRequestCommand = "portkeyMigrate.copyRequestAsCurl";

/** What a client may say in `initialize`; every part may be left out. */
export interface InitializationOptions {
  /** Settings for clients that do not answer `workspace/configuration`. */
  readonly settings?: unknown;
  /** Ids of the client's own commands that code actions and lenses may name. */
  readonly commands?: readonly string[];
  /** False: the client scans when its user asks, so `workspace/diagnostic` is not offered. */
  readonly workspaceDiagnostics?: boolean;
}

/** Custom requests, by method name. */
export const requests = {
  scan: "portkeyMigrate/scan",
  plan: "portkeyMigrate/plan",
  providers: "portkeyMigrate/providers",
  strategies: "portkeyMigrate/strategies",
  report: "portkeyMigrate/report",
  explain: "portkeyMigrate/explain",
  rules: "portkeyMigrate/rules",
  requestAt: "portkeyMigrate/requestAt",
  requests: "portkeyMigrate/requests",
  models: "portkeyMigrate/models",
} as const;

/** Which files a request is about; with none of them, all workspace folders, or the open documents where there is no folder. */
export interface Targets {
  readonly folders?: readonly string[];
  readonly files?: readonly string[];
  /** Files that may have changed since all folders were scanned; what such a scan leaves out is left out. */
  readonly changed?: readonly string[];
  readonly workDoneToken?: ProgressToken;
}

/** What to search. */
export type ScanParams = Targets;

/** All findings of the targets, as diagnostics. */
export interface ScanResult {
  /** Files with findings only, in the order they were listed. */
  readonly files: readonly { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }[];
  readonly scanned: number;
  readonly totals: Totals;
  readonly skipped: readonly SkippedFile[];
}

/** A file or folder that was not read. */
export interface SkippedFile {
  readonly uri: string;
  readonly reason: string;
}

/** What to mend, and how boldly. */
export interface PlanParams extends Targets {
  readonly safety: "safe" | "safe-and-unsafe";
  readonly strategy?: Strategy;
  readonly rules?: readonly string[];
}

/** The edits of many files, for the client to show and apply. */
export interface PlanResult {
  /** Files that change, each with disjoint edits in source order. */
  readonly files: readonly PlannedFile[];
  /** What stands in the files before anything is applied. */
  readonly totals: Totals;
  /** How many of the findings have a fix that the choice may take, by its safety. */
  readonly offered: { readonly safe: number; readonly unsafe: number };
  /** What changes at run time, each sentence once. */
  readonly notes: readonly string[];
  readonly skipped: readonly SkippedFile[];
  /** Chosen findings that cannot be mended together with the others. */
  readonly left: readonly { readonly uri: string; readonly range: Range; readonly rule: string; readonly reason: string }[];
}

/** The edits of one file. */
export interface PlannedFile {
  readonly uri: string;
  /** The document's version, null for a file that is not open. */
  readonly version: number | null;
  /** It is to be made first: the project's adapter. */
  readonly isNew?: true;
  readonly edits: readonly TextEdit[];
  /** How many findings the edits mend. */
  readonly applied: number;
}

/** The providers that the targets name. */
export interface ProvidersResult {
  /** The most used first. */
  readonly providers: readonly FoundProvider[];
}

/** A provider of LiteLLM's, with what it is in Portkey. */
export interface FoundProvider {
  /** The LiteLLM prefix, the key of `providerSlugs`. */
  readonly prefix: string;
  /** The type to create in the Model Catalog; null where the catalog knows none. */
  readonly portkey: string | null;
  /** Model strings that name it. */
  readonly count: number;
  /** What the settings say. */
  readonly slug: string | null;
  /** What the catalog suggests. */
  readonly suggestion: string | null;
}

/** What each strategy would come to in the targets, in the order that they are offered. */
export interface StrategiesResult {
  readonly strategies: readonly StrategyOutcome[];
  /** What the settings of the first folder say; null where each language takes its own. */
  readonly current: Strategy | null;
}

/** Which report to make, and what about. */
export interface ReportParams extends Targets {
  readonly format: FileFormat;
}

/** A report as a file holds it. */
export interface ReportResult {
  readonly text: string;
}

/** Which rule to explain. */
export interface ExplainParams {
  readonly rule: string;
}

/** Null where no such rule exists. */
export type ExplainResult = RulePage | null;

/** The page of a rule, to be read without a network. */
export interface RulePage {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  /** The page on the web. */
  readonly href: string;
}

/** The rules in the order of reports. */
export type RulesResult = readonly { readonly id: string; readonly title: string }[];

/** A place in the code at which the client looks for a request. */
export type RequestAtParams = TextDocumentPositionParams;

/** The request at a place: the innermost call around it, else the first one that begins on its line; null where there is none that can be read. */
export type RequestAtResult = WireSketch | null;

/** A request as the code has it, with its place in the client's document, which for a notebook is a cell. */
export type WireSketch = Omit<RequestSketch, "span"> & Location;

/** Which document's requests are wanted. */
export interface RequestsParams {
  readonly textDocument: TextDocumentIdentifier;
}

/** The requests of a document, or of all cells of its notebook, in the order of the text. */
export interface RequestsResult {
  readonly requests: readonly WireSketch[];
  /** Other uses of functions that go to a model, with the reason why no request can be read of them. */
  readonly unread: readonly (Omit<UnreadRequest, "span"> & Location)[];
}

/** The models that the targets name, in the order of their files. */
export interface ModelsResult {
  readonly models: readonly (Omit<FoundModel<Location>, "places"> & { readonly places: readonly Location[] })[];
  readonly skipped: readonly SkippedFile[];
}
