import type { ChoiceOptions, ChosenFix, FileReport, Finding } from "../engine.ts";
import type { AdapterNeed } from "../rewrite/call-plan.ts";
import type { Fix, Safety } from "../rules/rule.ts";
import { shortName } from "../text/short-name.ts";
import { contains } from "../text/span.ts";

/** The class a finding counts by: the safety of its fix, or `manual` where a person has to do it. */
export type FindingClass = Safety | "manual";

/** The fix that a finding counts by: the default strategy's, else the best. */
export const fixOf = ({ fixes }: Finding): Fix | undefined => fixes[0];

/** The fix that a batch takes: never one of another strategy than the folder's, or the one asked for, by which calls, handlers and names of models would not fit together. */
export const batchFixOf = (finding: Finding, strategy = finding.strategy): Fix | undefined => finding.fixes.find((fix) => fix.strategy === strategy || fix.isOnlyWay);

/** The class that `fixOf` gives a finding. */
export const classOf = (finding: Finding): FindingClass => fixOf(finding)?.safety ?? "manual";

/**
 * A batch's choice for one file: of each finding the fix of the folder's own way, where that is as safe as asked for.
 * With `options.strategy`, that of this strategy.
 */
export function chooseFixes(report: FileReport, options: ChoiceOptions): ChosenFix[] {
  const { safety, strategy, rules } = options;
  return report.findings.flatMap((finding) => {
    if (rules !== undefined && !rules.includes(finding.rule)) return [];
    const fix = batchFixOf(finding, strategy);
    return fix && (fix.safety === "safe" || safety === "safe-and-unsafe") ? [{ finding: finding.key, strategy: fix.strategy }] : [];
  });
}

/** What the chosen fixes of a file need of adapters. */
export const neededAdapters = ({ findings }: FileReport, chosen: readonly ChosenFix[]): AdapterNeed[] =>
  chosen.flatMap(({ finding: key, strategy }) => findings.find((finding) => finding.key === key)?.fixes.find((fix) => fix.strategy === strategy)?.adapter ?? []);

/** What a batch takes, file by file. */
export interface Batch {
  chosenIn(report: FileReport): readonly ChosenFix[];
  /** Why the batch leaves a finding whose fix is as safe as asked for; undefined where it has no reason of its own. */
  reasonAgainst(finding: Finding): string | undefined;
}

/** The choice of `chooseFixes` for all files of a batch, without what is wrong as long as some code still calls LiteLLM. */
export function chooseBatch(reports: readonly FileReport[], options: ChoiceOptions): Batch {
  const choices = new Map(reports.map((report) => [report, chooseFixes(report, options)]));
  const reasons = new Map<Finding, string>();
  const leave = (reasonFor: (fix: Fix, finding: Finding) => string | undefined): void => {
    for (const [report, chosen] of choices) {
      const fixes = chosenFixes(report, chosen);
      const own = new Map([...fixes].flatMap(([finding, fix]) => asEntry(finding, reasonFor(fix, finding))));
      const [first = ""] = own.values();
      for (const finding of withDependents([...own.keys()], fixes)) reasons.set(finding, own.get(finding) ?? first);
      const left = new Set(report.findings.filter((finding) => reasons.has(finding)).map(({ key }) => key));
      choices.set(
        report,
        chosen.filter(({ finding }) => !left.has(finding)),
      );
    }
  };
  leave(({ libraries }, { rule }) =>
    libraries === undefined || options.rules?.includes(rule) ? undefined : `it needs ${libraries.map((name) => `\`${name}\``).join(" and ")}: choose it by itself, or by its rule, \`${rule}\``,
  );
  const leaveKeptModules = (): void => {
    for (const [own, reason] of keptModules(choices)) leave(({ strategy }, finding) => (strategy === "adapter" && own.has(finding) ? reason : undefined));
  };
  leaveKeptModules();
  for (const [asked, reason] of keptRouters(choices)) leave((_, finding) => (finding.symbol === router && asked.has(finding) ? reason : undefined));
  const givers = new Map([...choices].map(([report, chosen]) => [report.source.uri, (symbol: string | null) => movesToAdapter(symbol, report, chosen)]));
  leave(({ follows }, { symbol }) => (follows === undefined || givers.get(follows)?.(symbol) ? undefined : `it goes together with the fixes of \`${shortName(follows)}\`, which gives it`));
  for (const [findings, reason] of keptTypes(choices)) {
    const classes = new Set([...findings].flatMap(({ rule, symbol }) => (rule === aboutTypes ? className(symbol) : [])));
    const isOfThem = ({ rule, symbol }: Finding): boolean => rule === aboutTypes && className(symbol).some((name) => classes.has(name));
    leave(({ strategy }, finding) => (strategy === "adapter" && (findings.has(finding) || isOfThem(finding)) ? reason : undefined));
  }
  leave(({ beside }) => (beside === undefined || givers.get(beside)?.(router) ? undefined : `it goes together with the Router of \`${shortName(beside)}\``));
  const uris = new Set(reports.map(({ source }) => source.uri));
  const stays = reports.reduce((count, report) => count + remaining(report, choices.get(report) ?? [], uris), 0);
  const reason = `it waits for ${stays === 1 ? "the place" : `the ${stays} places`} where LiteLLM is still called as before`;
  if (stays > 0) leave(({ needsMigratedCalls }) => (needsMigratedCalls ? reason : undefined));
  // The adapter's errors are of use where something calls it; as long as nothing does, all that is caught is LiteLLM's.
  if (stays > 0 && ![...choices].some(([report, chosen]) => callsAdapter(report, chosen))) leave(({ strategy }, { rule }) => (strategy === "adapter" && rule === aboutErrors ? reason : undefined));
  // A double that waits for other code goes on asking the file for LiteLLM's module, which then stays as it is, with what it uses.
  for (let before = -1; before !== reasons.size; ) {
    before = reasons.size;
    const used = new Set(reports.flatMap((report) => usedNames(report, choices.get(report) ?? [])));
    leave(({ doubleOf }) => (doubleOf !== undefined && used.has(doubleOf) ? `it waits for the code that still uses \`${doubleOf}\`` : undefined));
    leaveKeptModules();
  }
  return { chosenIn: (report) => choices.get(report) ?? [], reasonAgainst: (finding) => reasons.get(finding) };
}

/** The module that other files may take from one that imports it. */
const wholePackage = "litellm";

/** An object of this class goes to the adapter with all that other files ask it for. */
const router = "litellm.Router";

type Choices = ReadonlyMap<FileReport, readonly ChosenFix[]>;

/** The findings of each file that other files ask for something that does not go to the adapter with it, and why they stay. */
function kept(choices: Choices, isAsked: (symbol: string, taken: string, giver: FileReport | undefined) => boolean): readonly (readonly [ReadonlySet<Finding>, string])[] {
  const reports = new Map([...choices.keys()].map((report) => [report.source.uri, report]));
  const reasons = new Map<string, string>();
  for (const [{ source, findings }, chosen] of choices) {
    for (const { symbol, key, rule, related } of findings) {
      if (symbol === null || (rule === aboutDoubles && symbol !== wholePackage) || chosen.some(({ finding, strategy }) => finding === key && strategy === "adapter")) continue;
      for (const place of related) {
        if (!("origin" in place) || place.origin.uri === source.uri || !isAsked(symbol, place.origin.name, reports.get(place.origin.uri))) continue;
        reasons.set(place.origin.uri, `\`${shortName(source.uri)}\` asks it for what stays LiteLLM's`);
      }
    }
  }
  return [...choices].flatMap(([{ source, findings }]) => asEntry(new Set(findings), reasons.get(source.uri)));
}

/** The constructions of Routers stay where another file asks one for more. */
const keptRouters = (choices: Choices): ReturnType<typeof kept> => kept(choices, (symbol) => symbol.startsWith(`${router}().`));

/** A file stays that gives the package's module itself, where another one asks that for more: what the one gives the other has to be the same. */
const keptModules = (choices: Choices): ReturnType<typeof kept> =>
  kept(
    choices,
    (symbol, taken, giver) =>
      !symbol.startsWith(`${router}().`) && !symbol.endsWith(`.${taken}`) && giver?.findings.some((finding) => finding.symbol === wholePackage && batchFixOf(finding, "adapter")) === true,
  );

/** Where a file works with a class of LiteLLM's answers that another one gives and that stays, its requests and the other classes stay: what they make would meet a class that it is none of; and so do those classes elsewhere. */
const keptTypes = (choices: Choices): readonly (readonly [ReadonlySet<Finding>, string])[] =>
  [...choices].flatMap(([{ source, findings }, chosen]) => {
    const isGiven = ({ rule, related }: Finding): boolean => rule === aboutTypes && related.some((place) => "origin" in place && place.origin.uri !== source.uri);
    const kept = findings.find((finding) => isGiven(finding) && !chosen.some(({ finding: key, strategy }) => key === finding.key && strategy === "adapter"));
    return asEntry(
      new Set(findings.filter(({ rule, feedsLiteLlm }) => rule === aboutTypes || feedsLiteLlm === "until-fixed")),
      kept && `\`${kept.symbol}\`, which another file gives, stays LiteLLM's`,
    );
  });

const className = (symbol: string | null): string[] => (symbol === null ? [] : [symbol.slice(symbol.lastIndexOf(".") + 1)]);

/** Its findings stand on LiteLLM's classes of answers and of their parts. */
const aboutTypes = "litellm-type";

/** Its findings stand on exceptions. */
const aboutErrors = "litellm-exception";

/** Whether a choice has a call that goes to the adapter. */
function callsAdapter({ findings }: FileReport, chosen: readonly ChosenFix[]): boolean {
  const calls = new Set(findings.filter(({ feedsLiteLlm }) => feedsLiteLlm === "until-fixed").map(({ key }) => key));
  return chosen.some(({ finding, strategy }) => strategy === "adapter" && calls.has(finding));
}

/** Its findings stand on what is read of an answer, and name the call that gave it, which has a finding of its own. */
const aboutAnswers = "litellm-response-field";

/** Its findings stand on what a test replaces, which is no use of it unless it is a part of the module that another file gives. */
const aboutDoubles = "litellm-patch";

/** The names of LiteLLM's that the code of a file, as opposed to its tests' doubles, goes on using when a choice has been applied. */
function usedNames({ findings, suppressed }: FileReport, chosen: readonly ChosenFix[]): string[] {
  const taken = new Set(chosen.map(({ finding }) => finding));
  const isLeft = ({ key, rule, fixes }: Finding): boolean => !taken.has(key) && rule !== aboutAnswers && !fixes.some(({ doubleOf }) => doubleOf !== undefined);
  return [...findings.filter(isLeft), ...suppressed.map(({ finding }) => finding)].flatMap(({ symbol }) => symbol ?? []);
}

/** Whether a choice takes from the adapter all that a file can take from it of a symbol: with its uses, or, where it has none, with its imports. */
function movesToAdapter(symbol: string | null, { findings }: FileReport, chosen: readonly ChosenFix[]): boolean {
  const movable = findings.filter(({ fixes }) => fixes.some(({ strategy, adapter, follows }) => strategy === "adapter" && adapter !== undefined && follows === undefined));
  const uses = movable.filter((finding) => !finding.isImport && finding.symbol === symbol);
  const needed = uses.length > 0 ? uses : movable.filter(({ isImport }) => isImport);
  return needed.length > 0 && needed.every(({ key }) => chosen.some(({ finding, strategy }) => finding === key && strategy === "adapter"));
}

const asEntry = <K, V>(key: K, value: V | undefined): (readonly [K, V])[] => (value === undefined ? [] : [[key, value]]);

/** What a choice takes, by what it is for. */
function chosenFixes({ findings }: FileReport, chosen: readonly ChosenFix[]): ReadonlyMap<Finding, Fix> {
  const strategyOf = new Map(chosen.map(({ finding, strategy }) => [finding, strategy]));
  return new Map(findings.flatMap((finding) => finding.fixes.filter(({ strategy }) => strategy === strategyOf.get(finding.key)).map((fix) => [finding, fix] as const)));
}

/** Findings with those whose fixes would take theirs along, as an import takes its uses. */
function withDependents(findings: readonly Finding[], fixes: ReadonlyMap<Finding, Fix>): ReadonlySet<Finding> {
  const all = new Set(findings);
  for (let size = -1; size !== all.size; ) {
    size = all.size;
    for (const [finding, { together = [] }] of fixes) if (together.some((place) => [...all].some((other) => other !== finding && contains(other.span, place)))) all.add(finding);
  }
  return all;
}

/** Whether a finding is of a class of the project's own, all of whose way to LiteLLM is in the batch: the request at its end has a finding of its own. */
const isToldAtRequest = ({ rule, symbol, related }: Finding, uris: ReadonlySet<string>): boolean =>
  rule === aboutWrappers && symbol === null && related.every((place) => !("origin" in place) || uris.has(place.origin.uri));

/** Its findings stand on classes that call LiteLLM; those of the project have no symbol. */
const aboutWrappers = "litellm-wrapper";

/** How many places go on giving LiteLLM names of models that it must not get when a choice has been applied to the files of a batch. */
function remaining({ findings, suppressed }: FileReport, chosen: readonly ChosenFix[], uris: ReadonlySet<string>): number {
  const strategyOf = new Map(chosen.map(({ finding, strategy }) => [finding, strategy]));
  const isLeft = (finding: Finding): boolean => {
    const { key, strategy, feedsLiteLlm } = finding;
    const taken = strategyOf.get(key);
    if (strategy !== "keep-litellm" && isToldAtRequest(finding, uris)) return false;
    // A call that LiteLLM keeps goes through Portkey then, and takes its names.
    return feedsLiteLlm !== undefined && feedsLiteLlm !== "never" && (taken === undefined || (strategy !== "keep-litellm" && (feedsLiteLlm === "always" || taken === "keep-litellm")));
  };
  return [...findings, ...suppressed.map(({ finding }) => finding)].filter(isLeft).length;
}
