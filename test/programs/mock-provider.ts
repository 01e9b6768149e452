/**
 * A provider on 127.0.0.1 that speaks enough of the OpenAI, Azure OpenAI and Anthropic wire formats for LiteLLM and the
 * gateway to be exercised against it, remembers every request, and fails on demand.
 */
import type { ServerResponse } from "node:http";
import { type LocalServer, listen, type Received, sendJson } from "./http.ts";

/** How the provider answers one request instead of serving it: with an error, or late. */
export interface Reply {
  readonly status?: number;
  readonly delayMilliseconds?: number;
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
  readonly stream?: boolean;
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
    if (reply?.status !== undefined) sendJson(response, reply.status, { error: errorOf(reply.status) });
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
      sendJson(response, 200, {
        id: "cmpl-mock",
        object: "text_completion",
        created,
        model: body.model,
        choices: [{ index: 0, text: `echo: ${body.prompt}`, finish_reason: "stop", logprobs: null }],
        usage,
      });
      break;
    case "/v1/embeddings":
      sendJson(response, 200, embeddings(body));
      break;
    case "/v1/messages":
      sendJson(response, 200, {
        id: "msg_mock",
        type: "message",
        role: "assistant",
        model: body.model,
        content: [{ type: "text", text: echo(body) }],
        stop_reason: "end_turn",
        stop_sequence: null,
        usage: { input_tokens: usage.prompt_tokens, output_tokens: usage.completion_tokens },
      });
      break;
    default:
      sendJson(response, 404, { error: { ...errorOf(404), message: `no route ${method} ${path}` } });
  }
}

const echo = ({ model, messages = [] }: Body): string => `echo[${model}]: ${textOf(messages.filter(({ role }) => role === "user").at(-1)?.content)}`;

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  return Array.isArray(content) ? content.map((part: { readonly text?: string }) => part.text ?? "").join("") : "";
}

function chatAnswer(body: Body) {
  const tool = body.tools?.[0]?.function.name;
  const message =
    tool === undefined
      ? { role: "assistant", content: echo(body), refusal: null }
      : { role: "assistant", content: null, tool_calls: [{ id: "call_1", type: "function", function: { name: tool, arguments: '{"city":"Paris"}' } }] };
  return {
    id: "chatcmpl-mock",
    object: "chat.completion",
    created,
    model: body.model,
    usage,
    system_fingerprint: "fp_mock",
    choices: [{ index: 0, logprobs: null, finish_reason: tool === undefined ? "stop" : "tool_calls", message }],
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

function embeddings({ model, input, dimensions = 3, encoding_format }: Body) {
  const vector = Array.from({ length: dimensions }, (_, index) => (index + 1) / 8);
  // As OpenAI does: little-endian floats in base64 where the client asks for them.
  const embedding = encoding_format === "base64" ? Buffer.from(new Float32Array(vector).buffer).toString("base64") : vector;
  return { object: "list", model, data: [input].flat().map((_, index) => ({ object: "embedding", index, embedding })), usage: { prompt_tokens: 4, total_tokens: 4 } };
}
