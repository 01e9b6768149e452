import type { Catalog } from "../catalog/catalog.ts";
import type { SettingRemoval } from "../catalog/entries.ts";
import type { Expression, Reference, StatementFact } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import { isFixed, isPlain } from "./argument-fate.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { isRemovable } from "./removed-statements.ts";
import { requestPlaces } from "./request-places.ts";

/** Plans to take out a statement that does nothing but set something of LiteLLM's for all its calls. */
export function planSetting(reference: Reference, context: PlanContext): CallPlan {
  const going = goingStatement(reference, context);
  if (!going) return { kind: "blocked", reasons: [] };
  const { removal, statement } = going;
  if (isReadToo(reference, context)) return { kind: "blocked", reasons: ["It is read in this file too: change that first"] };
  return {
    kind: "rewrite",
    title: "Remove the setting of LiteLLM",
    strategy: "portkey-sdk",
    reasons: removal === "unnoticed" ? [] : [removal === "with-calls" ? leftBehind : `${leftBehind}, and Portkey does not do what it did`],
    notes: [],
    together: [...requestPlaces(context), ...besides(reference, statement, context)],
    needsMigratedCalls: removal !== "unnoticed",
    apply: (edit) => edit.removeStatement(statement),
  };
}

const leftBehind = "Calls that stay with LiteLLM, in other files for one, lose it too";

/** Whether calls are the same without what a reference sets. */
export const isSettled = (reference: Reference, catalog: Catalog): boolean => {
  const removal = removalOf(reference, catalog);
  return removal === "unnoticed" || removal === "with-calls";
};

/** The statement of a setting that may go, where all that it does is to set that. */
function goingStatement(reference: Reference, { facts, catalog }: PlanContext): { readonly statement: StatementFact; readonly removal: SettingRemoval } | undefined {
  const { statement, value, span } = reference;
  const removal = removalOf(reference, catalog);
  if (!removal || !statement || !isRemovable(statement) || !reference.isDirect) return undefined;
  const call = reference.role === "call" ? facts.calls.find(({ callee }) => callee.span.start === span.start) : undefined;
  const given = call ? call.arguments.map((argument) => argument.value) : value ? [value] : [];
  return given.every(removal === "reviewed" ? isNames : isIdle) ? { statement, removal } : undefined;
}

/** Others that go from the same block: where nothing is left there, `pass` stands in the last one's place. */
function besides({ span }: Reference, { block }: StatementFact, context: PlanContext): Span[] {
  if (!block) return [];
  const isBeside = (other: Reference): boolean => other.statement?.block?.start === block.start && other.span.start !== span.start;
  return context.facts.references.filter((other) => isBeside(other) && goingStatement(other, context) && !isReadToo(other, context)).map((other) => other.span);
}

/** Whether the file does something with the setting besides setting it. */
function isReadToo({ path }: Reference, { facts, catalog }: PlanContext): boolean {
  const name = catalog.symbolOwner(path)?.name;
  return facts.references.some((other) => other.role !== "write" && other.role !== "call" && catalog.symbolOwner(other.path)?.name === name);
}

function removalOf({ path, role }: Reference, catalog: Catalog): SettingRemoval | undefined {
  const owner = role === "write" || role === "call" ? catalog.symbolOwner(path) : undefined;
  return owner && !owner.rest.includes("()") ? catalog.removal(owner) : undefined;
}

/** A value that is there without anything being done for it. */
const isIdle = (value: Expression): boolean => isFixed(value) || isPlain(value);

/** Names of services: what else a list of callbacks holds is the program's own. */
const isNames = (value: Expression): boolean => value.kind === "string" || value.kind === "nothing" || (value.kind === "list" && value.items.every(isNames));
