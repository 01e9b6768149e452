import type { ModelUse } from "./catalog/model-uses.ts";
import type { ModuleExports } from "./facts/exports.ts";
import type { AdapterNeed } from "./rewrite/call-plan.ts";
import type { Fix, RelatedPlace, Rule, Safety } from "./rules/rule.ts";
import type { Settings, Severity, Strategy } from "./settings.ts";
import type { SketchedRequests } from "./sketch/request-sketch.ts";
import type { SourceFile } from "./source-file.ts";
import type { SuppressedFinding } from "./suppression.ts";
import type { TextChange } from "./syntax/parsers.ts";
import type { Turns } from "./syntax/turns.ts";
import type { TextEdit } from "./text/edits.ts";
import type { Span } from "./text/span.ts";
import type { AdapterUse } from "./workspace/adapter-uses.ts";
import type { RecordedModules, Workspace } from "./workspace/workspace.ts";

/** What the engine is lent: it has no IO and no clock of its own. */
export interface EngineHost {
  /** The bytes of a file of `dist/grammars`: `web-tree-sitter.wasm`, `tree-sitter-python.wasm`, … */
  loadWasm(file: string): Promise<Uint8Array>;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
}

/** What a shell asks: the findings of one text, and the edits of chosen fixes. */
export interface Engine {
  /**
   * Findings of one text, sorted by span then rule. Rejects for no text: what could not be read is in `skipped`, `partial` and `problems`.
   */
  analyze(source: SourceFile, context: AnalysisContext, options?: AnalyzeOptions): Promise<FileReport>;
  /** Tells of an edit to a text whose tree is kept, before its next analysis. */
  edited(uri: string, change: TextChange, after?: string): void;
  /** Frees what is kept for a uri. */
  close(uri: string): void;
  /**
   * The edits of a choice of fixes, computed together so that they share imports and clients.
   * `unwritable` says of adapters that cannot be written why; fixes that need one are skipped.
   */
  plan(report: FileReport, choice: readonly ChosenFix[], unwritable?: ReadonlyMap<string, string>): FilePlan;
  /**
   * The requests that a report's text makes, read when they are asked for and once for each report: also those that no rule is about.
   * Rejects with `Stopped` where the turns end before it is done, and for nothing else.
   */
  requests(report: FileReport, context: AnalysisContext, turns?: Turns): Promise<SketchedRequests>;
}

/** How one analysis runs; what it finds does not depend on it. */
export interface AnalyzeOptions {
  /** Keeps the syntax tree for `edited` and the next analysis of the same uri, until `close`; one at a time for each uri. */
  readonly keepTree?: boolean;
  /** Cuts the analysis into slices; it rejects with `Stopped` where they end before it is done. */
  readonly turns?: Turns;
  /**
   * Told what can be said of a text at once where the analysis would take long and the tree of the text before an edit is kept: no fix can be
   * chosen of it, and only what stands in the edited statement was looked at again. Others have their turn behind it.
   */
  readonly onPreview?: (report: FileReport) => void;
}

/** What holds for a text besides the text: its folder's settings, and the files around it. */
export interface AnalysisContext {
  readonly settings: Settings;
  readonly workspace: Workspace;
}

/** Something that a rule would tell of, were it known to be LiteLLM's. */
export interface LeftOut {
  readonly rule: string;
  /** Why it may be another's; a fragment. */
  readonly because: string;
}

/** What one analysis has found; `plan` takes the very report back. */
export interface FileReport {
  readonly source: SourceFile;
  readonly findings: readonly Finding[];
  /** Findings taken away by a suppression comment. */
  readonly suppressed: readonly SuppressedFinding[];
  /** What is spelled as LiteLLM spells it and was left out; absent where there is nothing. */
  readonly leftOut?: readonly LeftOut[];
  /** Why the file was not read at all. */
  readonly skipped: string | undefined;
  /** Parts that the grammar could not read and that may hold something to find. */
  readonly partial: readonly { readonly span: Span; readonly reason: string }[];
  /** What went wrong inside: a rule that threw. */
  readonly problems: readonly string[];
  /** The analysis failed or took too long, which may not happen another time. */
  readonly isTransient?: true;
  /** What it needs of the project's adapter, whichever fixes are chosen; absent where that is nothing. */
  readonly adapterUse?: AdapterUse | undefined;
  /** What other files can import of it. */
  readonly exports?: ModuleExports | undefined;
  /** The version of what other files gave it; absent where they give it nothing. */
  readonly seen?: string | undefined;
  /** What the analysis asked about other files, and was told; absent where they have not been looked at. */
  readonly told?: RecordedModules | undefined;
}

/** A match of a rule as the shells show it. */
export interface Finding {
  /** Names the finding within its report: `rule:start:end`. */
  readonly key: string;
  readonly rule: string;
  /** All that the finding owns: for a call, the whole call. */
  readonly span: Span;
  /** The part to underline. */
  readonly focus: Span;
  readonly severity: Severity;
  readonly message: string;
  readonly symbol: string | null;
  /** LiteLLM models that its code names. */
  readonly models: readonly ModelUse[];
  /** It is what an import brings in. */
  readonly isImport: boolean;
  /** Until it is fixed, or even then, LiteLLM gets names of models from its code. */
  readonly feedsLiteLlm: Rule["feedsLiteLlm"];
  /** What the folder's calls become unless a single one is given another way. */
  readonly strategy: Strategy;
  /** The default strategy's fix first, those that keep LiteLLM last. */
  readonly fixes: readonly Fix[];
  /** The next step for a person where `fixes` holds none of the default strategy. */
  readonly manual: string | undefined;
  readonly related: readonly RelatedPlace[];
}

/** One finding's fix of a strategy. */
export interface ChosenFix {
  readonly finding: string;
  readonly strategy: Strategy;
}

/** What a choice of fixes makes of one file. */
export interface FilePlan {
  readonly source: SourceFile;
  /** Disjoint, in source order. */
  readonly edits: readonly TextEdit[];
  /** Keys of the findings that the edits mend: the chosen ones, those that go together with them, imports whose last use went. */
  readonly applied: readonly string[];
  /** Chosen findings that could not be mended now, with the reason; they are offered again. */
  readonly skipped: readonly { readonly finding: string; readonly reason: string }[];
  /** What changes at run time, each sentence once. */
  readonly notes: readonly string[];
  /** Those that the edits import and the text did not, by their names in PyPI or npm. */
  readonly packages: readonly string[];
  /** What the edits need of adapters, each once. */
  readonly adapters: readonly AdapterNeed[];
}

/** Which fixes a batch takes. */
export interface ChoiceOptions {
  readonly safety: "safe" | "safe-and-unsafe";
  /** Undefined: each finding's first fix, unless that is only for who chooses it. */
  readonly strategy?: Strategy;
  readonly rules?: readonly string[];
}

export type { Fix, Safety };
