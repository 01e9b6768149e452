import type { Call, Expression } from "../facts/facts.ts";
import { type NamedValues, namedValues } from "../rules/portkey/sdk-calls.ts";
import { contains } from "../text/span.ts";
import type { SketchContext } from "./sketch-reading.ts";

/** What the client of a call was told when it was made, and when others were made of it; what was told last comes first. */
export interface ClientOptions {
  option(...names: readonly string[]): Expression | undefined;
  /** There may be options that cannot be seen. */
  readonly isOpen: boolean;
}

/** The options of the client that a call is made on, found where it is made in this file. */
export function clientOptions(call: Call, context: SketchContext): ClientOptions {
  const steps = optionSteps(call, context, new Set());
  const given = steps.flatMap(({ options }) => options);
  return {
    option: (...names) => given.flatMap(({ entries }) => entries).find(({ name }) => names.includes(name))?.value,
    isOpen: !steps.some(({ isMade }) => isMade) || given.some(({ isOpen }) => isOpen),
  };
}

interface OptionStep {
  readonly options: readonly NamedValues[];
  /** The client is made here, so that nothing was told before. */
  readonly isMade: boolean;
}

/** `OpenAI(…)`, `client.with_options(…)`, `Portkey(…)`: from the call back to where its client is made. */
function optionSteps(call: Call, context: SketchContext, seen: Set<Call>): OptionStep[] {
  if (seen.has(call)) return [];
  seen.add(call);
  const { facts } = context;
  const inner = facts.calls.filter((each) => each !== call && each.span.start === call.callee.span.start && contains(call.callee.span, each.span)).sort((a, b) => b.span.end - a.span.end);
  const own = inner.filter(isOptionCall).map((each) => stepOf(each, context));
  if (own.some(({ isMade }) => isMade)) return own;
  const origin = originOf(call, context);
  return origin ? [...own, ...(isOptionCall(origin) ? [stepOf(origin, context)] : []), ...optionSteps(origin, context, seen)] : own;
}

/** A path of a class, or a copy of an instance: what is told there holds for what comes of it. */
const isOptionCall = ({ callee: { path } }: Call): boolean => isConstructor(path) || /\(\)\.(?:with_options|withOptions|copy)$/.test(path);

const isConstructor = (path: string): boolean => !path.includes("()");

const stepOf = (call: Call, { facts }: SketchContext): OptionStep => ({ options: [namedValues(call, facts, 0)], isMade: isConstructor(call.callee.path) });

/** The call whose value a name holds that another call is made on; the only construction of its class where no name tells. */
function originOf({ callee: { binding, path } }: Call, { facts }: SketchContext): Call | undefined {
  const held = facts.bindings[binding];
  const value = held?.initial ?? held?.returned;
  const found = value && facts.calls.find(({ span }) => span.start === value.span.start && span.end === value.span.end);
  if (found) return found;
  const madeBy = path.slice(0, Math.max(0, path.indexOf("()")));
  const constructions = madeBy === "" ? [] : facts.calls.filter((each) => each.callee.path === madeBy);
  return constructions.length === 1 ? constructions[0] : undefined;
}
