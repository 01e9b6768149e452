import type { PortkeyClientUse } from "../../catalog/portkey-sdk.ts";
import type { Call, Expression, FileFacts } from "../../facts/facts.ts";
import type { Span } from "../../text/span.ts";
import type { RuleContext } from "../rule.ts";

/** A call that belongs to Portkey's SDK: a client is made, changed or asked. */
export interface SdkCall {
  readonly call: Call;
  readonly use: PortkeyClientUse;
}

/** What is given by name: keywords of Python, properties of an object in TypeScript. */
export interface NamedValues {
  readonly entries: readonly NamedValue[];
  /** There may be others, which cannot be seen. */
  readonly isOpen: boolean;
}

/** One named value. */
export interface NamedValue {
  readonly name: string;
  /** The name and the value, as an item of a list. */
  readonly span: Span;
  /** With the value of a constant that is named in its place. */
  readonly value: Expression;
  /** All items of that list, for taking this one out. */
  readonly items: readonly Span[];
}

/** Options of a client, by whichever call they are given. */
export interface GivenOptions extends NamedValues, SdkCall {}

/** Every call of the SDK, in source order. */
export function* sdkCalls({ facts, catalog }: RuleContext): Iterable<SdkCall> {
  for (const call of facts.calls) {
    const use = catalog.portkey.use(call.callee.path);
    if (use) yield { call, use };
  }
}

/** Every place that gives options: the client's construction, a copy of it, headers for another client, and a request's second argument in TypeScript. */
export function* givenOptions(context: RuleContext): Iterable<GivenOptions> {
  const { facts, catalog } = context;
  for (const sdkCall of sdkCalls(context)) {
    if (sdkCall.use.kind !== "method") yield { ...sdkCall, ...namedValues(sdkCall.call, facts, 0) };
    else if (facts.language === "typescript" && catalog.portkey.takenBy(sdkCall.use.method)) yield { ...sdkCall, ...namedValues(sdkCall.call, facts, 1) };
  }
}

/** What a call is given by name; `position` is where TypeScript has the object. */
export function namedValues(call: Call, facts: FileFacts, position: number): NamedValues {
  if (facts.language === "typescript") {
    const given = call.arguments[position];
    const isSpread = call.arguments.slice(0, position + 1).some(({ kind }) => kind === "splat");
    return given && !isSpread ? recordValues(given.value, facts) : { entries: [], isOpen: isSpread };
  }
  const items = call.arguments.map(({ span }) => span);
  const parts = call.arguments.map(({ keyword, kind, span, value }): NamedValues => {
    if (kind === "splat") return recordValues(value, facts);
    return { entries: keyword === undefined ? [] : [{ name: keyword, span, value: resolved(value, facts), items }], isOpen: false };
  });
  return { entries: parts.flatMap(({ entries }) => entries), isOpen: parts.some(({ isOpen }) => isOpen) };
}

/** The entries of a record that is written out, here or where a constant gets it. */
export function recordValues(given: Expression, facts: FileFacts): NamedValues {
  const value = resolved(given, facts);
  if (value.kind === "nothing") return { entries: [], isOpen: false };
  if (value.kind !== "record") return { entries: [], isOpen: true };
  const items = value.entries.map(({ span }) => span);
  return {
    entries: value.entries.flatMap((entry) => (entry.key === undefined ? [] : [{ name: entry.key, span: entry.span, value: resolved(entry.value, facts), items }])),
    isOpen: value.entries.some(({ key }) => key === undefined),
  };
}

/** The value itself, or that of the constant that names it. */
export function resolved(value: Expression, { bindings }: FileFacts): Expression {
  if (value.kind !== "name") return value;
  return value.initial ?? (value.binding === undefined ? undefined : bindings[value.binding]?.initial) ?? value;
}
