import { cellName } from "../notebook/cells.ts";
import type { Rule } from "../rules/rule.ts";
import { languageStrategy, type Settings } from "../settings.ts";
import type { Audit, AuditedFinding } from "../workspace/audit.ts";
import { fixOf } from "../workspace/selection.ts";
import { type Effort, effortOf } from "./effort.ts";
import { leftOutOf } from "./left-out.ts";

/** What a report for people tells besides what was found. */
export interface ReportOptions {
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  /** Put before each path, to name files from where the reader stands. */
  readonly pathPrefix?: string;
}

/** Findings that are told together, counted so that `findings = safe + unsafe + manual`. */
export interface Tally {
  readonly name: string;
  readonly findings: readonly AuditedFinding[];
  readonly safe: number;
  readonly unsafe: number;
  readonly manual: number;
  readonly effort: Effort;
}

/** What all reports for people are made of. */
export interface Summary {
  readonly all: Tally;
  /** In the order of the rules. */
  readonly byRule: readonly Tally[];
  /** In the order of the paths. */
  readonly byFile: readonly Tally[];
  /** What fixes take for granted; whole sentences with code in backticks. */
  readonly assumptions: readonly string[];
}

/** Sums up an audit by rule and by file. */
export function summaryFor(audit: Audit, { rules, settings, pathPrefix = "" }: ReportOptions): Summary {
  const tally = (name: string, findings: readonly AuditedFinding[]): Tally => {
    const count = (kind: AuditedFinding["class"]): number => findings.filter((found) => found.class === kind).length;
    return { name, findings, safe: count("safe"), unsafe: count("unsafe"), manual: count("manual"), effort: effortOf(findings, rules) };
  };
  const order = new Map(rules.map(({ id }, index) => [id, index]));
  const byRule = groupBy(audit.findings, ({ finding }) => finding.rule).sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return {
    all: tally("all", audit.findings),
    byRule: byRule.map(([name, findings]) => tally(name, findings)),
    byFile: groupBy(audit.findings, ({ path }) => pathPrefix + path).map(([name, findings]) => tally(name, findings)),
    assumptions: assumptionsOf(audit, settings),
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups];
}

function assumptionsOf(audit: Audit, { strategy }: Settings): string[] {
  const strategies = strategy === undefined ? `\`${languageStrategy("python")}\` in Python, \`${languageStrategy("typescript")}\` in TypeScript and JavaScript` : `\`${strategy}\``;
  const { providers } = audit;
  const leftOut = leftOutOf(audit);
  const named = (wanted: (provider: Audit["providers"][number]) => boolean): string =>
    providers
      .filter(wanted)
      .map(({ provider, slug }) => (slug === null ? `\`${provider}\`` : `\`${provider}\` as \`@${slug}\``))
      .join(", ");
  const suggested = named(({ isMapped, slug }) => !isMapped && slug !== null);
  const unknown = named(({ isMapped, slug }) => !isMapped && slug === null);
  return [
    `Findings are counted by their fix of the strategy ${strategies}, else by their best fix.`,
    ...(suggested === "" ? [] : [`These slugs are suggestions, so their fixes ask for a review until the providers are mapped: ${suggested}.`]),
    ...(unknown === "" ? [] : [`No slug is known for these providers: ${unknown}.`]),
    ...(leftOut === undefined ? [] : [`${leftOut}.`]),
  ];
}

/** Where something begins, as people count: `line 12`, in a notebook `cell 3, line 5`. */
export const lineName = (line: number, cell: number | undefined): string => `${cell === undefined ? "" : `${cellName(cell)}, `}line ${line}`;

/** What is to be done about a finding: the title of its fix with what to know about it, or the step for a person. */
export function stepOf({ finding, class: kind }: AuditedFinding): { readonly label: string; readonly text: string; readonly notes: readonly string[] } {
  const fix = fixOf(finding);
  if (!fix) return { label: labels.manual, text: finding.manual ?? "", notes: [] };
  return { label: labels[kind], text: fix.title, notes: fix.notes };
}

/** What the classes of findings are called. */
export const labels = { safe: "safe fix", unsafe: "fix to review", manual: "by hand" } as const;

/** A message taken apart: what stands between backticks is code. */
export function inlineParts(text: string): readonly { readonly text: string; readonly isCode: boolean }[] {
  const parts = text.split("`");
  // an odd backtick at the end quotes nothing
  if (parts.length % 2 === 0) return [{ text, isCode: false }];
  return parts.map((part, index) => ({ text: part, isCode: index % 2 === 1 })).filter((part) => part.text !== "");
}
