// A gateway on 127.0.0.1 that answers as it is told and remembers what it was asked.
import { createServer } from "node:http";

/** Starts it; `accepts` is the key that it knows. */
export async function startFakeGateway({ accepts = undefined, port = 0 } = {}) {
  const requests = [];
  const closed = [];
  const waiting = new Set();
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const asked = { method: request.method, path: request.url, headers: request.headers, key: request.headers["x-portkey-api-key"], body: body === "" ? null : JSON.parse(body) };
      requests.push(asked);
      for (const tell of waiting) tell();
      answer(asked, response, accepts);
    });
    response.on("close", () => {
      closed.push({ path: request.url, finished: response.writableFinished, at: performance.now() });
      for (const tell of waiting) tell();
    });
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    url: `http://127.0.0.1:${server.address().port}/v1`,
    requests,
    closed,
    /** Resolves as soon as the condition holds, asked again at each request and each end of one. */
    when: (isMet, what) =>
      new Promise((done, fail) => {
        const limit = setTimeout(() => fail(new Error(`the gateway did not see ${what}: ${JSON.stringify(requests.map(({ method, path }) => `${method} ${path}`))}`)), 15_000);
        const tell = () => {
          if (!isMet()) return;
          clearTimeout(limit);
          waiting.delete(tell);
          done();
        };
        waiting.add(tell);
        tell();
      }),
    stop: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

function answer({ path, key, body }, response, accepts) {
  const json = (status, value, headers = {}) => response.writeHead(status, { "content-type": "application/json", "x-portkey-trace-id": "trace-of-the-fake", ...headers }).end(JSON.stringify(value));
  if (path === "/") return response.writeHead(200, { "content-type": "text/plain" }).end("AI Gateway says hey!");
  if (accepts !== undefined && key !== accepts) return json(401, { status: "failure", message: "Portkey Error: Invalid API Key. Error Code: 03" });
  if (path === "/v1/models") return json(200, { object: "list", data: ["@openai-prod/gpt-4o", "@anthropic-main/claude-sonnet"].map((id) => ({ id, object: "model" })) });
  if (path === "/v1/providers") return json(200, { object: "list", data: [{ slug: "openai-prod", name: "OpenAI", provider: "openai", status: "active" }] });
  if (path !== "/v1/chat/completions") return json(404, { message: "Not Found", ok: false });
  const { model, stream } = body;
  if (model.endsWith("/picky") && body.temperature > 2)
    return json(400, { error: { message: "openai error: Invalid 'temperature': decimal above maximum value.", type: "invalid_request_error", param: "temperature", code: null }, provider: "openai" });
  if (model.endsWith("/limited")) return json(429, { error: { message: "Rate limit reached" }, provider: "openai" }, { "retry-after": "20" });
  const usage = { prompt_tokens: 12, completion_tokens: 2, total_tokens: 14 };
  if (stream !== true) return json(200, { id: "1", object: "chat.completion", model, choices: [{ index: 0, message: { role: "assistant", content: "ok" }, finish_reason: "stop" }], usage });
  response.writeHead(200, { "content-type": "text/event-stream", "x-portkey-trace-id": "trace-of-the-fake" });
  const event = (delta, finish_reason = null, more = {}) =>
    response.write(`data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model, choices: [{ index: 0, delta, finish_reason }], ...more })}\n\n`);
  event({ role: "assistant", content: "" });
  event({ content: "ok" });
  // one that never ends, for those who stop it
  if (model.endsWith("/endless")) return undefined;
  event({}, "stop");
  response.end(`data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model, choices: [], usage })}\n\ndata: [DONE]\n\n`);
}
