/**
 * A provider on this machine that speaks OpenAI's wire format and answers with what it received, so that a request can be
 * tested through the real gateway without an account, a key or a network. Every answer says that no model wrote it.
 */
import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { jsonOf, type LoopbackServer, listenOnLoopback, type Received, sendJson } from "./loopback-server.ts";

/** What an answer names as its model, whatever was asked for. */
export const echoModel = "local-echo";

/** Milliseconds between two words of a stream, so that a person sees it arrive. */
const wordMilliseconds = 15;

type Json = Readonly<Record<string, unknown>>;

/** Starts the echo, which answers those who send the key. */
export const startEchoProvider = (key: string): Promise<LoopbackServer> =>
  listenOnLoopback(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${key}`) return fail(response, 401, "the local echo answers its own gateway alone");
    const json = jsonOf(request);
    await answer(request, typeof json === "object" && json !== null ? (json as Json) : {}, response);
  });

const fail = (response: ServerResponse, status: number, message: string): void => sendJson(response, status, { error: { message, type: "local_echo", param: null, code: null } });

async function answer({ method, path }: Received, body: Json, response: ServerResponse): Promise<void> {
  switch (`${method} ${path.split("?")[0]}`) {
    case "GET /v1/models":
      return sendJson(response, 200, { object: "list", data: [{ id: echoModel, object: "model", created: 0, owned_by: echoModel }] });
    case "POST /v1/chat/completions":
      return body.stream === true ? streamChat(body, response) : sendJson(response, 200, chat(body));
    case "POST /v1/completions":
      return body.stream === true ? streamCompletion(body, response) : sendJson(response, 200, completion(body));
    case "POST /v1/responses":
      return body.stream === true ? streamResponse(body, response) : sendJson(response, 200, modelResponse(body));
    case "POST /v1/embeddings":
      return sendJson(response, 200, embeddings(body));
    default:
      return fail(response, 501, `the local echo answers chat, text, responses and embeddings, not ${path}: give the slug a provider's key to test this`);
  }
}

const now = (): number => Math.floor(Date.now() / 1000);

/** What the echo says about a request. */
function report(kind: string, body: Json): string {
  const prompt = promptOf(body);
  const said = `This is the local echo of Portkey Migrate, not a model. It received a ${kind} request for ${String(body.model ?? "no model")} through the gateway${settingsOf(body)}.`;
  const text = prompt === undefined ? said : `${said} Its last text: ${prompt}`;
  const format = body.response_format;
  const wantsJson = typeof format === "object" && format !== null && "type" in format && format.type !== "text";
  return wantsJson ? JSON.stringify({ local_echo: text }) : text;
}

const shownElsewhere = new Set(["model", "messages", "prompt", "input", "instructions", "stream", "stream_options"]);

/** The parameters that came through, with their values where these are short. */
function settingsOf(body: Json): string {
  const settings = Object.entries(body).filter(([name, value]) => !shownElsewhere.has(name) && value !== undefined && value !== null);
  const shown = settings.map(([name, value]) => (typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && value.length <= 40) ? `${name} ${value}` : name));
  return shown.length === 0 ? "" : `, with ${shown.join(", ")}`;
}

/** The last text that a person or a program wrote. */
function promptOf({ messages, prompt, input }: Json): string | undefined {
  const last = [messages ?? prompt ?? input].flat().at(-1);
  if (typeof last === "string") return last;
  if (typeof last !== "object" || last === null || !("content" in last)) return undefined;
  const parts: unknown[] = [last.content].flat();
  const texts = parts.flatMap((part) => (typeof part === "string" ? [part] : typeof part === "object" && part !== null && "text" in part && typeof part.text === "string" ? [part.text] : []));
  return texts.length === 0 ? undefined : texts.join("");
}

const wordsOf = (text: string): readonly string[] => text.match(/\S+\s*/g) ?? [];

/** Tokens are counted as words: a number to see that usage arrives, not to reckon with. */
function usageOf(body: Json, text: string) {
  const input = wordsOf(JSON.stringify(body.messages ?? body.prompt ?? body.input ?? "")).length;
  const output = wordsOf(text).length;
  return { input, output, total: input + output };
}

function chatUsage(body: Json, text: string) {
  const { input, output, total } = usageOf(body, text);
  return { prompt_tokens: input, completion_tokens: output, total_tokens: total };
}

function chat(body: Json): Json {
  const content = report("chat", body);
  const choices = [{ index: 0, logprobs: null, finish_reason: "stop", message: { role: "assistant", content, refusal: null } }];
  return { id: "chatcmpl-local-echo", object: "chat.completion", created: now(), model: echoModel, choices, usage: chatUsage(body, content) };
}

function completion(body: Json): Json {
  const text = report("text", body);
  return { id: "cmpl-local-echo", object: "text_completion", created: now(), model: echoModel, choices: [{ index: 0, text, logprobs: null, finish_reason: "stop" }], usage: chatUsage(body, text) };
}

async function streamChat(body: Json, response: ServerResponse): Promise<void> {
  const text = report("chat", body);
  const chunk = { id: "chatcmpl-local-echo", object: "chat.completion.chunk", created: now(), model: echoModel };
  const delta = (content: Json, finish: string | null = null) => ({ ...chunk, choices: [{ index: 0, delta: content, finish_reason: finish }] });
  const usage = wantsUsage(body) ? [{ ...chunk, choices: [], usage: chatUsage(body, text) }] : [];
  await stream(response, [delta({ role: "assistant", content: "" }), ...wordsOf(text).map((content) => delta({ content })), delta({}, "stop"), ...usage]);
}

async function streamCompletion(body: Json, response: ServerResponse): Promise<void> {
  const whole = report("text", body);
  const chunk = (text: string, finish: string | null) => ({
    id: "cmpl-local-echo",
    object: "text_completion",
    created: now(),
    model: echoModel,
    choices: [{ index: 0, text, logprobs: null, finish_reason: finish }],
  });
  await stream(response, [...wordsOf(whole).map((word) => chunk(word, null)), chunk("", "stop")]);
}

const wantsUsage = ({ stream_options: options }: Json): boolean => typeof options === "object" && options !== null && "include_usage" in options && options.include_usage === true;

/** Sends events word by word, and stops where nobody listens any more. */
async function stream(response: ServerResponse, events: readonly object[], named?: (event: object) => string): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  for (const event of events) {
    if (response.destroyed) return;
    response.write(`${named ? `event: ${named(event)}\n` : ""}data: ${JSON.stringify(event)}\n\n`);
    await wait(wordMilliseconds);
  }
  response.end(named ? undefined : "data: [DONE]\n\n");
}

function modelResponse(body: Json, status = "completed"): Json {
  const text = report("responses", body);
  const { input, output, total } = usageOf(body, text);
  const message = { type: "message", id: "msg_local_echo", role: "assistant", status: "completed", content: [{ type: "output_text", text, annotations: [] }] };
  const answered = status === "completed";
  return {
    id: "resp_local_echo",
    object: "response",
    created_at: now(),
    status,
    error: null,
    incomplete_details: null,
    model: echoModel,
    output: answered ? [message] : [],
    usage: answered ? { input_tokens: input, output_tokens: output, total_tokens: total } : null,
  };
}

async function streamResponse(body: Json, response: ServerResponse): Promise<void> {
  const text = report("responses", body);
  const place = { item_id: "msg_local_echo", output_index: 0, content_index: 0 };
  const events = [
    { type: "response.created", response: modelResponse(body, "in_progress") },
    ...wordsOf(text).map((delta) => ({ type: "response.output_text.delta", ...place, delta })),
    { type: "response.output_text.done", ...place, text },
    { type: "response.completed", response: modelResponse(body) },
  ].map((event, index) => ({ ...event, sequence_number: index }));
  await stream(response, events, (event) => ("type" in event ? String(event.type) : ""));
}

/** Vectors of length one that depend on the text alone, so that equal texts are as near as can be. */
function embeddings(body: Json): Json {
  const inputs = [body.input ?? ""].flat();
  const dimensions = typeof body.dimensions === "number" && Number.isInteger(body.dimensions) && body.dimensions > 0 ? Math.min(body.dimensions, 4096) : 8;
  const data = inputs.map((input, index) => {
    const vector = vectorOf(String(input), dimensions);
    return { object: "embedding", index, embedding: body.encoding_format === "base64" ? Buffer.from(Float32Array.from(vector).buffer).toString("base64") : vector };
  });
  const tokens = wordsOf(inputs.join(" ")).length;
  return { object: "list", model: echoModel, data, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

function vectorOf(text: string, dimensions: number): readonly number[] {
  const blocks = Array.from({ length: Math.ceil(dimensions / 32) }, (_, index) => createHash("sha256").update(`${index} ${text}`).digest());
  const values = [...Buffer.concat(blocks).subarray(0, dimensions)].map((byte) => byte - 127.5);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
