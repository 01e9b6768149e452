// The request that a call in the code stands for: what is sent, what is stubbed, and what never leaves.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connectionSteps, explainConnection, type TakenStep } from "../../server/src/gateway/connection.ts";
import type { GatewayRequest } from "../../server/src/gateway/outcome.ts";
import { createProfile } from "../../server/src/gateway/profiles.ts";
import { type BuiltRequest, buildRequest, defaultChoices, type RequestChoices, type RequestSource } from "../../server/src/gateway/request.ts";
import { sentConfig } from "../../server/src/gateway/sent-config.ts";
import { withValue } from "../../server/src/gateway/value-at.ts";
import { hosted, selfHosted, sendTo } from "./requests.ts";
import { chatAnswer, chunk, serve } from "./scripted-server.ts";

const source: RequestSource = {
  kind: "chat",
  endpoint: "/chat/completions",
  model: { portkeyName: "@openai-prod/gpt-4o" },
  stream: false,
  body: { messages: [{ role: "user", content: "{question}, please" }], temperature: 0.2, max_tokens: 500 },
  holes: [{ path: "messages[0].content", source: "question", why: "a parameter", placeholder: "{question}" }],
  config: null,
  metadata: null,
  headers: {},
  unsupported: [],
};

const build = (changes: Partial<RequestSource> = {}, choices: Partial<RequestChoices> = {}): BuiltRequest =>
  buildRequest({ ...source, ...changes }, hosted, { ...defaultChoices, traceId: "trace-1", ...choices });
function requestOf(...given: Parameters<typeof build>): GatewayRequest {
  const built = build(...given);
  if (built.kind === "none") throw new Error(built.why);
  return built.request;
}
const notesOf = (...given: Parameters<typeof build>): string => {
  const built = build(...given);
  return built.kind === "none" ? built.why : built.notes.join("\n");
};

describe("the prompt", () => {
  test("is a stub unless somebody chooses otherwise", () => {
    const { path, headers, body, stream, model } = requestOf();
    assert.deepEqual(
      { path, headers, body, stream, model },
      {
        path: "/chat/completions",
        headers: { "x-portkey-trace-id": "trace-1" },
        body: { model: "@openai-prod/gpt-4o", messages: [{ role: "user", content: "Reply with the word ok." }], temperature: 0.2, max_tokens: 16 },
        stream: false,
        model: "@openai-prod/gpt-4o",
      },
    );
    assert.match(notesOf(), /In place of the code's own messages, a test text is sent\.\nThe answer is cut at 16 tokens; the code allows 500\./);
  });

  test("is the code's own where that is chosen, with what a person put into its holes", () => {
    assert.deepEqual(requestOf({}, { prompt: "code", maxTokens: "code" }).body, {
      model: "@openai-prod/gpt-4o",
      messages: [{ role: "user", content: "{question}, please" }],
      temperature: 0.2,
      max_tokens: 500,
    });
    assert.match(notesOf({}, { prompt: "code" }), /messages\[0\]\.content is decided when the program runs \(question\) and is sent as \{question\}\./);
    const filled = build({}, { prompt: "code", holes: { "messages[0].content": "$& Why" } });
    assert.deepEqual(filled.kind === "request" && [filled.request.body?.messages, filled.notes.length], [[{ role: "user", content: "$& Why, please" }], 1]);
  });

  test("that is not known cannot be sent as the code's own", () => {
    const unknown = { body: {}, holes: [{ path: "messages", source: "messages", why: "a parameter", placeholder: null }] };
    assert.deepEqual(build(unknown, { prompt: "code" }), { kind: "none", reason: "needs-input", why: "What is asked is decided when the program runs." });
    assert.deepEqual(requestOf(unknown).body?.messages, [{ role: "user", content: "Reply with the word ok." }]);
    assert.deepEqual(requestOf(unknown, { prompt: "code", holes: { messages: [{ role: "user", content: "Hi" }] } }).body?.messages, [{ role: "user", content: "Hi" }]);
    assert.deepEqual(requestOf(unknown, { prompt: { text: "Hi" } }).body?.messages, [{ role: "user", content: "Hi" }]);
  });

  const kinds: readonly (readonly [kind: RequestSource["kind"], body: RequestSource["body"], sent: object])[] = [
    ["text", { prompt: "a secret", suffix: "b", best_of: 2 }, { prompt: "Reply with the word ok.", best_of: 2, max_tokens: 16 }],
    ["embedding", { input: ["a secret", "b"], dimensions: 3 }, { input: "Reply with the word ok.", dimensions: 3 }],
    ["image", { prompt: "a secret", n: 2 }, { prompt: "Reply with the word ok.", n: 2 }],
    ["moderation", { input: "a secret" }, { input: "Reply with the word ok." }],
    ["speech", { input: "a secret", voice: "alloy" }, { input: "Reply with the word ok.", voice: "alloy" }],
    ["responses", { input: "a secret", instructions: "a secret", max_output_tokens: 100 }, { input: "Reply with the word ok.", max_output_tokens: 16 }],
    ["rerank", { query: "a secret", documents: ["a secret"], top_n: 2 }, { query: "Reply with the word ok.", documents: ["Reply with the word ok.", "Another text."], top_n: 2 }],
  ];
  for (const [kind, body, sent] of kinds)
    test(`of kind ${kind} leaves nothing of the user's in the request`, () => {
      const { body: built } = requestOf({ kind, body, holes: [] });
      assert.deepEqual(built, { model: "@openai-prod/gpt-4o", ...sent });
      assert.ok(!JSON.stringify(built).includes("secret"));
    });

  test("speaks of JSON where the answer has to be some", () => {
    assert.match(JSON.stringify(requestOf({ body: { response_format: { type: "json_object" } } }).body?.messages), /JSON object/);
  });

  test("of a transcription is a file, which no test sends", () => assert.equal(notesOf({ kind: "transcription" }), "A transcription needs a sound file, which a test does not send."));
});

describe("the cap on tokens", () => {
  const capOf = (body: RequestSource["body"], choices: Partial<RequestChoices> = {}, changes: Partial<RequestSource> = {}) => {
    const { max_tokens, max_completion_tokens, max_output_tokens } = requestOf({ ...changes, body: { messages: [], ...body } }, choices).body ?? {};
    return { max_tokens, max_completion_tokens, max_output_tokens };
  };
  const none = { max_tokens: undefined, max_completion_tokens: undefined, max_output_tokens: undefined };

  test("is 16 unless the code has a lower one, under the name that the model takes", () => {
    assert.deepEqual(capOf({}), { ...none, max_tokens: 16 });
    assert.deepEqual(capOf({ max_tokens: 5 }), { ...none, max_tokens: 5 });
    assert.deepEqual(capOf({ max_completion_tokens: 500 }), { ...none, max_completion_tokens: 16 });
    assert.deepEqual(capOf({ max_tokens: 500 }, { model: "@openai-prod/o3-mini" }), { ...none, max_completion_tokens: 16 });
    assert.deepEqual(capOf({}, { model: "@openai-prod/gpt-5" }), { ...none, max_completion_tokens: 16 });
    assert.deepEqual(capOf({}, { maxTokens: 200 }), { ...none, max_tokens: 200 });
    assert.deepEqual(capOf({ max_tokens: 500 }, { maxTokens: "code" }), { ...none, max_tokens: 500 });
    assert.deepEqual(capOf({}, { maxTokens: "code" }), none);
    assert.deepEqual(capOf({}, { maxTokens: 5 }, { kind: "responses" }), { ...none, max_output_tokens: 16 });
    assert.deepEqual(capOf({}, {}, { kind: "embedding" }), none);
  });

  test("holds for the targets of a config, too", () => {
    const config = { strategy: { mode: "fallback" }, targets: [{ override_params: { model: "@a/b", max_tokens: 4000 } }, { targets: [{ default_params: { max_completion_tokens: 4000 } }] }] };
    assert.deepEqual(JSON.parse(requestOf({ config }).headers["x-portkey-config"] ?? ""), {
      strategy: { mode: "fallback" },
      targets: [{ override_params: { model: "@a/b", max_tokens: 16 } }, { targets: [{ default_params: { max_completion_tokens: 16 } }] }],
    });
    assert.match(requestOf({ config }, { maxTokens: "code" }).headers["x-portkey-config"] ?? "", /4000/);
  });
});

describe("the model", () => {
  test("is the chosen one, else what was put into its hole, else the code's", () => {
    assert.equal(requestOf({}, { model: "@a/b", holes: { model: "@c/d" } }).model, "@a/b");
    assert.equal(requestOf({}, { holes: { model: "@c/d" } }).model, "@c/d");
    assert.equal(requestOf().model, "@openai-prod/gpt-4o");
  });

  test("may be left to a config that names one in each target", () => {
    const unknown = { model: { portkeyName: null } };
    assert.deepEqual(build(unknown), { kind: "none", reason: "model-unknown", why: "Which model is asked is decided when the program runs." });
    const config = { targets: [{ override_params: { model: "@a/b" } }, { override_params: { model: "@c/d" } }] };
    assert.deepEqual([requestOf({ ...unknown, config }).model, "model" in (requestOf({ ...unknown, config }).body ?? {})], [null, false]);
    assert.equal(build({ ...unknown, config: { targets: [{ override_params: { model: "@a/b" } }, {}] } }).kind, "none");
    assert.equal(requestOf({ ...unknown, config: "pc-saved" }).headers["x-portkey-config"], "pc-saved");
  });
});

test("a stream asks for its tokens to be counted, and what cannot stream does not", () => {
  assert.deepEqual([requestOf({ stream: true }).stream, requestOf({ stream: true }).body?.stream_options], [true, { include_usage: true }]);
  assert.deepEqual(requestOf({ stream: true, body: { stream_options: { x: 1 } } }).body?.stream_options, { x: 1, include_usage: true });
  assert.deepEqual([requestOf({ kind: "responses", stream: true }).body?.stream, "stream_options" in (requestOf({ kind: "responses", stream: true }).body ?? {})], [true, false]);
  assert.equal(requestOf({ stream: true }, { stream: false }).stream, false);
  assert.equal(requestOf({}, { holes: { stream: true } }).stream, true);
  assert.equal(requestOf({ kind: "embedding", stream: true }).stream, false);
});

test("what the code tells the gateway in other headers goes along", () => {
  const { headers } = requestOf({ headers: { "x-portkey-cache-namespace": "n", "x-portkey-trace-id": "of the code" } });
  assert.deepEqual(headers, { "x-portkey-cache-namespace": "n", "x-portkey-trace-id": "trace-1" });
});

test("config and metadata go as headers of ASCII, and what is not sent is told", () => {
  const { headers } = requestOf({ config: { retry: { attempts: 2 } }, metadata: { team: "Größe", _user: "☃" } });
  assert.deepEqual(headers, { "x-portkey-trace-id": "trace-1", "x-portkey-config": '{"retry":{"attempts":2}}', "x-portkey-metadata": '{"team":"Gr\\u00f6\\u00dfe","_user":"\\u2603"}' });
  assert.match(notesOf({ unsupported: [{ name: "drop_params", why: "The gateway has no such thing." }] }), /drop_params is not sent: The gateway has no such thing\./);
});

test("of a config only routing is sent: no key, and nothing that leads elsewhere", () => {
  const { config, leftOut } = sentConfig(
    {
      provider: "@openai-prod",
      api_key: "sk-fake",
      custom_host: "https://evil.example.com/v1",
      forward_headers: ["authorization"],
      resource_name: "evil",
      aws_secret_access_key: "x",
      before_request_hooks: [{ type: "guardrail", checks: [{ id: "default.webhook", parameters: { webhookURL: "https://evil.example.com" } }] }],
      input_guardrails: ["guard-1", { "default.webhook": { webhookURL: "https://evil.example.com" } }],
      retry: { attempts: 1 },
      targets: [{ provider: "openai", api_key: "sk-fake", custom_host: "https://evil.example.com", weight: 1 }],
    },
    undefined,
  );
  assert.deepEqual(config, { provider: "@openai-prod", input_guardrails: ["guard-1"], retry: { attempts: 1 }, targets: [{ provider: "openai", weight: 1 }] });
  assert.deepEqual(leftOut, ["api_key", "custom_host", "forward_headers", "resource_name", "aws_secret_access_key", "before_request_hooks", "input_guardrails"]);
  assert.match(notesOf({ config: { custom_host: "https://evil.example.com" } }), /custom_host is not sent: a test takes no key and no prompt to a place that only the code names\./);
  assert.equal(requestOf({ config: { custom_host: "https://evil.example.com" } }).headers["x-portkey-config"], undefined);
});

test("values are put where their path leads", () => {
  assert.deepEqual(withValue({ messages: [{ role: "user" }] }, "messages[0].content", "a", null), { messages: [{ role: "user", content: "a" }] });
  assert.deepEqual(withValue({}, "messages[1].content[0].text", "a", null), { messages: [null, { content: [{ text: "a" }] }] });
  assert.deepEqual(withValue({ a: "x{y}z" }, "a", "1", "{y}"), { a: "x1z" });
  assert.deepEqual(withValue({ a: "x{y}z" }, "a", 5, "{y}"), { a: 5 });
  const polluted = withValue({}, "__proto__.polluted", true, null);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  assert.deepEqual(Object.keys(polluted), ["__proto__"]);
});

describe("a connection test", () => {
  const steps = (id: Parameters<typeof createProfile>[0], model: string | null, url = "http://127.0.0.1:1/v1") => {
    const made = createProfile(id, url);
    if ("refusal" in made) throw new Error(made.refusal.why);
    return connectionSteps(made.profile, model, "t").map((step) => `${step.isFree ? "free " : ""}${step.request.method} ${step.request.path}${step.request.stream ? " streamed" : ""}`);
  };

  test("asks what is free first, and a model only where one is named", () => {
    assert.deepEqual(steps("hosted", null), ["free GET /models"]);
    assert.deepEqual(steps("airs", "@a/b"), ["free GET /models", "POST /chat/completions", "POST /chat/completions streamed"]);
    assert.deepEqual(steps("self-hosted", "@a/b"), ["free GET /", "POST /chat/completions", "POST /chat/completions streamed"]);
    assert.deepEqual(steps("local", null), ["free GET /", "free GET /models"]);
  });

  test("knows the defect of a gateway by a chat that works and a stream that does not", async (t) => {
    const run = async (script: Parameters<typeof serve>[1]) => {
      const server = await serve(t, script);
      const taken: TakenStep[] = [];
      for (const step of connectionSteps(selfHosted(server.baseUrl), "@a/b", "t")) taken.push({ step, outcome: await sendTo(step.request) });
      return explainConnection(taken).diagnosis;
    };
    const broken = await run((response, { path, body }) => {
      if (path === "/") response.end("AI Gateway says hey!");
      else if (body.includes('"stream":true')) response.writeHead(500, { "content-type": "application/json" }).end('{"status":"failure","message":"Something went wrong"}');
      else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(chatAnswer("ok")));
    });
    assert.deepEqual([broken.code, broken.ok], ["gateway-broken-dependency", false]);
    assert.match(broken.message, /^Plain chat works, but the gateway fails here/);
    const works = await run((response, { path, body }) => {
      if (path === "/") response.end("AI Gateway says hey!");
      else if (body.includes('"stream":true')) response.writeHead(200, { "content-type": "text/event-stream" }).end(chunk("ok", "stop"));
      else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(chatAnswer("ok")));
    });
    assert.deepEqual([works.code, works.ok], ["answered", true]);
  });
});
