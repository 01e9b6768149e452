// Requests through the real open-source gateway, as `portkey-migrate test` and the editor send them, and what is said of the answers.
import assert from "node:assert/strict";
import { request as forward } from "node:http";
import { after, before, describe, type TestContext, test } from "node:test";
import { connectionSteps, explainConnection, type TakenStep } from "../../../server/src/gateway/connection.ts";
import { explain } from "../../../server/src/gateway/explain.ts";
import { secretHeader } from "../../../server/src/gateway/local/gateway-channel.ts";
import { bundledGateway, type GatewayProcess, startGatewayProcess } from "../../../server/src/gateway/local/gateway-process.ts";
import { type LocalGateway, startLocalGateway } from "../../../server/src/gateway/local/local-gateway.ts";
import type { Diagnosis, GatewayProfile, GatewayRequest, Outcome } from "../../../server/src/gateway/outcome.ts";
import { buildRequest, defaultChoices, plainSource, type RequestChoices, type RequestSource } from "../../../server/src/gateway/request.ts";
import { chat, selfHosted, sendTo } from "../requests.ts";
import { chatAnswer, chunk, json, type Script, type ScriptedServer, serve, stream, unusedPort } from "../scripted-server.ts";

let gateway: LocalGateway;
before(async () => {
  gateway = await startLocalGateway({ catalog: { providers: { trial: "echo" } } });
});
after(() => gateway.stop());

const profile = (): GatewayProfile => ({ id: "local", baseUrl: gateway.baseUrl, auth: "x-portkey-api-key", extraHeaders: {} });

/** Puts a provider that answers by a script behind each slug. */
async function withProviders(t: TestContext, scripts: Readonly<Record<string, Script>>): Promise<Readonly<Record<string, ScriptedServer>>> {
  const servers = Object.fromEntries(await Promise.all(Object.entries(scripts).map(async ([slug, script]) => [slug, await serve(t, script)] as const)));
  gateway.setCatalog({
    providers: { trial: "echo", ...Object.fromEntries(Object.entries(servers).map(([slug, { baseUrl }]) => [slug, { provider: "openai", api_key: `sk-fake-${slug}`, custom_host: baseUrl }])) },
  });
  return servers;
}

interface Asked {
  readonly request: GatewayRequest;
  readonly outcome: Outcome;
  readonly diagnosis: Diagnosis;
}

async function ask(source: Partial<RequestSource>, choices: Partial<RequestChoices> = {}, key = gateway.token): Promise<Asked> {
  const built = buildRequest({ ...plainSource("chat", false), model: { portkeyName: "@openai-prod/gpt-4o" }, ...source }, profile(), { ...defaultChoices, traceId: "trace-1", ...choices });
  if (built.kind === "none") throw new Error(built.why);
  const outcome = await sendTo(built.request, { key });
  return { request: built.request, outcome, diagnosis: explain(built.request, outcome) };
}

const said = ({ diagnosis: { code, side, level } }: Asked) => [code, side, level];
const answered = ["answered", null, "success"];

describe("what works", () => {
  test("connection: greeting, key, chat and stream, by the echo alone", async () => {
    const taken: TakenStep[] = [];
    for (const step of connectionSteps(profile(), "@trial/gpt-4o", "trace-1")) taken.push({ step, outcome: await sendTo(step.request, { key: gateway.token }) });
    assert.deepEqual(
      taken.map(({ step, outcome }) => [step.id, explain(step.request, outcome).level]),
      [
        ["greeting", "success"],
        ["models", "warning"],
        ["chat", "success"],
        ["stream", "success"],
      ],
    );
    assert.deepEqual([explainConnection(taken).decisive.step.id, explainConnection(taken).diagnosis.code, explainConnection(taken).diagnosis.ok], ["models", "catalog-empty", true]);
  });

  test("chat, with metadata and a trace", async (t) => {
    const { "openai-prod": openai } = await withProviders(t, { "openai-prod": json(200, chatAnswer("ok")) });
    const asked = await ask({ metadata: { team: "blue" } });
    assert.deepEqual(said(asked), answered, asked.diagnosis.message);
    assert.deepEqual(
      [asked.outcome.text, asked.outcome.usage, asked.outcome.gateway.traceId, asked.outcome.gateway.cacheStatus, asked.outcome.gateway.retries],
      ["ok", { inputTokens: 9, outputTokens: 2 }, "trace-1", "DISABLED", 0],
    );
    assert.deepEqual(JSON.parse(openai?.received[0]?.body ?? ""), { model: "gpt-4o", messages: [{ role: "user", content: "Reply with the word ok." }], max_tokens: 16 });
    assert.equal(openai?.received[0]?.headers.authorization, "Bearer sk-fake-openai-prod");
  });

  test("a stream, its characters cut between packets", async (t) => {
    const bytes = Buffer.from(`${chunk("naïve ")}${chunk("😀 日本", "stop")}data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}\n\ndata: [DONE]\n\n`);
    await withProviders(t, { "openai-prod": stream(Array.from({ length: bytes.length }, (_, index) => bytes.subarray(index, index + 1))) });
    const asked = await ask({ stream: true });
    assert.deepEqual(said(asked), answered, asked.diagnosis.message);
    assert.deepEqual([asked.outcome.text, asked.outcome.finishReason, asked.outcome.usage], ["naïve 😀 日本", "stop", { inputTokens: 3, outputTokens: 4 }]);
  });

  test("embeddings", async (t) => {
    await withProviders(t, {
      "openai-prod": json(200, { object: "list", data: [{ object: "embedding", index: 0, embedding: [0.1, 0.2, 0.3] }], model: "m", usage: { prompt_tokens: 4, total_tokens: 4 } }),
    });
    const asked = await ask({ kind: "embedding", endpoint: "/embeddings" });
    assert.deepEqual([...said(asked), asked.outcome.text], [...answered, "1 vector of 3 dimensions"]);
  });

  test("the Responses API, streamed", async (t) => {
    const done = { id: "r", object: "response", status: "completed", output: [], usage: { input_tokens: 2, output_tokens: 1 } };
    const events = [
      { type: "response.output_text.delta", delta: "ok" },
      { type: "response.completed", response: done },
    ];
    await withProviders(t, { "openai-prod": stream(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)) });
    const asked = await ask({ kind: "responses", endpoint: "/responses", stream: true });
    assert.deepEqual([...said(asked), asked.outcome.text, asked.outcome.usage, asked.outcome.finishReason], [...answered, "ok", { inputTokens: 2, outputTokens: 1 }, "completed"]);
  });

  test("a fallback, whose second target answers", async (t) => {
    await withProviders(t, { first: json(500, { error: { message: "down" } }), second: json(200, chatAnswer("ok")) });
    const asked = await ask({ config: { strategy: { mode: "fallback" }, targets: [{ override_params: { model: "@first/a" } }, { override_params: { model: "@second/b" } }] } });
    assert.deepEqual([...said(asked), asked.outcome.gateway.optionIndex], [...answered, "config.targets[1]"]);
    assert.match(asked.diagnosis.details.join(" "), /Target 2 of the config answered, not its first one/);
  });

  test("a load balance, which asks both", async (t) => {
    const servers = await withProviders(t, { first: json(200, chatAnswer("ok")), second: json(200, chatAnswer("ok")) });
    const config = {
      strategy: { mode: "loadbalance" },
      targets: [
        { weight: 0.5, override_params: { model: "@first/a" } },
        { weight: 0.5, override_params: { model: "@second/b" } },
      ],
    };
    // That one of them is never drawn in forty tries is as likely as a trillion to one.
    for (let round = 0; round < 40 && (servers.first?.received.length === 0 || servers.second?.received.length === 0); round++) assert.deepEqual(said(await ask({ config })), answered);
    assert.ok((servers.first?.received.length ?? 0) > 0 && (servers.second?.received.length ?? 0) > 0);
  });

  test("a retry, which is told", async (t) => {
    let calls = 0;
    await withProviders(t, { "openai-prod": (response, request) => json(calls++ === 0 ? 503 : 200, calls === 1 ? { error: { message: "busy" } } : chatAnswer("ok"))(response, request) });
    const asked = await ask({ config: { retry: { attempts: 2 } } });
    assert.deepEqual([...said(asked), asked.outcome.gateway.retries], [...answered, 1]);
    assert.match(asked.diagnosis.details.join(" "), /asked the provider again once/);
  });
});

describe("what fails", () => {
  const failures: Readonly<Record<string, { readonly script: Script; readonly source?: Partial<RequestSource>; readonly expected: readonly unknown[]; readonly message?: RegExp }>> = {
    "a key that the provider does not take": {
      script: json(401, { error: { message: "Incorrect API key provided: sk-fake-**********prod.", type: "invalid_request_error", code: "invalid_api_key" } }),
      expected: ["provider-key-rejected", "provider", "failure"],
      message: /^The provider openai does not accept its key.*your gateway key is fine/,
    },
    "403 of the provider": { script: json(403, { error: { message: "Project has no access" } }), expected: ["forbidden", "provider", "failure"] },
    "a model that the provider does not have": {
      script: json(404, { error: { message: "The model `x` does not exist or you do not have access to it.", type: "invalid_request_error", code: "model_not_found" } }),
      expected: ["model-unknown", "provider", "failure"],
    },
    "an argument that the provider refuses": {
      script: json(400, { error: { message: "Invalid value", param: "messages", type: "invalid_request_error" } }),
      expected: ["request-rejected", "provider", "failure"],
      message: /argument messages/,
    },
    "a limit of the provider, until a time": {
      script: json(429, { error: { message: "Rate limit reached", code: "rate_limit_exceeded" } }, { "retry-after": "20" }),
      expected: ["rate-limited", "provider", "failure"],
      message: /may be asked again at \d\d:\d\d:\d\d/,
    },
    "a page of the provider's": {
      script: (response) => void response.writeHead(502, { "content-type": "text/html" }).end("<html><body><h1>Bad Gateway</h1></body></html>"),
      expected: ["provider-failed", "provider", "failure"],
      message: /Bad Gateway/,
    },
    "a provider that hangs up": { script: (response) => void response.destroy(), expected: ["provider-unreachable", "provider", "failure"] },
    "an answer of the provider that cannot be read": {
      script: (response) => void response.writeHead(200, { "content-type": "application/json" }).end('{"choices": ['),
      expected: ["gateway-failed", "gateway", "failure"],
      message: /also does so when a provider's answer cannot be read/,
    },
    "a time limit in the wrong unit": {
      script: (response) => void setTimeout(() => json(200, chatAnswer("late"))(response, { method: "", path: "", headers: {}, body: "" }), 500),
      source: { config: { request_timeout: 30 } },
      expected: ["provider-timeout", "provider", "failure"],
      message: /after 30 ms.*perhaps meant as seconds/,
    },
    "retries that are used up": { script: json(500, { error: { message: "down" } }), source: { config: { retry: { attempts: 1 } } }, expected: ["provider-failed", "provider", "failure"] },
    "a stream that breaks in the middle": {
      script: (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write(chunk("so far"), () => setImmediate(() => response.destroy())),
      source: { stream: true },
      expected: ["stream-cut", "provider", "failure"],
      message: /6 characters so far/,
    },
    "an argument of a config that is no number": {
      script: json(200, chatAnswer("ok")),
      source: { config: { retry: { attempts: "3" } } },
      expected: ["config-invalid", "configuration", "failure"],
      message: /retry,attempts/,
    },
  };
  for (const [name, { script, source = {}, expected, message }] of Object.entries(failures))
    test(name, async (t) => {
      await withProviders(t, { "openai-prod": script });
      const asked = await ask(source);
      assert.deepEqual(said(asked), expected, `${asked.diagnosis.message}\n${asked.outcome.body.text}`);
      if (message) assert.match(asked.diagnosis.message, message);
      assert.ok(!JSON.stringify(asked).includes("sk-fake-openai-prod"));
    });

  test("a provider that is down", async () => {
    gateway.setCatalog({ providers: { "openai-prod": { provider: "openai", api_key: "sk-fake-x", custom_host: `http://127.0.0.1:${await unusedPort()}/v1` } } });
    assert.deepEqual(said(await ask({})), ["provider-unreachable", "provider", "failure"]);
  });

  test("a slug, a config and a key that the gateway does not know", async () => {
    assert.deepEqual(said(await ask({ model: { portkeyName: "@nobody/gpt-4o" } })), ["slug-unknown", "configuration", "failure"]);
    assert.deepEqual(said(await ask({ model: { portkeyName: "gpt-4o" } })), ["no-provider", "configuration", "failure"]);
    assert.deepEqual(said(await ask({ config: "pc-saved" })), ["config-unsaved", "configuration", "failure"]);
    assert.deepEqual(said(await ask({}, {}, "pk-fake-another-token")), ["key-rejected", "gateway", "failure"]);
  });
});

describe("the open-source gateway by itself", () => {
  let bare: GatewayProcess;
  before(async () => {
    bare = await startGatewayProcess(bundledGateway());
  });
  after(() => bare.stop());

  /** What stands before the gateway knows its secret; everything else goes on as it is. */
  const open = (t: TestContext): Promise<ScriptedServer> =>
    serve(t, (response, { method, path, headers, body }) => {
      const { host: _, ...rest } = headers;
      forward(bare.address.url + path, { method, headers: { ...rest, [secretHeader]: bare.address.secret } }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }).end(body);
    });

  const cases: Readonly<Record<string, { readonly request: (baseUrl: string) => GatewayRequest; readonly code: string }>> = {
    "knows no slugs": { request: (url) => chat(selfHosted(url)), code: "no-provider" },
    "knows no saved configs": { request: (url) => ({ ...chat(selfHosted(url)), headers: { "x-portkey-config": "pc-saved" } }), code: "config-unsaved" },
    "takes no config of slugs": {
      request: (url) => ({ ...chat(selfHosted(url)), headers: { "x-portkey-config": '{"strategy":{"mode":"fallback"},"targets":[{"override_params":{"model":"@a/b"}},{"provider":"@c"}]}' } }),
      code: "config-invalid",
    },
    "wants a provider in a config": { request: (url) => ({ ...chat(selfHosted(url)), headers: { "x-portkey-config": '{"retry":{"attempts":2}}' } }), code: "config-without-provider" },
    "knows no such provider": { request: (url) => ({ ...chat(selfHosted(url)), headers: { "x-portkey-provider": "nope" } }), code: "slug-unknown" },
    "does not go to a private host": {
      request: (url) => ({ ...chat(selfHosted(url)), headers: { "x-portkey-config": '{"provider":"openai","api_key":"x","custom_host":"http://10.0.0.1/v1"}' } }),
      code: "custom-host-refused",
    },
    "is found at the wrong path": { request: (url) => ({ ...chat(selfHosted(url)), path: "/../chat/completions" }), code: "path-unknown" },
  };
  for (const [name, { request, code }] of Object.entries(cases))
    test(name, async (t) => {
      const { baseUrl } = await open(t);
      const asked = request(baseUrl);
      const outcome = await sendTo(asked);
      const diagnosis = explain(asked, outcome);
      assert.equal(diagnosis.code, code, `${diagnosis.message}\n${outcome.body.text}`);
    });
});
