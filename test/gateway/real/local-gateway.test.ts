// The real open-source gateway behind the local catalog: what a request through it does, and what the process leaves to others.
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import type { ServerResponse } from "node:http";
import { after, afterEach, before, describe, test } from "node:test";
import { reasonHeader } from "../../../server/src/gateway/local/catalog-shim.ts";
import type { GatewayExit } from "../../../server/src/gateway/local/gateway-process.ts";
import { type LocalGateway, startLocalGateway } from "../../../server/src/gateway/local/local-gateway.ts";
import { type LoopbackServer, listenOnLoopback } from "../../../server/src/gateway/local/loopback-server.ts";
import type { LocalServer } from "../../programs/http.ts";
import { type Reply, startMockProvider } from "../../programs/mock-provider.ts";

const openaiKey = "sk-fake-openai-key";
const otherKey = "sk-fake-other-key";

let gateway: LocalGateway;
const providers: LocalServer[] = [];
before(async () => {
  gateway = await startLocalGateway({ catalog: { providers: { trial: "echo" } } });
});
after(() => gateway.stop());
afterEach(async () => {
  await Promise.all(providers.splice(0).map((provider) => provider.close()));
});

/** Providers behind `@openai-prod` and `@other`, each answering its first requests as planned. */
async function withProviders(first: readonly Reply[] = [], second: readonly Reply[] = []): Promise<readonly [LocalServer, LocalServer]> {
  const [openai, other] = [await startMockProvider(first), await startMockProvider(second)];
  providers.push(openai, other);
  gateway.setCatalog({
    providers: {
      trial: "echo",
      "openai-prod": { provider: "openai", api_key: openaiKey, custom_host: `${openai.url}/v1` },
      other: { provider: "openai", api_key: otherKey, custom_host: `${other.url}/v1` },
    },
  });
  return [openai, other];
}

interface Options {
  readonly config?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly signal?: AbortSignal;
}

const messages = [{ role: "user", content: "Hello" }];

const ask = (body: object, { config, headers, path = "/chat/completions", signal }: Options = {}) =>
  fetch(gateway.baseUrl + path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-portkey-api-key": gateway.token, ...(config && { "x-portkey-config": JSON.stringify(config) }), ...headers },
    body: JSON.stringify(body),
    redirect: "manual",
    ...(signal && { signal }),
  });

const chat = (model?: string, options?: Options) => ask({ ...(model !== undefined && { model }), messages }, options);

/** What a chat answered. */
async function contentOf(response: Response): Promise<string | undefined> {
  const { choices } = (await response.json()) as { readonly choices?: readonly { readonly message: { readonly content: string } }[] };
  return choices?.[0]?.message.content;
}

const streamed = async (response: Response): Promise<string> =>
  (await response.text())
    .split("\n")
    .flatMap((line) => (line.startsWith("data: {") ? [JSON.parse(line.slice("data: ".length)) as { readonly choices: readonly { readonly delta: { readonly content?: string } }[] }] : []))
    .map(({ choices }) => choices[0]?.delta.content ?? "")
    .join("");

describe("without an account, a key or a network", () => {
  test("the gateway greets", async () => {
    assert.match(await (await fetch(new URL("/", gateway.baseUrl))).text(), /AI Gateway says hey/);
  });

  test("a chat, a stream and embeddings are answered by the echo", async () => {
    assert.match((await contentOf(await ask({ model: "@trial/gpt-4o", messages, max_tokens: 16 }))) ?? "", /the local echo .*, not a model\. .* for gpt-4o .* with max_tokens 16\. .* Hello$/);
    const stream = await ask({ model: "@trial/gpt-4o", messages, stream: true });
    assert.match(stream.headers.get("content-type") ?? "", /text\/event-stream/);
    assert.match(await streamed(stream), /the local echo .* Hello$/);
    const { data } = (await (await ask({ model: "@trial/embed", input: ["a", "b"] }, { path: "/embeddings" })).json()) as { readonly data: readonly { readonly embedding: readonly number[] }[] };
    assert.deepEqual(
      data.map(({ embedding }) => embedding.length),
      [8, 8],
    );
  });
});

describe("with a provider's key", () => {
  test("the provider receives its own key, the model's own name and nothing of ours", async () => {
    const [openai] = await withProviders();
    const response = await chat("@openai-prod/gpt-4o", { headers: { authorization: "Bearer fake-of-the-client", "x-portkey-metadata": '{"user":"ann"}', "x-portkey-trace-id": "trace-1" } });
    assert.equal(await contentOf(response), "echo[gpt-4o]: Hello");
    assert.equal(response.headers.get("x-portkey-trace-id"), "trace-1");
    const [received] = openai.received;
    assert.equal(received?.headers.authorization, `Bearer ${openaiKey}`);
    const all = JSON.stringify(received);
    for (const kept of [gateway.token, "fake-of-the-client", "x-portkey", otherKey, "ann"]) assert.ok(!all.includes(kept), kept);
  });

  test("a stream and embeddings", async () => {
    await withProviders();
    assert.equal(await streamed(await ask({ model: "@openai-prod/gpt-4o", messages, stream: true })), "echo[gpt-4o]: Hello");
    const { data } = (await (await ask({ model: "@openai-prod/embed", input: "a" }, { path: "/embeddings" })).json()) as { readonly data: readonly unknown[] };
    assert.equal(data.length, 1);
  });

  test("a trace id is given where there is none", async () => {
    await withProviders();
    assert.match((await chat("@openai-prod/gpt-4o")).headers.get("x-portkey-trace-id") ?? "", /^[0-9a-f-]{36}$/);
  });

  test("fallback goes on to the next slug, and says so", async () => {
    const [openai, other] = await withProviders([{ status: 500 }]);
    const config = { strategy: { mode: "fallback" }, targets: [{ override_params: { model: "@openai-prod/gpt-4o" } }, { override_params: { model: "@other/claude" } }] };
    const response = await chat(undefined, { config });
    assert.equal(response.headers.get("x-portkey-last-used-option-index"), "config.targets[1]");
    assert.equal(await contentOf(response), "echo[claude]: Hello");
    assert.deepEqual([openai.received.length, other.received.length], [1, 1]);
    assert.equal(other.received[0]?.headers.authorization, `Bearer ${otherKey}`);
  });

  test("load balance shares requests out by weight", async () => {
    const [openai, other] = await withProviders();
    const balanced = (a: number, b: number) => ({
      strategy: { mode: "loadbalance" },
      targets: [
        { provider: "@openai-prod", weight: a },
        { provider: "@other", weight: b },
      ],
    });
    for (let count = 0; count < 5; count += 1) await chat("gpt-4o", { config: balanced(0, 1) });
    assert.deepEqual([openai.received.length, other.received.length], [0, 5]);
    // By chance all of them go to one side once in 2^39 runs.
    for (let count = 0; count < 40; count += 1) await chat("gpt-4o", { config: balanced(1, 1) });
    assert.ok(openai.received.length > 0 && other.received.length > 5);
    assert.equal(openai.received.length + other.received.length, 45);
  });

  test("retry asks again, and counts", async () => {
    const [openai] = await withProviders([{ status: 503 }]);
    const response = await chat("@openai-prod/gpt-4o", { config: { retry: { attempts: 1 } } });
    assert.deepEqual([response.status, response.headers.get("x-portkey-retry-attempt-count"), openai.received.length], [200, "1", 2]);
  });

  test("a time limit is kept", async () => {
    await withProviders([{ delayMilliseconds: 5000 }]);
    assert.equal((await chat("@openai-prod/gpt-4o", { config: { request_timeout: 100 } })).status, 408);
  });

  test("metadata decides on a conditional route", async () => {
    const [openai, other] = await withProviders();
    const strategy = `{ "mode": "conditional", "conditions": [{ "query": { "metadata.plan": { "$eq": "paid" } }, "then": "best" }], "default": "cheap" }`;
    const targets = [
      { name: "best", provider: "@openai-prod" },
      { name: "cheap", provider: "@other" },
    ];
    const config = { strategy: JSON.parse(strategy), targets };
    await chat("gpt-4o", { config, headers: { "x-portkey-metadata": '{"plan":"paid"}' } });
    assert.deepEqual([openai.received.length, other.received.length], [1, 0]);
    await chat("gpt-4o", { config, headers: { "x-portkey-metadata": '{"plan":"free"}' } });
    assert.deepEqual([openai.received.length, other.received.length], [1, 1]);
  });

  test("a provider's refusal keeps its status and words", async () => {
    await withProviders([{ status: 401, message: "Incorrect API key" }]);
    const response = await chat("@openai-prod/gpt-4o");
    assert.equal(response.status, 401);
    assert.equal(response.headers.get(reasonHeader), null);
    assert.match(JSON.stringify(await response.json()), /Incorrect API key/);
  });

  test("an unknown slug is told with those that are known, a wrong token without anything", async () => {
    const [openai, other] = await withProviders();
    const unknown = await chat("@nope/gpt-4o");
    assert.equal(unknown.status, 400);
    assert.match(JSON.stringify(await unknown.json()), /no provider @nope .* has @trial, @openai-prod, @other/);
    const refused = await chat("@openai-prod/gpt-4o", { headers: { "x-portkey-api-key": "wrong" } });
    assert.equal(refused.status, 401);
    assert.doesNotMatch(await refused.text(), /openai-prod|sk-fake/);
    assert.equal(openai.received.length + other.received.length, 0);
  });

  test("no request can have a key sent elsewhere", async () => {
    const [openai] = await withProviders();
    const elsewhere = await startMockProvider([]);
    providers.push(elsewhere);
    const host = `${elsewhere.url}/v1`;
    const attempts: readonly Options[] = [
      { headers: { "x-portkey-custom-host": host } },
      { config: { custom_host: host } },
      { config: { targets: [{ custom_host: host }], strategy: { mode: "single" } } },
      { config: { strategy: { mode: "single" }, targets: [{ provider: "@openai-prod", custom_host: host }] } },
      { config: { override_params: { custom_host: host, base_url: host } } },
      { config: { input_guardrails: [{ "default.webhook": { webhookURL: host } }] } },
      { headers: { "x-portkey-forward-headers": "x-portkey-config" } },
    ];
    for (const attempt of attempts) await chat("@openai-prod/gpt-4o", attempt);
    assert.equal(elsewhere.received.length, 0);
    assert.deepEqual(
      openai.received.map(({ headers }) => Object.keys(headers).filter((name) => name.startsWith("x-portkey"))),
      [[]],
    );
  });
});

describe("what is asked of a provider", () => {
  /** A provider that answers as told, behind `@slow`. */
  async function withProvider(answer: (response: ServerResponse) => void): Promise<LoopbackServer> {
    const provider = await listenOnLoopback((_, response) => answer(response));
    gateway.setCatalog({ providers: { slow: { provider: "openai", api_key: openaiKey, custom_host: `${provider.url}/v1` } } });
    return provider;
  }

  for (const [name, beginning] of [
    ["that has not answered yet", undefined],
    ["in the middle of a stream", `data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n`],
  ] as const) {
    test(`ends when the client hangs up on one ${name}`, { timeout: 30_000 }, async () => {
      const events = new EventEmitter();
      const [asked, ended] = [once(events, "asked"), once(events, "ended")];
      const provider = await withProvider((response) => {
        response.once("close", () => events.emit("ended"));
        if (beginning !== undefined) response.writeHead(200, { "content-type": "text/event-stream" }).write(beginning);
        events.emit("asked");
      });
      const abort = new AbortController();
      const answer = ask({ model: "@slow/gpt-4o", messages, stream: beginning !== undefined }, { signal: abort.signal });
      if (beginning === undefined) await asked;
      else await (await answer).body?.getReader().read();
      abort.abort();
      await assert.rejects(async () => (await answer).text());
      await ended;
      await provider.close();
    });
  }

  test("does not follow a redirect with a key", async () => {
    const elsewhere = await startMockProvider([]);
    providers.push(elsewhere);
    const provider = await withProvider((response) => response.writeHead(307, { location: `${elsewhere.url}/v1/chat/completions` }).end());
    assert.equal((await chat("@slow/gpt-4o")).status, 307);
    assert.equal(elsewhere.received.length, 0);
    await provider.close();
  });
});

describe("a crash", () => {
  test("is told, answered with 503, and repaired by a restart at the same address", { timeout: 60_000 }, async () => {
    await withProviders();
    const { baseUrl, token, pid } = gateway;
    assert.ok(pid);
    const told = new Promise<GatewayExit>((resolve) => gateway.onExit(resolve));
    process.kill(pid, "SIGKILL");
    assert.deepEqual([(await told).signal, gateway.pid], ["SIGKILL", undefined]);
    const response = await chat("@openai-prod/gpt-4o");
    assert.deepEqual([response.status, response.headers.get(reasonHeader)], [503, "gateway-stopped"]);
    // Asked for twice, done one after the other.
    await Promise.all([gateway.restart(), gateway.restart()]);
    assert.deepEqual([gateway.baseUrl, gateway.token], [baseUrl, token]);
    assert.notEqual(gateway.pid, pid);
    assert.equal(await contentOf(await chat("@openai-prod/gpt-4o")), "echo[gpt-4o]: Hello");
  });

  test("cuts a stream that was under way", { timeout: 60_000 }, async () => {
    const response = await ask({ model: "@trial/gpt-4o", messages: [{ role: "user", content: "word ".repeat(2000) }], stream: true });
    const reader = response.body?.getReader();
    await reader?.read();
    const told = new Promise<GatewayExit>((resolve) => gateway.onExit(resolve));
    process.kill(gateway.pid ?? 0, "SIGKILL");
    await told;
    await assert.rejects(async () => {
      while (!(await reader?.read())?.done);
    });
    await gateway.restart();
  });

  test("does not follow a stop", async () => {
    const own = await startLocalGateway({ catalog: { providers: {} } });
    const exits: GatewayExit[] = [];
    own.onExit((exit) => exits.push(exit));
    await Promise.all([own.stop(), own.stop()]);
    assert.deepEqual([exits, own.pid], [[], undefined]);
    await assert.rejects(fetch(own.baseUrl));
    await assert.rejects(own.restart(), /was stopped/);
  });
});

test("several run side by side, each with its own token", async () => {
  const other = await startLocalGateway({ catalog: { providers: { trial: "echo" } } });
  try {
    assert.notEqual(other.baseUrl, gateway.baseUrl);
    assert.equal((await fetch(`${other.baseUrl}/models`, { headers: { "x-portkey-api-key": gateway.token } })).status, 401);
  } finally {
    await other.stop();
  }
});
