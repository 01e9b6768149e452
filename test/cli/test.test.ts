// `portkey-migrate test`: what it sends, what it prints for people and for programs, and how it ends.
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, type TestContext, test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { chatAnswer, chunk, json, type Script, serve, stream, unusedPort } from "../gateway/scripted-server.ts";
import { testHost } from "../support/grammars.ts";
import { type Ended, folderOf, runIn } from "./harness.ts";

const key = "pk-fake-0123456789-canary";
const run = (args: readonly string[], env: Readonly<Record<string, string>> = { PORTKEY_API_KEY: key }, isTerminal = false): Promise<Ended> => runIn(tmpdir(), ["test", ...args], { env, isTerminal });

/** A run against a gateway that answers by a script. */
async function ask(t: TestContext, script: Script, ...args: readonly string[]) {
  const server = await serve(t, script);
  const ended = await run(["--base-url", server.baseUrl, ...args]);
  return { ...ended, received: server.received };
}

const headers = { "x-portkey-trace-id": "t-1", "x-portkey-cache-status": "DISABLED", "x-portkey-retry-attempt-count": "0", "x-portkey-last-used-option-index": "config" };

test("an answer for programs", async (t) => {
  const { code, stdout, stderr, received } = await ask(t, json(200, chatAnswer("ok"), headers), "--model", "@openai-prod/gpt-4o", "--format", "json");
  const result = JSON.parse(stdout);
  for (const name of ["firstByteMs", "totalMs"]) {
    assert.ok(Number.isInteger(result.timings[name]) && result.timings[name] >= 0, name);
    result.timings[name] = 1;
  }
  assert.deepEqual(result, {
    schemaVersion: 1,
    ok: true,
    level: "success",
    side: null,
    status: 200,
    code: "answered",
    message: result.message,
    next: null,
    model: "@openai-prod/gpt-4o",
    stream: false,
    timings: { firstByteMs: 1, firstTokenMs: null, totalMs: 1 },
    usage: { inputTokens: 9, outputTokens: 2 },
    gateway: { url: result.gateway.url, traceId: "t-1", cacheStatus: "DISABLED", retries: 0, optionIndex: "config" },
    finishReason: "stop",
    text: "ok",
    details: ["The gateway's logs have the request under the trace t-1."],
    notes: [],
  });
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(String(received[0]?.headers["x-portkey-trace-id"]), /^portkey-migrate-[0-9a-f-]{36}$/);
});

test("a failure for programs: its side, its code, and null for what is unknown", async (t) => {
  const { code, stdout } = await ask(t, json(429, { error: { message: "slow down" }, provider: "openai" }), "--model", "@a/b", "--stream", "--format", "json");
  const { ok, side, status, code: diagnosis, stream: streamed, usage, finishReason, gateway, timings } = JSON.parse(stdout);
  assert.deepEqual(
    { code, ok, side, status, diagnosis, streamed, usage, finishReason, cacheStatus: gateway.cacheStatus, firstTokenMs: timings.firstTokenMs },
    {
      code: 1,
      ok: false,
      side: "provider",
      status: 429,
      diagnosis: "rate-limited",
      streamed: true,
      usage: { inputTokens: null, outputTokens: null },
      finishReason: null,
      cacheStatus: null,
      firstTokenMs: null,
    },
  );
});

test("an answer for people", async (t) => {
  const { code, stdout } = await ask(
    t,
    stream([chunk("Hel"), chunk("lo\u001b[31m\nyou"), chunk(null, "stop", { usage: { prompt_tokens: 3, completion_tokens: 2 } })], headers),
    "--model",
    "@a/b",
    "--stream",
  );
  assert.match(
    stdout,
    /^✓ @a\/b answered through your own gateway in \d+ ms\.\n {2}│ Hello\\u\{1b\}\[31m\n {2}│ you\n {2}status 200 · first byte \d+ ms · first token \d+ ms · total \d+ ms · 3 tokens in, 2 out · finish stop\n {2}trace t-1\n$/,
  );
  assert.equal(code, 0);
});

test("a failure for people says whose it is and what comes next", async (t) => {
  const { code, stdout } = await ask(t, json(401, { status: "failure", message: "Portkey Error: Invalid API Key. Error Code: 03" }), "--model", "@a/b");
  assert.match(
    stdout,
    /^✗ The gateway does not accept the key for 127\.0\.0\.1:\d+: "Portkey Error: Invalid API Key\. Error Code: 03"\.\n {2}status 401 · .*\n {2}trace portkey-migrate-.*\n {2}key-rejected, on the side of the gateway\n {2}Next: Set the key of this very gateway.*\n {8}the key is read from PORTKEY_API_KEY\n/,
  );
  assert.equal(code, 1);
});

test("a warning is an answer", async (t) => {
  const { code, stdout } = await ask(t, json(246, chatAnswer("ok")), "--model", "@a/b");
  assert.match(stdout, /^! The model answered, but a guardrail's check failed/);
  assert.equal(code, 0);
});

test("without a model only what is free is asked", async (t) => {
  const { code, stdout, received } = await ask(t, (response) => void response.end("AI Gateway says hey!"));
  assert.deepEqual(
    received.map(({ method, path }) => `${method} ${path}`),
    ["GET /"],
  );
  assert.match(stdout, /^✓ A gateway answers at 127\.0\.0\.1:\d+\.\n[\s\S]*No model was asked: --model @slug\/model asks one\.\n$/);
  assert.equal(code, 0);
});

test("what is asked, how long the answer may be and how long it may take are options", async (t) => {
  const { received } = await ask(t, json(200, chatAnswer("ok")), "--model", "@a/b", "--prompt", "Say hi", "--max-tokens", "5");
  assert.deepEqual(JSON.parse(received[0]?.body ?? ""), { model: "@a/b", messages: [{ role: "user", content: "Say hi" }], max_tokens: 5 });
  const late = await ask(t, () => undefined, "--model", "@a/b", "--timeout", "300ms", "--format", "json");
  assert.deepEqual([late.code, JSON.parse(late.stdout).code], [1, "timeout-first-byte"]);
});

test("nothing listens", async () => {
  const { code, stdout } = await run(["--base-url", `http://127.0.0.1:${await unusedPort()}/v1`, "--model", "@a/b", "--format", "json"]);
  const { side, status, code: diagnosis, timings } = JSON.parse(stdout);
  assert.deepEqual([code, side, status, diagnosis, timings.firstByteMs], [1, "network", null, "connection-refused", null]);
});

test("the key is read from one variable, is optional for a gateway of one's own, and is never printed", async (t) => {
  const server = await serve(t, json(401, { status: "failure", message: `no key ${key}` }, { "x-echo": key }));
  const args = ["--base-url", server.baseUrl, "--model", "@a/b"];
  for (const format of ["text", "json"]) {
    const { stdout, stderr } = await run([...args, "--format", format]);
    assert.ok(!`${stdout}${stderr}`.includes(key));
  }
  assert.equal((await run(args, {})).code, 1);
  assert.deepEqual(
    server.received.map(({ headers: { "x-portkey-api-key": sent } }) => sent),
    [key, key, undefined],
  );
});

describe("a call in the code", () => {
  const engine = createEngine(testHost);
  const app = `import litellm

MODEL = "openai/gpt-4o"


def ask(question):
    return litellm.completion(
        model=MODEL,
        messages=[{"role": "user", "content": f"Q: {question}"}],
        temperature=0.2,
        max_tokens=300,
        stream=True,
    )


def other(model, **options):
    return litellm.completion(model, **options)


vectors = litellm.embedding(model="openai/text-embedding-3-small", input=["secret"])
`;
  const askAt = async (t: TestContext, script: Script, ...args: readonly string[]) => {
    const server = await serve(t, script);
    const ended = await runIn(folderOf(t, { "app.py": app }), ["test", "--base-url", server.baseUrl, ...args], { env: { PORTKEY_API_KEY: key }, rules, openEngine: () => engine });
    return { ...ended, received: server.received.map(({ path, body }) => ({ path, body: JSON.parse(body) })) };
  };

  test("is asked with a stub, the model's name in Portkey and what else stands there", async (t) => {
    const { code, stdout, received } = await askAt(t, stream([chunk("ok", "stop")]), "--at", "app.py:7", "--slug", "openai=openai-prod", "--format", "json");
    assert.deepEqual(received, [
      {
        path: "/v1/chat/completions",
        body: {
          model: "@openai-prod/gpt-4o",
          messages: [{ role: "user", content: "Reply with the word ok." }],
          temperature: 0.2,
          max_tokens: 16,
          stream: true,
          stream_options: { include_usage: true },
        },
      },
    ]);
    const { ok, model, stream: streamed, notes } = JSON.parse(stdout);
    assert.deepEqual([code, ok, model, streamed], [0, true, "@openai-prod/gpt-4o", true]);
    assert.deepEqual(notes, ["In place of the code's own messages, a test text is sent.", "The answer is cut at 16 tokens; the code allows 300."]);
  });

  test("is asked with the code's prompt where that is chosen, and says that a slug is a guess", async (t) => {
    const { stdout, received } = await askAt(t, stream([chunk("ok", "stop")]), "--at", "app.py:7", "--code-prompt", "--max-tokens", "code");
    assert.deepEqual([received[0]?.body.messages, received[0]?.body.max_tokens], [[{ role: "user", content: "Q: {question}" }], 300]);
    assert.match(
      stdout,
      /@openai-prod\/gpt-4o is a suggestion for openai\/gpt-4o: --slug openai=SLUG names the slug of your own catalog\.\n {2}messages\[0\]\.content is decided when the program runs \(question\) and is sent as \{question\}\./,
    );
  });

  test("goes where its kind goes", async (t) => {
    const { code, received } = await askAt(t, json(200, { data: [{ embedding: [1, 2] }] }), "--at", "app.py:20", "--slug", "openai=openai-prod");
    assert.deepEqual([code, received], [0, [{ path: "/v1/embeddings", body: { model: "@openai-prod/text-embedding-3-small", input: "Reply with the word ok." } }]]);
  });

  test("takes the model that is named, and is not asked without one", async (t) => {
    const named = await askAt(t, json(200, chatAnswer("ok")), "--at", "app.py:17", "--model", "@a/b");
    assert.deepEqual([named.code, named.received[0]?.body.model], [0, "@a/b"]);
    const unnamed = await askAt(t, json(200, chatAnswer("ok")), "--at", "app.py:17");
    assert.deepEqual([unnamed.code, unnamed.received], [2, []]);
    assert.match(unnamed.stderr, /^portkey-migrate: --at app\.py:17: .*--model names one\n$/);
  });

  test("that is not there is told with those that are", async (t) => {
    const { code, stderr } = await askAt(t, json(200, {}), "--at", "app.py:3");
    assert.deepEqual([code, stderr], [2, "portkey-migrate: --at app.py:3: no request to a model is there; there are some on lines 7, 17, 20\n"]);
  });
});

const unusable: readonly (readonly [args: readonly string[], line: RegExp])[] = [
  [["--model", "@a/b"], /^portkey-migrate: Portkey wants a key: set PORTKEY_API_KEY\n$/],
  [["--profile", "airs"], /Prisma AIRS AI Gateway wants a key: set PORTKEY_API_KEY/],
  [
    ["--base-url", "http://gateway.example.com/v1"],
    /^portkey-migrate: --base-url: Without https everybody between here and gateway\.example\.com could read the key\. It is probably https:\/\/gateway\.example\.com\/v1\n$/,
  ],
  [["--base-url", "https://gateway.example.com"], /does not end in \/v1.*It is probably https:\/\/gateway\.example\.com\/v1\n$/],
  [["--base-url", "https://169.254.169.254/v1"], /metadata/],
  [["--base-url", "https://a:b@gateway.example.com/v1"], /user name or a password/],
  [["--profile", "hosted", "--base-url", "https://gateway.example.com/v1"], /--base-url is for gateways of your own/],
  [["--profile", "self-hosted"], /needs --base-url/],
  [["--profile", "hoste"], /did you mean hosted\?/],
  [["--max-tokens", "0"], /must be a whole number from 1/],
  [["--max-tokens", "1e9"], /must be a whole number from 1/],
  [["--timeout", "soon"], /must be a number of seconds/],
  [["--timeout", "0"], /must be a number of seconds/],
  [["--format", "sarif"], /must be one of text, json/],
  [["--code-prompt"], /needs --at/],
  [["--at", "a.py:1", "--code-prompt", "--prompt", "x"], /exclude each other/],
  [["--at", "app.py"], /--at app\.py: give a file and a line, such as app\/llm\.py:12/],
  [["--at", "app.txt:1"], /not a Python, TypeScript or JavaScript file/],
  [["--at", "a.py:1", "--slug", "openai"], /must be PROVIDER=SLUG/],
  [["app.py"], /test takes no path/],
  [["--api-key", key], /unknown option --api-key/],
];
for (const [args, line] of unusable)
  test(`cannot run: ${args.map((each) => (each === key ? "…" : each)).join(" ")}`, async () => {
    const { code, stdout, stderr } = await run(args, {});
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, line);
    assert.equal(stderr.split("\n").length, 2);
    assert.ok(!stderr.includes(key));
  });
