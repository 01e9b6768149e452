import type { CacheTypeEntry } from "../catalog/config-entries.ts";
import type { Argument, Expression } from "../facts/facts.ts";
import { isFixed, isPlain } from "./argument-fate.ts";
import type { PlanContext } from "./call-plan.ts";

/** What a cache of LiteLLM's says about the answers it keeps. */
export interface CacheSetting {
  readonly type: CacheTypeEntry;
  readonly seconds: number | undefined;
  readonly namespace: string | undefined;
  /** Only calls that ask for it are kept: `cache={"use-cache": True}`. */
  readonly isOptIn: boolean;
  /** Names of the functions whose answers are kept; undefined for all that LiteLLM keeps. */
  readonly functions: readonly string[] | undefined;
  readonly hasThreshold: boolean;
}

/** A cache as it was read, undefined where none is kept; or why a config cannot take its place. */
export type CacheReading = { readonly kind: "cache"; readonly setting: CacheSetting | undefined } | { readonly kind: "left"; readonly reason: string };

/** Reads the arguments of `Cache(…)` or `enable_cache(…)`. */
export function readCache(given: readonly Argument[] | "none" | undefined, { catalog }: PlanContext): CacheReading {
  if (given === "none") return { kind: "cache", setting: undefined };
  if (!given) return left("What it is set to is no cache that can be seen here");
  const named = new Map<string, Expression>();
  for (const [index, { kind, keyword, value }] of given.entries()) {
    const name = kind === "positional" && index === 0 ? "type" : keyword;
    if (kind === "splat" || name === undefined) return left("Not all of its arguments can be read here");
    if (!isFixed(value) && !isPlain(value)) return left(`\`${name}\` is given the value of an expression that may do more than give a value`);
    if (value.kind !== "nothing") named.set(name, value);
  }
  const typeName = named.has("type") ? constantOf(named.get("type"), "LiteLLMCacheType") : "local";
  const type = typeName === undefined ? undefined : catalog.config.cacheType(typeName);
  if (!type) return left(typeName === undefined ? "Its `type` is decided at run time" : `A cache of the type "${typeName}" has no counterpart`);
  const mode = named.has("mode") ? constantOf(named.get("mode"), "CacheMode") : "default_on";
  if (mode !== "default_on" && mode !== "default_off") return left("Its `mode` is decided at run time");
  // An argument for one store is without effect for another.
  const [life] = [...(typeName === "local" ? ["default_in_memory_ttl"] : []), ...(typeName === "redis" ? ["default_in_redis_ttl"] : []), "ttl"].flatMap((name) => named.get(name) ?? []);
  const seconds = life && written(life);
  if (life && seconds?.kind !== "number") return left("How long it keeps answers is decided at run time");
  const space = named.get("namespace");
  const namespace = space && written(space);
  if (space && namespace?.kind !== "string") return left("Its `namespace` is decided at run time");
  const kinds = named.get("supported_call_types");
  const functions = kinds?.kind === "list" ? kinds.items.flatMap((item) => (item.kind === "string" ? [item.value] : [])) : undefined;
  if (kinds && (kinds.kind !== "list" || functions?.length !== kinds.items.length)) return left("Its `supported_call_types` are not written out here");
  return {
    kind: "cache",
    setting: {
      type,
      seconds: seconds?.kind === "number" ? seconds.value : type.seconds,
      namespace: namespace?.kind === "string" ? namespace.value : undefined,
      isOptIn: mode === "default_off",
      functions,
      hasThreshold: named.has("similarity_threshold"),
    },
  };
}

const left = (reason: string): CacheReading => ({ kind: "left", reason });

const written = (value: Expression): Expression | undefined => (value.kind === "name" ? value.initial : value);

/** A text, or a member of one of LiteLLM's enumerations, whose names are the texts in capitals (LiteLLM 1.82.6 types/caching.py). */
function constantOf(value: Expression | undefined, enumeration: string): string | undefined {
  const text = value && written(value);
  if (text?.kind === "string") return text.value;
  const member = value?.kind === "chain" ? new RegExp(`\\.${enumeration}\\.(\\w+)$`).exec(value.path ?? "")?.[1] : undefined;
  return member && (enumeration === "CacheMode" ? member : member.toLowerCase().replaceAll("_", "-"));
}
