import type { Catalog } from "../../catalog/catalog.ts";
import type { ConfigLimitEntry } from "../../catalog/config-entries.ts";
import type { Expression } from "../../facts/facts.ts";
import type { Span } from "../../text/span.ts";
import { type ConfigObject, entryOf, itemsOf } from "./config-parts.ts";
import type { NamedValue, NamedValues } from "./sdk-calls.ts";

/** What is wrong with an object of a config. */
export interface ConfigProblem {
  readonly at: Span;
  readonly message: string;
  /** The next step, a sentence. */
  readonly manual: string;
}

/** What the gateway refuses or ignores in an object, besides keys that it does not know; what may be given elsewhere is not missed. */
export function* configProblems(object: ConfigObject, { portkey, config }: Catalog): Iterable<ConfigProblem> {
  const { of, required = [], values = {} } = portkey.configPart(object.part);
  for (const name of required) if (!object.isOpen && !entryOf(object, name)) yield { at: object.span, message: `\`${of}\` has no \`${name}\``, manual: `Add \`${name}\`, which the gateway requires.` };
  for (const [name, texts] of Object.entries(values)) yield* oneOf(object, name, texts);
  for (const entry of object.entries) yield* outside(entry, config.limit(`${of}.${entry.name}`));
  if (of === "config") yield* targetProblems(object);
  if (of === "strategy") yield* strategyProblems(object);
  if (of === "condition") yield* unknownTarget(entryOf(object, "then"), object.owner);
}

function* targetProblems(config: ConfigObject): Iterable<ConfigProblem> {
  const targets = entryOf(config, "targets");
  const strategy = entryOf(config, "strategy");
  if (!config.isOpen && targets && !strategy)
    yield { at: targets.span, message: "The targets have no `strategy`", manual: 'Say how they are used: `"strategy": {"mode": "fallback"}` or `"loadbalance"`.' };
  if (!config.isOpen && strategy && !targets && modeOf(config) !== "single") yield { at: strategy.span, message: "The strategy has no `targets`", manual: "Name the targets that it chooses from." };
  const weight = entryOf(config, "weight");
  const mode = config.parent && modeOf(config.parent);
  if (weight && mode !== undefined && mode !== "loadbalance") yield { at: weight.span, message: `\`weight\` is ignored where the mode is \`${mode}\``, manual: "Take it out, or balance the load." };
  const timeout = entryOf(config, "request_timeout");
  if (timeout?.value.kind === "number" && !Number.isInteger(timeout.value.value) && timeout.value.value >= 1000)
    yield { at: timeout.span, message: "`request_timeout` is no whole number", manual: "Give whole milliseconds." };
  if (modeOf(config) === "loadbalance") yield* weightProblems(targets);
}

/** A target is picked by a random number below the sum of the weights, which nothing is where the sum is 0. */
function* weightProblems(targets: NamedValue | undefined): Iterable<ConfigProblem> {
  const weights = itemsOf(targets?.value).map((target) => (target.kind === "record" ? target.entries.find(({ key }) => key === "weight")?.value : undefined));
  if (targets && weights.length > 0 && weights.every((weight) => weight?.kind === "number" && weight.value === 0))
    yield { at: targets.span, message: "All weights are 0, so no target is ever picked", manual: "Give the targets that are to be used a weight above 0." };
}

function* strategyProblems(strategy: ConfigObject): Iterable<ConfigProblem> {
  const mode = textOf(entryOf(strategy, "mode")?.value);
  if (mode === "conditional" && !strategy.isOpen)
    for (const name of ["conditions", "default"])
      if (!entryOf(strategy, name)) yield { at: strategy.span, message: `The strategy is conditional and has no \`${name}\``, manual: `Add \`${name}\`, which the gateway requires.` };
  yield* unknownTarget(entryOf(strategy, "default"), strategy.owner);
  const codes = entryOf(strategy, "on_status_codes");
  if (codes && mode !== undefined && mode !== "fallback")
    yield { at: codes.span, message: `\`on_status_codes\` is ignored where the mode is \`${mode}\``, manual: "Take it out; for retries it belongs into `retry`." };
}

/** The name of a target that the config does not have. */
function* unknownTarget(reference: NamedValue | undefined, config: NamedValues): Iterable<ConfigProblem> {
  const name = textOf(reference?.value);
  const targets = entryOf(config, "targets")?.value;
  if (!reference || name === undefined || targets?.kind !== "list") return;
  const names = targets.items.map((target) => (target.kind === "record" && target.entries.every(({ key }) => key !== undefined) ? target.entries.find(({ key }) => key === "name")?.value : target));
  const isKnown = names.some((each) => each !== undefined && (each.kind !== "string" || each.value === name));
  if (!isKnown) yield { at: reference.span, message: `No target is called "${name}"`, manual: 'Give the target that is meant that `"name"`.' };
}

function* oneOf(object: NamedValues, name: string, values: readonly string[]): Iterable<ConfigProblem> {
  const entry = entryOf(object, name);
  const text = textOf(entry?.value);
  if (entry && text !== undefined && !values.includes(text))
    yield { at: entry.span, message: `"${text}" is no \`${name}\``, manual: `Write one of ${values.map((value) => `"${value}"`).join(", ")}.` };
}

function* outside({ name, value, span }: NamedValue, limit: ConfigLimitEntry | undefined): Iterable<ConfigProblem> {
  if (!limit || value.kind !== "number") return;
  const { least, most } = limit;
  const manual = least === undefined ? `The most that the gateway does is ${most}.` : most === undefined ? `The gateway takes ${least} or more.` : `The gateway takes ${least} to ${most}.`;
  if (least !== undefined && value.value < least) yield { at: span, message: `\`${name}\` is below ${least}`, manual };
  if (most !== undefined && value.value > most) yield { at: span, message: `\`${name}\` is above ${most}`, manual };
}

const modeOf = (config: NamedValues): string | undefined => {
  const strategy = entryOf(config, "strategy")?.value;
  return strategy?.kind === "record" ? textOf(strategy.entries.find(({ key }) => key === "mode")?.value) : undefined;
};

const textOf = (value: Expression | undefined): string | undefined => (value?.kind === "string" ? value.value : undefined);
