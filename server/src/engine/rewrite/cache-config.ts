import type { Expression } from "../facts/facts.ts";
import type { CacheSetting } from "./cache-setting.ts";
import type { ConfigOption, ConfiguredRequest } from "./call-config.ts";
import type { Remarks } from "./call-plan.ts";
import { describeValue } from "./model-argument.ts";
import { type ModuleSetting, settingReason } from "./module-settings.ts";
import { type ConfigRecord, configValue } from "./portkey-config.ts";

/** What is said about caching a call's answer: a part of its config, and options of the client beside it. */
export interface CacheParts {
  readonly config: ConfigRecord | undefined;
  readonly options: readonly ConfigOption[];
}

/** The module's cache, `caching`, and LiteLLM's directives for one call. */
export function cacheParts(request: ConfiguredRequest, given: ReadonlyMap<string, Expression>, { blocked, reasons }: Remarks): CacheParts {
  const { catalog } = request.context;
  const caching = given.get("caching");
  const setting = keptBy(request);
  const kept = setting?.cache;
  const directives = given.get("cache");
  const entries = directives?.kind === "record" ? directives.entries : [];
  const asks = entries.some(({ key, value }) => key === "use-cache" && value.kind === "boolean" && value.value);
  let config: ConfigRecord | undefined;
  if (caching && caching.kind !== "boolean") blocked.add(`\`caching\` is decided at run time (${describeValue(caching)})`);
  const isOn = caching?.kind !== "boolean" || caching.value;
  const isKept = isOn && (asks || !kept?.isOptIn);
  if (kept && isKept) config = keptConfig(kept, request, reasons);
  if (setting && config) reasons.add(settingReason(setting));
  if (!kept && caching?.kind === "boolean" && caching.value) {
    config = { mode: "simple" };
    reasons.add("`caching=True` has an effect in LiteLLM only where `litellm.cache` is set; the gateway caches this call for everybody who asks with the same Portkey key");
  }
  const options = new Map<string, ConfigOption>();
  if (config && kept?.namespace !== undefined) options.set("cache_namespace", { name: "cache_namespace", value: kept.namespace });
  if (directives && directives.kind !== "record") blocked.add(`\`cache\` is decided at run time (${describeValue(directives)})`);
  for (const { key, value } of entries) {
    if (key === "no-cache" && value.kind === "boolean") {
      if (value.value) options.set("cache_force_refresh", { name: "cache_force_refresh", value: true });
    } else if (key === "namespace" && value.kind !== "nothing") {
      const namespace = configValue(value);
      if (namespace !== undefined) options.set("cache_namespace", { name: "cache_namespace", value: namespace });
    } else if (key === "ttl" && value.kind === "number") {
      if (!isKept) continue;
      const max_age = catalog.config.limited("cache.max_age", Math.round(value.value));
      config = { ...(config ?? { mode: "simple" }), max_age };
      if (max_age !== value.value) reasons.add(`\`cache\`: the gateway keeps answers for at least ${max_age} seconds, longer than \`ttl\` says`);
      else if (!kept) reasons.add("`cache`: with `ttl` the gateway caches the call, also where `litellm.cache` is not set");
    } else if (!(kept && key === "use-cache" && value.kind === "boolean")) blocked.add(`\`cache\`: what ${key === undefined ? "one of its entries" : `\`${key}\``} says has no counterpart`);
  }
  return { config, options: [...options.values()] };
}

/** The module's cache, where it keeps answers to such a request. */
function keptBy({ settings, path }: ConfiguredRequest): (ModuleSetting & { readonly kind: "cache"; readonly cache: CacheSetting }) | undefined {
  for (const setting of settings) {
    if (setting.kind === "cache" && setting.cache && (setting.cache.functions?.includes(path.slice(path.lastIndexOf(".") + 1)) ?? true)) return { ...setting, cache: setting.cache };
  }
  return undefined;
}

/** The gateway's cache in the place of LiteLLM's. */
function keptConfig({ type, seconds, hasThreshold }: CacheSetting, { context, target }: ConfiguredRequest, reasons: Set<string>): ConfigRecord | undefined {
  // A semantic cache looks at messages, in LiteLLM as in Portkey.
  if (type.mode === "semantic" && target.answer !== "chat") return undefined;
  if (type.note !== undefined) reasons.add(`\`litellm.cache\`: ${type.note}`);
  if (hasThreshold) reasons.add("`litellm.cache`: `similarity_threshold` is a setting of Portkey's, and no part of a config");
  if (seconds === undefined) {
    reasons.add("`litellm.cache`: without `ttl` the gateway keeps an answer for a week");
    return { mode: type.mode };
  }
  const max_age = context.catalog.config.limited("cache.max_age", Math.round(seconds));
  if (max_age !== seconds) reasons.add(`\`litellm.cache\`: the gateway keeps an answer for ${max_age} seconds, where LiteLLM does for ${seconds}`);
  return { mode: type.mode, max_age };
}
