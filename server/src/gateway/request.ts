import type { Hole, RequestSketch } from "../engine/sketch/request-sketch.ts";
import { isJsonObject, type Json, type JsonObject } from "../engine/text/json.ts";
import type { GatewayProfile, GatewayRequest, RequestKind } from "./outcome.ts";
import { stubbed } from "./prompt-stub.ts";
import { sentConfig } from "./sent-config.ts";
import { withValue } from "./value-at.ts";

/** What of a sketch is needed to make a request; a request without code behind it is made from less. */
export type RequestSource = Pick<RequestSketch, "kind" | "endpoint" | "stream" | "body" | "holes" | "config" | "metadata" | "headers" | "unsupported"> & {
  readonly model: Pick<RequestSketch["model"], "portkeyName">;
};

/** What a person chose, or what holds where nobody did. */
export interface RequestChoices {
  /** `@slug/model`; null for the one that the code names. */
  readonly model: string | null;
  /** `stub` asks for one word, `code` sends what stands in the code; a text is sent as it is. */
  readonly prompt: "stub" | "code" | { readonly text: string };
  /** The most tokens that an answer may have; `code` leaves it to the code. */
  readonly maxTokens: number | "code";
  /** Null for what the code says. */
  readonly stream: boolean | null;
  /** What a person put into a hole, by its path. */
  readonly holes: Readonly<Record<string, Json>>;
  /** Made anew for each request, so that the gateway's logs can be asked for it. */
  readonly traceId: string;
}

/** How a request is made unless somebody chooses otherwise: it costs next to nothing and sends nothing of the user's. */
export const defaultChoices: Omit<RequestChoices, "traceId"> = { model: null, prompt: "stub", maxTokens: 16, stream: null, holes: {} };

/** A request with what a person has to know of it before it is sent, or the reason why there is none, each a whole sentence. */
export type BuiltRequest =
  | { readonly kind: "request"; readonly request: GatewayRequest; readonly notes: readonly string[] }
  | { readonly kind: "none"; readonly reason: "model-unknown" | "needs-file" | "needs-input"; readonly why: string };

/** Makes the request that a call in the code stands for. */
export function buildRequest(source: RequestSource, profile: GatewayProfile, choices: RequestChoices): BuiltRequest {
  const { kind } = source;
  if (kind === "transcription") return { kind: "none", reason: "needs-file", why: "A transcription needs a sound file, which a test does not send." };
  const notes: string[] = [];
  const model = choices.model ?? modelIn(choices.holes) ?? source.model.portkeyName;
  const config = configOf(source, choices, notes);
  if (model === null && !namesModel(config)) return { kind: "none", reason: "model-unknown", why: "Which model is asked is decided when the program runs." };

  const filled = source.holes.reduce((body, hole) => fill(body, hole, choices.holes), source.body);
  const stub = stubbed(kind, filled, choices.prompt);
  if (stub === undefined) return { kind: "none", reason: "needs-input", why: "What is asked is decided when the program runs." };
  const open = source.holes.filter(({ path }) => !isModelOrStream(path) && !(path in choices.holes) && !stub.replaced.includes(rootOf(path)));
  const own = stub.replaced.filter((name) => name in source.body || source.holes.some(({ path }) => rootOf(path) === name));
  if (own.length > 0) notes.push(`In place of the code's own ${listed(own)}, a test text is sent.`);
  for (const hole of open)
    notes.push(
      `${hole.path === "" ? "A part of the request" : hole.path} is decided when the program runs (${hole.source}) and is ${hole.placeholder === null ? "left out" : `sent as ${hole.placeholder}`}.`,
    );
  for (const { name, why } of source.unsupported) notes.push(`${name} is not sent: ${why}`);

  const stream = canStream(kind) && (choices.stream ?? (typeof choices.holes.stream === "boolean" ? choices.holes.stream : source.stream));
  const body: JsonObject = { ...(model === null ? {} : { model }), ...withCap(kind, stub.body, model, choices.maxTokens, notes), ...(stream ? streamed(kind, stub.body) : {}) };
  return {
    kind: "request",
    request: { profile, kind, method: "POST", path: source.endpoint, headers: { ...source.headers, ...headersOf(config, source.metadata, choices.traceId) }, body, stream, model },
    notes,
  };
}

/** A request without code behind it, such as that of a connection test. */
export const plainSource = (kind: "chat" | "embedding", stream: boolean): RequestSource => ({
  kind,
  endpoint: kind === "chat" ? "/chat/completions" : "/embeddings",
  model: { portkeyName: null },
  stream,
  body: {},
  holes: [],
  config: null,
  metadata: null,
  headers: {},
  unsupported: [],
});

/** A request that asks for no model: it costs nothing. */
export const freeRequest = (profile: GatewayProfile, what: "greeting" | "models" | "providers"): GatewayRequest => ({
  profile,
  kind: what === "greeting" ? "greeting" : "list",
  method: "GET",
  path: what === "greeting" ? "/" : `/${what}`,
  headers: {},
  body: null,
  stream: false,
  model: null,
});

const isModelOrStream = (path: string): boolean => path === "model" || path === "stream";
const rootOf = (path: string): string => path.split(/[.[]/)[0] ?? "";
const modelIn = (holes: RequestChoices["holes"]): string | null => (typeof holes.model === "string" && holes.model !== "" ? holes.model : null);
const listed = (names: readonly string[]): string => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);
const canStream = (kind: RequestKind): boolean => kind === "chat" || kind === "text" || kind === "responses";

/** A hole's value goes where the hole is, or in the place of what stands for it in a longer text. */
function fill(body: JsonObject, { path, placeholder }: Hole, values: RequestChoices["holes"]): JsonObject {
  const value = values[path];
  return value === undefined || path === "" || isModelOrStream(path) ? body : withValue(body, path, value, placeholder);
}

function configOf({ config }: RequestSource, { maxTokens, holes }: RequestChoices, notes: string[]): JsonObject | string | null {
  const written = typeof holes.config === "string" ? holes.config : config;
  if (written === null || typeof written === "string") return written;
  const { config: sent, leftOut } = sentConfig(written, maxTokens === "code" ? undefined : maxTokens);
  if (leftOut.length > 0)
    notes.push(`Of the code's config, ${listed(leftOut)} ${leftOut.length === 1 ? "is" : "are"} not sent: a test takes no key and no prompt to a place that only the code names.`);
  return Object.keys(sent).length === 0 ? null : sent;
}

/** Whether a config says which model is asked, so that the request need not; of a saved one only the gateway knows. */
function namesModel(config: JsonObject | string | null): boolean {
  if (config === null || typeof config === "string") return config !== null;
  const { override_params: params, targets, prompt_id: prompt } = config;
  return (
    (isJsonObject(params) && typeof params.model === "string") ||
    typeof prompt === "string" ||
    (Array.isArray(targets) && targets.length > 0 && targets.every((target) => isJsonObject(target) && namesModel(target)))
  );
}

/** OpenAI's models that think, and those after them, take no `max_tokens`. */
const thinks = /(^|[/@])(o\d|gpt-5)/;

function withCap(kind: RequestKind, body: JsonObject, model: string | null, maxTokens: number | "code", notes: string[]): JsonObject {
  const name = capName(kind, body, model);
  if (maxTokens === "code" || name === undefined) return body;
  // OpenAI refuses a request of the Responses API with a lower cap.
  const cap = kind === "responses" ? Math.max(maxTokens, 16) : maxTokens;
  const written = body[name] ?? body.max_tokens;
  const sent = typeof written === "number" ? Math.min(written, cap) : cap;
  if (written !== undefined && written !== sent) notes.push(`The answer is cut at ${sent} tokens; the code allows ${JSON.stringify(written)}.`);
  const { max_tokens: _, ...rest } = body;
  return { ...rest, [name]: sent };
}

/** By which name a request caps its answer; undefined where an answer has no tokens. */
function capName(kind: RequestKind, body: JsonObject, model: string | null): string | undefined {
  if (kind === "responses") return "max_output_tokens";
  if (kind === "text") return "max_tokens";
  if (kind !== "chat") return undefined;
  return "max_completion_tokens" in body || thinks.test(model ?? "") ? "max_completion_tokens" : "max_tokens";
}

/** The Responses API always reports its tokens; the others do so in a stream when asked to. */
const streamed = (kind: RequestKind, body: JsonObject): JsonObject =>
  kind === "responses" ? { stream: true } : { stream: true, stream_options: { ...(isJsonObject(body.stream_options) ? body.stream_options : {}), include_usage: true } };

function headersOf(config: JsonObject | string | null, metadata: JsonObject | null, traceId: string): Readonly<Record<string, string>> {
  return {
    "x-portkey-trace-id": traceId,
    ...(config === null ? {} : { "x-portkey-config": typeof config === "string" ? config : asciiJson(config) }),
    ...(metadata === null ? {} : { "x-portkey-metadata": asciiJson(metadata) }),
  };
}

/** JSON that a header can carry. */
export const asciiJson = (value: Json): string => JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
