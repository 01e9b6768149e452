// Every diagnosis there is, one case of a few lines each, from answers that really came over a socket: whose side, what is said, and what to do.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { diagnoses } from "../../server/src/gateway/diagnoses.ts";
import { type ExplainContext, explain } from "../../server/src/gateway/explain.ts";
import type { Action, Diagnosis, GatewayRequest, Limits, Outcome } from "../../server/src/gateway/outcome.ts";
import { freeRequest } from "../../server/src/gateway/request.ts";
import type { SendSeams } from "../../server/src/gateway/send.ts";
import { selfSigned } from "../support/certificate.ts";
import { chat, fakeKey, hosted, selfHosted, sendTo } from "./requests.ts";
import { chatAnswer, chunk, json, type Script, serve, serveTcp, stream, unusedPort } from "./scripted-server.ts";

interface Expected {
  readonly code: string;
  readonly side: Diagnosis["side"];
  readonly level?: Diagnosis["level"];
  readonly message?: RegExp;
  readonly next?: RegExp;
  readonly actions?: readonly Action["kind"][];
  readonly details?: RegExp;
}

interface Case {
  readonly answer: Script;
  readonly request?: (request: GatewayRequest) => GatewayRequest;
  readonly context?: ExplainContext;
  readonly limits?: Partial<Limits>;
  readonly expected: Expected;
}

const seen = new Set<string>();

function check(diagnosis: Diagnosis, { code, side, level = "failure", message, next, actions, details }: Expected): void {
  seen.add(diagnosis.code);
  assert.deepEqual([diagnosis.code, diagnosis.side, diagnosis.level, diagnosis.ok], [code, side, level, level !== "failure"], diagnosis.message);
  assert.match(diagnosis.message, /^["A-Z@].*[.!?]["”]?$/s);
  assert.ok(diagnosis.ok || diagnosis.next !== null, "a failure without a next step");
  assert.match(diagnosis.next ?? "None.", /^[A-Z].*\.$/s);
  if (message) assert.match(diagnosis.message, message);
  if (next) assert.match(diagnosis.next ?? "", next);
  if (details) assert.match(diagnosis.details.join(" "), details);
  if (actions)
    assert.deepEqual(
      diagnosis.actions.map(({ kind }) => kind),
      actions,
    );
  assert.ok(!JSON.stringify(diagnosis).includes(fakeKey));
}

const openai = (status: number, error: object, more: object = {}, headers: Readonly<Record<string, string>> = {}): Script => json(status, { error, provider: "openai", ...more }, headers);
const failure = (status: number, message: string, more: object = {}): Script => json(status, { status: "failure", message, ...more });
const html =
  (status: number, title: string): Script =>
  (response) =>
    void response.writeHead(status, { "content-type": "text/html" }).end(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);
const asStream = (request: GatewayRequest): GatewayRequest => chat(request.profile, { stream: true });
const ofModel =
  (model: string) =>
  (request: GatewayRequest): GatewayRequest =>
    chat(request.profile, { model });
const as =
  (profile: Partial<GatewayRequest["profile"]>) =>
  (request: GatewayRequest): GatewayRequest => ({ ...request, profile: { ...request.profile, ...profile } });
const models = ["@openai-prod/gpt-4o", "@openai-prod/gpt-4o-mini", "@azure-us-east/gpt-4o", "@anthropic-main/claude-sonnet-4"];

const cases: Readonly<Record<string, Case>> = {
  "an answer": { answer: json(200, chatAnswer("ok")), expected: { code: "answered", side: null, level: "success", message: /^@openai-prod\/gpt-4o answered through your own gateway in / } },
  "an answer without a count of tokens": {
    answer: json(200, chatAnswer("ok", { usage: undefined })),
    expected: { code: "answered", side: null, level: "success", details: /tokens was not reported/ },
  },
  "an answer that ends at the cap": {
    answer: json(200, chatAnswer("", { choices: [{ message: { content: "" }, finish_reason: "length" }] })),
    expected: { code: "answered", side: null, level: "success", details: /before the model wrote a word; a model that thinks first needs a higher cap/ },
  },
  "a call of a tool": {
    answer: json(200, chatAnswer("", { choices: [{ message: { content: null, tool_calls: [{ function: { name: "f", arguments: "{}" } }] }, finish_reason: "tool_calls" }] })),
    expected: { code: "answered", side: null, level: "success" },
  },
  "an answer of the second target, after retries, past the cache": {
    answer: json(200, chatAnswer("ok"), {
      "x-portkey-last-used-option-index": "config.targets[1]",
      "x-portkey-retry-attempt-count": "2",
      "x-portkey-cache-status": "MISS",
      "x-portkey-trace-id": "t-1",
    }),
    expected: { code: "answered", side: null, level: "success", details: /Target 2 of the config answered, not its first one\. .*again 2 times.*cache had no answer.*trace t-1/ },
  },
  "an answer from the cache": { answer: json(200, chatAnswer("ok"), { "x-portkey-cache-status": "HIT" }), expected: { code: "answered", side: null, level: "success", details: /no model was asked/ } },
  "a stream": { answer: stream([chunk("ok", "stop")]), request: asStream, expected: { code: "answered", side: null, level: "success" } },
  "a stream without [DONE]": { answer: stream([chunk("o"), chunk("k", "stop")]), request: asStream, expected: { code: "answered", side: null, level: "success" } },
  "a stream that ends without a reason": {
    answer: stream([chunk("so"), chunk(" far")]),
    request: asStream,
    expected: { code: "stream-cut", side: "provider", message: /6 characters so far are kept/, actions: ["retry", "open-logs"] },
  },
  "a stream of nothing but its end": { answer: stream(["data: [DONE]\n\n"]), request: asStream, expected: { code: "stream-empty", side: "provider" } },
  "one piece where a stream was asked for": { answer: json(200, chatAnswer("ok")), request: asStream, expected: { code: "stream-not-streamed", side: "provider", level: "warning" } },
  "an error in a stream": {
    answer: stream([chunk("so far"), 'data: {"error":{"message":"The server had an error"}}\n\n']),
    request: asStream,
    expected: { code: "error-in-answer", side: "provider", message: /status 200, then reported an error: "The server had an error"; the 6 characters/ },
  },
  "an error in a body of status 200": { answer: json(200, { status: "failure", message: "Portkey Error: no" }), expected: { code: "error-in-answer", side: "gateway" } },
  "another service": { answer: json(200, { hello: "world" }), expected: { code: "answer-unexpected", side: "configuration" } },
  "a page of status 200": {
    answer: html(200, "Sign in"),
    expected: { code: "not-a-gateway", side: "configuration", message: /a page \("Sign in"\)/, actions: ["fix-url", "change-profile", "show-body"] },
  },
  "a text of status 200": { answer: (response) => void response.end("hello"), expected: { code: "not-a-gateway", side: "configuration" } },
  "nothing of status 200": { answer: (response) => void response.end(), expected: { code: "answer-empty", side: "network" } },
  "an answer of 50 MB and more": {
    answer: (response) => void response.writeHead(200, { "content-type": "application/json" }).end(Buffer.alloc(1_100_000, " ")),
    limits: { bytes: 1_000_000 },
    expected: { code: "answer-too-long", side: "provider", message: /longer than the 1 MB/ },
  },
  "a content filter": {
    answer: json(200, chatAnswer("", { choices: [{ message: { content: "" }, finish_reason: "content_filter" }] })),
    expected: { code: "content-filtered", side: "provider", level: "warning" },
  },
  "a guardrail that let it pass": {
    answer: json(246, chatAnswer("ok", { hook_results: { after_request_hooks: [{ verdict: false, id: "guard-1" }] } })),
    expected: { code: "guardrail-failed", side: "gateway", level: "warning", message: /\(guard-1\)/, actions: ["open-logs", "show-body"] },
  },
  "a guardrail that denied it": {
    answer: json(446, {
      error: { message: "The guardrail checks defined in the config failed.", type: "hooks_failed" },
      hook_results: { before_request_hooks: [{ verdict: false, id: "pii-check" }] },
    }),
    expected: { code: "guardrail-denied", side: "gateway", message: /\(pii-check\)/ },
  },
  "a guardrail that denied it with status 200": {
    answer: json(200, chatAnswer("The guardrail checks defined in the config failed.", { hook_results: { before_request_hooks: [{ verdict: false, id: "pii-check" }] } })),
    expected: { code: "guardrail-denied", side: "gateway", message: /the gateway's, not the model's/ },
  },
  "the greeting": {
    answer: (response) => void response.end("AI Gateway says hey!"),
    request: ({ profile }) => freeRequest(profile, "greeting"),
    expected: { code: "reached", side: null, level: "success" },
  },
  "another greeting": {
    answer: (response) => void response.end("It works!"),
    request: ({ profile }) => freeRequest(profile, "greeting"),
    expected: { code: "greeting-unknown", side: "configuration", level: "warning" },
  },
  "a list of models": {
    answer: json(200, { object: "list", data: [{ id: "@a/b" }, { id: "@a/c" }] }),
    request: ({ profile }) => freeRequest(profile, "models"),
    expected: { code: "listed", side: null, level: "success", message: /lists 2 entries/ },
  },
  "an empty list of models": {
    answer: json(200, { object: "list", data: [] }),
    request: ({ profile }) => freeRequest(profile, "models"),
    expected: { code: "catalog-empty", side: "configuration", level: "warning", message: /has no catalog/ },
  },

  "no provider for a bare name": {
    answer: failure(400, "Either x-portkey-config or x-portkey-provider header is required"),
    request: (request) => ofModel("openai/gpt-4o")(as({ id: "hosted" })(request)),
    expected: { code: "no-provider", side: "configuration", message: /"openai\/gpt-4o" has no slug/, actions: ["map-slug", "pick-model"] },
  },
  "no provider for a slug": {
    answer: failure(400, "Either x-portkey-config or x-portkey-provider header is required"),
    expected: { code: "no-provider", side: "configuration", message: /no Model Catalog that knows openai-prod/, actions: ["change-profile", "map-slug"] },
  },
  "a config without a provider": {
    answer: failure(400, "Either x-portkey-provider needs to be passed. Or the x-portkey-config header should have a valid config with provider details in it."),
    expected: { code: "config-without-provider", side: "configuration" },
  },
  "the id of a config": { answer: failure(400, "Invalid config passed. You need to pass a valid json"), expected: { code: "config-unsaved", side: "configuration" } },
  "a config that is not one": {
    answer: failure(400, "Invalid config passed", { errors: ["path: strategy,mode, message: Invalid 'mode' value. Must be one of: single, loadbalance, fallback, conditional"] }),
    expected: { code: "config-invalid", side: "configuration", message: /strategy,mode.*Targets with @slug need a gateway with a Model Catalog/ },
  },
  "a config that may not be sent": {
    answer: json(400, { error: { message: "Inline configs are blocked", code: "inline_config_blocked", field: "config" } }),
    expected: { code: "config-override-refused", side: "configuration" },
  },
  "a config without a target that fits": { answer: failure(400, "Query router did not resolve to any valid target"), expected: { code: "config-no-target", side: "configuration" } },
  "a host of its own": { answer: failure(400, "Invalid custom host"), expected: { code: "custom-host-refused", side: "configuration", next: /TRUSTED_CUSTOM_HOSTS/ } },
  "a slug that nobody knows": {
    answer: failure(400, "Invalid provider passed"),
    context: { models },
    request: ofModel("@openai/gpt-4o"),
    expected: { code: "slug-unknown", side: "configuration", message: /no provider @openai; it has @openai-prod, @azure-us-east, @anthropic-main/, actions: ["pick-model", "map-slug"] },
  },
  "a slug that the local catalog does not know": {
    answer: json(400, { status: "failure", message: "there is no @x here" }, { "x-portkey-migrate-local": "unknown-slug" }),
    expected: { code: "slug-unknown", side: "configuration" },
  },
  "something else that the gateway refuses": {
    answer: failure(400, "Invalid content type passed"),
    expected: { code: "request-refused-by-gateway", side: "configuration", message: /Invalid content type passed\.$/ },
  },
  "an argument that the provider refuses": {
    answer: openai(400, { message: "openai error: Unsupported value", param: "temperature", type: "invalid_request_error" }),
    expected: { code: "request-rejected", side: "provider", message: /for its argument temperature/, actions: ["show-argument", "edit-request"] },
  },
  "an argument that is named in words": {
    answer: openai(400, { message: "openai error: Unknown parameter: 'max_tokens'." }),
    expected: { code: "request-rejected", side: "provider", message: /argument max_tokens/ },
  },
  "max_tokens of a model that thinks": {
    answer: openai(400, { message: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", param: "max_tokens" }),
    expected: { code: "tokens-parameter", side: "provider", actions: ["show-argument"] },
  },
  "too long a prompt": {
    answer: openai(400, { message: "This model's maximum context length is 8192 tokens", code: "context_length_exceeded" }),
    expected: { code: "request-too-large", side: "provider" },
  },
  "413": { answer: html(413, "Request Entity Too Large"), expected: { code: "request-too-large", side: "network" } },
  "422": { answer: openai(422, { message: "Unprocessable" }), expected: { code: "request-rejected", side: "provider", message: /was reached, but rejects/, actions: ["show-body", "edit-request"] } },
  "401 of the gateway": {
    answer: json(401, { status: "failure", message: "Portkey Error: Invalid API Key. Error Code: 03" }),
    expected: { code: "key-rejected", side: "gateway", actions: ["set-key", "change-profile"] },
  },
  "401 of an unknown form": { answer: json(401, { error: { message: "Unauthorized" } }), expected: { code: "key-rejected", side: "gateway" } },
  "401 of the other hosted gateway": { answer: json(401, { message: "AI Gateway Error: Invalid API Key" }), expected: { code: "key-rejected", side: "gateway" } },
  "401 of the account": { answer: json(401, { success: false, data: { message: "Unauthorized", errorCode: "AB05" } }), expected: { code: "key-rejected", side: "gateway" } },
  "401 of the provider by its body": {
    answer: openai(401, { message: `openai error: Incorrect API key provided: sk-fake***********1234.` }),
    expected: { code: "provider-key-rejected", side: "provider", message: /The provider openai does not accept its key.*your gateway key is fine/, actions: ["open-providers", "open-logs"] },
  },
  "401 of the provider by its headers": {
    answer: json(401, { error: { message: "no" } }, { "x-portkey-provider": "anthropic", "x-portkey-last-used-option-index": "config" }),
    expected: { code: "provider-key-rejected", side: "provider", message: /provider anthropic/ },
  },
  "401 of the provider by its words": {
    answer: json(401, { error: { message: "Incorrect API key provided: x. You can find your API key at https://platform.openai.com/account/api-keys." } }),
    expected: { code: "provider-key-rejected", side: "provider" },
  },
  "402": { answer: openai(402, { message: "Insufficient Balance" }), expected: { code: "payment-required", side: "provider" } },
  "403 of the gateway": {
    answer: json(403, { success: false, data: { message: "You do not have enough permissions to execute this request", errorCode: "AB03" } }),
    expected: { code: "forbidden", side: "gateway", next: /scopes/ },
  },
  "403 for a model": {
    answer: failure(403, "Portkey Error: the model gpt-4o is not allowed for this workspace"),
    context: { models },
    expected: { code: "model-not-allowed", side: "gateway", actions: ["pick-model", "open-providers"] },
  },
  "403 of the provider": { answer: openai(403, { message: "Country, region, or territory not supported" }), expected: { code: "forbidden", side: "provider", next: /region/ } },
  "403 of something in the way": { answer: html(403, "Attention Required! | Cloudflare"), expected: { code: "blocked-on-the-way", side: "network" } },
  "404 for a model of the provider": {
    answer: openai(404, { message: "openai error: The model `gpt-4x` does not exist or you do not have access to it.", code: "model_not_found" }),
    context: { models },
    request: ofModel("@openai-prod/gpt-4x"),
    expected: { code: "model-unknown", side: "provider", message: /the slug is known, the model is not enabled for it; near it are @openai-prod\/gpt-4o/, actions: ["pick-model", "open-providers"] },
  },
  "404 for a model of the gateway": { answer: failure(404, "Unable to find requested model"), expected: { code: "model-unknown", side: "configuration" } },
  "404 of a gateway": { answer: json(404, { message: "Not Found", ok: false }), expected: { code: "path-unknown", side: "configuration", message: /it is a gateway, asked at the wrong path/ } },
  "404 of something else": {
    answer: html(404, "404 Not Found"),
    request: (request) => ({ ...request, profile: { ...request.profile, baseUrl: request.profile.baseUrl.replace("/v1", "/ai/v1") } }),
    expected: { code: "path-unknown", side: "configuration", message: /probably no gateway/, actions: ["fix-url", "change-profile"] },
  },
  "405": { answer: (response) => void response.writeHead(405).end(), expected: { code: "path-unknown", side: "configuration" } },
  "404 of a provider for its path": { answer: openai(404, { message: "Invalid URL (POST /v1/rerank)" }), expected: { code: "provider-path-unknown", side: "provider" } },
  "407": { answer: html(407, "Proxy Authentication Required"), expected: { code: "proxy-authentication", side: "network", actions: ["open-proxy-settings"] } },
  "408 with seconds for milliseconds": {
    answer: json(408, { error: { message: "Request exceeded the timeout sent in the request: 30ms", type: "timeout_error", param: null, code: null } }),
    expected: { code: "provider-timeout", side: "provider", message: /after 30 ms.*perhaps meant as seconds/, next: /in milliseconds/ },
  },
  "408 after a long time": {
    answer: json(408, { error: { message: "Request exceeded the timeout sent in the request: 30000ms", type: "timeout_error" } }),
    expected: { code: "provider-timeout", side: "provider", message: /after 30 s, the config's request_timeout\.$/ },
  },
  "412 of the gateway": {
    answer: failure(412, "Portkey Error: Portkey API Key Usage Limit Exceeded. Error Code: 04"),
    expected: { code: "budget-exhausted", side: "gateway", actions: ["open-limits"] },
  },
  "412 of the provider": { answer: openai(412, { message: "budget" }), expected: { code: "budget-exhausted", side: "provider" } },
  "429 with seconds": {
    answer: openai(429, { message: "Rate limit reached" }, {}, { "retry-after": "20" }),
    context: { timeZone: "UTC" },
    expected: { code: "rate-limited", side: "provider", message: /asked again at 12:00:20/, next: /at 12:00:20\.$/, actions: ["retry-at", "open-limits"] },
  },
  "429 with a date": {
    answer: openai(429, { message: "Rate limit reached" }, {}, { "retry-after": "Sun, 22 Nov 2026 12:05:00 GMT" }),
    context: { timeZone: "Europe/Berlin" },
    expected: { code: "rate-limited", side: "provider", message: /asked again at 13:05:00/ },
  },
  "429 with a date of tomorrow": {
    answer: openai(429, { message: "Rate limit reached" }, {}, { "retry-after": "Mon, 23 Nov 2026 00:00:00 GMT" }),
    context: { timeZone: "UTC" },
    expected: { code: "rate-limited", side: "provider", message: /asked again at 2026-11-23 00:00:00/ },
  },
  "429 without a time": {
    answer: failure(429, "Portkey Error: Rate limit exceeded"),
    expected: { code: "rate-limited", side: "gateway", message: /the gateway's limit/, actions: ["retry", "open-limits"] },
  },
  "429 for want of money": {
    answer: openai(429, { message: "You exceeded your current quota", code: "insufficient_quota" }),
    expected: { code: "quota-exhausted", side: "provider", message: /waiting does not help/ },
  },
  "500 of the provider": {
    answer: openai(500, { message: "openai error: The server had an error" }, {}, { "x-portkey-retry-attempt-count": "-1" }),
    expected: { code: "provider-failed", side: "provider", details: /used up all its retries/ },
  },
  "503 of the provider": { answer: openai(503, { message: "Overloaded", type: "overloaded_error" }), expected: { code: "provider-overloaded", side: "provider" } },
  "529": { answer: openai(529, { message: "Overloaded", type: "overloaded_error" }), expected: { code: "provider-overloaded", side: "provider" } },
  "a provider that is down": {
    answer: json(500, { "html-message": "<br>Message: fetch failed<br>Cause: Error: connect ECONNREFUSED 127.0.0.1:9<br>Name: TypeError" }),
    expected: { code: "provider-unreachable", side: "provider", message: /cannot reach the provider: "Message: fetch failed Cause: Error: connect ECONNREFUSED/ },
  },
  "a provider that answers with a page": { answer: json(502, { "html-message": "<html><h1>Bad Gateway</h1></html>" }), expected: { code: "provider-failed", side: "provider" } },
  "the defect of the gateway's dependency": {
    answer: failure(500, "Something went wrong"),
    request: asStream,
    expected: { code: "gateway-broken-dependency", side: "gateway", next: /@hono\/node-server/ },
  },
  "the same words for a plain request": { answer: failure(500, "Something went wrong"), expected: { code: "gateway-failed", side: "gateway" } },
  "502 as a page": { answer: html(502, "502 Bad Gateway"), expected: { code: "gateway-unavailable", side: "gateway", message: /answers 502 \("502 Bad Gateway"\)/ } },
  "504 as a page of the hosted gateway": {
    answer: html(504, "504 Gateway Time-out"),
    request: (request) => ({ ...request, profile: { ...request.profile, id: "hosted" } }),
    expected: { code: "gateway-unavailable", side: "gateway" },
  },
  "500 without a word": { answer: (response) => void response.writeHead(500).end(), expected: { code: "gateway-failed", side: "gateway" } },
  "a redirect": {
    answer: (response) => void response.writeHead(302, { location: "https://login.example.com/start?token=secret" }).end(),
    expected: { code: "redirected", side: "configuration", message: /to https:\/\/login\.example\.com\/start; the key was not taken there/, actions: ["fix-url", "change-profile"] },
  },
  "a status that nobody sends": { answer: (response) => void response.writeHead(600).end("?"), expected: { code: "status-unexpected", side: "provider" } },
};

const unchanged = (request: GatewayRequest): GatewayRequest => request;
const noon = Date.parse("2026-11-22T12:00:00Z");

for (const [name, { answer, request = unchanged, context, limits, expected }] of Object.entries(cases))
  test(name, async (t) => {
    const server = await serve(t, answer);
    const asked = request(chat(selfHosted(server.baseUrl)));
    // What a gateway is asked by is one thing, what its profile says of it another.
    const sent = { ...asked, profile: { ...asked.profile, id: "self-hosted" as const } };
    const outcome = await sendTo(sent, { ...(limits && { limits }), now: () => noon });
    // How long the test took is no part of what is said.
    check(explain(asked, { ...outcome, timings: { ...outcome.timings, totalMs: 0 } }, context), expected);
  });

describe("requests without an answer", () => {
  const fails = async (
    asked: GatewayRequest,
    expected: Expected,
    options: SendSeams & { readonly limits?: Partial<Limits>; readonly signal?: AbortSignal; readonly key?: string } = {},
  ): Promise<void> => {
    const outcome = await sendTo(asked, options);
    check(explain(asked, outcome), expected);
  };
  const resolving = (code: string): SendSeams => ({ network: { resolve: () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code} gateway.example.com`), { code })) } });
  const byName = chat(selfHosted("https://gateway.example.com/v1"));

  test("names", async () => {
    await fails(byName, { code: "host-unknown", side: "network", message: /^No name server knows gateway\.example\.com\./, actions: ["fix-url", "change-profile", "retry"] }, resolving("ENOTFOUND"));
    await fails(byName, { code: "name-server-silent", side: "network" }, resolving("EAI_AGAIN"));
    await fails(byName, { code: "network-failed", side: "network", message: /\(EWHATEVER\)/ }, resolving("EWHATEVER"));
  });

  test("sockets", async (t) => {
    const port = await unusedPort();
    await fails(chat(selfHosted(`http://127.0.0.1:${port}/v1`)), {
      code: "connection-refused",
      side: "network",
      message: new RegExp(`Nothing listens at 127\\.0\\.0\\.1:${port}`),
      next: /^Start the gateway/,
    });
    await fails(chat({ ...selfHosted(`http://127.0.0.1:${port}/v1`), id: "local" }), { code: "local-gateway-down", side: "gateway", actions: ["restart-local"] });
    const rude = await serveTcp(t, (socket) => socket.destroy());
    await fails(chat(selfHosted(rude.baseUrl)), { code: "connection-closed", side: "network" });
    const mail = await serveTcp(t, (socket) => socket.end("220 mail.example.com ESMTP\r\n"));
    await fails(chat(selfHosted(mail.baseUrl)), { code: "not-http", side: "network" });
  });

  test("a local gateway that has stopped says so itself", async (t) => {
    const server = await serve(t, json(503, { status: "failure", message: "the local gateway has stopped" }, { "x-portkey-migrate-local": "gateway-stopped" }));
    await fails(chat({ ...selfHosted(server.baseUrl), id: "local" }), { code: "local-gateway-down", side: "gateway", actions: ["restart-local"] });
  });

  test("TLS", async (t) => {
    const certificate = selfSigned("gateway.test");
    const server = await serve(t, json(200, chatAnswer("ok")), certificate);
    const to127 = async () => [{ address: "127.0.0.1", family: 4 }];
    await fails(chat(selfHosted(server.baseUrl)), { code: "tls-untrusted", side: "network", next: /NODE_EXTRA_CA_CERTS/ });
    await fails(chat(selfHosted(`https://other.test:${server.port}/v1`)), { code: "tls-wrong-host", side: "network" }, { network: { ca: certificate.cert, resolve: to127 } });
    const past = selfSigned("gateway.test", { notBefore: new Date("2020-01-01"), notAfter: new Date("2021-01-01") });
    const expired = await serve(t, json(200, chatAnswer("ok")), past);
    await fails(chat(selfHosted(expired.baseUrl)), { code: "tls-expired", side: "network", next: /clock/ }, { network: { ca: past.cert } });
    const plain = await serve(t, json(200, {}));
    await fails(chat(selfHosted(plain.baseUrl.replace("http:", "https:"))), { code: "tls-failed", side: "network" });
  });

  test("limits", async (t) => {
    const silent = await serveTcp(t, () => undefined);
    await fails(
      chat(selfHosted(silent.baseUrl.replace("http:", "https:"))),
      { code: "timeout-connect", side: "network", message: /agreeing on encryption took too long/, actions: ["retry-longer", "open-proxy-settings", "change-profile"] },
      { limits: { connect: 400 } },
    );
    await fails(chat(selfHosted(silent.baseUrl)), { code: "timeout-first-byte", side: "provider", message: /took the request, but no answer began/ }, { limits: { firstByte: 50 } });
    const stops = await serve(t, (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write(chunk("so far")));
    await fails(chat(selfHosted(stops.baseUrl), { stream: true }), { code: "timeout-idle", side: "provider", message: /6 characters so far/ }, { limits: { idle: 50 } });
    await fails(chat(selfHosted(stops.baseUrl), { stream: true }), { code: "timeout-total", side: "provider" }, { limits: { total: 100, idle: 1000 } });
  });

  test("answers that break", async (t) => {
    const broken = await serve(t, (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write(chunk("so far"), () => response.destroy()));
    await fails(chat(selfHosted(broken.baseUrl), { stream: true }), { code: "answer-cut", side: "network", message: /6 characters so far/ });
    for (const encoding of ["gzip", "br", "deflate", "zstd"]) {
      const garbled = await serve(t, (response) => void response.writeHead(200, { "content-encoding": encoding }).end("this is not compressed at all"));
      await fails(chat(selfHosted(garbled.baseUrl)), { code: "answer-garbled", side: "network" });
    }
  });

  test("what is not sent", async () => {
    const of = (baseUrl: string): GatewayRequest => chat(selfHosted(baseUrl));
    await fails(of("http://gateway.example.com/v1"), {
      code: "url-not-https",
      side: "configuration",
      message: /^Nothing was sent\. /,
      next: /https:\/\/gateway\.example\.com\/v1\.$/,
      actions: ["fix-url", "change-profile"],
    });
    await fails(of("nonsense"), { code: "url-invalid", side: "configuration" });
    await fails(of("https://a:b@gateway.example.com/v1"), { code: "url-userinfo", side: "configuration" });
    await fails(of("https://gateway.example.com/v1?a=b"), { code: "url-query", side: "configuration" });
    await fails(of("https://gateway.example.com"), { code: "url-without-v1", side: "configuration" });
    await fails(of("https://gateway.example.com/v1/v1"), { code: "url-doubled-v1", side: "configuration" });
    await fails(of("https://gateway.example.com/v1/chat/completions"), { code: "url-endpoint", side: "configuration" });
    await fails(of("https://169.254.169.254/v1"), { code: "address-forbidden", side: "configuration", actions: ["change-profile"] });
    await fails(
      chat(hosted),
      { code: "address-forbidden", side: "configuration", message: /api\.portkey\.ai leads to 127\.0\.0\.1, which is this machine/ },
      { network: { resolve: async () => [{ address: "127.0.0.1", family: 4 }] } },
    );
    await fails(chat({ ...hosted, extraHeaders: { cookie: "x" } }), { code: "header-forbidden", side: "configuration" });
    await fails(chat({ ...hosted, auth: "bearer" }), { code: "auth-forbidden", side: "configuration" });
    await fails(chat(hosted), { code: "key-invalid", side: "configuration", actions: ["set-key"] }, { key: "pk-fake key" });
    await fails(chat(hosted), { code: "cancelled", side: null }, { signal: AbortSignal.abort() });
  });

  test("what no socket here can be made to do", () => {
    const asked = chat(hosted);
    const outcome = (ending: Outcome["ending"]): Outcome => ({
      ending,
      startedAt: 0,
      status: null,
      headers: {},
      body: { text: "", bytes: 0, form: "none", json: null, isShortened: false },
      text: "",
      isAnswer: false,
      events: [],
      eventCount: 0,
      finishReason: null,
      usage: null,
      timings: { connectMs: null, firstByteMs: null, firstTokenMs: null, totalMs: 5 },
      gateway: { traceId: null, cacheStatus: null, retries: null, optionIndex: null, provider: null },
      error: null,
    });
    check(explain(asked, outcome({ kind: "network", phase: "connect", code: "ENETUNREACH", message: "" })), { code: "host-unreachable", side: "network" });
    check(explain(asked, outcome({ kind: "network", phase: "connect", code: "ETIMEDOUT", message: "" })), { code: "timeout-connect", side: "network" });
    // Over a real proxy in proxy.test.ts.
    check(explain(asked, outcome({ kind: "network", phase: "connect", code: "EPROXY", message: "it answers 403" })), {
      code: "proxy-failed",
      side: "network",
      message: /no connection to api\.portkey\.ai: it answers 403\.$/,
    });
    check(explain(asked, outcome({ kind: "network", phase: "connect", code: "EPROXYAUTH", message: "" })), { code: "proxy-authentication", side: "network" });
    check(explain(asked, { ...outcome({ kind: "complete" }), status: 101 }), { code: "status-unexpected", side: "provider" });
  });
});

test("there is no diagnosis that nothing above leads to", () => {
  assert.deepEqual(
    diagnoses.map(({ code }) => code).filter((code) => !seen.has(code)),
    [],
  );
  for (const { code } of diagnoses) assert.match(code, /^[a-z0-9]+(-[a-z0-9]+)*$/);
});
