// What must not be shown or kept goes, by its value and by its look; what merely looks a little like it stays.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createRedactor, createStreamRedactor, isSecretName } from "../../server/src/gateway/redact.ts";

const key = "pk-fake-0123456789-canary";
const redactor = createRedactor([key, undefined, "short"]);
/** In two parts, so that no file of this repository holds what looks like a key. */
const like = (start: string, rest: string): string => start + rest;

const secrets: readonly (readonly [text: string, shown: string])[] = [
  [`the key ${key}.`, "the key [redacted]."],
  [`https://x/?k=${encodeURIComponent(key)}&b=1`, "https://x/?k=[redacted]&b=1"],
  [`Authorization: Basic ${Buffer.from(key).toString("base64")}`, "Authorization: Basic [redacted]"],
  [like("sk-", "proj-Abc0123456789Abc0123456789"), "[redacted]"],
  [like("sk-ant-", "api03-Abc0123456789_Abc-0123456789"), "[redacted]"],
  [`Incorrect API key provided: ${like("sk-", "abcd1***************wxyz")}. You can`, "Incorrect API key provided: [redacted]. You can"],
  [like("pk-", "Abc0123456789Abc"), "[redacted]"],
  [like("AK", "IAIOSFODNN7EXAMPLE"), "[redacted]"],
  [like("AI", "zaSyA-0123456789abcdefghijklmnopqrstuv"), "[redacted]"],
  [like("gsk_", "Abc0123456789Abc0123"), "[redacted]"],
  [like("ey", "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"), "[redacted]"],
  ["authorization: Bearer abcdefgh12345678", "authorization: Bearer [redacted]"],
  ['{"api_key": "whatever-it-is"}', '{"api_key": "[redacted]"}'],
  ['{\\"apiKey\\":\\"whatever-it-is\\"}', '{\\"apiKey\\":\\"[redacted]\\"}'],
  ["x-api-key: whatever-it-is", "x-api-key: [redacted]"],
  ["aws_secret_access_key=whatever/it+is, region=x", "aws_secret_access_key=[redacted], region=x"],
  ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nrest", "[redacted]\nrest"],
];
for (const [text, shown] of secrets)
  test(`goes: ${shown}`, () => {
    assert.equal(redactor.text(text), shown);
    assert.equal(redactor.text(shown), shown, "what was redacted is redacted again");
  });

const harmless = [
  "Reply with the word ok.",
  "the sk-learn package, and sk-image",
  "pk-1",
  "max_tokens: 16, api_key: null",
  "the api key is missing",
  "Bearer of bad news",
  '"x-portkey-api-key: $PORTKEY_API_KEY"',
  "@openai-prod/gpt-4o-2024-08-06",
  "chatcmpl-AbC0123456789AbC0123456789",
  "trace portkey-migrate-0b2c0f5e-1d6f-4c1a-9a62-000000000000",
];
for (const text of harmless) test(`stays: ${text}`, () => assert.equal(redactor.text(text), text));

test("headers and JSON go by their names too", () => {
  assert.deepEqual(redactor.headers({ "x-portkey-api-key": "abc", "set-cookie": "a=b", "x-portkey-trace-id": "t", "x-echo": key, "content-type": "application/json" }), {
    "x-portkey-api-key": "[redacted]",
    "set-cookie": "[redacted]",
    "x-portkey-trace-id": "t",
    "x-echo": "[redacted]",
    "content-type": "application/json",
  });
  assert.deepEqual(redactor.json({ a: [key, 1, null, { api_key: "x", password: "y", max_tokens: 5, [key]: true }] }), {
    a: ["[redacted]", 1, null, { api_key: "[redacted]", password: "[redacted]", max_tokens: 5, "[redacted]": true }],
  });
  for (const name of ["api_key", "apiKey", "X-API-Key", "openai_api_key", "aws_secret_access_key", "aws_access_key_id", "client_secret", "vertex_service_account_json", "azure_ad_token"])
    assert.ok(isSecretName(name), name);
  for (const name of ["max_tokens", "max_completion_tokens", "tokens", "key_name", "x-portkey-metadata", "usage"]) assert.ok(!isSecretName(name), name);
});

const ofProvider = like("sk-", "Abc0123456789Abc");
const parts = fc.constantFrom(key, key.slice(0, 9), key.slice(9), ofProvider, "\n", '"', "word", "s", "p", "Bearer ", "api_key: ", "secret-value-1", ".", ",", "😀");
const cutting = fc.array(fc.nat(120), { maxLength: 10 });

/** What is shown of a text that arrives in pieces. */
function shownOf(text: string, cuts: readonly number[]): string {
  const at = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort((a, b) => a - b);
  const stream = createStreamRedactor(redactor);
  return [...at.slice(1).map((end, index) => stream.read(text.slice(at[index], end))), stream.end()].join("");
}

test("a text in pieces shows what the whole text would", () => {
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), cutting, (words, cuts) => assert.equal(shownOf(words.join(" "), cuts), redactor.text(words.join(" ")))),
    { numRuns: 1000 },
  );
});

test("secrets that touch other words do not show either", () => {
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), cutting, (words, cuts) => {
      const shown = shownOf(words.join(""), cuts);
      assert.ok(!shown.includes(key) && !shown.includes(key.slice(4)), shown);
    }),
    { numRuns: 1000 },
  );
});

test("a long text is shown whole, and its secrets are not", () => {
  const text = `${"lorem ipsum dolor ".repeat(500)}${key} ${"sit amet ".repeat(500)}`;
  assert.equal(
    shownOf(
      text,
      Array.from({ length: text.length / 25 }, (_, index) => index * 25),
    ),
    redactor.text(text),
  );
});

test("ordinary words are shown as they come", () => {
  const stream = createStreamRedactor(redactor);
  assert.deepEqual(
    ["Hello", " there", ", how", " are you?"].map((piece) => stream.read(piece)),
    ["Hello", " there", ", how", " are you?"],
  );
  assert.equal(stream.read(`x${"sk-".padEnd(500, "1")}`).length > 0, true, "a word without an end is waited for without an end");
});
