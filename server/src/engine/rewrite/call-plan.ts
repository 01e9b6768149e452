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

/** What a fix needs of the project's adapter: all that the project uses of LiteLLM, the function that names models, or the one that sends requests. */
export interface AdapterNeed {
  /** The file that holds the adapter. */
  readonly uri: string;
  readonly needs: "names" | "model-helper" | "fetch";
  /** Names that are in it only where somebody has chosen them. */
  readonly chosen?: readonly string[];
}

/** What a call's rewrite would be, or why there is none. */
export type CallPlan =
  | {
      readonly kind: "rewrite";
      readonly title: string;
      readonly strategy: Strategy;
      /** There is no other way, whatever the folder's strategy. */
      readonly isOnlyWay?: boolean;
      /** Why it is not the same program; empty means safe. */
      readonly reasons: readonly string[];
      /** Remarks that do not lower the safety. */
      readonly notes: readonly string[];
      readonly together: readonly Span[];
      /** It is right only where no call is left to LiteLLM, be it in another file. */
      readonly needsMigratedCalls?: boolean;
      /** The file in which everything changes that this place needs; here nothing does. */
      readonly follows?: string | undefined;
      /** It is right only where no code uses this name of LiteLLM's any more, for which a test has a double. */
      readonly doubleOf?: string;
      /** Whether the project wants it is not for a batch to say: the packages that the user has to add. */
      readonly libraries?: readonly string[];
      /** Its text depends on the project's adapter. */
      readonly adapter?: AdapterNeed | undefined;
      apply(edit: FixBuilder): void;
    }
  | { readonly kind: "blocked"; readonly reasons: readonly string[] };
