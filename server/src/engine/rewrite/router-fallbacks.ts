import type { Expression } from "../facts/facts.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import { describeValue } from "./model-argument.ts";
import type { ConfigRecord } from "./portkey-config.ts";
import { namedValues } from "./router-reading.ts";

/** Kinds of fallbacks, and the statuses that the gateway tells them by. */
const kinds = [
  { name: "fallbacks", codes: undefined },
  { name: "context_window_fallbacks", codes: [400] },
  { name: "content_policy_fallbacks", codes: [400, 446] },
] as const;

/** What a Router asks for by a name. */
export interface NamedGroup {
  /** The group behind the name, which is another one for an alias. */
  readonly group: string;
  readonly node: ConfigRecord;
  /** Names that are asked where it fails. */
  readonly others: readonly string[];
}

/**
 * Each name with those that are asked where it fails. LiteLLM looks fallbacks up by the name that a request gives, so that an alias
 * has not those of its group, and asks the fallbacks of a fallback before the next one (1.82.6 `fallback_event_handlers.py`).
 */
export function fallbackChains(
  names: ReadonlyMap<string, Omit<NamedGroup, "others">>,
  parameters: ReadonlyMap<string, Expression>,
  { catalog }: PlanContext,
  remarks: Remarks,
): ReadonlyMap<string, NamedGroup> {
  const { blocked, reasons, notes } = remarks;
  const others = namesOf("default_fallbacks", parameters.get("default_fallbacks"), remarks);
  const limit = parameters.get("max_fallbacks");
  if (limit && limit.kind !== "number") blocked.add(`\`max_fallbacks\` is decided at run time (${describeValue(limit)})`);
  const deepest = limit?.kind === "number" ? limit.value : catalog.config.routerDefault("max_fallbacks");
  const given = kinds.map(({ name, codes }) => ({ name, codes, chains: chainsOf(name, parameters.get(name), remarks) }));
  /** What is said of every model counts where nothing is said of this one. */
  const fallbacksOf = (name: string, { chains, name: kind }: (typeof given)[number]): readonly string[] =>
    (chains.get(name) ?? chains.get("*") ?? (kind === "fallbacks" ? others : [])).filter((other) => other !== name);
  const collect = (name: string, kind: (typeof given)[number], depth: number, seen: Set<string>): readonly string[] =>
    depth >= deepest
      ? []
      : fallbacksOf(name, kind).flatMap((other, index) => {
          if (seen.has(other)) return [];
          seen.add(other);
          return [other, ...(kind.codes ? [] : collect(other, kind, depth + index + 1, seen))];
        });
  const chained = (name: string, node: ConfigRecord): Omit<NamedGroup, "group"> => {
    const own = given.map((kind) => ({ ...kind, next: collect(name, kind, 0, new Set([name])) })).filter(({ next }) => next.length > 0);
    const [first] = own;
    if (!first) return { node, others: [] };
    if (own.length > 1) blocked.add(`${own.map((kind) => `\`${kind.name}\``).join(" and ")} of \`${name}\` need a config written by hand: the gateway tells them by the status of the answer alone`);
    for (const other of first.next) if (!names.has(other)) blocked.add(`The fallback \`${other}\` is no group that is written here`);
    if (first.codes) reasons.add(`\`${first.name}\`: the gateway asks the next group after every answer with status ${first.codes.join(" or ")}`);
    else notes.add("`fallbacks`: the gateway asks the next group after every answer that is no success, and each group once");
    const targets = [node, ...first.next.map((other) => names.get(other)?.node).filter((next) => next !== undefined)];
    return { node: { strategy: { mode: "fallback", on_status_codes: first.codes }, targets }, others: first.next };
  };
  return new Map([...names].map(([name, { group, node }]) => [name, { group, ...chained(name, node) }]));
}

/** `[{"a": ["b", "c"]}]` by the group that fails. */
function chainsOf(name: string, value: Expression | undefined, remarks: Remarks): ReadonlyMap<string, readonly string[]> {
  if (!value) return new Map();
  const items = value.kind === "list" ? value.items.map(namedValues) : [undefined];
  if (items.some((item) => item === undefined)) remarks.blocked.add(`\`${name}\` is not written out here${value.kind === "list" ? "" : ` (${describeValue(value)})`}`);
  return new Map(items.flatMap((item) => [...(item ?? [])].map(([group, others]) => [group, namesOf(name, others, remarks)] as const)));
}

function namesOf(name: string, value: Expression | undefined, { blocked }: Remarks): readonly string[] {
  if (!value) return [];
  const names = value.kind === "list" ? value.items.flatMap((item) => (item.kind === "string" ? [item.value] : [])) : [];
  if (value.kind !== "list" || names.length < value.items.length) blocked.add(`A group of \`${name}\` is decided at run time`);
  return names;
}
