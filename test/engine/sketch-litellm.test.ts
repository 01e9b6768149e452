// What is read of LiteLLM's requests as they stand in the code: shapes of real programs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { holesOf, oneRequest, readRequests, unsentOf } from "../support/sketches.ts";

describe("LiteLLM in Python", () => {
  test("literals, constants and options", async () => {
    const request = await oneRequest(`import litellm
MODEL = "openai/gpt-4o"
SYSTEM = "Be brief."
OPTIONS = {"temperature": 0.2, "max_tokens": 50}
async def ask(question):
    return await litellm.acompletion(
        model=MODEL,
        messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": f"Q: {question}!"}],
        stream=True,
        user=None,
        **OPTIONS,
    )
`);
    assert.deepEqual(
      { ...request, span: undefined },
      {
        kind: "chat",
        library: "litellm",
        span: undefined,
        callee: "litellm.acompletion",
        endpoint: "/chat/completions",
        model: { written: "openai/gpt-4o", source: "MODEL", certainty: "certain", portkeyName: "@openai-prod/gpt-4o", slug: "mapped", provider: "openai", why: null },
        stream: true,
        body: {
          messages: [
            { role: "system", content: "Be brief." },
            { role: "user", content: "Q: {question}!" },
          ],
          temperature: 0.2,
          max_tokens: 50,
        },
        holes: [{ path: "messages[1].content", source: "question", why: "a parameter", placeholder: "{question}" }],
        config: null,
        metadata: null,
        traceId: null,
        headers: {},
        unsupported: [],
      },
    );
  });

  test("what the gateway does becomes a config, metadata, a trace and headers", async () => {
    const request = await oneRequest(`from litellm import completion
completion("gpt-4o", [], num_retries=2, timeout=30, fallbacks=["claude-3-opus-20240229"], caching=True, metadata={"team": "a"}, litellm_trace_id="t-1", cache={"namespace": "n", "ttl": 60})
`);
    assert.equal(request.model.portkeyName, "@openai-prod/gpt-4o");
    assert.deepEqual(request.config, {
      strategy: { mode: "fallback" },
      targets: [{ override_params: { model: "@openai-prod/gpt-4o" } }, { override_params: { model: "@claude/claude-3-opus-20240229" } }],
      retry: { attempts: 2, on_status_codes: [408, 409, 429, 500, 502, 503, 504] },
      cache: { mode: "simple", max_age: 60 },
      request_timeout: 30_000,
    });
    assert.deepEqual([request.metadata, request.traceId, request.headers], [{ team: "a" }, "t-1", { "x-portkey-cache-namespace": "n" }]);
    assert.deepEqual(request.body, { messages: [] });
  });

  test("arguments that are not sent are named with their reason, and never with their value", async () => {
    const request = await oneRequest(`import litellm
litellm.completion(model="openai/gpt-4o", messages=[], api_key="sk-secret-value", drop_params=True, mock_response="hi", extra_headers={"x": "sk-secret-value"}, logger_fn=print, timeout=3, top_k=2)
`);
    assert.deepEqual(unsentOf(request), ["api_key", "drop_params", "mock_response", "extra_headers", "logger_fn", "timeout"]);
    assert.deepEqual(request.body, { messages: [], top_k: 2 });
    assert.equal(request.unsupported.find(({ name }) => name === "mock_response")?.why, "Portkey has no mock answers: replace the client in the test or use a local server.");
    assert.doesNotMatch(JSON.stringify(request), /secret/);
  });

  test("what only a run tells is a hole that says what it is", async () => {
    const request = await oneRequest(`import os
import litellm
def ask(question, history, model="openai/gpt-4o", temperature=0.5, **kwargs):
    messages = [{"role": "system", "content": "a" + question}, *history]
    messages.append({"role": "user", "content": question})
    return litellm.completion(model=model, messages=messages, temperature=temperature, stop=os.environ.get("STOP", "x"), tools=build(), stream=kwargs.get("stream"), **kwargs)
`);
    assert.deepEqual(request.model, { written: "openai/gpt-4o", source: "model", certainty: "default", portkeyName: "@openai-prod/gpt-4o", slug: "mapped", provider: "openai", why: null });
    assert.deepEqual(request.body, { messages: [{ role: "system", content: "a{question}" }] });
    assert.deepEqual(holesOf(request), [
      ": **kwargs (a parameter)",
      'model: model (a parameter), likely "openai/gpt-4o"',
      "messages[0].content: question (a parameter) as {question}",
      "messages: *history (any number of items)",
      "messages: messages (changed by `messages.append`)",
      "temperature: temperature (a parameter), likely 0.5",
      'stop: os.environ.get("STOP", "x") (the environment variable `STOP`), likely "x"',
      "tools: build() (the value of a call)",
      'stream: kwargs.get("stream") (the value of a call)',
    ]);
    assert.equal(request.stream, false);
  });

  test("arguments in dictionaries, by name, in dict() and inside each other", async () => {
    const request = await oneRequest(`import litellm
BASE = {"model": "azure/chat", "temperature": 0}
params = dict(messages=[dict(role="user", content="hi")], **BASE)
params["top_p"] = 1
litellm.completion(**params)
`);
    assert.equal(request.model.portkeyName, "@azure-eu/chat");
    assert.deepEqual(request.body, { messages: [{ role: "user", content: "hi" }], temperature: 0 });
    assert.deepEqual(holesOf(request), [': **params (changed by `params["top_p"] `)']);
  });

  test("messages as LiteLLM's classes", async () => {
    const request = await oneRequest(`import litellm
from litellm import Message
litellm.completion(model="gpt-4o", messages=[Message(role="user", content="hi")])
`);
    assert.deepEqual(request.body, { messages: [{ role: "user", content: "hi" }] });
  });

  test("models that have no name in Portkey say why", async () => {
    const models = {
      '"my-alias"': 'The provider of "my-alias" is not known.',
      'f"openai/{name}"': "The model is decided at run time.",
      '"hosted_vllm/llama", api_base="http://10.0.0.1"': null,
    };
    for (const [argument, why] of Object.entries(models)) {
      const { model } = await oneRequest(`import litellm\ndef f(name):\n    litellm.completion(model=${argument}, messages=[])\n`);
      assert.equal(model.portkeyName, null, argument);
      assert.equal(model.slug, "unknown");
      if (why === null) assert.match(model.why ?? "", /\.$/);
      else assert.equal(model.why, why);
    }
    const { model } = await oneRequest('import litellm\ndef f(name):\n    litellm.completion(model=f"openai/{name}", messages=[])\n');
    assert.equal(model.provider, "openai", "the provider is known all the same");
  });

  test("a slug is mapped, written or suggested", async () => {
    const slugOf = async (text: string, settings: unknown): Promise<string> => (await oneRequest(text, { settings })).model.slug;
    const text = 'import litellm\nlitellm.completion(model="openai/gpt-4o", messages=[])\n';
    assert.equal(await slugOf(text, {}), "suggested");
    assert.equal(await slugOf(text, { providerSlugs: { openai: "ours" } }), "mapped");
    assert.equal(await slugOf(text, { modelMap: { "openai/gpt-4o": "@ours/x" } }), "mapped");
    assert.equal(await slugOf(text.replace("openai/", "openai/@ours/"), {}), "written");
  });

  test("other kinds of requests", async () => {
    const { requests } = await readRequests(`import litellm
def f(texts, sound):
    litellm.embedding(model="text-embedding-3-small", input=texts)
    litellm.text_completion(model="gpt-3.5-turbo-instruct", prompt="a")
    litellm.image_generation(prompt="a cat")
    litellm.moderation(input="x")
    litellm.transcription(model="whisper-1", file=sound)
    litellm.speech(model="openai/tts-1", input="hi", voice="alloy")
    litellm.responses(model="openai/gpt-4o", input="hi", max_output_tokens=5)
    litellm.rerank(model="cohere/rerank-v3.5", query="q", documents=["a", "b"])
`);
    assert.deepEqual(
      requests.map(({ kind, endpoint, model, body }) => [kind, endpoint, model.portkeyName, body]),
      [
        ["embedding", "/embeddings", "@openai-prod/text-embedding-3-small", { input: "{texts}" }],
        ["text", "/completions", "@openai-prod/gpt-3.5-turbo-instruct", { prompt: "a" }],
        ["image", "/images/generations", "@openai-prod/dall-e-2", { prompt: "a cat" }],
        ["moderation", "/moderations", "@openai-prod/omni-moderation-latest", { input: "x" }],
        ["transcription", "/audio/transcriptions", "@openai-prod/whisper-1", { response_format: "verbose_json" }],
        ["speech", "/audio/speech", "@openai-prod/tts-1", { input: "hi", voice: "alloy" }],
        ["responses", "/responses", "@openai-prod/gpt-4o", { input: "hi", max_output_tokens: 5 }],
        ["rerank", "/rerank", "@cohere-prod/rerank-v3.5", { query: "q", documents: ["a", "b"], return_documents: true }],
      ],
    );
  });

  test("a Router's group is the part of its config that is the group's own", async () => {
    const text = (group: string): string => `from litellm import Router
class Service:
    def __init__(self):
        self.router = Router(model_list=[
            {"model_name": "fast", "litellm_params": {"model": "openai/gpt-4o-mini", "api_key": "sk-secret"}},
            {"model_name": "fast", "litellm_params": {"model": "azure/mini", "api_key": "sk-secret"}},
            {"model_name": "slow", "litellm_params": {"model": "anthropic/claude-x"}},
        ], num_retries=1)
    async def ask(self):
        return await self.router.acompletion(model=${group}, messages=[])
`;
    const fast = await oneRequest(text('"fast"'));
    assert.equal(fast.callee, "self.router.acompletion");
    assert.equal(fast.model.portkeyName, "@openai-prod/gpt-4o-mini");
    assert.deepEqual(fast.config, {
      strategy: { mode: "loadbalance" },
      targets: [
        { override_params: { model: "@openai-prod/gpt-4o-mini" }, weight: 1 },
        { override_params: { model: "@azure-eu/mini" }, weight: 1 },
      ],
      retry: { attempts: 1, on_status_codes: [408, 409, 429, 500, 502, 503, 504] },
    });
    assert.doesNotMatch(JSON.stringify(fast), /secret/);
    assert.equal((await oneRequest(text('"none"'))).model.why, '"none" is no group of the Router that is written here.');
    assert.equal((await oneRequest(text("group"))).model.why, "The model is decided at run time.");
  });

  test("calls by way of the project's adapter", async () => {
    for (const start of [
      "from portkey_adapter import completion",
      "from app.portkey_adapter import completion",
      "from .portkey_adapter import completion",
      "from . import portkey_adapter\ncompletion = portkey_adapter.completion",
      "from portkey_adapter import *",
    ]) {
      const request = await oneRequest(`${start}\ncompletion(model="openai/gpt-4o", messages=[], num_retries=1)\n`);
      assert.deepEqual([request.library, request.callee, request.model.portkeyName], ["adapter", "completion", "@openai-prod/gpt-4o"], start);
    }
    const chosen = await oneRequest('from llm.shim import completion\ncompletion(model="openai/gpt-4o", messages=[])\n', { settings: { adapterPath: "llm/shim.py" } });
    assert.equal(chosen.library, "adapter");
  });

  test("what is not called here is told with the reason", async () => {
    const { requests, unread } = await readRequests(`from functools import partial
import litellm
ask = partial(litellm.completion, model="gpt-4o")
litellm.create_batch(completion_window="24h")
litellm.completion = fake
`);
    assert.deepEqual(requests, []);
    assert.deepEqual(
      unread.map(({ callee, why }) => `${callee}: ${why}`),
      [
        "litellm.completion: It is handed on here: what it is called with stands elsewhere.",
        "litellm.create_batch: Such a request is not one that a test sends.",
        "litellm.completion: Something else is put in its place here.",
      ],
    );
  });

  test("a name that leads back to itself in broken code is not known, and costs no request", async () => {
    const { requests, unread } = await readRequests(`from litellm import completion


class Agent:
    fallback = "gpt-4o-mini"

    def
        found = completion(model=self.model_name, messages=messages)
        again = completion(model=self.fallback, messages=messages)
        print(found, again, completion(model=self.judge, messages=messages), {"model": "gpt-4o"})
        return completion(**params)
`);
    assert.deepEqual(
      requests.map(({ model }) => model.source),
      ["self.fallback", "self.judge", null],
    );
    assert.deepEqual(
      unread.map(({ why }) => why),
      ["It is handed on here: what it is called with stands elsewhere."],
    );
  });
});
