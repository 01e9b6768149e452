import { parseAllDocuments } from "yaml";

/** What a configuration of the LiteLLM proxy says about models. */
export interface ProxyConfigFacts {
  /** `model_name` → the `litellm_params.model` of each of its deployments, as written, each once. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** The names for which the proxy asks other models where one fails; `*` for all. */
  readonly fallbacks: readonly string[];
  /** Files that `include:` names, relative to this one. */
  readonly includes: readonly string[];
}

/**
 * Reads the aliases of a LiteLLM proxy configuration, also one that is embedded in a ConfigMap, in Helm values (`proxy_config:`)
 * or in a compose file (`configs: … content: |`). Undefined for any other text; never throws.
 */
export function proxyConfigOf(text: string): ProxyConfigFacts | undefined {
  if (!mayBeProxyConfig(text)) return undefined;
  const found: Found = { aliases: new Map(), fallbacks: new Set(), includes: new Set(), isConfig: false };
  try {
    collectFromText(text, found, 0);
  } catch {
    // an expansion of anchors without end, or brackets nested too deeply
  }
  if (!found.isConfig) return undefined;
  return { aliases: Object.fromEntries([...found.aliases].map(([name, models]) => [name, [...models]])), fallbacks: [...found.fallbacks], includes: [...found.includes] };
}

/** Whether a text holds the words without which no proxy configuration names a model. */
export const mayBeProxyConfig = (text: string): boolean => text.includes("litellm_params") && text.includes("model_list");

interface Found {
  readonly aliases: Map<string, Set<string>>;
  readonly fallbacks: Set<string>;
  readonly includes: Set<string>;
  isConfig: boolean;
}

// a configuration in a chart's values in a ConfigMap is as deep as they come
const deepest = 8;

function collectFromText(text: string, found: Found, depth: number): void {
  const documents = parseAllDocuments(text, { merge: true, logLevel: "silent", uniqueKeys: false });
  if (!Array.isArray(documents)) return;
  // templates such as `{{ .Values.x }}` leave errors behind; what could be read is still there
  for (const document of documents) collect(document.toJS({ maxAliasCount: 100 }), found, depth);
}

function collect(value: unknown, found: Found, depth: number): void {
  if (depth > deepest) return;
  if (typeof value === "string") {
    if (value.includes("\n") && mayBeProxyConfig(value)) collectFromText(value, found, depth + 1);
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found, depth + 1);
    return;
  }
  if (!isRecord(value)) return;
  const deployments = Array.isArray(value.model_list) ? value.model_list.filter(isDeployment) : [];
  if (deployments.length === 0) {
    for (const entry of Object.values(value)) collect(entry, found, depth + 1);
    return;
  }
  found.isConfig = true;
  for (const { model_name, litellm_params } of deployments) modelsOf(found, model_name).add(litellm_params.model);
  for (const file of Array.isArray(value.include) ? value.include : []) if (typeof file === "string") found.includes.add(file);
  collectGroupAliases(value.router_settings, found);
  for (const settings of [value.litellm_settings, value.router_settings]) collectFallbacks(settings, found);
}

/** Lists of fallbacks, each a record from a name to others, and those for all names (PyPI litellm 1.82.6, router.py: `Router.__init__`). */
function collectFallbacks(settings: unknown, found: Found): void {
  if (!isRecord(settings)) return;
  for (const key of ["fallbacks", "context_window_fallbacks", "content_policy_fallbacks"]) {
    const lists = settings[key];
    for (const entry of Array.isArray(lists) ? lists : []) if (isRecord(entry)) for (const name of Object.keys(entry)) found.fallbacks.add(name);
  }
  if (Array.isArray(settings.default_fallbacks) && settings.default_fallbacks.length > 0) found.fallbacks.add("*");
}

/** `router_settings.model_group_alias: { other-name: model_name }`, whose values may also be `{ model, hidden }`. */
function collectGroupAliases(settings: unknown, found: Found): void {
  const groups = isRecord(settings) ? settings.model_group_alias : undefined;
  if (!isRecord(groups)) return;
  for (const [alias, entry] of Object.entries(groups)) {
    const name = isRecord(entry) ? entry.model : entry;
    const models = typeof name === "string" ? found.aliases.get(name) : undefined;
    for (const model of models ?? []) modelsOf(found, alias).add(model);
  }
}

function modelsOf(found: Found, alias: string): Set<string> {
  const models = found.aliases.get(alias) ?? new Set();
  found.aliases.set(alias, models);
  return models;
}

interface Deployment {
  readonly model_name: string;
  readonly litellm_params: { readonly model: string };
}

const isDeployment = (value: unknown): value is Deployment =>
  isRecord(value) && typeof value.model_name === "string" && isRecord(value.litellm_params) && typeof value.litellm_params.model === "string";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
