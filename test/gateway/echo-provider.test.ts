// The built-in echo speaks OpenAI's wire format, says what it received, and says that it is no model.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { echoModel, startEchoProvider } from "../../server/src/gateway/local/echo-provider.ts";
import type { LoopbackServer } from "../../server/src/gateway/local/loopback-server.ts";

const key = "fake-echo-key";
let echo: LoopbackServer;
before(async () => {
  echo = await startEchoProvider(key);
});
after(() => echo.close());

const ask = (path: string, body: unknown, authorization = `Bearer ${key}`) => fetch(`${echo.url}/v1${path}`, { method: "POST", headers: { authorization }, body: JSON.stringify(body) });

/** The parts of answers that these tests look at. */
interface Answer {
  readonly model?: string;
  readonly choices?: readonly { readonly text?: string; readonly message?: { readonly content: string }; readonly delta?: { readonly content?: string }; readonly finish_reason: string | null }[];
  readonly usage?: Readonly<Record<string, number>> | null;
  readonly data?: readonly { readonly embedding: readonly number[] | string }[];
  readonly output?: readonly { readonly content: readonly { readonly text: string }[] }[];
  readonly error?: { readonly message: string };
  readonly type?: string;
  readonly delta?: string;
  readonly response?: Answer;
}

const json = async (path: string, body: unknown): Promise<Answer> => (await ask(path, body)).json() as Promise<Answer>;

async function events(path: string, body: object): Promise<readonly Answer[]> {
  const text = await (await ask(path, { ...body, stream: true })).text();
  return text.split("\n").flatMap((line) => (line.startsWith("data: {") ? [JSON.parse(line.slice("data: ".length)) as Answer] : []));
}

const messages = [
  { role: "system", content: "Be brief." },
  {
    role: "user",
    content: [
      { type: "text", text: "Is it " },
      { type: "image_url", image_url: { url: "data:," } },
      { type: "text", text: "on?" },
    ],
  },
];
const said = "This is the local echo of Portkey Migrate, not a model. It received a chat request for gpt-4o through the gateway, with max_tokens 16, tools. Its last text: Is it on?";
const chat = { model: "gpt-4o", messages, max_tokens: 16, tools: [{}], user: null };

describe("the echo", () => {
  test("answers a chat with what it received", async () => {
    const { model, choices, usage } = await json("/chat/completions", chat);
    assert.equal(model, echoModel);
    assert.deepEqual(
      choices?.map(({ message, finish_reason }) => [message?.content, finish_reason]),
      [[said, "stop"]],
    );
    assert.equal(usage?.completion_tokens, said.split(" ").length);
    assert.equal(usage?.total_tokens, (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  });

  test("streams the same, and its usage where that is asked for", async () => {
    const plain = await events("/chat/completions", chat);
    assert.equal(plain.map(({ choices }) => choices?.[0]?.delta?.content ?? "").join(""), said);
    assert.equal(plain.at(-1)?.choices?.[0]?.finish_reason, "stop");
    const counted = await events("/chat/completions", { ...chat, stream_options: { include_usage: true } });
    assert.deepEqual(counted.at(-1)?.choices, []);
    assert.equal(counted.at(-1)?.usage?.completion_tokens, said.split(" ").length);
  });

  test("is JSON where JSON is asked for", async () => {
    const { choices } = await json("/chat/completions", { ...chat, response_format: { type: "json_object" } });
    assert.match((JSON.parse(choices?.[0]?.message?.content ?? "") as { readonly local_echo: string }).local_echo, /not a model/);
  });

  test("completes a text, at once and in a stream", async () => {
    const { choices } = await json("/completions", { model: "davinci", prompt: "Once" });
    assert.match(choices?.[0]?.text ?? "", /a text request for davinci .*: Once$/);
    const streamed = await events("/completions", { model: "davinci", prompt: "Once" });
    assert.equal(streamed.map(({ choices: [choice] = [] }) => choice?.text).join(""), choices?.[0]?.text);
  });

  test("answers the Responses API, at once and in a stream", async () => {
    const { output, usage } = await json("/responses", { model: "gpt-4o", input: [{ role: "user", content: "Hello" }] });
    const text = output?.[0]?.content[0]?.text ?? "";
    assert.match(text, /a responses request for gpt-4o .*: Hello$/);
    assert.ok((usage?.output_tokens ?? 0) > 0);
    const streamed = await events("/responses", { model: "gpt-4o", input: [{ role: "user", content: "Hello" }] });
    assert.equal(streamed.flatMap(({ type, delta }) => (type === "response.output_text.delta" ? [delta] : [])).join(""), text);
    assert.equal(streamed.at(-1)?.response?.output?.[0]?.content[0]?.text, text);
  });

  test("embeds: vectors of length one, the same for the same text, as many numbers as asked for", async () => {
    const { data } = await json("/embeddings", { model: "m", input: ["a", "b", "a"], dimensions: 100 });
    const vectors = (data ?? []).map(({ embedding }) => embedding as readonly number[]);
    for (const vector of vectors) {
      assert.equal(vector.length, 100);
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-9);
    }
    assert.deepEqual(vectors[0], vectors[2]);
    assert.notDeepEqual(vectors[0], vectors[1]);
    const { data: packed } = await json("/embeddings", { model: "m", input: "a", dimensions: 100, encoding_format: "base64" });
    const bytes = Buffer.from(String(packed?.[0]?.embedding), "base64");
    assert.equal(bytes.length, 400);
    assert.ok(Math.abs(bytes.readFloatLE(396) - (vectors[0]?.[99] ?? 0)) < 1e-6);
  });

  test("answers nobody but its gateway, and says what it cannot do", async () => {
    assert.equal((await ask("/chat/completions", chat, "Bearer wrong")).status, 401);
    const image = await ask("/images/generations", { model: "x" });
    assert.equal(image.status, 501);
    assert.match(((await image.json()) as Answer).error?.message ?? "", /not \/v1\/images\/generations: give the slug a provider's key/);
  });

  test("takes any body", async () => {
    for (const body of [null, [], "text", 1, {}, { messages: "x" }, { messages: [null] }, { messages: [{ content: 1 }] }, { input: { a: 1 } }]) {
      for (const path of ["/chat/completions", "/completions", "/responses", "/embeddings"]) assert.equal((await ask(path, body)).status, 200, `${path} ${JSON.stringify(body)}`);
    }
  });
});
