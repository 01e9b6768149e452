import { catalog } from "./catalog.ts";
import type { ProviderEntry } from "./entries.ts";

/** What stands beside a model string in a call. */
export interface ModelHints {
  /** The value of `custom_llm_provider`. */
  readonly customProvider?: string | undefined;
  /** The value of `api_base` or `base_url`. */
  readonly apiBase?: string | undefined;
}

/** A LiteLLM model string as LiteLLM would take it apart. */
export interface LiteLlmModel {
  readonly kind: "litellm";
  /** As written. */
  readonly value: string;
  readonly provider: ProviderEntry;
  /** Without the provider's prefix. */
  readonly model: string;
  /** By what the provider is known; `name` is an inference. */
  readonly evidence: "custom-provider" | "prefix" | "api-base" | "name";
  readonly apiBase: string | undefined;
  /** What a person should know about the reading. */
  readonly note: string | undefined;
}

/** A string that names a model of Portkey's catalog already. */
export interface MigratedModel {
  readonly kind: "portkey";
  readonly value: string;
  readonly slug: string;
  readonly model: string;
}

/** What a model string says. */
export type ModelReading = LiteLlmModel | MigratedModel;

/**
 * Reads a model string in LiteLLM's own order: custom provider, known prefix, address, known name.
 * Undefined for what LiteLLM would refuse too, and for names of Router groups and proxies, which only their configuration explains.
 */
export function readModel(value: string, hints: ModelHints = {}): ModelReading | undefined {
  if (value === "" || unprintable.test(value)) return undefined;
  return readMigrated(value) ?? readLiteLlm(value, hints);
}

/** What LiteLLM would never send: white space, control characters, half a surrogate pair. */
const unprintable = /[\s\p{Cc}\p{Cs}]/u;

/** Everything after the first slash is the model: it may hold slashes, colons and another `@`. */
const portkeyName = /^@([A-Za-z0-9][A-Za-z0-9._-]*)\/(.+)$/;

/** Prefixes under which LiteLLM passes a Portkey name on to an OpenAI-compatible address. */
const passThrough = /^(?:openai|custom_openai|openai_like|text-completion-openai|litellm_proxy)\/(?=@)/;

function readMigrated(value: string): MigratedModel | undefined {
  const [, slug, model] = portkeyName.exec(value.replace(passThrough, "")) ?? [];
  return slug === undefined || model === undefined ? undefined : { kind: "portkey", value, slug, model };
}

function readLiteLlm(value: string, { customProvider, apiBase }: ModelHints): LiteLlmModel | undefined {
  const prefixed = customProvider && !value.startsWith(`${customProvider}/`) ? `${customProvider}/${value}` : value;
  const slash = prefixed.indexOf("/");
  const provider = slash > 0 ? catalog.provider(prefixed.slice(0, slash)) : undefined;
  const rest = prefixed.slice(slash + 1);
  if (provider) return rest === "" ? undefined : onAzureFoundry({ kind: "litellm", value, provider, model: rest, evidence: customProvider ? "custom-provider" : "prefix", apiBase, note: undefined });
  return customProvider ? undefined : (readByHost(value, apiBase) ?? readByName(value, apiBase));
}

/** Models of other vendors on Azure answer at an address of their own, which LiteLLM calls as OpenAI's (`_is_non_openai_azure_model`). */
function onAzureFoundry(reading: LiteLlmModel): LiteLlmModel {
  const foundry = catalog.provider("azure_ai");
  if (reading.provider.prefix !== "azure" || !foundry || !/^(command-r|mistral-(large|medium|small|tiny|nemo)|ministral|codestral)/.test(reading.model)) return reading;
  return { ...reading, provider: foundry, note: "A model that is not OpenAI's is not part of Azure OpenAI: Portkey reaches it through Azure AI Foundry." };
}

function readByHost(value: string, apiBase: string | undefined): LiteLlmModel | undefined {
  const known = apiBase === undefined ? undefined : catalog.models.hosts.find(({ host }) => apiBase.includes(host));
  const provider = known && catalog.provider(known.provider);
  return provider && { kind: "litellm", value, provider, model: value, evidence: "api-base", apiBase, note: undefined };
}

const bareNames = catalog.models.names.map(({ provider, pattern, note }) => ({ provider: catalog.provider(provider), pattern: new RegExp(pattern, "i"), note }));

function readByName(value: string, apiBase: string | undefined): LiteLlmModel | undefined {
  const known = bareNames.find(({ pattern }) => pattern.test(value.replace(/^responses\//, "")));
  if (!known?.provider) return undefined;
  const note = ["The provider is inferred from the name.", ...(known.note ? [known.note] : [])].join(" ");
  return { kind: "litellm", value, provider: known.provider, model: value, evidence: "name", apiBase, note };
}
