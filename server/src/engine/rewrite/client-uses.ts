import type { Binding, BindingId, Call, Expression, FileFacts } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import type { PlanContext } from "./call-plan.ts";

/** What a file does with a client that is made in it. */
export interface ClientUses {
  /** The calls made on it, in source order. */
  readonly calls: readonly Call[];
  /** Where it goes without being called, as written; undefined where every use is a call. */
  readonly goesOn: string | undefined;
  /** Why others may make calls on it that this file does not show. */
  readonly unseen: readonly string[];
}

/** Follows a client through the names, members and functions of its file that hold it, to the calls made on it. */
export function clientUses(made: Call, context: PlanContext): ClientUses {
  const { facts } = context;
  const holders = holdersOf(made, facts);
  const direct = facts.calls.filter((call) => call !== made && call.objects.some(({ start, end }) => start === made.span.start && end >= made.span.end));
  const calls = new Set(direct);
  let goesOn = holders.size === 0 && direct.length === 0 && !made.result.every(({ end }) => end === "discarded") ? "here" : undefined;
  for (const holder of holders) {
    // A function that nobody here calls is there for others.
    if (holder.kind === "function" && holder.reads.length === 0) goesOn ??= `\`${holder.name}\``;
    const passes = new Set(
      [...holders]
        .flatMap(valuesOf)
        .flatMap(optionsIn)
        .map(({ span }) => span.start),
    );
    for (const read of holder.reads) {
      const called = facts.calls.filter(({ callee }) => callee.binding === holder.id && callee.root.start === read.start && isPart(callee.path, made));
      for (const call of called) calls.add(call);
      if (called.length === 0 && !passes.has(read.start) && !isLookedAt(read, made, facts)) goesOn ??= `\`${holder.name}\``;
    }
  }
  const past = callsPast(made, holders, facts);
  if (past.length > 0 && makersLike(made, facts) > 1) goesOn ??= "by way of its class";
  else for (const call of past) calls.add(call);
  const requests = [...calls].sort((a, b) => a.span.start - b.span.start);
  const unseen = [...holders].flatMap((holder) => unseenUses(holder, requests, context));
  const shared = unseen.find(({ isUsed }) => isUsed);
  return { calls: requests, goesOn: goesOn ?? shared?.text, unseen: [...new Set(unseen.map(({ text }) => text))] };
}

/** Calls on a client of a class that come to it by the class's name or an instance: `Model.#client.chat`, `model.client.chat`; a member that holds another client is that one's. */
function callsPast(made: Call, holders: ReadonlySet<Binding>, facts: FileFacts): readonly Call[] {
  const { calls, bindings } = facts;
  if (![...holders].some(({ kind }) => kind === "member")) return [];
  const others = calls.filter((call) => call !== made && call.callee.path === made.callee.path);
  const theirs = new Set(others.flatMap((other) => [...holdersOf(other, facts)]));
  return calls.filter(({ callee }) => {
    const root = bindings[callee.binding];
    return isPart(callee.path, made) && root !== undefined && !holders.has(root) && !theirs.has(root) && root.kind !== "function" && !root.paths.some((path) => isPart(path, made));
  });
}

/** How many clients of its kind a file makes: of several, such a call may be on any. */
const makersLike = ({ callee }: Call, { calls }: FileFacts): number => calls.filter((call) => call.callee.path === callee.path).length;

/** Everything in the file that holds the client, or a part of it. */
function holdersOf(made: Call, facts: FileFacts): ReadonlySet<Binding> {
  const bound = new Set(made.result.flatMap((use) => use.bound.map(({ start }) => start)));
  const holders = new Set(facts.bindings.filter(({ declarations, paths }) => declarations.some(({ start }) => bound.has(start)) && paths.some((path) => isPart(path, made))));
  const reads = new Set([...holders].flatMap((holder) => holder.reads.map(({ start }) => start)));
  const answers = new Set(facts.calls.filter(({ callee }) => !isPart(`${callee.path}()`, made)).map(({ span }) => span.start));
  const leads = ({ kind, span }: Expression): boolean => isSame(span, made.span) || (reads.has(span.start) && !(kind === "call" && answers.has(span.start)));
  for (let grows = true; grows; ) {
    grows = false;
    for (const binding of facts.bindings) {
      if (holders.has(binding) || !valuesOf(binding).flatMap(optionsIn).some(leads)) continue;
      holders.add(binding);
      for (const { start } of binding.reads) reads.add(start);
      grows = true;
    }
  }
  return holders;
}

/** Whether a path is that of the client, of a part of it, or of one that is made of it; a request's answer is none. */
const isPart = (path: string, { callee }: Call): boolean =>
  path.startsWith(`${callee.path}()`) &&
  !path
    .slice(callee.path.length + 2)
    .replace(/\.with_?[oO]ptions\(\)/g, "")
    .includes("(");

const valuesOf = ({ initial, returned, fallback, values }: Binding): readonly Expression[] => [initial, returned, fallback, ...values].filter((value) => value !== undefined);

/** What an expression may be: itself, or what it chooses from. */
const optionsIn = (value: Expression): readonly Expression[] => (value.kind === "choice" ? value.options.flatMap(optionsIn) : [value]);

const isSame = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

/** Whether it is only asked whether the client is there already, or is given to the name. */
const isLookedAt = ({ start }: Span, made: Call, { references }: FileFacts): boolean =>
  references.some(({ root, path, isTested }) => isTested && root.start === start && isPart(path, made)) ||
  made.result.some(({ span, end }) => span.start === start && (end === "tested" || end === "written" || end === "discarded" || end === "returned"));

interface UnseenUse {
  readonly text: string;
  /** It is known that others use it. */
  readonly isUsed: boolean;
}

/** Who else may reach what holds the client. */
function unseenUses(holder: Binding, calls: readonly Call[], { facts, workspace, uri }: PlanContext): readonly UnseenUse[] {
  const { name, kind, isExported, isPrivate, place } = holder;
  if (kind === "member") return isPrivate || name.startsWith("#") ? [] : [{ text: `\`${name}\` is a member: other classes and files may make calls on it with the proxy's names`, isUsed: false }];
  if (place !== "module") return [];
  if (isExported) {
    const isTaken = workspace.modules?.takenFrom(uri).has(name) ?? true;
    return [{ text: isTaken ? `\`${name}\` in other files` : `\`${name}\` is exported: code outside of this folder may make calls on it with the proxy's names`, isUsed: isTaken }];
  }
  // A module that makes calls when it is loaded is a program, which nobody imports.
  const isProgram = calls.some((call) => call.place === "module" || call.place === "main");
  if (facts.language !== "python" || isProgram || kind === "import") return [];
  return [{ text: `Other files may import \`${name}\` and make calls on it with the proxy's names`, isUsed: false }];
}

/** Names of bindings by what they are, for those that ask about one. */
export const bindingOf = (id: BindingId | undefined, { bindings }: FileFacts): Binding | undefined => (id === undefined ? undefined : bindings[id]);
