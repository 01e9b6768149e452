import type { Catalog } from "../catalog/catalog.ts";
import type { FileFacts } from "../facts/facts.ts";
import type { Origin } from "../facts/neighbors.ts";
import type { AdapterNeed } from "../rewrite/call-plan.ts";
import type { FixBuilder } from "../rewrite/fix-builder.ts";
import type { Settings, Severity, Strategy } from "../settings.ts";
import type { Language } from "../source-file.ts";
import type { SuppressionComment } from "../suppression.ts";
import type { Span } from "../text/span.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** How far a fix may be trusted: `safe` keeps the behaviour and every comment; `unsafe` is valid code that a person must review. */
export type Safety = "safe" | "unsafe";

/** What a rule is given: plain data, the same for every rule of a file. */
export interface RuleContext {
  readonly uri: string;
  readonly facts: FileFacts;
  readonly catalog: Catalog;
  readonly settings: Settings;
  readonly workspace: Workspace;
  /** Empty for rules that are about code. */
  readonly suppressions: SuppressionReview;
}

/** What the suppression comments of a file did once the rules about code had run. */
export interface SuppressionReview {
  readonly comments: readonly SuppressionComment[];
  /** Rules that looked at the whole file, so that what they did not find is not there. */
  readonly ran: ReadonlySet<string>;
  /** The ids of all rules. */
  readonly known: readonly string[];
}

/** One place a rule has found. */
export interface Match {
  /** All that the match owns: for a call, the whole call. */
  readonly span: Span;
  /** The part to underline, inside `span`: for a call, its callee. */
  readonly focus: Span;
  /** What is wrong, in the code's own words; a fragment without a period. */
  readonly message: string;
  /** Qualified path of what stands there, null where there is none. */
  readonly symbol: string | null;
  /** Where it matters more, or less, than the rule's other matches. */
  readonly severity?: Severity;
  /** The whole match is what an import brings in, which goes with its last use even where nobody chose it. */
  readonly isImport?: true;
  /** Other tools write the same: it counts only where something around the file uses LiteLLM, or nobody knows. */
  readonly onlyNearLiteLlm?: boolean;
  readonly fixes: readonly Fix[];
  /** The next step for a person; required where `fixes` is empty, and told beside fixes of other strategies than the folder's. */
  readonly manual?: string;
  readonly related?: readonly RelatedPlace[];
}

/** Another place that explains a match: in the same file, or a declaration in another one. */
export type RelatedPlace = { readonly message: string } & ({ readonly span: Span } | { readonly origin: Origin });

/** One way to mend a match. */
export interface Fix {
  /** An imperative that starts with a capital. */
  readonly title: string;
  readonly strategy: Strategy;
  readonly safety: Safety;
  /** Why it is unsafe, and what changes at run time; whole sentences. */
  readonly notes: readonly string[];
  /**
   * Places owned by other matches without whose fixes this one would be wrong, such as the calls that share a constant.
   * Choosing this fix chooses theirs; where one of them has no fix of the strategy, this fix is withdrawn,
   * and it is never safer than the least safe of them.
   */
  readonly together?: readonly Span[];
  /** There is no other way, whatever the folder's strategy, and so a batch takes it. */
  readonly isOnlyWay?: boolean;
  /** It is wrong for calls that LiteLLM still makes, and those may stand elsewhere: a batch takes it only where it leaves nothing to LiteLLM. */
  readonly needsMigratedCalls?: boolean;
  /** The file in which everything changes that this place needs, while here nothing does: right only together with the fixes there. */
  readonly follows?: string | undefined;
  /** It moves a test's double away from this name of LiteLLM's: a batch takes it only where no code goes on using the name. */
  readonly doubleOf?: string;
  /** It is one way among several that only the user can choose, and needs these packages: a batch takes it where its rule was asked for by name. */
  readonly libraries?: readonly string[];
  /** Its text depends on a module that the tool keeps in the project; it is not to be applied where that cannot be written. */
  readonly adapter?: AdapterNeed | undefined;
  /** Asks the builder for the changes. Called later, for this match alone or with others; must not keep state. */
  apply(edit: FixBuilder): void;
}

/** What is looked for; one file and one fixture each. */
export interface Rule {
  /** Kebab case: file name, fixture name, diagnostic code. */
  readonly id: string;
  /** A noun phrase: what is flagged, not the cure. */
  readonly title: string;
  /** Why it matters, in a sentence or two of Markdown. */
  readonly why: string;
  readonly languages: readonly Language[];
  readonly severity: Severity;
  /**
   * Its matches stand for code that LiteLLM gets names of models from: until they are fixed, or `always`, where even the fixed code calls LiteLLM.
   */
  readonly feedsLiteLlm?: "until-fixed" | "always";
  /** What it finds may stay where LiteLLM does, and is not told there. */
  readonly isFineWithLiteLlm?: true;
  /** For the audit's estimate, a match done by hand. */
  readonly minutesByHand: number;
  /** It looks at what suppression comments did, after all others, and so nothing suppresses it. */
  readonly isAboutSuppressions?: true;
  /** Yields matches in any order; must not throw, though the engine survives it. */
  detect(context: RuleContext): Iterable<Match>;
}

/** Gives a rule its type and nothing else. */
export const defineRule = (rule: Rule): Rule => rule;
