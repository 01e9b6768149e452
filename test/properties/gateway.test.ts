// Whatever a server sends, a request ends in an outcome and an outcome in a diagnosis, in time, and nothing throws.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { explain } from "../../server/src/gateway/explain.ts";
import { createRedactor, createStreamRedactor } from "../../server/src/gateway/redact.ts";
import { chat, fakeKey, selfHosted, sendTo } from "../gateway/requests.ts";
import { chatAnswer, chunk, serve, serveTcp } from "../gateway/scripted-server.ts";

test("random bytes, cut at random, with or without a proper head", async (t) => {
  let answer: readonly Buffer[] = [];
  const server = await serveTcp(t, (socket) => {
    socket.once("data", () => {
      for (const piece of answer) socket.write(piece);
      socket.end();
    });
  });
  const line = fc.constantFrom(
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 500 No\r\n",
    "HTTP/1.1 999 ?\r\n",
    "content-type: text/event-stream\r\n",
    "content-type: application/json\r\n",
    "content-encoding: gzip\r\n",
    "content-encoding: br\r\n",
    "content-length: 10\r\n",
    "transfer-encoding: chunked\r\n",
    "location: //\r\n",
    "retry-after: soon\r\n",
    "x-portkey-retry-attempt-count: x\r\n",
    "\r\n",
    "5\r\nhello\r\n",
    "0\r\n\r\n",
    chunk("ok", "stop"),
    "data: {\n\n",
    "data: null\n\n",
    "data: [1]\n\n",
    "event: error\ndata: x\n\n",
    JSON.stringify(chatAnswer("ok")),
    '{"error":[]}',
    '{"error":{"message":5}}',
    '{"choices":[null]}',
    '{"choices":{}}',
    "[]",
    "null",
    "<html>",
  );
  const piece = fc.oneof({ weight: 6, arbitrary: line.map((text) => Buffer.from(text)) }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) });
  const head = fc.constantFrom([], [Buffer.from("HTTP/1.1 200 OK\r\n")]);
  await fc.assert(
    fc.asyncProperty(head, fc.array(piece, { maxLength: 12 }), fc.boolean(), async (start, pieces, stream) => {
      answer = [...start, ...pieces];
      const request = chat(selfHosted(server.baseUrl), { stream });
      const outcome = await sendTo(request, { limits: { firstByte: 2000, idle: 2000 } });
      const diagnosis = explain(request, outcome, { models: ["@a/b"] });
      assert.ok(diagnosis.message !== "" && (diagnosis.ok || diagnosis.next !== null));
      assert.deepEqual(JSON.parse(JSON.stringify(outcome)), outcome);
    }),
    { numRuns: 150 },
  );
});

test("answers that are JSON of any form", async (t) => {
  let answer: { readonly status: number; readonly body: string } = { status: 200, body: "" };
  const server = await serve(t, (response) => void response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body));
  const key = fc.constantFrom(
    "error",
    "message",
    "status",
    "data",
    "choices",
    "usage",
    "output",
    "errors",
    "provider",
    "html-message",
    "ok",
    "success",
    "hook_results",
    "delta",
    "type",
    "param",
    "code",
    "__proto__",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, true, 0, "failure", "x", "hooks_failed"), fc.array(tie("value"), { maxLength: 3 }), fc.dictionary(key, tie("value"), { maxKeys: 4 })),
  }));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(200, 246, 400, 401, 403, 404, 408, 412, 422, 429, 446, 500, 503, 529), value, async (status, body) => {
      answer = { status, body: JSON.stringify(body) };
      const request = chat(selfHosted(server.baseUrl));
      assert.ok(explain(request, await sendTo(request)).message !== "");
    }),
    { numRuns: 300 },
  );
});

test("an answer that is nested a hundred thousand deep", async (t) => {
  for (const body of [`${"[".repeat(100_000)}${"]".repeat(100_000)}`, `${'{"error":'.repeat(100_000)}1${"}".repeat(100_000)}`]) {
    const server = await serve(t, (response) => void response.writeHead(400, { "content-type": "application/json" }).end(body));
    const request = chat(selfHosted(server.baseUrl));
    assert.equal(explain(request, await sendTo(request)).ok, false);
    const stream = await serve(t, (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).end(`data: ${body}\n\n`));
    const streamed = chat(selfHosted(stream.baseUrl), { stream: true });
    assert.equal(explain(streamed, await sendTo(streamed)).ok, false);
  }
});

test("texts that are made to be slow are read in time that grows with their length", async (t) => {
  const redactor = createRedactor([fakeKey]);
  const parts = ["sk-", "eyJ-", "eyJ", "AIza-", "Bearer ", "api_key", "api_key: ", "key", "-----BEGIN ", "\\", "<", "<title", " ", "pk-fake-", '"', "a.", "token=", "model "];
  for (const part of parts) {
    const text = part.repeat(Math.ceil(150_000 / part.length));
    redactor.text(text);
    const stream = createStreamRedactor(redactor);
    for (let at = 0; at < 20_000; at += 500) stream.read(text.slice(at, at + 500));
    stream.read(" }");
    stream.end();
    for (const [type, body] of [
      ["text/html", text],
      ["application/json", JSON.stringify({ "html-message": text })],
      ["application/json", JSON.stringify({ error: { message: text } })],
    ] as const) {
      const server = await serve(t, (response) => void response.writeHead(400, { "content-type": type }).end(body));
      const request = chat(selfHosted(server.baseUrl));
      assert.equal(explain(request, await sendTo(request)).ok, false);
    }
  }
});

test("who hears of an answer and fails over it ends the request, and nothing else", async (t) => {
  const server = await serve(t, (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).end(chunk("ok", "stop")));
  const request = chat(selfHosted(server.baseUrl), { stream: true });
  for (const kind of ["phase", "head", "event", "text"]) {
    const outcome = await sendTo(request, {
      onEvent: (event) => {
        if (event.kind === kind) throw new Error("a panel that is gone");
      },
    });
    assert.deepEqual([outcome.ending.kind, explain(request, outcome).ok], ["network", false], kind);
  }
});
