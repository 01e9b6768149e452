import type { Catalog } from "../catalog/catalog.ts";
import type { SettingRemoval } from "../catalog/entries.ts";
import type { Expression, FileFacts, Reference } from "../facts/facts.ts";
import type { StatementFact } from "../facts/statement-facts.ts";
import { defaultStrategy } from "../settings.ts";
import type { Span } from "../text/span.ts";
import { isFixed, isPlain } from "./argument-fate.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { type ModuleSetting, moduleSetting } from "./module-settings.ts";
import { isRemovable } from "./removed-statements.ts";
import { requestPlaces } from "./request-places.ts";

/** Plans to take out a statement that does nothing but set something of LiteLLM's for all its calls, whichever client these get. */
export function planSetting(reference: Reference, context: PlanContext): readonly CallPlan[] {
  const plan = planRemoval(reference, context);
  if (plan.kind === "blocked") return [plan];
  const strategies = (["portkey-sdk", "openai-client"] as const).map((strategy) => ({ ...plan, strategy }));
  return defaultStrategy(context.settings, context.facts.language) === "openai-client" ? strategies.reverse() : strategies;
}

function planRemoval(reference: Reference, context: PlanContext): CallPlan {
  const reading = moduleSetting(reference, context);
  const obstacle = reading && (reading.kind === "left" ? reading.reason : carriedObstacle(reading.setting, context));
  if (obstacle !== undefined) return { kind: "blocked", reasons: [obstacle] };
  const going = goingStatement(reference, context);
  if (!going) return { kind: "blocked", reasons: [] };
  const { removal, statement } = going;
  if (isReadToo(reference, context)) return { kind: "blocked", reasons: ["It is read in this file too: change that first"] };
  return {
    kind: "rewrite",
    title: "Remove the setting of LiteLLM",
    strategy: "portkey-sdk",
    reasons:
      reading?.kind === "carried"
        ? [carriedReason(reading.setting)]
        : removal === "unnoticed"
          ? []
          : [`Calls that stay with LiteLLM, in other files for one, lose \`${reference.path}\` too${removal === "reviewed" ? ", and Portkey does not do what it did" : ""}`],
    notes: [],
    together: [...requestPlaces(context), ...besides(reference, statement, context)],
    needsMigratedCalls: removal !== "unnoticed" || showsMore(reference, context),
    apply: (edit) => edit.removeStatement(statement),
  };
}

/** What a person looks at where the calls of one file carry what has been set for all calls of the program. */
const carriedReason = ({ kind, entry: { names } }: ModuleSetting): string =>
  kind === "router"
    ? `\`${names[0]}\` is read by a Router that is made without fallbacks of its own, in other files for one, and by no call`
    : `Only calls of this file carry what \`${names[0]}\` says: those of other files, and those that stay with LiteLLM, lose it`;

/** Why a setting cannot go, though calls could carry it: nothing shows that they are in this file. */
function carriedObstacle(setting: ModuleSetting, context: PlanContext): string | undefined {
  const isMigrated = context.facts.references.some(({ path }) => /^(?:portkey_ai|openai)\./.test(path));
  const isNothing = setting.kind === "router" || (setting.kind === "cache" && !setting.cache) || (setting.kind === "argument" && setting.value.kind === "nothing");
  if (isNothing || isMigrated || requestPlaces(context).length > 0) return undefined;
  return "No call of this file can carry it: give the calls of other files a config that says it";
}

/** Whether calls are the same without what a reference sets. */
export const isSettled = (reference: Reference, catalog: Catalog): boolean => {
  const removal = removalOf(reference, catalog);
  return removal === "unnoticed" || removal === "with-calls";
};

/** Whether a setting's statement goes by itself, whatever becomes of the calls: nobody notices, and nothing in the file reads it. */
export const goesUnnoticed = (reference: Reference, facts: FileFacts, catalog: Catalog): boolean =>
  removalOf(reference, catalog) === "unnoticed" && isPlainWrite(reference, facts, catalog) && reference.value !== undefined && isIdle(reference.value);

/** Whether a setting's statement goes with the calls of its file, all of which leave LiteLLM: Portkey does not do what it did. */
export const goesReviewed = (reference: Reference, facts: FileFacts, catalog: Catalog): boolean =>
  removalOf(reference, catalog) === "reviewed" && isPlainWrite(reference, facts, catalog) && reference.value !== undefined && isFixedOrNames(reference.value);

/** Whether a statement does nothing but set what nothing else in the file reads. */
const isPlainWrite = (reference: Reference, facts: FileFacts, catalog: Catalog): boolean =>
  reference.role === "write" && reference.isDirect && reference.statement !== undefined && isRemovable(reference.statement) && !isReadToo(reference, { facts, catalog });

/** The statement of a setting that may go, where all that it does is to set that. */
function goingStatement(reference: Reference, context: PlanContext): { readonly statement: StatementFact; readonly removal: SettingRemoval | "carried" } | undefined {
  const { facts, catalog } = context;
  const { statement, value, span } = reference;
  const reading = moduleSetting(reference, context);
  if (reading) return reading.kind === "carried" && carriedObstacle(reading.setting, context) === undefined && statement && isRemovable(statement) ? { statement, removal: "carried" } : undefined;
  const removal = removalOf(reference, catalog);
  if (!removal || !statement || !isRemovable(statement) || !reference.isDirect) return undefined;
  const call = reference.role === "call" ? facts.calls.find(({ callee }) => callee.span.start === span.start) : undefined;
  const given = call ? call.arguments.map((argument) => argument.value) : value ? [value] : [];
  return given.every(removal === "reviewed" ? isFixedOrNames : isIdle) ? { statement, removal } : undefined;
}

/** Whether a setting makes LiteLLM tell more of what it does, which somebody wants to see as long as it is called. */
function showsMore({ path, role, value }: Reference, { catalog }: PlanContext): boolean {
  const isOff = value?.kind === "nothing" || (value?.kind === "boolean" && !value.value);
  return catalog.symbol(path)?.group === "logging" && (role === "call" || (value !== undefined && !isOff));
}

/** Others that go from the same block: where nothing is left there, `pass` stands in the last one's place. */
function besides({ span }: Reference, { block }: StatementFact, context: PlanContext): Span[] {
  if (!block) return [];
  const isBeside = (other: Reference): boolean => other.statement?.block?.start === block.start && other.span.start !== span.start;
  return context.facts.references.filter((other) => isBeside(other) && goingStatement(other, context) && !isReadToo(other, context)).map((other) => other.span);
}

/** Whether the file does something with the setting besides setting it. */
function isReadToo({ path }: Reference, { facts, catalog }: Pick<PlanContext, "facts" | "catalog">): boolean {
  const name = catalog.symbolOwner(path)?.name;
  return facts.references.some((other) => other.role !== "write" && other.role !== "call" && catalog.symbolOwner(other.path)?.name === name);
}

function removalOf({ path, role }: Reference, catalog: Catalog): SettingRemoval | undefined {
  const owner = role === "write" || role === "call" ? catalog.symbolOwner(path) : undefined;
  return owner && !owner.rest.includes("()") ? catalog.removal(owner) : undefined;
}

/** A value that is there without anything being done for it. */
const isIdle = (value: Expression): boolean => isFixed(value) || isPlain(value);

/** What is switched on, and names of services. */
const isFixedOrNames = (value: Expression): boolean => value.kind === "boolean" || isNames(value);

/** Names of services: what else a list of callbacks holds is the program's own. */
const isNames = (value: Expression): boolean => value.kind === "string" || value.kind === "nothing" || (value.kind === "list" && value.items.every(isNames));
