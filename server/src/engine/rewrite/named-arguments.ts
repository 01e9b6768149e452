import type { Argument, Call } from "../facts/facts.ts";
import type { HandedKeyword, HandedKeywords, KeywordHolder } from "../facts/handed-keywords.ts";
import type { Span } from "../text/span.ts";
import { attemptArguments } from "./call-config.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import type { RequestArgument } from "./request-call.ts";

/** An argument of a Python call by its name. */
export interface NamedArgument {
  readonly name: string;
  readonly argument: Argument;
  /** How it comes to the call, where a dictionary hands it on. */
  readonly handed?: HandedKeyword;
}

/** Why a call stays whose arguments cannot all be told. */
export const unseenArguments = "What a `*` or `**` argument holds is known only at run time";

/** The name that a `**` argument itself has among the arguments. */
export const splatName = "**";

/** Gives every argument its name, in source order; what a `**` argument hands on stands in its place where all of it is written in the file. */
export function nameArguments(call: Call, { catalog }: PlanContext, { blocked, reasons }: Remarks): NamedArgument[] {
  const positional = catalog.positional(call.callee.path);
  return call.arguments.flatMap((argument, index): NamedArgument[] => {
    if (argument.kind === "splat") {
      if (!argument.keywords) blocked.add(unseenArguments);
      return argument.keywords ? [{ name: splatName, argument }, ...handedArguments(argument.keywords)] : [];
    }
    if (argument.keyword !== undefined) return [{ name: argument.keyword, argument }];
    const name = positional[index];
    if (name === undefined) {
      blocked.add(`The name of positional argument ${index + 1} is not known`);
      return [];
    }
    if (call.arguments.slice(0, index).some(({ kind }) => kind === "keyword")) blocked.add("A positional argument stands behind a keyword, which Python refuses");
    if (index >= 2) reasons.add(`Positional argument ${index + 1} is taken for \`${name}\`, its place in current LiteLLM releases`);
    return [{ name, argument }];
  });
}

const handedArguments = ({ entries }: HandedKeywords): NamedArgument[] =>
  entries.map((handed) => ({ name: handed.key, argument: { span: handed.span, keyword: handed.key, kind: "keyword", value: handed.value }, handed }));

/** The names of all arguments that a call may give, by itself or by a dictionary. */
export const argumentNames = ({ arguments: given }: Call): string[] => given.flatMap(({ keyword, keywords }) => (keyword !== undefined ? [keyword] : (keywords?.entries.map(({ key }) => key) ?? [])));

/** The dictionaries that a call hands on under names. */
const holdersOf = ({ arguments: given }: Call): readonly KeywordHolder[] => given.flatMap(({ keywords }) => keywords?.holders ?? []);

/** The dictionaries that one keyword of a call comes through. */
const holdersOfKeyword = ({ arguments: given }: Call, handed: HandedKeyword): readonly KeywordHolder[] =>
  given.flatMap(({ keywords }) => (keywords?.entries.includes(handed) ? handed.holders.flatMap((index) => keywords.holders[index] ?? []) : []));

const isHanded = ({ arguments: given }: Call, holders: readonly KeywordHolder[]): boolean => given.some(({ span }) => holders.some(({ handed }) => handed.some(({ start }) => start === span.start)));

/**
 * Weighs what happens to the dictionaries that a call is handed: each change in them is one for everybody who reads them.
 * Gives the other requests that are handed what changes, and so change as well.
 */
export function weighHanded(call: Call, given: readonly RequestArgument[], context: PlanContext, { blocked, reasons, notes }: Remarks): readonly Call[] {
  const { catalog, facts } = context;
  const target = catalog.request(call.callee.path);
  if (given.some(({ handed }) => handed)) notes.add("A type checker may complain about the values of the dictionary, since the SDK declares the type of each argument and LiteLLM takes any");
  const together = new Set<Call>();
  for (const { name, fate, handed, value } of given) {
    if (!handed) continue;
    if (fate.kind === "stays" && !fate.rename && name !== "model") continue;
    const holders = holdersOfKeyword(call, handed);
    const sharing = facts.calls.filter((other) => other !== call && isHanded(other, holders));
    for (const other of sharing) together.add(other);
    const reader = holders.find(({ keysRead, isCopied }) => isCopied || keysRead.includes(name));
    if (reader) blocked.add(`\`${name}\` of \`${reader.name}\` is read in other places too, which would see the change`);
    const isKnown = (start: number): boolean => [call, ...sharing].some(({ arguments: own }) => own.some(({ span }) => span.start === start));
    const elsewhere = holders.find((holder) => holder.handed.some(({ start }) => !isKnown(start)));
    if (elsewhere) blocked.add(`\`${elsewhere.name}\` is handed on to something else too, which would see the change`);
    if (fate.kind === "body") blocked.add(`\`${name}\` of a dictionary would have to go into \`extra_body\``);
    const isMoved = fate.kind === "config" || fate.kind === "option";
    if (isMoved && !(handed.isSure && handed.items && isConstant(value))) blocked.add(`\`${name}\` is in a dictionary, where it may be another one each time: give it to the call itself`);
    if (fate.kind === "goes" && !handed.items && !handed.statement) blocked.add(`\`${name}\` is changed where it stands in a dictionary`);
    if (sharing.some((other) => !catalog.isRequest(other.callee.path) || catalog.request(other.callee.path) !== target)) blocked.add(`One dictionary hands \`${name}\` to requests of different kinds`);
    if (name === "model" && holders.some(({ isShown }) => isShown)) reasons.add(`\`${holders[0]?.name}\` is shown with Portkey's name of the model`);
  }
  for (const { name, isOfModule } of holdersOf(call)) if (isOfModule) reasons.add(`Other files may put more into \`${name}\`, which goes to the provider as it is`);
  // One dictionary cannot hold the limit of time for a call with retries and for one without.
  const limit = given.find(({ name, handed }) => handed && (name === "timeout" || name === "request_timeout"))?.handed;
  const sharing = limit ? facts.calls.filter((other) => other !== call && isHanded(other, holdersOfKeyword(call, limit))) : [];
  const asksAgain = (other: Call): boolean => argumentNames(other).some((name) => attemptArguments.has(name));
  if (limit && sharing.some((other) => asksAgain(other) !== asksAgain(call))) blocked.add(`One dictionary hands \`${limit.key}\` to requests with and without retries`);
  return [...together];
}

/** Written out to the last part of it, so that it says the same wherever it stands. */
const isConstant = (value: Argument["value"]): boolean => {
  switch (value.kind) {
    case "string":
    case "number":
    case "boolean":
    case "nothing":
      return true;
    case "list":
      return value.items.every(isConstant);
    case "record":
      return value.entries.every(({ key, value: inner }) => key !== undefined && isConstant(inner));
    default:
      return false;
  }
};

/** How an argument that a dictionary hands on is written anew: its key in the place of the keyword. */
export function handedFate(fate: RequestArgument["fate"], { name }: HandedKeyword): RequestArgument["fate"] {
  return fate.kind === "stays" && fate.rename ? { kind: "stays", rename: { span: name, text: fate.rename.text.replace(/=$/, "") } } : fate;
}

/** Takes entries out of the dictionaries that hand them on. */
export function removeHanded(gone: readonly HandedKeyword[], edit: FixBuilder): void {
  const isGone = (span: Span | undefined): boolean => gone.some((entry) => entry.span.start === span?.start);
  const lists = new Map(gone.flatMap(({ items }) => (items?.[0] ? [[items[0].start, items] as const] : [])));
  for (const items of lists.values()) edit.removeItems(items, (index) => isGone(items[index]));
  for (const { statement } of gone) if (statement) edit.removeStatement(statement);
}
