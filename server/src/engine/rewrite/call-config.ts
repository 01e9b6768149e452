import type { RequestEntry } from "../catalog/entries.ts";
import type { Expression, RecordEntry } from "../facts/facts.ts";
import { cacheParts } from "./cache-config.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import { describeValue, type NamedModel, nameModel } from "./model-argument.ts";
import { type ModuleSetting, settingReason } from "./module-settings.ts";
import { type ConfigRecord, type ConfigValue, configValue, milliseconds } from "./portkey-config.ts";
import type { RequestArgument } from "./request-call.ts";
import { attemptsConfig, retryConfig, retryPolicyConfig } from "./retry-config.ts";

/** What a call says about retries, fallbacks and caching, as Portkey takes it: a config, and options of the client beside it. */
export interface CallConfig {
  readonly config: ConfigRecord;
  readonly options: readonly ConfigOption[];
}

/** An option of the client that is no part of a config. */
export interface ConfigOption {
  readonly name: string;
  readonly value: ConfigValue;
}

/** A request whose arguments are read, with the Portkey name of its model. */
export interface ConfiguredRequest {
  readonly model: NamedModel;
  readonly target: RequestEntry;
  /** LiteLLM's function that sends it. */
  readonly path: string;
  readonly arguments: readonly RequestArgument[];
  /** What the module says for every such request. */
  readonly settings: readonly ModuleSetting[];
  readonly context: PlanContext;
}

/** Arguments that ask again, so that a limit for one attempt is no limit for the call. */
export const attemptArguments: ReadonlySet<string> = new Set(["num_retries", "max_retries", "retry_policy", "fallbacks", "context_window_fallback_dict"]);

/** Builds the config of a call from the arguments that go into it. */
export function callConfig(request: ConfiguredRequest, remarks: Remarks): CallConfig {
  const own = request.arguments.flatMap(({ name, value, fate }) => (fate.kind === "config" && value.kind !== "nothing" ? [[name, value] as const] : []));
  const given = new Map([...impliedArguments(request, remarks), ...own]);
  const value = <T>(name: string, read: (value: Expression) => T | undefined): T | undefined => {
    const expression = given.get(name);
    return expression && read(expression);
  };
  const { context } = request;
  const retries = ["num_retries", "max_retries"].find((name) => given.has(name));
  const { attempts } = request.target;
  const isCounted = attempts?.of.includes(request.path) === true;
  const cache = cacheParts(request, given, remarks);
  const options = [...cache.options];
  if (given.has("fallbacks") && given.has("context_window_fallback_dict")) remarks.blocked.add("`context_window_fallback_dict` beside `fallbacks` needs a config written by hand");
  const config: ConfigRecord = {
    ...value("fallbacks", (fallbacks) => fallbackStrategy(fallbacks, request, remarks)),
    ...value("context_window_fallback_dict", (models) => largerModel(models, request, remarks)),
    retry: isCounted
      ? attemptsConfig(attempts, given.get("num_retries"), context, remarks)
      : (value("retry_policy", (policy) => retryPolicyConfig("retry_policy", policy, context, remarks)) ?? (retries && value(retries, (count) => retryConfig(retries, count, context, remarks)))),
    cache: cache.config,
    request_timeout: value("timeout", (limit) => attemptLimit("timeout", limit, remarks)) ?? value("request_timeout", (limit) => attemptLimit("request_timeout", limit, remarks)),
    drop_params: value("additional_drop_params", (names) => droppedParameters(names, remarks)),
  };
  return { config, options };
}

/** What the module says in the place of arguments that the call does not have. */
function impliedArguments({ settings, arguments: given }: ConfiguredRequest, { reasons }: Remarks): (readonly [string, Expression])[] {
  const isGiven = (name: string): boolean => given.some((argument) => argument.name === name && argument.value.kind !== "nothing");
  return settings.flatMap((setting) => {
    if (setting.kind !== "argument" || setting.value.kind === "nothing" || setting.entry.unless?.some(isGiven)) return [];
    reasons.add(settingReason(setting));
    return [[setting.argument, setting.value] as const];
  });
}

/** The call's own model, then the others, which are asked where the one before them fails. */
function fallbackStrategy(value: Expression, request: ConfiguredRequest, remarks: Remarks): ConfigRecord | undefined {
  if (request.target.answer !== "chat") remarks.blocked.add("`fallbacks`: LiteLLM has them for chat alone");
  if (value.kind !== "list") {
    remarks.blocked.add(`\`fallbacks\` is decided at run time (${describeValue(value)}): write the config with its targets here`);
    return undefined;
  }
  if (value.items.length === 0) return undefined;
  const targets = value.items.map((item) => fallbackTarget(item, request, remarks));
  remarks.notes.add(
    "`fallbacks`: the gateway asks the next model after every answer that is no success; when all fail, the error of the last one is raised, where LiteLLM raises an `Exception` of no class of its own",
  );
  return { strategy: { mode: "fallback" }, targets: [{ override_params: { model: request.model.portkeyName } }, ...targets.filter((target) => target !== undefined)] };
}

function fallbackTarget(value: Expression, request: ConfiguredRequest, remarks: Remarks): ConfigRecord | undefined {
  if (value.kind === "string") return { override_params: { model: portkeyNameOf({ name: value.value }, argumentNames(request), request, remarks) } };
  if (value.kind === "record" && value.entries.every(({ key }) => key !== undefined)) return describedTarget(value.entries, request, remarks);
  remarks.blocked.add(`A model of \`fallbacks\` is decided at run time (${describeValue(value)})`);
  return undefined;
}

/** A fallback as a dict, whose entries take the place of the call's arguments. */
function describedTarget(entries: readonly RecordEntry[], request: ConfiguredRequest, remarks: Remarks): ConfigRecord | undefined {
  const named = new Map(entries.map(({ key, value }) => [key ?? "", value]));
  const model = named.get("model");
  const provider = named.get("custom_llm_provider");
  if ((model && model.kind !== "string") || (provider && provider.kind !== "string")) {
    remarks.blocked.add(`A model of \`fallbacks\` is decided at run time (${describeValue(model ?? provider ?? unreadable)})`);
    return undefined;
  }
  const names = [...argumentNames(request), ...named.keys()];
  const overrides: Record<string, ConfigValue | undefined> = {
    model: model ? portkeyNameOf({ name: model.value, customProvider: provider?.value }, names, request, remarks) : request.model.portkeyName,
  };
  let request_timeout: ConfigValue | undefined;
  for (const [name, value] of named) {
    const parameter = request.context.catalog.parameter(name);
    if (name === "model" || name === "custom_llm_provider") continue;
    if (name === "timeout") request_timeout = attemptLimit("timeout", value, remarks);
    else if (parameter?.kind === "same" && parameter.rewriteClass === "A") overrides[name] = configValue(value);
    else if (parameter?.kind === "drop") remarks.reasons.add(`\`${name}\` of a fallback goes: ${parameter.note?.replace(/\.$/, "") ?? "Portkey needs none"}`);
    else remarks.blocked.add(`\`${name}\` of a fallback has no counterpart in a target`);
  }
  return { override_params: overrides, request_timeout };
}

const unreadable: Expression = { kind: "opaque", span: { start: 0, end: 0 } };

const argumentNames = ({ arguments: given }: ConfiguredRequest): string[] => given.map(({ name }) => name);

interface OtherModel {
  readonly name: string;
  readonly customProvider?: string | undefined;
}

/** Another model by its Portkey name, for a request with arguments of these names. */
function portkeyNameOf({ name, customProvider }: OtherModel, given: readonly string[], { target, settings, context }: ConfiguredRequest, { blocked, reasons, notes }: Remarks): string | undefined {
  const model = nameModel(name, context, { target, customProvider, settings });
  if (model.kind === "blocked") {
    blocked.add(model.reason);
    return undefined;
  }
  for (const reason of model.reasons) reasons.add(reason);
  for (const note of model.notes) notes.add(note);
  for (const required of model.requires) if (!given.includes(required)) reasons.add(`The provider ${model.provider} needs \`${required}\`: LiteLLM filled it in, Portkey does not`);
  return model.portkeyName;
}

/** The model that takes over where a text is too long for the call's own. */
function largerModel(value: Expression, request: ConfiguredRequest, remarks: Remarks): ConfigRecord | undefined {
  const own = request.arguments.find(({ name }) => name === "model")?.value;
  const name = own?.kind === "name" ? own.initial : own;
  if (value.kind !== "record" || value.entries.some(({ key, value: larger }) => key === undefined || larger.kind !== "string") || name?.kind !== "string") {
    remarks.blocked.add("`context_window_fallback_dict` is decided at run time: write the config with its targets here");
    return undefined;
  }
  const larger = value.entries.find(({ key }) => key === name.value)?.value;
  if (larger?.kind !== "string") return undefined;
  remarks.reasons.add("`context_window_fallback_dict`: the gateway asks the other model after every answer with status 400, not only where the text is too long");
  const models = [request.model.portkeyName, portkeyNameOf({ name: larger.value }, argumentNames(request), request, remarks)];
  return { strategy: { mode: "fallback", on_status_codes: [400] }, targets: models.map((model) => ({ override_params: { model } })) };
}

/** A limit in seconds for one attempt, which the gateway keeps. */
function attemptLimit(name: string, value: Expression, { blocked, reasons }: Remarks): ConfigValue | undefined {
  if (value.kind !== "number" && value.kind !== "name" && value.kind !== "chain") {
    blocked.add(`\`${name}\` is given ${describeValue(value)}, which is no number of seconds for the gateway`);
    return undefined;
  }
  if (value.kind !== "number") reasons.add(`\`${name}\` has to be a number of seconds, not None and not a \`httpx.Timeout\``);
  reasons.add(`\`${name}\`: the gateway keeps the limit for each attempt, in milliseconds, and answers with status 408`);
  return milliseconds(value);
}

function droppedParameters(value: Expression, { blocked, reasons }: Remarks): ConfigValue | undefined {
  if (value.kind !== "list" || !value.items.every(({ kind }) => kind === "string")) {
    blocked.add("`additional_drop_params` is not written out here: a config needs the names in `drop_params`");
    return undefined;
  }
  reasons.add("`additional_drop_params` becomes `drop_params` of the config, which hosted Portkey knows and the open-source gateway does not");
  return value.items.length > 0 ? configValue(value) : undefined;
}
