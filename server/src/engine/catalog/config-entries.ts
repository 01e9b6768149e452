import type { Sourced } from "./entries.ts";

/** The smallest and the largest value of a key of a Portkey config. */
export interface ConfigLimitEntry extends Sourced {
  /** The keys from the outside in: `retry.attempts`. */
  readonly name: string;
  readonly least?: number;
  readonly most?: number;
}

/** What LiteLLM's Router does where an argument is not given. */
export interface RouterDefaultEntry extends Sourced {
  readonly name: string;
  readonly value: number;
}

/** A setting of LiteLLM's module that requests may carry instead. */
export interface ModuleSettingEntry extends Sourced {
  /** The setting, and the functions that change it. */
  readonly names: readonly string[];
  /** `argument` is one of each request, `cache` is the store of answers, `aliases` are names of models; `router` is read by a Router alone. */
  readonly kind: "argument" | "cache" | "aliases" | "router";
  readonly argument?: string;
  /** Arguments of a request that LiteLLM takes instead. */
  readonly unless?: readonly string[];
  /** The requests that LiteLLM takes it for. */
  readonly of: readonly string[];
  /** What is different once requests carry it; a sentence without its full stop. */
  readonly note?: string;
}

/** Stores of LiteLLM's cache, and the mode of a config's `cache` in their place. */
export interface CacheTypeEntry extends Sourced {
  readonly mode: "simple" | "semantic";
  readonly types: readonly string[];
  /** How long LiteLLM keeps an answer there where nothing is said. */
  readonly seconds?: number;
  readonly note?: string;
}

/** A kind of errors for which LiteLLM counts retries of its own, and what they are in a Portkey config. */
export interface RetryPolicyEntry extends Sourced {
  readonly name: string;
  readonly statusCodes: readonly number[];
}
