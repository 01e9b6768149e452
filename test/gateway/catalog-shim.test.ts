// The local catalog in front of a stand-in for the gateway: what it lets through, what it keeps, and that a client's end is the end.
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { after, describe, test } from "node:test";
import { type GatewayAddress, reasonHeader, startCatalogShim } from "../../server/src/gateway/local/catalog-shim.ts";
import { secretHeader } from "../../server/src/gateway/local/gateway-channel.ts";
import { jsonOf, type LoopbackServer, largestBody, listenOnLoopback, type Received, sendJson } from "../../server/src/gateway/local/loopback-server.ts";

const token = "fake-local-token";
const secret = "fake-process-secret";
const providerKey = "sk-fake-provider";

interface Setup {
  readonly url: string;
  readonly received: Received[];
  readonly post: (path: string, body: string | FormData | Uint8Array<ArrayBuffer>, headers?: Readonly<Record<string, string>>) => Promise<Response>;
}

const closing: LoopbackServer[] = [];
after(() => Promise.all(closing.map((server) => server.close())));

async function setUp(answer: (request: Received, response: ServerResponse) => void = (_, response) => sendJson(response, 200, {}), stopped = false): Promise<Setup> {
  const received: Received[] = [];
  const gateway = await listenOnLoopback((request, response) => {
    received.push(request);
    answer(request, response);
  });
  const address: GatewayAddress = { url: gateway.url, secret };
  const shim = await startCatalogShim({
    token,
    catalog: () => ({ providers: { "openai-prod": { provider: "openai", api_key: providerKey }, trial: "echo" }, models: { "openai-prod": ["gpt-4o"] } }),
    echo: { provider: "openai", api_key: "echo" },
    gateway: () => (stopped ? undefined : address),
  });
  closing.push(gateway, shim);
  const json = { "content-type": "application/json" };
  return {
    url: shim.url,
    received,
    post: (path, body, headers = {}) => fetch(shim.url + path, { method: "POST", body, headers: { ...(typeof body === "string" && json), "x-portkey-api-key": token, ...headers } }),
  };
}

const chat = JSON.stringify({ model: "@openai-prod/gpt-4o", messages: [] });

describe("the local catalog", () => {
  test("names the provider to the gateway, and passes on neither key of the client nor what is not known", async () => {
    const { post, received } = await setUp();
    const headers = {
      authorization: "Bearer fake-client-key",
      cookie: "a=b",
      "x-portkey-provider": "@openai-prod",
      "x-portkey-metadata": '{"user":"ann"}',
      "x-portkey-trace-id": "trace-1",
      "x-portkey-runtime": "node",
      "anthropic-version": "2023-06-01",
    };
    assert.equal((await post("/v1/chat/completions?a=b", chat, headers)).status, 200);
    const [request] = received;
    assert.ok(request);
    assert.equal(request.path, "/v1/chat/completions?a=b");
    assert.deepEqual(JSON.parse(String(request.headers["x-portkey-config"])), { provider: "openai", api_key: providerKey, override_params: { model: "gpt-4o" } });
    const { host: _, connection: __, "content-length": ___, "x-portkey-config": ____, ...rest } = request.headers;
    assert.deepEqual(rest, {
      accept: "*/*",
      "anthropic-version": "2023-06-01",
      "content-type": "application/json",
      [secretHeader]: secret,
      "x-portkey-metadata": '{"user":"ann"}',
      "x-portkey-trace-id": "trace-1",
    });
    assert.equal(request.body.toString(), chat);
  });

  test("gives a request a trace id, each its own", async () => {
    const { post, received } = await setUp();
    for (let count = 0; count < 2; count += 1) await post("/v1/chat/completions", chat);
    const ids = received.map(({ headers }) => headers["x-portkey-trace-id"]);
    assert.match(String(ids[0]), /^[0-9a-f-]{36}$/);
    assert.notEqual(ids[0], ids[1]);
  });

  test("takes the token as either kind of key, and nothing else", async () => {
    const { url, received } = await setUp();
    const status = (headers: Readonly<Record<string, string>>) => fetch(`${url}/v1/models`, { headers }).then((response) => [response.status, response.headers.get(reasonHeader)]);
    assert.deepEqual(await status({ "x-portkey-api-key": token }), [200, null]);
    assert.deepEqual(await status({ authorization: `Bearer ${token}` }), [200, null]);
    const refused: readonly Readonly<Record<string, string>>[] = [
      {},
      { "x-portkey-api-key": "" },
      { "x-portkey-api-key": `${token}x` },
      { authorization: token.toUpperCase() },
      { "x-portkey-api-key": "x", authorization: `Bearer ${token}` },
    ];
    for (const headers of refused) assert.deepEqual(await status(headers), [401, "wrong-token"], JSON.stringify(headers));
    assert.equal(received.length, 0);
  });

  test("lists models and providers without their keys; a provider's own models are asked of it", async () => {
    const { url, received } = await setUp();
    const get = async (path: string, headers = {}) => (await fetch(url + path, { headers: { "x-portkey-api-key": token, ...headers } })).json();
    assert.deepEqual(await get("/v1/models"), { object: "list", data: [{ id: "@openai-prod/gpt-4o", slug: "gpt-4o", object: "model" }] });
    const data = [
      { slug: "openai-prod", name: "openai-prod", provider: "openai", status: "active" },
      { slug: "trial", name: "trial", provider: "echo", status: "active" },
    ];
    assert.deepEqual(await get("/v1/providers"), { object: "list", total: 2, data });
    assert.equal(received.length, 0);
    await get("/v1/models", { "x-portkey-provider": "@openai-prod" });
    assert.deepEqual(
      received.map(({ method, path }) => [method, path]),
      [["GET", "/v1/models"]],
    );
  });

  test("writes the name behind a slug into a form, and leaves its files alone", async () => {
    const { post, received } = await setUp();
    const form = new FormData();
    form.set("file", new Blob(["@openai-prod/whisper-1 \u0000\u00ff"]), "speech.wav");
    form.set("model", "@openai-prod/whisper-1");
    await post("/v1/audio/transcriptions", form);
    const [request] = received;
    assert.ok(request);
    const sent = await new Response(new Uint8Array(request.body), { headers: { "content-type": String(request.headers["content-type"]) } }).formData();
    assert.equal(sent.get("model"), "whisper-1");
    const file = sent.get("file");
    assert.ok(file instanceof File);
    assert.equal(file.name, "speech.wav");
    assert.equal(await file.text(), "@openai-prod/whisper-1 \u0000\u00ff");
  });

  test("tells a refusal by its code", async () => {
    const { post, received } = await setUp();
    const reasons = await Promise.all(
      (
        [
          ["/v1/chat/completions", JSON.stringify({ model: "@nope/x" }), {}],
          ["/v1/chat/completions", "not JSON", {}],
          ["/v1/chat/completions", chat, { "x-portkey-config": "pc-fake" }],
          ["/chat/completions", chat, {}],
          ["/v1/realtime", chat, {}],
        ] as const
      ).map(async ([path, body, headers]) => {
        const response = await post(path, body, headers);
        const said = (await response.json()) as { readonly status: string };
        return [response.status, response.headers.get(reasonHeader), said.status];
      }),
    );
    assert.deepEqual(reasons, [
      [400, "unknown-slug", "failure"],
      [400, "no-slug", "failure"],
      [400, "saved-config", "failure"],
      [404, "no-path", "failure"],
      [404, "no-path", "failure"],
    ]);
    assert.equal(received.length, 0);
  });

  test("says that no gateway runs, and that one cannot be reached", async () => {
    const stopped = await setUp(undefined, true);
    const down = await stopped.post("/v1/chat/completions", chat);
    assert.deepEqual([down.status, down.headers.get(reasonHeader)], [503, "gateway-stopped"]);
    const broken = await setUp((_, response) => response.destroy());
    const unreachable = await broken.post("/v1/chat/completions", chat);
    assert.deepEqual([unreachable.status, unreachable.headers.get(reasonHeader)], [502, "gateway-unreachable"]);
  });

  test("refuses a body that is too large, and goes on", async () => {
    const { post, received } = await setUp();
    assert.equal((await post("/v1/chat/completions", Buffer.alloc(largestBody + 1))).status, 413);
    assert.equal((await post("/v1/chat/completions", chat)).status, 200);
    assert.equal(received.length, 1);
  });

  test("streams as it arrives, and ends the gateway's request with the client's", { timeout: 20_000 }, async () => {
    let ended = (): void => undefined;
    const upstreamClosed = new Promise<void>((resolve) => (ended = resolve));
    const abort = new AbortController();
    const { url } = await setUp((_, response) => {
      response.once("close", ended);
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
    });
    const response = await fetch(`${url}/v1/chat/completions`, { method: "POST", body: chat, headers: { "x-portkey-api-key": token, "content-type": "application/json" }, signal: abort.signal });
    const first = await response.body?.getReader().read();
    assert.equal(Buffer.from(first?.value ?? []).toString(), "data: 1\n\n");
    abort.abort();
    await upstreamClosed;
  });

  test("cuts the client's stream where the gateway's is cut", async () => {
    const { post } = await setUp((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n", () => response.destroy());
    });
    const response = await post("/v1/chat/completions", chat);
    assert.equal(response.status, 200);
    await assert.rejects(response.text());
  });

  test("survives what is no HTTP", async () => {
    const { url, post } = await setUp();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    await new Promise<void>((resolve) => {
      socket.once("close", () => resolve()).once("error", () => undefined);
      socket.write("GET //[ HTTP/1.1\r\nhost: x\r\n\r\n");
      socket.end("\r\n\r\n\u0000");
      socket.resume();
    });
    assert.equal((await post("/v1/chat/completions", chat)).status, 200);
  });
});

test("a body that is no JSON is none", () => {
  assert.equal(jsonOf({ method: "POST", path: "/", headers: {}, body: Buffer.from("{") }), undefined);
});
