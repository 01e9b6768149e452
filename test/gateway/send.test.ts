// Requests over real sockets to a server on 127.0.0.1 that misbehaves in every way a network and a server can.
import assert from "node:assert/strict";
import type { LookupAddress } from "node:dns";
import { describe, test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Ending, LiveEvent, Outcome } from "../../server/src/gateway/outcome.ts";
import { freeRequest } from "../../server/src/gateway/request.ts";
import { selfSigned } from "../support/certificate.ts";
import { chat, fakeKey, hosted, selfHosted, sendTo } from "./requests.ts";
import { chatAnswer, chunk, json, serve, serveTcp, stream, unusedPort } from "./scripted-server.ts";

const streamed = { stream: true } as const;

/** What a test looks at in an ending: its kind and what it was about. */
function endingOf({ ending }: Outcome): string {
  switch (ending.kind) {
    case "timed-out":
      return `timed-out ${ending.limit} in ${ending.phase}`;
    case "network":
      return `network ${ending.code} in ${ending.phase}`;
    case "not-sent":
      return `not-sent ${ending.refusal.code}`;
    case "cancelled":
      return `cancelled in ${ending.phase}`;
    case "complete":
    case "too-long":
      return ending.kind;
  }
}

describe("what is sent", () => {
  test("goes to the path with the key in its own header, and nothing else that was not chosen", async (t) => {
    const server = await serve(t, json(200, chatAnswer("ok")));
    await sendTo(chat(selfHosted(server.baseUrl, { extraHeaders: { "x-team": "blue" } })));
    const [received] = server.received;
    assert.ok(received);
    assert.deepEqual([received.method, received.path], ["POST", "/v1/chat/completions"]);
    const { host: _, ...headers } = received.headers;
    assert.deepEqual(headers, {
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "portkey-migrate",
      "content-type": "application/json",
      "content-length": String(received.body.length),
      "x-team": "blue",
      "x-portkey-trace-id": "trace-1",
      "x-portkey-api-key": fakeKey,
      connection: "close",
    });
    assert.deepEqual(JSON.parse(received.body), { model: "@openai-prod/gpt-4o", messages: [{ role: "user", content: "Reply with the word ok." }], max_tokens: 16 });
  });

  test("a greeting is asked of the origin", async (t) => {
    const server = await serve(t, (response) => void response.end("AI Gateway says hey!"));
    const outcome = await sendTo(freeRequest(selfHosted(server.baseUrl), "greeting"));
    assert.deepEqual([server.received[0]?.method, server.received[0]?.path, outcome.body.text], ["GET", "/", "AI Gateway says hey!"]);
  });

  test("without a key, no header for one", async (t) => {
    const server = await serve(t, json(200, chatAnswer("ok")));
    await sendTo(chat(selfHosted(server.baseUrl)), { key: "" });
    await sendTo(chat(selfHosted(server.baseUrl, { auth: "none" })));
    for (const { headers } of server.received) assert.deepEqual([headers["x-portkey-api-key"], headers.authorization], [undefined, undefined]);
    assert.equal(server.received.length, 2);
  });

  test("a key is never sent as Authorization to a gateway of one's own, nor with letters that no key has", async (t) => {
    const server = await serve(t, json(200, chatAnswer("ok")));
    assert.equal(endingOf(await sendTo(chat(selfHosted(server.baseUrl, { auth: "bearer" })))), "not-sent auth-forbidden");
    for (const key of ["pk-fake key", "pk-fake\nx-evil: 1", "pk-fäke"]) assert.equal(endingOf(await sendTo(chat(selfHosted(server.baseUrl)), { key })), "not-sent key-invalid");
    assert.equal(endingOf(await sendTo(chat(selfHosted(server.baseUrl, { extraHeaders: { authorization: "Bearer x" } })))), "not-sent header-forbidden");
    assert.equal(endingOf(await sendTo({ ...chat(selfHosted(server.baseUrl)), headers: { "x-portkey-config": "a\r\nb: c" } })), "not-sent header-forbidden");
    assert.equal(server.received.length, 0);
  });

  test("nothing goes to an address that the check refuses, whatever made the profile", async () => {
    for (const baseUrl of ["http://gateway.example.com/v1", "https://169.254.169.254/v1", "https://user:x@gateway.example.com/v1", "https://gateway.example.com", "nonsense"])
      assert.match(endingOf(await sendTo(chat(selfHosted(baseUrl)))), /^not-sent (url|address)-/, baseUrl);
  });
});

describe("a name is looked up once, and what was checked is what is connected to", () => {
  const resolving = (...addresses: readonly string[]) => {
    const asked: string[] = [];
    const resolve = async (host: string): Promise<readonly LookupAddress[]> => {
      asked.push(host);
      return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    };
    return { asked, network: { resolve } };
  };

  test("a public name that leads to a forbidden address is not asked", async () => {
    for (const address of ["169.254.169.254", "127.0.0.1", "10.0.0.1", "::1", "fd00:ec2::254", "0.0.0.0"]) {
      const { network } = resolving("93.184.216.34", address);
      const outcome = await sendTo(chat(hosted), { network });
      assert.equal(endingOf(outcome), "not-sent address-forbidden", address);
      assert.match(outcome.ending.kind === "not-sent" ? outcome.ending.refusal.why : "", new RegExp(`api\\.portkey\\.ai leads to .*${address}`));
    }
  });

  test("a gateway of one's own may be in a private network, but not where metadata is", async () => {
    for (const address of ["169.254.169.254", "100.100.100.200"])
      assert.equal(endingOf(await sendTo(chat(selfHosted("https://gateway.example.com/v1")), { network: resolving(address).network })), "not-sent address-forbidden");
  });

  test("localhost without https has to be this machine", async (t) => {
    const server = await serve(t, json(200, chatAnswer("ok")));
    const profile = selfHosted(`http://localhost:${server.port}/v1`);
    assert.equal(endingOf(await sendTo(chat(profile), { network: resolving("10.0.0.1").network })), "not-sent address-forbidden");
    const { asked, network } = resolving("127.0.0.1");
    assert.equal(endingOf(await sendTo(chat(profile), { network })), "complete");
    assert.deepEqual(asked, ["localhost"]);
    assert.equal(server.received.length, 1);
  });

  test("an unknown name, a silent name server, a name without an address", async () => {
    const failing = (code: string) => ({ resolve: () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code })) });
    const request = chat(selfHosted("https://gateway.example.com/v1"));
    assert.equal(endingOf(await sendTo(request, { network: failing("ENOTFOUND") })), "network ENOTFOUND in name");
    assert.equal(endingOf(await sendTo(request, { network: failing("EAI_AGAIN") })), "network EAI_AGAIN in name");
    assert.equal(endingOf(await sendTo(request, { network: resolving().network })), "network ENOTFOUND in name");
  });
});

describe("connections that fail", () => {
  test("nothing listens", async (t) => {
    assert.equal(endingOf(await sendTo(chat(selfHosted(`http://127.0.0.1:${await unusedPort()}/v1`)))), "network ECONNREFUSED in connect");
    const rude = await serveTcp(t, (socket) => socket.destroy());
    assert.equal(endingOf(await sendTo(chat(selfHosted(rude.baseUrl)))), "network ECONNRESET in first-byte");
  });

  test("something that does not speak HTTP", async (t) => {
    const server = await serveTcp(t, (socket) => socket.end("220 mail.example.com ESMTP\r\n"));
    assert.match(endingOf(await sendTo(chat(selfHosted(server.baseUrl)))), /^network HPE_\w+ in first-byte$/);
  });

  test("TLS to a server that speaks none", async (t) => {
    const server = await serve(t, json(200, {}));
    assert.match(endingOf(await sendTo(chat(selfHosted(server.baseUrl.replace("http:", "https:"))))), /^network (EPROTO|ERR_SSL_\w+) in tls$/);
    assert.equal(server.received.length, 0);
  });

  test("a certificate that nobody vouches for, one for another name, one of the past; a trusted one works", async (t) => {
    const certificate = selfSigned("gateway.test");
    const server = await serve(t, json(200, chatAnswer("ok")), certificate);
    const request = chat(selfHosted(server.baseUrl));
    assert.equal(endingOf(await sendTo(request)), "network DEPTH_ZERO_SELF_SIGNED_CERT in tls");
    assert.equal(server.received.length, 0);
    assert.equal(endingOf(await sendTo(request, { network: { ca: certificate.cert } })), "complete");
    const network = { ca: certificate.cert, resolve: async () => [{ address: "127.0.0.1", family: 4 }] };
    assert.equal(endingOf(await sendTo(chat(selfHosted(`https://other.test:${server.port}/v1`)), { network })), "network ERR_TLS_CERT_ALTNAME_INVALID in tls");
    const past = selfSigned("gateway.test", { notBefore: new Date("2020-01-01"), notAfter: new Date("2021-01-01") });
    const expired = await serve(t, json(200, chatAnswer("ok")), past);
    assert.equal(endingOf(await sendTo(chat(selfHosted(expired.baseUrl)), { network: { ca: past.cert } })), "network CERT_HAS_EXPIRED in tls");
  });
});

describe("limits", () => {
  const silent: readonly (readonly [name: string, limits: object, expected: string, script: Parameters<typeof serve>[1]])[] = [
    ["no answer begins", { firstByte: 60 }, "timed-out first-byte in first-byte", () => undefined],
    ["the answer stops in the middle", { idle: 60 }, "timed-out idle in body", (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write(chunk("so far"))],
    [
      "a byte now and then, for ever",
      { total: 200, idle: 150 },
      "timed-out total in body",
      (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const timer = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(timer));
      },
    ],
    ["all of it together", { total: 400 }, "timed-out total in first-byte", () => undefined],
  ];
  for (const [name, limits, expected, script] of silent)
    test(name, async (t) => {
      const server = await serve(t, script);
      const closed = server.closed();
      const outcome = await sendTo(chat(selfHosted(server.baseUrl), streamed), { limits });
      assert.equal(endingOf(outcome), expected);
      await closed;
    });

  test("a server that takes the connection and then says nothing at all to TLS", async (t) => {
    const server = await serveTcp(t, () => undefined);
    assert.equal(endingOf(await sendTo(chat(selfHosted(server.baseUrl.replace("http:", "https:"))), { limits: { connect: 400 } })), "timed-out connect in tls");
  });

  test("headers one letter at a time are no answer", async (t) => {
    const server = await serveTcp(t, (socket) => {
      const timer = setInterval(() => socket.write("H"), 20);
      socket.on("close", () => clearInterval(timer));
    });
    assert.match(endingOf(await sendTo(chat(selfHosted(server.baseUrl)), { limits: { firstByte: 100 } })), /^(timed-out first-byte|network HPE_\w+) in first-byte$/);
  });

  test("more bytes than are read: what was read is kept and the socket closed", async (t) => {
    const piece = Buffer.alloc(1_000_000, "x");
    const server = await serve(t, async (response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const closed = new Promise((resolve) => response.once("close", resolve));
      for (let index = 0; index < 60 && !response.destroyed; index++) await Promise.race([closed, new Promise((resolve) => response.write(piece, resolve))]);
      response.end();
    });
    const closed = server.closed();
    const outcome = await sendTo(chat(selfHosted(server.baseUrl)));
    await closed;
    assert.deepEqual([endingOf(outcome), outcome.body.bytes, outcome.body.text.length, outcome.body.isShortened], ["too-long", 50_000_000, 1_000_000, true]);
  });

  test("a few bytes that decompress to many", async (t) => {
    const server = await serve(t, (response) => void response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(20_000_000))));
    const outcome = await sendTo(chat(selfHosted(server.baseUrl)), { limits: { bytes: 1_000_000 } });
    assert.deepEqual([endingOf(outcome), outcome.body.bytes], ["too-long", 1_000_000]);
  });
});

describe("cancelling", () => {
  test("before, while waiting and in the middle of a stream: the socket closes at once", async (t) => {
    const server = await serve(t, (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write(chunk("so far")));
    assert.equal(endingOf(await sendTo(chat(selfHosted(server.baseUrl)), { signal: AbortSignal.abort() })), "cancelled in connect");
    assert.equal(server.received.length, 0);
    const abort = new AbortController();
    const closed = server.closed();
    let at = Number.NaN;
    const outcome = await sendTo(chat(selfHosted(server.baseUrl), streamed), {
      signal: abort.signal,
      onEvent: ({ kind }) => {
        if (kind !== "text") return;
        at = performance.now();
        abort.abort();
      },
    });
    assert.deepEqual([endingOf(outcome), outcome.text], ["cancelled in body", "so far"]);
    assert.ok((await closed) - at < 1000);
    const later = new AbortController();
    const waiting = await serve(t, () => void setImmediate(() => later.abort()));
    assert.equal(endingOf(await sendTo(chat(selfHosted(waiting.baseUrl)), { signal: later.signal })), "cancelled in first-byte");
  });
});

describe("answers", () => {
  test("a chat", async (t) => {
    const headers = {
      "x-portkey-trace-id": "t-1",
      "x-portkey-retry-attempt-count": "2",
      "x-portkey-cache-status": "MISS",
      "x-portkey-last-used-option-index": "config.targets[1]",
      "x-portkey-provider": "openai",
      "set-cookie": "a=b",
    };
    const server = await serve(t, json(200, chatAnswer("ok"), headers));
    const outcome = await sendTo(chat(selfHosted(server.baseUrl)), { now: () => 1000 });
    const { ending, startedAt, status, text, isAnswer, finishReason, usage, gateway, error, body } = outcome;
    assert.deepEqual(
      { ending, startedAt, status, text, isAnswer, finishReason, usage, gateway, error, form: body.form, cookie: outcome.headers["set-cookie"] },
      {
        ending: { kind: "complete" } satisfies Ending,
        startedAt: 1000,
        status: 200,
        text: "ok",
        isAnswer: true,
        finishReason: "stop",
        usage: { inputTokens: 9, outputTokens: 2 },
        gateway: { traceId: "t-1", cacheStatus: "MISS", retries: 2, optionIndex: "config.targets[1]", provider: "openai" },
        error: null,
        form: "json",
        cookie: "[redacted]",
      },
    );
    const { connectMs, firstByteMs, totalMs } = outcome.timings;
    assert.ok(connectMs !== null && firstByteMs !== null && connectMs <= firstByteMs && firstByteMs <= totalMs);
    assert.deepEqual(JSON.parse(JSON.stringify(outcome)), outcome, "an outcome is plain data");
  });

  test("a stream, live and whole", async (t) => {
    const server = await serve(
      t,
      stream([chunk(null), chunk("Hel"), chunk("lo "), chunk("you."), chunk(null, "stop"), 'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}\n\n', "data: [DONE]\n\n"]),
    );
    const events: LiveEvent[] = [];
    const outcome = await sendTo(chat(selfHosted(server.baseUrl), streamed), { onEvent: (event) => events.push(event) });
    assert.deepEqual([outcome.text, outcome.finishReason, outcome.usage, outcome.eventCount, outcome.body.form], ["Hello you.", "stop", { inputTokens: 3, outputTokens: 4 }, 7, "stream"]);
    assert.deepEqual(
      events
        .filter(({ kind }) => kind === "text")
        .map((event) => (event.kind === "text" ? event.delta : ""))
        .join(""),
      "Hello you.",
    );
    assert.ok(events.filter(({ kind }) => kind === "text").length >= 3, "the text did not come piece by piece");
    assert.deepEqual([...new Set(events.map(({ kind }) => kind))], ["phase", "head", "event", "text"]);
    assert.ok((outcome.timings.firstTokenMs ?? Number.NaN) >= (outcome.timings.firstByteMs ?? Number.NaN));
    assert.deepEqual(JSON.parse(server.received[0]?.body ?? ""), {
      model: "@openai-prod/gpt-4o",
      messages: [{ role: "user", content: "Reply with the word ok." }],
      max_tokens: 16,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test("a stream that is cut inside characters, inside JSON, and into single bytes", async (t) => {
    const text = "naïve 😀 \u2028 日本";
    const bytes = Buffer.from(`${chunk(text.slice(0, 8))}${chunk(text.slice(8), "stop")}data: [DONE]\r\n\r\n`);
    const server = await serve(t, stream([...bytes].map((byte) => Buffer.from([byte]))));
    const outcome = await sendTo(chat(selfHosted(server.baseUrl), streamed));
    assert.deepEqual([outcome.text, outcome.finishReason], [text, "stop"]);
  });

  for (const [encoding, compress] of [
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
  ] as const)
    test(`an answer in ${encoding}, also where it was not asked for`, async (t) => {
      const server = await serve(t, (response) => void response.writeHead(200, { "content-type": "application/json", "content-encoding": encoding }).end(compress(JSON.stringify(chatAnswer("ok")))));
      assert.deepEqual([(await sendTo(chat(selfHosted(server.baseUrl)))).text], ["ok"]);
    });

  test("an answer that says gzip and is none", async (t) => {
    const server = await serve(t, (response) => void response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(JSON.stringify(chatAnswer("ok"))));
    assert.equal(endingOf(await sendTo(chat(selfHosted(server.baseUrl)))), "network Z_DATA_ERROR in body");
  });

  test("a connection that breaks in the middle keeps what came", async (t) => {
    const broken = await serve(t, (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write(chunk("so far"), () => response.destroy()));
    const outcome = await sendTo(chat(selfHosted(broken.baseUrl), streamed));
    assert.deepEqual([endingOf(outcome), outcome.text], ["network ECONNRESET in body", "so far"]);
    const short = await serve(t, (response) => void response.writeHead(200, { "content-type": "application/json", "content-length": "1000" }).write('{"choices', () => response.destroy()));
    assert.equal(endingOf(await sendTo(chat(selfHosted(short.baseUrl)))), "network ECONNRESET in body");
  });

  test("redirects are not followed", async (t) => {
    const elsewhere = await serve(t, json(200, chatAnswer("stolen")));
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await serve(t, (response) => void response.writeHead(status, { location: `${elsewhere.baseUrl}/chat/completions` }).end());
      assert.equal((await sendTo(chat(selfHosted(server.baseUrl)))).status, status);
    }
    assert.equal(elsewhere.received.length, 0);
  });

  test("bodies are told by what they hold where their type is wrong or missing", async (t) => {
    const cases: readonly (readonly [type: string | undefined, body: string | Buffer, form: string])[] = [
      ["application/json", "<!DOCTYPE html><title>Login</title>", "html"],
      ["text/html; charset=utf-8", "Bad Gateway", "html"],
      ["text/plain", '{"a": 1}', "json"],
      [undefined, chunk("ok", "stop"), "stream"],
      ["text/event-stream", '{"error": {"message": "no"}}', "json"],
      ["application/json", "not JSON", "text"],
      ["application/json", '{"a": ', "text"],
      ["audio/mpeg", Buffer.from([0xff, 0xfb, 0x90]), "binary"],
      ["application/json", "", "none"],
    ];
    for (const [type, body, form] of cases) {
      const server = await serve(t, (response) => void response.writeHead(200, type === undefined ? {} : { "content-type": type }).end(body));
      assert.equal((await sendTo(chat(selfHosted(server.baseUrl)))).body.form, form, `${type}: ${body}`);
    }
  });

  test("an error inside a stream, and one in a body", async (t) => {
    const inStream = await serve(t, stream([chunk("so far"), 'data: {"error":{"message":"overloaded","type":"server_error"}}\n\n']));
    const outcome = await sendTo(chat(selfHosted(inStream.baseUrl), streamed));
    assert.deepEqual([outcome.error, outcome.text, outcome.finishReason], [{ message: "overloaded", type: "server_error" }, "so far", null]);
  });

  test("the key, and whatever looks like one, is nowhere in what is kept or heard", async (t) => {
    const other = "sk-live-0123456789abcdefghij";
    const server = await serve(
      t,
      stream([chunk("your key is pk-fake-01"), chunk("23456789-canary and "), chunk(`${other}.`), `data: {"error": {"message": "${fakeKey}"}}\n\n`], {
        "x-echo": fakeKey,
        authorization: `Bearer ${fakeKey}`,
      }),
    );
    const events: LiveEvent[] = [];
    const outcome = await sendTo(chat(selfHosted(server.baseUrl), streamed), { onEvent: (event) => events.push(event) });
    assert.equal(outcome.text, "your key is [redacted] and [redacted].");
    const heard = JSON.stringify([outcome, events.filter(({ kind }) => kind !== "event")]);
    for (const secret of [fakeKey, other, "0123456789-canary"])
      assert.ok(!JSON.stringify(outcome.body).includes(secret === "0123456789-canary" ? fakeKey : secret) && !heard.includes(secret === "0123456789-canary" ? fakeKey : secret));
  });
});
