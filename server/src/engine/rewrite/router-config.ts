import type { Expression } from "../facts/facts.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import { describeValue } from "./model-argument.ts";
import { type ConfigRecord, type ConfigValue, configValue, milliseconds } from "./portkey-config.ts";
import { retryConfig, retryPolicyConfig } from "./retry-config.ts";
import { fallbackChains, type NamedGroup } from "./router-fallbacks.ts";
import { type Deployment, namedValues, type ReadRouter } from "./router-reading.ts";
import { nameDeployments } from "./router-slugs.ts";
import { balanced } from "./router-weights.ts";

/** A Router as a config, with what its requests may ask for. */
export interface RouterConfig {
  readonly config: ConfigRecord;
  /** The Portkey names of each group's models. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Other names of groups. */
  readonly aliases: ReadonlyMap<string, string>;
  /** What a request for a group, or for another name of one, is by itself; undefined for any other name. */
  readonly partOf: (name: string) => ConfigRecord | undefined;
}

/**
 * Builds the config that does what a Router does; what it cannot do is told in the remarks.
 * `requested` are the arguments that its requests give, which come before those of a deployment.
 */
export function routerConfig(router: ReadRouter, requested: ReadonlySet<string>, context: PlanContext, remarks: Remarks): RouterConfig {
  for (const obstacle of router.obstacles) remarks.blocked.add(obstacle);
  for (const [name, value] of router.parameters) remarkOn(name, value, context, remarks);
  const models = nameDeployments(router.deployments, context, remarks);
  const shared = sharedParts(router.parameters, context, remarks);
  const breaker = circuitBreaker(router.parameters, context, remarks);
  const groups = new Map<string, Deployment[]>();
  for (const deployment of router.deployments) groups.set(deployment.group, [...(groups.get(deployment.group) ?? []), deployment]);
  const ownRetries = retriesOfGroups(router.parameters.get("model_group_retry_policy"), context, remarks);
  const nodes = new Map(
    [...groups].map(([name, deployments]) => {
      const targets = deployments.map((deployment) => ({ deployment, target: { ...targetOf(deployment, requested, context, remarks), cb_config: breaker } }));
      const named = targets.map(({ deployment, target }) => ({ deployment, target: { ...target, override_params: { model: models.get(deployment), ...target.override_params } } }));
      return [name, beside(balanced(named, remarks), { retry: ownRetries.get(name) })] as const;
    }),
  );
  for (const name of groups.keys()) if (name.includes("*")) remarks.blocked.add(`\`${name}\` stands for any model, for which a config has no condition`);
  if (shared.retry !== undefined && [...groups.values()].some(({ length }) => length > 1)) remarks.reasons.add("The gateway asks the same deployment again, where the Router chooses another one");
  if (breaker === undefined) remarks.reasons.add("The gateway asks a deployment that has just failed, which the Router leaves alone for some seconds");
  const aliases = aliasesOf(router.parameters.get("model_group_alias"), groups, remarks);
  const names = new Map([...[...groups.keys()].map((name) => [name, name] as const), ...aliases].map(([name, group]) => [name, { group, node: nodes.get(group) ?? {} }] as const));
  const chains = fallbackChains(names, router.parameters, context, remarks);
  return {
    config: beside(routed(chains, remarks), shared),
    groups: new Map([...groups].map(([name, deployments]) => [name, deployments.flatMap((each) => models.get(each) ?? [])])),
    aliases,
    partOf(name) {
      const node = chains.get(name)?.node;
      return node && beside(node, shared);
    },
  };
}

/** A part of a config with what holds for all of it; what it says itself counts. */
const beside = (part: ConfigRecord, shared: ConfigRecord): ConfigRecord => ({ ...part, ...Object.fromEntries(Object.entries(shared).filter(([key]) => part[key] === undefined)) });

/** Says what becomes of an argument that is no part of the config. */
function remarkOn(name: string, value: Expression, { catalog }: PlanContext, { blocked, reasons, notes }: Remarks): void {
  const parameter = catalog.routerParameter(name);
  const isOff = (value.kind === "boolean" && !value.value) || (value.kind === "list" && value.items.length === 0) || (value.kind === "record" && value.entries.length === 0);
  if (!parameter) blocked.add(`\`${name}\` is not known as an argument of the Router`);
  else if (parameter.kind === "none" && !isOff) blocked.add(`\`${name}\` ${parameter.text}`);
  else if (parameter.kind === "drop") (parameter.rewriteClass === "A" ? notes : reasons).add(`\`${name}\` ${parameter.text}`);
}

/** One group by itself; several, or one with another name, by the name that a request gives as its model. */
function routed(chains: ReadonlyMap<string, NamedGroup>, { notes }: Remarks): ConfigRecord {
  const [first] = chains;
  if (!first) return {};
  if (chains.size === 1) return first[1].node;
  notes.add(`A request for a model that is no group goes to \`${first[0]}\`, the config's default, where LiteLLM raises`);
  // An alias with the fallbacks of its group is that group.
  const targetName = (name: string, { group, others }: NamedGroup): string => (chains.get(group)?.others.join("\n") === others.join("\n") ? group : name);
  const conditions = [...chains].map(([name, chain]) => ({ query: { "params.model": { $eq: name } }, target: targetName(name, chain) }));
  return {
    // biome-ignore lint/suspicious/noThenProperty: a key of Portkey's config, which nobody awaits
    strategy: { mode: "conditional", conditions: conditions.map(({ query, target }) => ({ query, then: target })), default: first[0] },
    targets: [...chains].filter(([name, chain]) => targetName(name, chain) === name).map(([name, { node }]) => ({ name, ...node })),
  };
}

/** Arguments of a deployment that say which one is chosen, or whose it is. */
const ofChoice = new Set(["weight", "rpm", "tpm", "order", "custom_llm_provider"]);

interface Target extends ConfigRecord {
  readonly override_params: ConfigRecord;
}

/** A deployment as a target without its model; what requests give too counts only where they do not. */
function targetOf({ parameters, group }: Deployment, requested: ReadonlySet<string>, context: PlanContext, remarks: Remarks): Target {
  const { blocked, reasons, notes } = remarks;
  const overrides: Record<string, ConfigValue | undefined> = {};
  const defaults: Record<string, ConfigValue | undefined> = {};
  for (const [name, value] of parameters) {
    if (ofChoice.has(name) || name === "timeout" || name === "num_retries" || name === "max_retries") continue;
    const parameter = context.catalog.parameter(name);
    const note = parameter?.note?.replace(/\.$/, "");
    if (parameter?.kind === "same") (requested.has(name) ? defaults : overrides)[name] = configValue(value);
    else if (parameter?.kind === "drop") (parameter.rewriteClass === "A" ? notes : reasons).add(`\`${name}\` of a deployment goes${note === undefined ? "" : `: ${note}`}`);
    else blocked.add(`\`${name}\` of a deployment of \`${group}\` has no counterpart in a target${note === undefined ? "" : `: ${note}`}`);
  }
  const hasDefaults = Object.keys(defaults).length > 0;
  if (hasDefaults)
    reasons.add(
      `${Object.keys(defaults)
        .map((name) => `\`${name}\``)
        .join(", ")} of a deployment, which requests give too, becomes \`default_params\`: hosted Portkey knows them, the open-source gateway does not`,
    );
  const timeout = parameters.get("timeout");
  const retries = ["num_retries", "max_retries"].find((name) => parameters.has(name));
  const count = retries === undefined ? undefined : parameters.get(retries);
  return {
    override_params: overrides,
    default_params: hasDefaults ? defaults : undefined,
    retry: retries !== undefined && count ? retryConfig(retries, count, context, remarks) : undefined,
    request_timeout: timeout && limitOf("timeout", timeout, remarks),
  };
}

/** What holds for every target. */
function sharedParts(parameters: ReadonlyMap<string, Expression>, context: PlanContext, remarks: Remarks): ConfigRecord {
  const { blocked, reasons, notes } = remarks;
  const routing = parameters.get("routing_strategy");
  if (routing && !(routing.kind === "string" && routing.value === "simple-shuffle"))
    reasons.add(`\`routing_strategy\`: the gateway chooses by chance and weight alone, not by ${routing.kind === "string" ? `\`${routing.value}\`` : describeValue(routing)}`);
  const timeout = parameters.get("timeout");
  const policy = parameters.get("retry_policy");
  const retries = parameters.get("num_retries");
  const attempts = context.catalog.config.routerDefault("num_retries");
  if (!retries && !policy) notes.add(`The Router asks ${attempts} times again where \`num_retries\` is not given; the config says so`);
  const cache = parameters.get("cache_responses");
  if (cache && cache.kind !== "boolean") blocked.add(`\`cache_responses\` is decided at run time (${describeValue(cache)})`);
  const isCached = cache?.kind === "boolean" && cache.value;
  if (isCached) reasons.add("`cache_responses`: the gateway caches for everybody who asks with the same Portkey key, and keeps answers longer than a Router that lives as long as its process");
  return {
    retry: policy
      ? retryPolicyConfig("retry_policy", policy, context, remarks)
      : retries
        ? retryConfig("num_retries", retries, context, remarks)
        : { attempts, on_status_codes: context.catalog.config.retriedStatusCodes },
    cache: isCached ? { mode: "simple" } : undefined,
    request_timeout: timeout && limitOf("timeout", timeout, remarks),
    default_params: defaultsOf(parameters.get("default_litellm_params"), context, remarks),
  };
}

function limitOf(name: string, value: Expression, { blocked, reasons }: Remarks): ConfigValue | undefined {
  if (value.kind !== "number" && value.kind !== "name" && value.kind !== "chain") {
    blocked.add(`\`${name}\` is given ${describeValue(value)}, which is no number of seconds for the gateway`);
    return undefined;
  }
  reasons.add(`\`${name}\`: the gateway keeps the limit for each attempt, in milliseconds, and answers with status 408`);
  return milliseconds(value);
}

function defaultsOf(value: Expression | undefined, { catalog }: PlanContext, { blocked, reasons }: Remarks): ConfigRecord | undefined {
  if (!value) return undefined;
  const given = namedValues(value);
  if (!given) blocked.add(`\`default_litellm_params\` is decided at run time (${describeValue(value)})`);
  if (!given || given.size === 0) return undefined;
  for (const name of given.keys()) if (catalog.parameter(name)?.kind !== "same") blocked.add(`\`${name}\` of \`default_litellm_params\` is no argument of a request`);
  reasons.add("`default_litellm_params` becomes `default_params` of the config, which hosted Portkey knows and the open-source gateway does not");
  return Object.fromEntries([...given].map(([name, each]) => [name, configValue(each)]));
}

function retriesOfGroups(value: Expression | undefined, context: PlanContext, remarks: Remarks): ReadonlyMap<string, ConfigRecord | undefined> {
  const policies = namedValues(value);
  if (value && !policies) remarks.blocked.add(`\`model_group_retry_policy\` is decided at run time (${describeValue(value)})`);
  return new Map([...(policies ?? [])].map(([group, policy]) => [group, retryPolicyConfig("model_group_retry_policy", policy, context, remarks)]));
}

/** Other names of groups: `{"gpt-4": "openai-group"}`, also with a dict in the place of the group. */
function aliasesOf(value: Expression | undefined, groups: ReadonlyMap<string, unknown>, { blocked }: Remarks): ReadonlyMap<string, string> {
  const given = namedValues(value);
  if (value && !given) blocked.add(`\`model_group_alias\` is decided at run time (${describeValue(value)})`);
  return new Map(
    [...(given ?? [])].flatMap(([alias, each]) => {
      const group = each.kind === "record" ? namedValues(each)?.get("model") : each;
      if (group?.kind === "string" && groups.has(group.value)) return [[alias, group.value] as const];
      blocked.add(`The alias \`${alias}\` leads to no group that is written here`);
      return [];
    }),
  );
}

/** When a target is left alone for a while; the gateway's shortest while is longer than LiteLLM's own. */
function circuitBreaker(parameters: ReadonlyMap<string, Expression>, { catalog: { config } }: PlanContext, { blocked, reasons }: Remarks): ConfigRecord | undefined {
  const disabled = parameters.get("disable_cooldowns");
  const given = ["allowed_fails", "cooldown_time"].filter((name) => parameters.has(name));
  if (given.length === 0 || (disabled?.kind === "boolean" && disabled.value)) return undefined;
  const [fails, seconds] = ["allowed_fails", "cooldown_time"].map((name) => {
    const value = parameters.get(name);
    if (value && value.kind !== "number") blocked.add(`\`${name}\` is decided at run time (${describeValue(value)})`);
    return value?.kind === "number" ? value.value : config.routerDefault(name);
  });
  const cooldown_interval = config.limited("cb_config.cooldown_interval", Math.round((seconds ?? 0) * 1000));
  reasons.add(`${given.map((name) => `\`${name}\``).join(" and ")}: the gateway leaves a target alone for ${cooldown_interval / 1000} seconds, and counts failures in a way of its own`);
  return { failure_threshold: config.limited("cb_config.failure_threshold", fails ?? 0), cooldown_interval };
}
