import { isJsonObject, type Json, type JsonObject } from "../engine/text/json.ts";

/** A config as it is sent, and what of the code's own was left out. */
export interface SentConfig {
  readonly config: JsonObject;
  /** Names of what was left out, each once. */
  readonly leftOut: readonly string[];
}

/**
 * What a config may say in a test. Everything else would take a key or a prompt to a place that the code names and the user
 * did not choose: a host of its own, an Azure resource, a webhook; or would carry a key that stands in the code.
 */
const routing =
  /^(name|provider|virtual_key|strategy|targets|weight|retry|cache|request_timeout|override_params|default_params|drop_params|strict_open_ai_compliance|cb_config|input_guardrails|output_guardrails|passthrough|prompt_id)$/;

const tokenCaps = ["max_tokens", "max_completion_tokens", "max_output_tokens", "max_tokens_to_sample"];

/** A config with nothing in it but routing; `cap` holds for the tokens that its targets ask for, too. */
export function sentConfig(config: JsonObject, cap: number | undefined): SentConfig {
  const leftOut = new Set<string>();
  const copy = (from: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(from).flatMap(([name, value]): [string, Json][] => {
        if (!routing.test(name)) leftOut.add(name);
        else if (name === "targets" && Array.isArray(value)) return [[name, value.filter(isJsonObject).map(copy)]];
        else if (name.endsWith("_guardrails")) return [[name, namesOf(value, name, leftOut)]];
        else if (name === "override_params" || name === "default_params") return [[name, cap === undefined || !isJsonObject(value) ? value : capped(value, cap)]];
        else return [[name, value]];
        return [];
      }),
    );
  return { config: copy(config), leftOut: [...leftOut] };
}

/** A guardrail that is written out may call a webhook; the name of a saved one cannot. */
function namesOf(value: Json, name: string, leftOut: Set<string>): Json {
  if (!Array.isArray(value)) return value;
  const names = value.filter((each) => typeof each === "string");
  if (names.length < value.length) leftOut.add(name);
  return names;
}

/** The arguments of a target, whose caps on tokens are at most so high. */
function capped(body: JsonObject, cap: number): JsonObject {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, tokenCaps.includes(name) && (typeof value !== "number" || value > cap) ? cap : value]));
}
