import type { ConfigRecord, ConfigValue } from "./portkey-config.ts";

/** What every constant that holds a config is called first. */
export const configPrefix = "PORTKEY_CONFIG_";

/** A name for the constant that holds a config: what it adds to a plain request. Two configs may have the same one. */
export function configName({ targets, retry, cache, request_timeout, drop_params }: ConfigRecord): string {
  const first = Array.isArray(targets) ? entry(entry(targets[0], "override_params"), "model") : undefined;
  const attempts = entry(retry, "attempts");
  if (typeof first === "string") return constantName(`${first.slice(first.indexOf("/") + 1)}_WITH_FALLBACKS`);
  const words = [
    ...(attempts === undefined ? [] : [`RETRY_${attempts}`]),
    ...(cache === undefined ? [] : ["CACHE"]),
    ...(request_timeout === undefined ? [] : ["TIMEOUT"]),
    ...(drop_params === undefined ? [] : ["DROP_PARAMS"]),
  ];
  return constantName(words.join("_"));
}

/** The name of a constant for a config that the program already calls something. */
export const constantName = (name: string): string =>
  configPrefix +
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toUpperCase();

const entry = (value: ConfigValue | undefined, key: string): ConfigValue | undefined => (isRecord(value) ? value[key] : undefined);

const isRecord = (value: ConfigValue | undefined): value is ConfigRecord => typeof value === "object" && !Array.isArray(value);
