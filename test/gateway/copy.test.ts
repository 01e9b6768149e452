// What is copied does what the request does: the commands are run, the programs are read by those who will run them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { copyAs, copyFormats } from "../../server/src/gateway/copy/copy-as.ts";
import type { GatewayRequest } from "../../server/src/gateway/outcome.ts";
import { buildRequest, defaultChoices, freeRequest, type RequestSource } from "../../server/src/gateway/request.ts";
import { askPython } from "../support/ask-python.ts";
import { fakeKey, hosted, selfHosted } from "./requests.ts";
import { chatAnswer, json, serve } from "./scripted-server.ts";

const run = promisify(execFile);

/** Texts that each shell and each language would take for something else. */
const nasty = [
  "plain",
  "it's \"quoted\" and 'quoted'",
  ["$HOME `id` $(id) $", "{x} %PATH% !history"].join(""),
  "back\\slash\\n \\u0041 \\",
  "line\nbreak\r\ttab",
  "naïve ☃ 😀 \u2028 \u0000 \u007f",
  "{{$processEnv HOME}} {{{x}}} {{",
  "'@\n\"@\n@'\n### \n<<EOF",
  "-K /etc/passwd @file",
  "</script>\u202e",
];

const source = (kind: RequestSource["kind"], endpoint: string, body: RequestSource["body"], more: Partial<RequestSource> = {}): RequestSource => ({
  kind,
  endpoint,
  model: { portkeyName: "@openai-prod/gpt-4o" },
  stream: false,
  body,
  holes: [],
  config: null,
  metadata: null,
  headers: {},
  unsupported: [],
  ...more,
});

function requestFor(profile: GatewayRequest["profile"], of: RequestSource): GatewayRequest {
  const built = buildRequest(of, profile, { ...defaultChoices, prompt: "code", maxTokens: "code", traceId: "trace-1" });
  if (built.kind === "none") throw new Error(built.why);
  return built.request;
}

const nastyChat = (profile: GatewayRequest["profile"], more: Partial<RequestSource> = {}): GatewayRequest =>
  requestFor(
    profile,
    source(
      "chat",
      "/chat/completions",
      { messages: nasty.map((content) => ({ role: "user", content })), "not a name": 1, class: true, none: null },
      { config: { retry: { attempts: 2 } }, metadata: { team: nasty.join(" ").replace(/\p{Cc}/gu, " ") }, ...more },
    ),
  );

describe("curl", () => {
  test("in bash sends the very request", async (t) => {
    const server = await serve(t, json(200, chatAnswer("ok")));
    const request = nastyChat(selfHosted(server.baseUrl, { extraHeaders: { "x-team": "it's $HOME" } }));
    const { stdout } = await run("bash", ["-c", copyAs("curl-bash", request)], { env: { PATH: process.env.PATH, PORTKEY_API_KEY: fakeKey } });
    assert.equal(JSON.parse(stdout).choices[0].message.content, "ok");
    assertSame(server.received[0], request);
  });

  test("in PowerShell hands curl a configuration that sends the very request", async (t) => {
    const server = await serve(t, json(200, chatAnswer("ok")));
    const request = nastyChat(selfHosted(server.baseUrl, { extraHeaders: { "x-team": 'a "b" \\ $HOME `c`' } }));
    const config = expandedHereString(copyAs("curl-powershell", request), { PORTKEY_API_KEY: fakeKey });
    assert.match(config, /^[\n -~]+$/, "a pipe of PowerShell carries ASCII alone");
    feed("curl", ["--config", "-"], config);
    await until(() => server.received.length > 0);
    assertSame(server.received[0], request);
  });

  test("of a request without a body, of a stream", () => {
    assert.equal(copyAs("curl-bash", freeRequest(hosted, "models")), "curl --silent --show-error 'https://api.portkey.ai/v1/models' \\\n  --header \"x-portkey-api-key: $PORTKEY_API_KEY\"\n");
    assert.match(copyAs("curl-bash", nastyChat(hosted, { stream: true })), /--no-buffer/);
    assert.match(
      copyAs("curl-bash", freeRequest({ id: "airs", baseUrl: "https://aigw.portkey.ai/v1", auth: "bearer", extraHeaders: {} }, "models")),
      /--header "authorization: Bearer \$PORTKEY_API_KEY"/,
    );
    assert.doesNotMatch(copyAs("curl-bash", freeRequest(selfHosted("http://localhost:8787/v1", { auth: "none" }), "models")), /PORTKEY_API_KEY/);
  });
});

/** PowerShell's expandable here-string (about_Quoting_Rules): the backtick escapes, `$env:NAME` is a variable, quotes mean nothing. */
function expandedHereString(command: string, variables: Readonly<Record<string, string>>): string {
  const [, text, rest] = /^@"\n([\s\S]*?)\n"@([\s\S]*)$/.exec(command) ?? [];
  assert.ok(text !== undefined, "no here-string");
  assert.equal(rest, " | curl.exe --config -\n");
  return text.replace(/`([\s\S])|\$env:(\w+)|\$\w+|\$\(/g, (_, escaped?: string, name?: string) => escaped ?? variables[name ?? ""] ?? assert.fail("something else would be expanded"));
}

/** Starts a program with a text as its input; what it does is seen at the server. */
function feed(command: string, args: readonly string[], input: string): void {
  execFile(command, [...args], { env: { PATH: process.env.PATH } }).stdin?.end(input);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

function assertSame(received: { readonly path: string; readonly headers: Readonly<Record<string, unknown>>; readonly body: string } | undefined, request: GatewayRequest): void {
  assert.ok(received);
  assert.equal(received.path, `/v1${request.path}`);
  assert.deepEqual(JSON.parse(received.body), JSON.parse(JSON.stringify(request.body)));
  for (const [name, value] of Object.entries({ ...request.profile.extraHeaders, ...request.headers, "content-type": "application/json", "x-portkey-api-key": fakeKey }))
    assert.equal(received.headers[name], value, name);
}

const everyKind: readonly RequestSource[] = [
  source("chat", "/chat/completions", { messages: [] }),
  source("chat", "/chat/completions", { messages: [] }, { stream: true }),
  source("text", "/completions", { prompt: "a" }),
  source("embedding", "/embeddings", { input: "a" }),
  source("image", "/images/generations", { prompt: "a" }),
  source("moderation", "/moderations", { input: "a" }),
  source("speech", "/audio/speech", { input: "a", voice: "alloy" }),
  source("responses", "/responses", { input: "a" }, { stream: true }),
  source("rerank", "/rerank", { query: "a", documents: ["b"] }),
];

test("Python can be read, and its literals are those of the request", async () => {
  const requests = [nastyChat(hosted), nastyChat(selfHosted("http://localhost:8787/v1", { auth: "none" })), ...everyKind.map((each) => requestFor(hosted, each)), freeRequest(hosted, "models")];
  const programs = requests.map((request) => copyAs("python", request));
  const reader = `
import ast, json, sys
answers = []
for program in json.load(sys.stdin):
    tree = ast.parse(program)
    call = next(n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and ast.unparse(n.func).startswith("client."))
    values = {}
    for keyword in call.keywords:
        value = ast.literal_eval(keyword.value)
        values.update(value if keyword.arg is None else {keyword.arg: value})
    answers.append([ast.unparse(call.func), values])
json.dump(answers, sys.stdout)
`;
  const read = await askPython<readonly (readonly [string, Record<string, unknown>])[]>(["-c", reader], programs);
  for (const [index, request] of requests.entries()) assert.deepEqual(read[index]?.[1], request.body === null ? { path: request.path } : request.body, programs[index]);
  assert.deepEqual(
    read.map(([name]) => name),
    [
      "chat.completions.create",
      "chat.completions.create",
      "chat.completions.create",
      "chat.completions.create",
      "completions.create",
      "embeddings.create",
      "images.generate",
      "moderations.create",
      "audio.speech.create",
      "responses.create",
      "post",
      "get",
    ].map((name) => `client.${name}`),
  );
});

test("TypeScript can be read, and its literals are those of the request", async () => {
  const { transform } = await import("esbuild");
  for (const request of [nastyChat(hosted), nastyChat(selfHosted("http://localhost:8787/v1")), ...everyKind.map((each) => requestFor(hosted, each)), freeRequest(hosted, "models")]) {
    const program = copyAs("typescript", request);
    // Run with a client that remembers what it was asked, in the place of the package.
    const { code } = await transform(program.replace('import OpenAI from "openai";', ""), { loader: "ts" });
    const calls: unknown[] = [];
    const method: unknown = new Proxy(() => undefined, {
      get: (_, name) => (name === "then" ? undefined : method),
      apply: (_, __, args) => {
        calls.push(...args);
        return { choices: [], async *[Symbol.asyncIterator]() {} };
      },
    });
    const made: { baseURL: string; apiKey: string; defaultHeaders?: object }[] = [];
    const OpenAI = new Proxy(class {}, {
      construct: (_, [options]) => {
        made.push(options);
        return method as object;
      },
    });
    const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
    await new AsyncFunction("OpenAI", "process", "console", code)(OpenAI, { env: { PORTKEY_API_KEY: fakeKey }, stdout: { write: () => undefined } }, { log: () => undefined });
    const isHosted = request.profile.id === "hosted";
    assert.deepEqual(made, [
      {
        baseURL: request.profile.baseUrl,
        apiKey: isHosted ? fakeKey : "unused",
        ...(request.body === null ? {} : { defaultHeaders: { ...(isHosted ? {} : { "x-portkey-api-key": fakeKey }), ...request.headers } }),
      },
    ]);
    const [first, second] = calls;
    assert.deepEqual(
      request.body === null ? first : request.kind === "rerank" ? second : first,
      request.body === null ? request.path : request.kind === "rerank" ? { body: request.body } : request.body,
    );
  }
});

test("a .http file holds the request, and no braces of a prompt stand for a variable", () => {
  const request = nastyChat(hosted);
  const text = copyAs("http", request);
  const [head = "", body = ""] = text.split("\n\n", 2);
  assert.deepEqual(JSON.parse(text.slice(head.length + 2)), JSON.parse(JSON.stringify(request.body)));
  assert.match(head, /^POST https:\/\/api\.portkey\.ai\/v1\/chat\/completions HTTP\/1\.1\nx-portkey-api-key: \{\{\$processEnv PORTKEY_API_KEY\}\}\n/);
  assert.deepEqual(text.match(/\{\{[^}]*\}\}/g), ["{{$processEnv PORTKEY_API_KEY}}"]);
  const metadata = /^x-portkey-metadata: (.*)$/m.exec(head)?.[1] ?? "";
  assert.deepEqual(JSON.parse(metadata), JSON.parse(request.headers["x-portkey-metadata"] ?? ""));
  assert.ok(!/^###/m.test(body));
});

test("nothing that looks like a key is copied, and the key never is", () => {
  const secret = ["sk", "proj-Abc0123456789Abc0123456789"].join("-");
  const request = requestFor(hosted, source("chat", "/chat/completions", { messages: [{ role: "user", content: `use ${secret}` }], api_key: "whatever" }));
  for (const format of copyFormats) {
    const text = copyAs(format, request);
    assert.ok(!text.includes(secret) && !text.includes("whatever") && text.includes("PORTKEY_API_KEY"), format);
  }
});
