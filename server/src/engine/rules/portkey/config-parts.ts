import type { ConfigPart } from "../../catalog/entries.ts";
import type { Expression } from "../../facts/facts.ts";
import type { Span } from "../../text/span.ts";
import type { RuleContext } from "../rule.ts";
import { givenOptions, type NamedValue, type NamedValues, recordValues, resolved } from "./sdk-calls.ts";

/** An object of a config that is written out in the file. */
export interface ConfigObject extends NamedValues {
  readonly part: ConfigPart;
  readonly span: Span;
  /** The config or the target that it stands in, itself for one of those. */
  readonly owner: NamedValues;
  /** The config whose target it is; undefined for the outermost. */
  readonly parent: NamedValues | undefined;
}

/** Every object of every config that is given to a client, once, from the outside in. */
export function* configParts(context: RuleContext): Iterable<ConfigObject> {
  const seen = new Set<number>();
  for (const { entries } of givenOptions(context)) {
    const config = entries.find(({ name }) => name === "config");
    if (config) yield* partsOf(config.value, undefined, context, seen);
  }
}

function* partsOf(given: Expression, parent: NamedValues | undefined, context: RuleContext, seen: Set<number>): Iterable<ConfigObject> {
  const value = resolved(given, context.facts);
  if (value.kind !== "record" || seen.has(value.span.start)) return;
  seen.add(value.span.start);
  const config = configValues(value, context);
  yield { part: "config", span: value.span, owner: config, parent, ...config };
  const strategy = entryOf(config, "strategy");
  for (const [part, entry] of [
    ["strategy", strategy],
    ["retry", entryOf(config, "retry")],
    ["cache", entryOf(config, "cache")],
    ["cb_config", entryOf(config, "cb_config")],
    ["cb_config", strategy && entryOf(recordValues(strategy.value, context.facts), "cb_config")],
  ] as const) {
    if (entry?.value.kind === "record") yield { part, span: entry.value.span, owner: config, parent, ...configValues(entry.value, context) };
  }
  const conditions = strategy && entryOf(configValues(strategy.value, context), "conditions")?.value;
  for (const condition of itemsOf(conditions)) if (condition.kind === "record") yield { part: "condition", span: condition.span, owner: config, parent, ...configValues(condition, context) };
  for (const target of itemsOf(entryOf(config, "targets")?.value)) yield* partsOf(target, config, context, seen);
}

/** The entries by their names in the gateway, which the gateway also takes in the spelling of TypeScript. */
function configValues(value: Expression, { facts }: RuleContext): NamedValues {
  const { entries, isOpen } = recordValues(value, facts);
  return { entries: entries.map((entry) => ({ ...entry, name: entry.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) })), isOpen };
}

/** The value of that name. */
export const entryOf = ({ entries }: NamedValues, name: string): NamedValue | undefined => entries.find((entry) => entry.name === name);

/** The items of a list that is written out. */
export const itemsOf = (value: Expression | undefined): readonly Expression[] => (value?.kind === "list" ? value.items : []);
