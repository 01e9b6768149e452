/**
 * A provider on 127.0.0.1 that speaks enough of the OpenAI, Azure OpenAI and Anthropic wire formats for LiteLLM and the
 * gateway to be exercised against it, remembers every request, and fails on demand.
 */
import type { ServerResponse } from "node:http";
import { type LocalServer, listen, type Received, sendJson } from "./http.ts";

/** How the provider answers one request instead of serving it: with an error, or late. */
export interface Reply {
  readonly status?: number;
  /** The code and the text of the error. */
  readonly code?: string;
  readonly message?: string;
  readonly delayMilliseconds?: number;
  /** Ends the connection without an answer. */
  readonly hangsUp?: true;
  /** Only requests for this model take the reply. */
  readonly model?: string;
}

const created = 1_700_000_000;
const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };

interface Body {
  readonly model?: string;
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
  readonly input?: string | readonly string[];
  readonly prompt?: string;
  readonly n?: number;
  readonly response_format?: unknown;
  readonly query?: string;
  readonly documents?: readonly string[];
  readonly top_n?: number;
  readonly stream?: boolean;
  readonly logprobs?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly dimensions?: number;
  readonly encoding_format?: string;
}

/** Starts the provider; its first requests take the planned replies in order, each once, then service is normal. */
export function startMockProvider(planned: readonly Reply[]): Promise<LocalServer> {
  const replies = [...planned];
  return listen(async (request, response) => {
    const body = (request.json ?? {}) as Body;
    const index = replies.findIndex(({ model }) => model === undefined || model === body.model);
    const [reply] = index < 0 ? [] : replies.splice(index, 1);
    if (reply?.delayMilliseconds !== undefined) await new Promise((resolve) => setTimeout(resolve, reply.delayMilliseconds));
    if (reply?.hangsUp) response.destroy();
    else if (reply?.status !== undefined)
      sendJson(response, reply.status, { error: { ...errorOf(reply.status), ...(reply.code && { code: reply.code }), ...(reply.message && { message: reply.message }) } });
    else serve(request, body, response);
  });
}

const errorOf = (status: number) => ({
  message: `the provider answers ${status}`,
  type: status === 429 ? "requests" : "server_error",
  param: null,
  code: status === 429 ? "rate_limit_exceeded" : null,
});

function serve({ path, method }: Received, body: Body, response: ServerResponse): void {
  const [plain = ""] = path.split("?");
  switch (plain.replace(/^\/openai\/deployments\/[^/]+/, "/v1")) {
    case "/v1/chat/completions":
      if (body.stream) streamChat(body, response);
      else sendJson(response, 200, chatAnswer(body));
      break;
    case "/v1/completions":
      if (body.stream) streamText(body, response);
      else sendJson(response, 200, { id: "cmpl-mock", object: "text_completion", created, model: body.model, choices: [textChoice(`echo: ${body.prompt}`, "stop")], usage });
      break;
    case "/v1/embeddings":
      sendJson(response, 200, embeddings(body));
      break;
    case "/v1/images/generations":
    case "/v1/images/edits":
      sendJson(response, 200, { created, data: Array.from({ length: body.n ?? 1 }, (_, index) => imageOf(body, index)), usage: imageUsage });
      break;
    case "/v1/moderations":
      sendJson(response, 200, { id: "modr-mock", model: body.model ?? "omni-moderation-latest", results: [body.input ?? ""].flat().map(moderationOf) });
      break;
    case "/v1/audio/transcriptions":
      sendJson(response, 200, { text: "what was said", language: "english", duration: 1.5, segments: [{ id: 0, start: 0, end: 1.5, text: "what was said" }] });
      break;
    case "/v1/audio/speech":
      response.writeHead(200, { "content-type": "audio/mpeg" }).end(Buffer.from(`spoken: ${body.input}`));
      break;
    case "/v1/responses":
      if (body.stream) streamAnswer(body, response);
      else sendJson(response, 200, answerOf(body));
      break;
    case "/v1/rerank":
    case "/v2/rerank":
      sendJson(response, 200, rerank(body));
      break;
    case "/v1/messages":
      if (body.stream) streamMessage(body, response);
      else sendJson(response, 200, messageOf(body));
      break;
    default:
      if (!serveStorage(method, plain, body, response) && !serveVectorStore(plain, body, response)) sendJson(response, 404, { error: { ...errorOf(404), message: `no route ${method} ${path}` } });
  }
}

/** Serves the addresses of files, batches and fine-tuning; false for any other. */
function serveStorage(method: string, path: string, body: object, response: ServerResponse): boolean {
  const [, kind, id, part] = /^\/v1\/(files|batches|fine_tuning\/jobs)(?:\/([^/]+))?(?:\/(content|cancel))?$/.exec(path) ?? [];
  if (kind === undefined) return false;
  const isCancelled = part === "cancel";
  const made =
    kind === "files"
      ? storedFile(id ?? "file-mock")
      : kind === "batches"
        ? storedBatch(id ?? "batch_mock", body, isCancelled ? "cancelling" : "completed")
        : tuningJob(id ?? "ftjob-mock", body, isCancelled ? "cancelled" : "succeeded");
  if (part === "content") response.writeHead(200, { "content-type": "application/octet-stream" }).end('{"custom_id": "1"}\n');
  else if (method === "DELETE") sendJson(response, 200, { id, object: "file", deleted: true });
  else sendJson(response, 200, method === "GET" && id === undefined ? { object: "list", data: [made], first_id: made.id, last_id: made.id, has_more: false } : made);
  return true;
}

/** Serves the addresses of vector stores; false for any other. */
function serveVectorStore(path: string, body: Body, response: ServerResponse): boolean {
  const [whole, search] = /^\/v1\/vector_stores(\/vs-mock\/search)?$/.exec(path) ?? [];
  if (whole === undefined) return false;
  const file_counts = { in_progress: 0, completed: 1, failed: 0, cancelled: 0, total: 1 };
  const result = { file_id: "file-mock", filename: "log.md", score: 0.5, attributes: { kind: "log" }, content: [{ type: "text", text: `about ${body.query}` }] };
  if (search === undefined) sendJson(response, 200, { id: "vs-mock", object: "vector_store", created_at: created, usage_bytes: 12, status: "completed", file_counts, ...body });
  else sendJson(response, 200, { object: "vector_store.search_results.page", search_query: body.query, data: [result], has_more: false, next_page: null });
  return true;
}

const storedFile = (id: string) => ({ id, object: "file", bytes: 12, created_at: created, filename: "requests.jsonl", purpose: "batch", status: "processed" });

const storedBatch = (id: string, body: object, status: string) => ({
  id,
  object: "batch",
  endpoint: "/v1/chat/completions",
  input_file_id: "file-mock",
  completion_window: "24h",
  status,
  created_at: created,
  output_file_id: "file-out",
  request_counts: { total: 2, completed: 2, failed: 0 },
  metadata: null,
  ...body,
});

const tuningJob = (id: string, body: object, status: string) => ({
  id,
  object: "fine_tuning.job",
  created_at: created,
  finished_at: created,
  fine_tuned_model: "ft:gpt-4o-mini:mock",
  hyperparameters: { n_epochs: 2 },
  model: "gpt-4o-mini",
  organization_id: "org-mock",
  result_files: ["file-out"],
  seed: 0,
  status,
  trained_tokens: 12,
  training_file: "file-mock",
  validation_file: null,
  error: null,
  ...body,
});

const echo = ({ model, messages = [] }: Body): string => `echo[${model}]: ${textOf(messages.filter(({ role }) => role === "user").at(-1)?.content)}`;

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  return Array.isArray(content) ? content.map((part: { readonly text?: string }) => part.text ?? "").join("") : "";
}

/** Something that fits a schema: texts and numbers of their own. */
function fitting({ properties = {} }: { readonly properties?: Readonly<Record<string, { readonly type?: string }>> }): string {
  return JSON.stringify(Object.fromEntries(Object.entries(properties).map(([name, { type }], index) => [name, type === "integer" || type === "number" ? index : `some ${name}`])));
}

const logprobs = { content: [{ token: "one", bytes: [111], logprob: -0.5, top_logprobs: [{ token: "two", bytes: null, logprob: -1.5 }] }], refusal: null };

function chatAnswer(body: Body) {
  const tool = body.tools?.[0]?.function.name;
  const schema = (body.response_format as { readonly json_schema?: { readonly schema: object } } | undefined)?.json_schema?.schema;
  const message =
    tool === undefined
      ? { role: "assistant", content: schema ? fitting(schema) : echo(body), refusal: null }
      : { role: "assistant", content: null, tool_calls: [{ id: "call_1", type: "function", function: { name: tool, arguments: '{"city":"Paris"}' } }] };
  return {
    id: "chatcmpl-mock",
    object: "chat.completion",
    created,
    model: body.model,
    usage: body.logprobs ? { ...usage, prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 }, completion_tokens_details: { reasoning_tokens: 1 } } : usage,
    system_fingerprint: "fp_mock",
    choices: [{ index: 0, logprobs: body.logprobs ? logprobs : null, finish_reason: tool === undefined ? "stop" : "tool_calls", message }],
  };
}

function streamChat(body: Body, response: ServerResponse): void {
  const chunk = (choices: readonly unknown[], more = {}) => `data: ${JSON.stringify({ id: "chatcmpl-mock", object: "chat.completion.chunk", created, model: body.model, choices, ...more })}\n\n`;
  const delta = (content: Readonly<Record<string, unknown>>, finish: string | null = null) => chunk([{ index: 0, delta: content, finish_reason: finish }]);
  const words = echo(body).match(/\S+\s*/g) ?? [];
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const part of [delta({ role: "assistant", content: "" }), ...words.map((content) => delta({ content })), delta({}, "stop")]) response.write(part);
  if (body.stream_options?.include_usage) response.write(chunk([], { usage }));
  response.end("data: [DONE]\n\n");
}

const textChoice = (text: string, finish_reason: string | null) => ({ index: 0, text, finish_reason, logprobs: null });

function streamText(body: Body, response: ServerResponse): void {
  const words = `echo: ${body.prompt}`.match(/\S+\s*/g) ?? [];
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const choice of [...words.map((text) => textChoice(text, null)), textChoice("", "stop")])
    response.write(`data: ${JSON.stringify({ id: "cmpl-mock", object: "text_completion", created, model: body.model, choices: [choice] })}\n\n`);
  response.end("data: [DONE]\n\n");
}

const imageUsage = { input_tokens: 5, input_tokens_details: { image_tokens: 0, text_tokens: 5 }, output_tokens: 6, total_tokens: 11 };

const imageOf = ({ prompt, response_format }: Body, index: number) =>
  response_format === "b64_json" ? { b64_json: Buffer.from(`${prompt} ${index}`).toString("base64") } : { url: `https://images.example/${index}.png`, revised_prompt: `${prompt}!` };

function moderationOf(input: string) {
  const flagged = input.includes("kill");
  const categories = { harassment: false, "harassment/threatening": flagged, violence: flagged, "self-harm": false };
  const category_scores = { harassment: 0.25, "harassment/threatening": flagged ? 0.75 : 0, violence: flagged ? 0.875 : 0.125, "self-harm": 0 };
  return { flagged, categories, category_scores, category_applied_input_types: { violence: flagged ? ["text"] : [] } };
}

/** An answer in Anthropic's form. */
const messageOf = (body: Body) => ({
  id: "msg_mock",
  type: "message",
  role: "assistant",
  model: body.model,
  content: [{ type: "text", text: echo(body) }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: usage.prompt_tokens, output_tokens: usage.completion_tokens },
});

function streamMessage(body: Body, response: ServerResponse): void {
  const { content, stop_reason, stop_sequence, usage: spent, ...message } = messageOf(body);
  const deltas = (content[0]?.text.match(/\S+\s*/g) ?? []).map((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }));
  const events = [
    { type: "message_start", message: { ...message, content: [], stop_reason: null, stop_sequence: null, usage: { ...spent, output_tokens: 0 } } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...deltas,
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason, stop_sequence }, usage: { output_tokens: spent.output_tokens } },
    { type: "message_stop" },
  ];
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  response.end();
}

/** An answer of the Responses API. */
function answerOf({ model, input }: Body, status = "completed") {
  const text = `echo[${model}]: ${typeof input === "string" ? input : textOf((input?.at(-1) as { readonly content?: unknown } | undefined)?.content)}`;
  const message = { id: "msg_mock", type: "message", role: "assistant", status: "completed", content: [{ type: "output_text", text, annotations: [] }] };
  const spent = { input_tokens: 7, input_tokens_details: { cached_tokens: 0 }, output_tokens: 3, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 10 };
  const settings = { parallel_tool_calls: true, temperature: 1, tool_choice: "auto", tools: [], top_p: 1, instructions: null, metadata: {}, error: null, incomplete_details: null };
  return { id: "resp_mock", object: "response", created_at: created, status, model, output: status === "completed" ? [message] : [], usage: status === "completed" ? spent : null, ...settings };
}

function streamAnswer(body: Body, response: ServerResponse): void {
  const done = answerOf(body);
  const text = done.output[0]?.content[0]?.text ?? "";
  const deltas = (text.match(/\S+\s*/g) ?? []).map((delta) => ({ type: "response.output_text.delta", item_id: "msg_mock", output_index: 0, content_index: 0, delta, logprobs: [] }));
  const events = [{ type: "response.created", response: answerOf(body, "in_progress") }, ...deltas, { type: "response.completed", response: done }];
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const [index, event] of events.entries()) response.write(`event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}\n\n`);
  response.end();
}

/** The longest documents first. */
function rerank({ documents = [], top_n }: Body) {
  const results = documents.map((text, index) => ({ index, relevance_score: text.length / 64 })).sort((a, b) => b.relevance_score - a.relevance_score);
  return { id: "rerank-mock", results: results.slice(0, top_n), meta: { api_version: { version: "2" }, billed_units: { search_units: 1 } } };
}

function embeddings({ model, input, dimensions = 3, encoding_format }: Body) {
  const vector = Array.from({ length: dimensions }, (_, index) => (index + 1) / 8);
  // As OpenAI does: little-endian floats in base64 where the client asks for them.
  const embedding = encoding_format === "base64" ? Buffer.from(new Float32Array(vector).buffer).toString("base64") : vector;
  return { object: "list", model, data: [input].flat().map((_, index) => ({ object: "embedding", index, embedding })), usage: { prompt_tokens: 4, total_tokens: 4 } };
}
