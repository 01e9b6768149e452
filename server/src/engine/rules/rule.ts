import type { Catalog } from "../catalog/catalog.ts";
import type { FileFacts } from "../facts/facts.ts";
import type { Origin } from "../facts/neighbors.ts";
import type { Change } from "../rewrite/call-plan.ts";
import type { Settings, Severity } from "../settings.ts";
import type { Language } from "../source-file.ts";
import type { SuppressionComment } from "../suppression.ts";
import type { Span } from "../text/span.ts";
import type { Nearness } from "../workspace/near-litellm.ts";
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
  /** How near the file is to LiteLLM; undefined where nobody knows, or where it holds no name that other tools spell alike. */
  readonly nearness: Nearness | undefined;
  /** Matches are asked for whose focus is in here; undefined for all of the file. A rule may leave out others, which are thrown away. */
  readonly part?: Span | undefined;
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
  /** The code gives names of models to LiteLLM, or its proxy, until it is fixed, where that is not so of all that its rule finds. */
  readonly feedsLiteLlm?: Rule["feedsLiteLlm"];
  /** The whole match is what an import brings in, which goes with its last use even where nobody chose it. */
  readonly isImport?: true;
  /** Other tools write the same: it counts only where something around the file uses LiteLLM, or nobody knows. */
  readonly onlyNearLiteLlm?: boolean;
  /** Why it may as well be what another service's code writes: it is only counted. */
  readonly onlyCountedBecause?: string;
  readonly fixes: readonly Fix[];
  /** The next step for a person; required where `fixes` is empty, and told beside fixes of other strategies than the folder's. */
  readonly manual?: string;
  readonly related?: readonly RelatedPlace[];
}

/** Another place that explains a match: in the same file, or a declaration in another one. */
export type RelatedPlace = { readonly message: string } & ({ readonly span: Span } | { readonly origin: Origin });

/** One way to mend a match. */
export interface Fix extends Change {
  readonly safety: Safety;
  /** Why it is unsafe, and what changes at run time; whole sentences. */
  readonly notes: readonly string[];
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
   * Its matches stand for code that LiteLLM gets names of models from: until they are fixed, or `always`, where even the fixed code calls LiteLLM;
   * `never` is for a match of such a rule that others answer for.
   */
  readonly feedsLiteLlm?: "until-fixed" | "always" | "never";
  /** What it finds may stay where LiteLLM does, and is not told there. */
  readonly isFineWithLiteLlm?: true;
  /** For the audit's estimate, a match done by hand. */
  readonly minutesByHand: number;
  /** It looks at what suppression comments did, after all others, and so nothing suppresses it. */
  readonly isAboutSuppressions?: true;
  /** Yields matches in any order, and nothing after other long work, so that others have their turn; must not throw, though the engine survives it. */
  detect(context: RuleContext): Iterable<Match | undefined>;
}

/** Gives a rule its type and nothing else. */
export const defineRule = (rule: Rule): Rule => rule;
