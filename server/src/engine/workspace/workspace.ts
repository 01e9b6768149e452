import type { Neighbors, Resolution } from "../facts/neighbors.ts";
import type { Nearness } from "./near-litellm.ts";

/** What the files around a file say, gathered by the shell. */
export interface Workspace {
  /** Aliases of LiteLLM proxy configurations: `model_name` → the LiteLLM model strings it stands for. */
  readonly proxyModels: Readonly<Record<string, readonly string[]>>;
  /** The aliases for which those configurations name other models that are asked where one fails; `*` for all. */
  readonly proxyFallbacks?: readonly string[];
  /** What the files give to each other; absent where they have not been looked at. */
  readonly modules?: Modules;
  /** The file that the user has chosen for the adapter. */
  readonly adapterUri?: string | undefined;
}

/** Where the adapter is that a file uses, or why that is not clear. */
export type AdapterPlace =
  | {
      readonly kind: "place";
      readonly uri: string;
      readonly module: string;
      /** In a package without TypeScript: its system of modules. */
      readonly form?: "module" | "commonjs" | undefined;
    }
  | { readonly kind: "unclear"; readonly reason: string };

/** What modules of a workspace give to each other, as far as it leads to LiteLLM. */
export interface Modules {
  /** What the modules that a file imports give it; undefined where none of them leads anywhere. */
  neighborsOf(uri: string): Neighbors | undefined;
  /** The names that other files take from a file and that are of a package, or the names of models. */
  takenFrom(uri: string): Pick<ReadonlySet<string>, "has">;
  /** Changes with anything in other files that an analysis depends on; undefined where it depends on none. */
  versionOf(uri: string): string | undefined;
  /**
   * How near a file is to LiteLLM, and so whether a name which other tools spell alike is taken for LiteLLM's; undefined where nobody knows.
   * Whoever asks depends on the answer: from then on it is a part of the file's version.
   */
  nearnessOf(uri: string): Nearness | undefined;
  /** Where a dotted name ends, as a test's patch in the importing file names it: `app.llm.completion`; undefined where it begins with no module of the workspace. */
  resolve(importer: string, dotted: string): DottedEnd | undefined;
  /**
   * The adapter that a file uses: the file that holds it, and the module's name in an import. `chosen` is the file where the user has chosen one.
   * Undefined for a file that is not of the workspace; whoever asks depends on the answer.
   */
  adapterFor(uri: string, chosen: string | undefined): AdapterPlace | undefined;
  /** The same for one analysis, whose questions and their answers are remembered. */
  recorded(): RecordedModules;
}

/** What a dotted name leads to. */
export interface DottedEnd {
  /** The longest part of it that is a module of the workspace: `app.llm`. */
  readonly module: string;
  /** Undefined where that has nothing of a package by the rest of the name. */
  readonly end: Resolution | undefined;
}

/** What an analysis was told of other files. */
export interface RecordedModules extends Modules {
  /** Whether everything that was asked would be answered as it was. */
  areTheSame(): boolean;
  /** What was asked and answered, as plain data; undefined where it was too much to remember. */
  readonly answers: readonly RecordedAnswer[] | undefined;
}

/** A question about other files, and, as JSON in a list of one, its answer; a member of a neighbor that is gone is answered by nothing. */
export type RecordedAnswer = readonly [question: Question, answer: string];

/** What an analysis may ask about other files. */
export type Question =
  | readonly ["neighbors" | "nearness", uri: string]
  | readonly ["path" | "names" | "end" | "taken" | "dotted", uri: string, name: string]
  | readonly ["adapter", uri: string, chosen: string | null];

/** A workspace of which nothing is known. */
export const emptyWorkspace: Workspace = { proxyModels: {} };
