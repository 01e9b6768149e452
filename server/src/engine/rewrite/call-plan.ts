import type { Catalog } from "../catalog/catalog.ts";
import type { FileFacts } from "../facts/facts.ts";
import type { Settings, Strategy } from "../settings.ts";
import type { Span } from "../text/span.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { FixBuilder } from "./fix-builder.ts";

/** What the plan of a rewrite may ask about. */
export interface PlanContext {
  readonly uri: string;
  readonly facts: FileFacts;
  readonly catalog: Catalog;
  readonly settings: Settings;
  readonly workspace: Workspace;
}

/** What is found out about a call while its rewrite is planned, in sentences without their full stop. */
export interface Remarks {
  /** Why it cannot be rewritten. */
  readonly blocked: Set<string>;
  /** Why the rewrite would not be the same program. */
  readonly reasons: Set<string>;
  /** What changes without that. */
  readonly notes: Set<string>;
}

/** What a fix needs of the project's adapter: all that the project uses of LiteLLM, the function that names models, the one that sends requests, or single names. */
export interface AdapterNeed {
  /** The file that holds the adapter. */
  readonly uri: string;
  readonly needs: "names" | "model-helper" | "fetch" | "chosen";
  /** Names that are in it only where somebody has chosen them: those that need a package, and, with `chosen`, all that the fix needs. */
  readonly chosen?: readonly string[];
  /** How the module is written where its file's name does not say it. */
  readonly form?: "module" | "commonjs" | undefined;
}

/** One way to change a place, and what has to go with it. */
export interface Change {
  /** An imperative that starts with a capital. */
  readonly title: string;
  readonly strategy: Strategy;
  /**
   * Places owned by other matches without whose changes this one would be wrong, such as the calls that share a constant.
   * Choosing it chooses theirs; where one of them has no fix of the strategy, this one is withdrawn,
   * and it is never safer than the least safe of them.
   */
  readonly together?: readonly Span[];
  /** It asks for no edit of its own: the fixes of `together` mend its place too. */
  readonly isMendedByOthers?: true;
  /** There is no other way, whatever the folder's strategy, and so a batch takes it. */
  readonly isOnlyWay?: boolean;
  /** It is wrong for calls that LiteLLM still makes, and those may stand elsewhere: a batch takes it only where it leaves nothing to LiteLLM. */
  readonly needsMigratedCalls?: boolean;
  /** The file in which everything changes that this place needs, while here nothing does: right only together with the fixes there. */
  readonly follows?: string | undefined;
  /** The file whose Router this place's meets: right only together with the fixes there. */
  readonly beside?: string | undefined;
  /** It needs no change of the file that gives the place what it uses: it takes that from elsewhere. */
  readonly standsAlone?: true;
  /** It moves a test's double away from this name of LiteLLM's: a batch takes it only where no code goes on using the name. */
  readonly doubleOf?: string;
  /** It is one way among several that only the user can choose, and needs these packages: a batch takes it where its rule was asked for by name. */
  readonly libraries?: readonly string[];
  /** Its text depends on a module that the tool keeps in the project; it is not to be applied where that cannot be written. */
  readonly adapter?: AdapterNeed | undefined;
  /** Asks the builder for the edits. Called later, for this place alone or with others; must not keep state. */
  apply(edit: FixBuilder): void;
}

/** The rewrite of a place, with what was found out about it. */
export interface Rewrite extends Change {
  readonly kind: "rewrite";
  readonly together: readonly Span[];
  /** Why it is not the same program; empty means safe. */
  readonly reasons: readonly string[];
  /** Remarks that do not lower the safety. */
  readonly notes: readonly string[];
}

/** What a call's rewrite would be, or why there is none. */
export type CallPlan = Rewrite | { readonly kind: "blocked"; readonly reasons: readonly string[] };
