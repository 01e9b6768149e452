// All lines of the module in one file, over 400 of them, so that it can be read, checked and run as the project gets it; this line stays here.
import OpenAI from "openai";

/** The only address that Portkey's key is sent to. */
const GATEWAY = "https://api.portkey.ai/v1";

/** The slug in Portkey's Model Catalog for each prefix of LiteLLM. */
const PROVIDER_SLUGS = new Map<string, string>([["openai", "openai-prod"]]);

/** Models that have a name of their own in Portkey. */
const MODEL_MAP = new Map<string, string>([["fast", "@openai-prod/gpt-4o-mini"]]);

/** The providers that npm's `litellm` takes names without a prefix for. */
const BARE_MODELS = new Map<string, RegExp>([["openai", /^gpt-/i]]);

/** What belongs into the request itself. */
const KNOWN_FIELDS = new Set("temperature top_p".split(" "));

/**
 * Fields for LiteLLM without a meaning here: keys and addresses of providers are in
 * Portkey's Model Catalog, and the gateway leaves out what a provider does not support.
 */
const DROPPED_FIELDS = new Set("api_base api_key drop_params".split(" "));

/** How the fields for LiteLLM's exporters of logs begin. */
const DROPPED_PREFIXES = ["langfuse_"];

/** The answers after which the gateway tries again, as LiteLLM does. */
const RETRIED_STATUS_CODES = [429, 500];

/** How often the gateway tries again at most. */
const MAX_RETRIES = 5;

/** How long the gateway keeps answers at least. */
const MIN_CACHE_SECONDS = 60;

/** A message as npm's `litellm` takes it. */
interface Message {
  role: "system" | "user" | "assistant" | "function";
  content: string | null;
}

/** What npm's `litellm` takes for a chat. */
export interface CompletionParams {
  model: string;
  messages: Message[];
  stream?: boolean | null;
  temperature?: number | null;
  top_p?: number | null;
  stop?: string | null | string[];
  presence_penalty?: number | null;
  n?: number | null;
  max_tokens?: number | null;
  functions?: OpenAI.ChatCompletionCreateParams.Function[];
  function_call?: "none" | "auto" | OpenAI.ChatCompletionFunctionCallOption;
  /** Not sent: the keys of providers are in Portkey's Model Catalog. */
  apiKey?: string;
  /** Not used: the addresses of providers are in Portkey's Model Catalog. */
  baseUrl?: string;
}

/** What npm's `litellm` takes for vectors. */
export interface EmbeddingParams {
  model: string;
  input: string | string[];
  /** Not sent: the keys of providers are in Portkey's Model Catalog. */
  apiKey?: string;
  /** Not used: the addresses of providers are in Portkey's Model Catalog. */
  baseUrl?: string;
}

/** A chat's answer as a whole. */
type Whole = OpenAI.ChatCompletion;

/** A chat's answer in parts. */
type Parts = AsyncIterable<OpenAI.ChatCompletionChunk>;

/** Asks a chat model for a whole answer, or with `stream: true` for its parts. */
export function completion(params: CompletionParams & { stream?: false }): Promise<Whole>;
export function completion(params: CompletionParams & { stream?: true }): Promise<Parts>;
export function completion(params: CompletionParams): Promise<Whole | Parts>;
export async function completion(params: CompletionParams): Promise<Whole | Parts> {
  const { apiKey: _key, baseUrl: _address, ...body } = params;
  const model = portkeyModel(bareModel(params.model));
  const request = { ...body, model } as OpenAI.ChatCompletionCreateParams;
  return portkeyClient().chat.completions.create(request);
}

/** Turns texts into vectors. */
export async function embedding(
  params: EmbeddingParams,
): Promise<OpenAI.CreateEmbeddingResponse> {
  const model = portkeyModel(bareModel(params.model));
  return portkeyClient().embeddings.create({ model, input: params.input });
}

/** A model's name with the provider that npm's `litellm` takes it to have. */
function bareModel(name: string): string {
  if (MODEL_MAP.has(name)) return name; // when: model_map
  if (PROVIDER_SLUGS.has(/^(.+?)\//.exec(name)?.[1] ?? "")) return name;
  const plain = name.replace(/^responses\//, "");
  const found = [...BARE_MODELS].find(([, pattern]) => pattern.test(plain));
  return found === undefined ? name : `${found[0]}/${name}`;
}

/** The client of the functions above, which is made when it is needed. */
let client: OpenAI | undefined;

function portkeyClient(): OpenAI {
  return (client ??= new OpenAI({
    baseURL: GATEWAY,
    apiKey: portkeyKey(),
    fetch: portkeyFetch,
  }));
}

function portkeyKey(): string {
  const key = process.env.PORTKEY_API_KEY;
  if (!key) throw new Error("PORTKEY_API_KEY is not set");
  return key;
}

/**
 * A `fetch` for clients of LiteLLM's proxy: their requests go to Portkey, with the
 * names of models and the proxy's own fields and headers translated. What cannot be
 * translated is answered like a bad request, which no client sends again.
 */
export function portkeyFetch(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response>;
// For openai 4, which declares its `fetch` in the words of node-fetch.
export function portkeyFetch(input: any, init?: any): Promise<any>;
export async function portkeyFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  if (input instanceof Request) {
    const { url, method, headers, signal } = input;
    const body = input.body === null ? null : await input.text();
    return portkeyFetch(url, { method, headers, signal, body, ...init });
  }
  let request: Translated;
  try {
    request = translated(new URL(input), init);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const answer = { error: { message, type: "invalid_request_error", code: null } };
    return new Response(JSON.stringify(answer), {
      status: 400,
      headers: { "content-type": "application/json" },
    });
  }
  const { endpoint, headers, body } = request;
  return fetch(GATEWAY + endpoint, { ...init, headers, body });
}

/** A request in Portkey's words. */
interface Translated {
  endpoint: string;
  headers: Headers;
  body: string | FormData | null;
}

/** What is sent as JSON. */
interface Fields {
  [name: string]: unknown;
}

/** What Portkey has of OpenAI's interface. */
const ENDPOINTS =
  /\/((chat\/)?completions|embeddings|images\/\w+|audio\/\w+|moderations|rerank|models|responses(\/.*)?)$/;

function translated(address: URL, init: RequestInit): Translated {
  // Azure OpenAI names the model in the path, and a version.
  const azure = /\/deployments\/([^/]+)(\/.+)$/.exec(address.pathname);
  const found = ENDPOINTS.exec(azure?.[2] ?? address.pathname);
  if (!found) throw new Error(`Portkey has nothing like LiteLLM's ${address.pathname}`);
  address.searchParams.delete("api-version");
  const endpoint = found[0] + address.search;
  const { headers, told } = sortedHeaders(init.headers);
  const body = init.body ?? null;
  const fields: Fields = { ...told };
  if (body instanceof FormData) fields.model = body.get("model") ?? undefined;
  else if (typeof body === "string") Object.assign(fields, JSON.parse(body));
  else if (body !== null) throw new Error("only texts and forms can be translated");
  if (azure && body !== null) fields.model = decodeURIComponent(azure[1] ?? "");
  for (const [name, value] of Object.entries(portkeyOptions(endpoint, fields))) {
    headers.set(`x-portkey-${name}`, value);
  }
  if (body === null) return { endpoint, headers, body };
  if (typeof body === "string") return { endpoint, headers, body: JSON.stringify(fields) };
  if (fields.model !== undefined) body.set("model", String(fields.model));
  return { endpoint, headers, body };
}

/** Where LiteLLM's proxy takes its key from (LiteLLM 1.82.6 proxy/_types.py: SpecialHeaders). */
const KEY_HEADERS = ["authorization", "api-key", "x-api-key", "x-goog-api-key", "ocp-apim-subscription-key"];

/** The headers without the proxy's key and what only the proxy reads; that is told apart. */
function sortedHeaders(given: RequestInit["headers"]): { headers: Headers; told: Fields } {
  const headers = new Headers(given);
  const told: Fields = {};
  for (const [header, value] of [...headers]) {
    const name = /^x-litellm-(.+)$/.exec(header)?.[1];
    if (name === undefined) continue;
    headers.delete(header);
    if (name === "tags") told.tags = value.split(",").map((tag) => tag.trim());
    else if (name === "timeout") told.timeout = Number(value);
    else if (name === "num-retries") told.num_retries = Number(value);
    else if (name === "trace-id" || name === "session-id") told.litellm_trace_id = value;
    else if (name === "spend-logs-metadata") told.litellm_metadata = JSON.parse(value);
    else if (name !== "api-key") throw new Error(`${header} means nothing to Portkey`);
  }
  for (const header of KEY_HEADERS) headers.delete(header);
  // Another body has another length.
  headers.delete("content-length");
  headers.set("x-portkey-api-key", portkeyKey());
  return { headers, told };
}

/** Takes out of a request what Portkey wants to know in headers, and names its model. */
function portkeyOptions(endpoint: string, fields: Fields): Record<string, string> {
  const take = (name: string): unknown => {
    const value = fields[name];
    delete fields[name];
    return value ?? undefined;
  };
  const provider = take("custom_llm_provider");
  const model = String(fields.model ?? "");
  const isNamed = provider === undefined || model.startsWith(`${provider}/`);
  if (model !== "") fields.model = portkeyModel(isNamed ? model : `${provider}/${model}`);
  for (const name of Object.keys(fields).filter(isDropped)) delete fields[name];
  const options: Record<string, string> = {};
  const seconds = [take("timeout"), take("request_timeout")].find(Boolean);
  if (seconds !== undefined) options["request-timeout"] = milliseconds(seconds);
  // On the Responses API `metadata` is a part of OpenAI's request.
  const isOwn = endpoint.startsWith("/responses");
  const metadata = { ...(isOwn ? {} : Object(take("metadata"))) } as Fields;
  Object.assign(metadata, take("litellm_metadata"));
  const tags = take("tags");
  metadata.tags ??= tags;
  for (const name of ["trace_id", "session_id", "litellm_session_id", "litellm_trace_id"]) {
    const trace = take(name) ?? metadata[name];
    if (trace !== undefined) options["trace-id"] = String(trace);
    delete metadata[name];
  }
  for (const name of ["user_id", "trace_user_id"]) {
    metadata._user ??= metadata[name];
    delete metadata[name];
  }
  const texts = Object.entries(metadata).filter(([, value]) => value != null);
  if (texts.length > 0) {
    const short = texts.map(([name, value]) => [name, metadataText(value)]);
    options.metadata = JSON.stringify(Object.fromEntries(short));
  }
  const config = gatewayConfig(String(fields.model), take, options);
  if (Object.keys(config).length > 0) options.config = JSON.stringify(config);
  const extra = take("extra_body");
  const unknown = Object.keys(fields).filter((name) => !KNOWN_FIELDS.has(name));
  if (unknown.length > 0) {
    const names = unknown.join(", ");
    throw new Error(`portkey-adapter does not know what ${names} means to the gateway`);
  }
  Object.assign(fields, extra);
  setMaxTokens(endpoint, fields); // when: anthropic
  return options;
}

/** Limits a chat that has no limit: Anthropic demands one, and LiteLLM gives it. */
function setMaxTokens(endpoint: string, fields: Fields): void {
  const isAnthropic = String(fields.model).startsWith(`@${PROVIDER_SLUGS.get("anthropic")}/`);
  if (!isAnthropic || endpoint !== "/chat/completions") return;
  if (fields.max_completion_tokens == null) fields.max_tokens ??= 4096;
}

function isDropped(name: string): boolean {
  const isPrefixed = DROPPED_PREFIXES.some((prefix) => name.startsWith(prefix));
  return isPrefixed || DROPPED_FIELDS.has(name);
}

function milliseconds(seconds: unknown): string {
  const count = Math.round(Number(seconds) * 1000);
  if (!(count > 0)) throw new Error(`${String(seconds)} is not a time in seconds`);
  return String(count);
}

/** Portkey's metadata are texts of at most 128 characters. */
function metadataText(value: unknown): string {
  const isObject = typeof value === "object" && !Array.isArray(value);
  return (isObject ? JSON.stringify(value) : String(value)).slice(0, 128);
}

/** The gateway's part of what the proxy does: retries, fallbacks, a cache. */
function gatewayConfig(
  model: string,
  take: (name: string) => unknown,
  options: Record<string, string>,
): Fields {
  const config: Fields = {};
  const retries = ["num_retries", "max_retries"].map((name) => Number(take(name) ?? 0));
  const attempts = Math.min(Math.max(...retries), MAX_RETRIES);
  if (attempts > 0) {
    config.retry = { attempts, on_status_codes: RETRIED_STATUS_CODES };
  }
  const most = take("max_fallbacks") as number | undefined;
  const others = ((take("fallbacks") ?? []) as (string | Fields)[]).slice(0, most);
  if (others.length > 0) {
    config.strategy = { mode: "fallback" };
    config.targets = [model, ...others].map(fallbackTarget);
  }
  const cache = (take("cache") ?? {}) as Fields;
  const caching = take("caching");
  if (cache.ttl !== undefined) {
    const seconds = Math.max(MIN_CACHE_SECONDS, Math.trunc(Number(cache.ttl)));
    config.cache = { mode: "simple", max_age: seconds };
  } else if (caching === true) config.cache = { mode: "simple" };
  if (cache["no-cache"]) options["cache-force-refresh"] = "true";
  if (cache.namespace) options["cache-namespace"] = String(cache.namespace);
  return config;
}

/** A model, or fields of a request that name one. */
function fallbackTarget(fallback: string | Fields): Fields {
  const fields = typeof fallback === "string" ? { model: fallback } : fallback;
  const kept = Object.entries(fields).filter(([name]) => !isDropped(name));
  const model = portkeyModel(String(fields.model));
  return { override_params: { ...Object.fromEntries(kept), model } };
}

/** What a model that LiteLLM knows by this name is called in Portkey. */
export function portkeyModel(name: string): string {
  const mapped = MODEL_MAP.get(name); // when: model_map
  if (mapped !== undefined) return mapped; // when: model_map
  const named = name.replace(/^(openai|custom_openai|openai_like|litellm_proxy)\/(?=@)/, "");
  if (/^@[A-Za-z0-9][\w.-]*\/./.test(named)) return named;
  const slash = name.indexOf("/");
  let provider = name.slice(0, Math.max(slash, 0));
  let model = name.slice(slash + 1);
  const foundry = /^(command-r|mistral-(large|medium|small|tiny|nemo)|ministral|codestral)/; // when: azure_ai
  if (provider === "azure" && foundry.test(model)) provider = "azure_ai"; // when: azure_ai
  const slug = PROVIDER_SLUGS.get(provider);
  if (slug === undefined || model === "" || model.includes("*")) {
    throw new Error(
      `It is not known what the model "${name}" is called in Portkey: add its provider` +
        " to `providerSlugs`, or the model to `modelMap`, in portkey-migrate.json, and" +
        " regenerate this module",
    );
  }
  if (/^(aiohttp_)?openai$/.test(provider)) model = model.replace(/^responses\//, ""); // when: openai
  if (/^azure(_text)?$/.test(provider)) model = azureDeployment(model); // when: azure
  if (/^bedrock(_converse)?$/.test(provider)) model = bedrockModel(model); // when: bedrock
  if (/^vertex_ai(_beta)?$/.test(provider)) model = vertexModel(model); // when: vertex_ai
  if (provider === "fireworks_ai") model = fireworksModel(model); // when: fireworks_ai
  if (provider === "huggingface") model = model.replace(/^[^/]+\/(?=[^/]+\/[^/]+$)/, ""); // when: huggingface
  return `@${slug}/${model}`;
}

/** The deployment; the words before it tell LiteLLM how to call it. */
function azureDeployment(model: string): string {
  const routes = model.split("/");
  const deployment = routes.pop() ?? "";
  const known =
    /^(o_series|gpt5_series|responses|global-standard|global|data-zone|eu|us)$/;
  if (deployment === "" || !routes.every((route) => known.test(route))) {
    throw new Error(`"${model}" is not a deployment that LiteLLM documents`);
  }
  return deployment;
}

/** The id without routes, regions and commitments, or from its ARN on. */
function bedrockModel(model: string): string {
  const arn = /(?:^|\/)(arn:.*)/.exec(model)?.[1];
  if (arn !== undefined) return arn;
  const routes = model.split("/");
  const id = routes.pop() ?? "";
  const known =
    /^(converse|invoke|converse_like|openai|\d+-month-commitment|[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d)$/;
  if (id === "" || !routes.every((route) => known.test(route))) {
    throw new Error(`"${model}" is not a model of Bedrock that Portkey calls`);
  }
  return id;
}

/** What stands before the names of publishers on Vertex AI; Google's own have nothing. */
const VERTEX_PUBLISHERS: readonly (readonly [string, RegExp])[] = [
  ["anthropic.", /^(?:anthropic[/.])?(claude.*)$/],
  ["meta.", /^(?:meta[/.])?(llama.*)$/i],
  ["mistralai.", /^(?:mistralai[/.])?((?:mistral|codestral|ministral)[^/]*)$/],
  ["endpoints.", /^(?:(?:openai|gemini|endpoints)[/.])?(\d+)$/],
  [
    "",
    /^(?:google[/.])?((?:gemini|gemma|imagen|imagegeneration|veo|medlm|chat-bison|text-bison|code-bison|codechat-bison|code-gecko|textembedding-gecko|text-embedding|text-multilingual-embedding|multimodalembedding)[^/]*)$/,
  ],
];

/** The name with its publisher. */
function vertexModel(model: string): string {
  for (const [publisher, pattern] of VERTEX_PUBLISHERS) {
    const name = pattern.exec(model)?.[1];
    if (name !== undefined) return publisher + name;
  }
  throw new Error(`The gateway knows no publisher on Vertex AI for "${model}"`);
}

/** The full name: LiteLLM completes short ones, Portkey does not. */
function fireworksModel(model: string): string {
  if (model.startsWith("accounts/")) return model;
  if (model.includes("/")) throw new Error(`"${model}" is no name of a model on Fireworks`);
  return `accounts/fireworks/models/${model}`;
}
