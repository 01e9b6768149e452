// What is read of a request as it stands in the code: shapes of real programs, in both languages.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { parseSettings } from "../../server/src/engine/settings.ts";
import type { RequestSketch, SketchedRequests } from "../../server/src/engine/sketch/request-sketch.ts";
import type { Grammar } from "../../server/src/engine/source-file.ts";
import { gatherWorkspace } from "../../server/src/engine/workspace/gather.ts";
import { testHost } from "../support/grammars.ts";

const engine = await createEngine(testHost);

interface Given {
  readonly settings?: unknown;
  readonly proxyConfigs?: readonly string[];
  readonly grammar?: Grammar;
}

async function read(
  text: string,
  { settings = { providerSlugs: { openai: "openai-prod", anthropic: "claude", azure: "azure-eu" } }, proxyConfigs = [], grammar = "python" }: Given = {},
): Promise<SketchedRequests> {
  const context = { settings: parseSettings(settings).settings, workspace: gatherWorkspace(proxyConfigs) };
  return engine.requests(await engine.analyze({ uri: grammar === "python" ? "file:///a.py" : "file:///a.ts", grammar, text }, context), context);
}

/** The only request of a text. */
async function one(text: string, given?: Given): Promise<RequestSketch> {
  const { requests } = await read(text, given);
  const [request] = requests;
  assert.ok(request && requests.length === 1, `${requests.length} requests in\n${text}`);
  return request;
}

const holesOf = ({ holes }: RequestSketch): string[] =>
  holes.map(
    ({ path, source, why, placeholder, likely }) => `${path}: ${source} (${why})${placeholder === null ? "" : ` as ${placeholder}`}${likely === undefined ? "" : `, likely ${JSON.stringify(likely)}`}`,
  );
const unsentOf = ({ unsupported }: RequestSketch): string[] => unsupported.map(({ name }) => name);

describe("LiteLLM in Python", () => {
  test("literals, constants and options", async () => {
    const request = await one(`import litellm
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
    const request = await one(`from litellm import completion
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
    const request = await one(`import litellm
litellm.completion(model="openai/gpt-4o", messages=[], api_key="sk-secret-value", drop_params=True, mock_response="hi", extra_headers={"x": "sk-secret-value"}, logger_fn=print, timeout=3, top_k=2)
`);
    assert.deepEqual(unsentOf(request), ["api_key", "drop_params", "mock_response", "extra_headers", "logger_fn", "timeout"]);
    assert.deepEqual(request.body, { messages: [], top_k: 2 });
    assert.equal(request.unsupported.find(({ name }) => name === "mock_response")?.why, "Portkey has no mock answers: replace the client in the test or use a local server.");
    assert.doesNotMatch(JSON.stringify(request), /secret/);
  });

  test("what only a run tells is a hole that says what it is", async () => {
    const request = await one(`import os
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
    const request = await one(`import litellm
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
    const request = await one(`import litellm
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
      const { model } = await one(`import litellm\ndef f(name):\n    litellm.completion(model=${argument}, messages=[])\n`);
      assert.equal(model.portkeyName, null, argument);
      assert.equal(model.slug, "unknown");
      if (why === null) assert.match(model.why ?? "", /\.$/);
      else assert.equal(model.why, why);
    }
    const { model } = await one('import litellm\ndef f(name):\n    litellm.completion(model=f"openai/{name}", messages=[])\n');
    assert.equal(model.provider, "openai", "the provider is known all the same");
  });

  test("a slug is mapped, written or suggested", async () => {
    const slugOf = async (text: string, settings: unknown): Promise<string> => (await one(text, { settings })).model.slug;
    const text = 'import litellm\nlitellm.completion(model="openai/gpt-4o", messages=[])\n';
    assert.equal(await slugOf(text, {}), "suggested");
    assert.equal(await slugOf(text, { providerSlugs: { openai: "ours" } }), "mapped");
    assert.equal(await slugOf(text, { modelMap: { "openai/gpt-4o": "@ours/x" } }), "mapped");
    assert.equal(await slugOf(text.replace("openai/", "openai/@ours/"), {}), "written");
  });

  test("other kinds of requests", async () => {
    const { requests } = await read(`import litellm
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
    const fast = await one(text('"fast"'));
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
    assert.equal((await one(text('"none"'))).model.why, '"none" is no group of the Router that is written here.');
    assert.equal((await one(text("group"))).model.why, "The model is decided at run time.");
  });

  test("calls by way of the project's adapter", async () => {
    for (const start of [
      "from portkey_adapter import completion",
      "from app.portkey_adapter import completion",
      "from .portkey_adapter import completion",
      "from . import portkey_adapter\ncompletion = portkey_adapter.completion",
      "from portkey_adapter import *",
    ]) {
      const request = await one(`${start}\ncompletion(model="openai/gpt-4o", messages=[], num_retries=1)\n`);
      assert.deepEqual([request.library, request.callee, request.model.portkeyName], ["adapter", "completion", "@openai-prod/gpt-4o"], start);
    }
    const chosen = await one('from llm.shim import completion\ncompletion(model="openai/gpt-4o", messages=[])\n', { settings: { adapterPath: "llm/shim.py" } });
    assert.equal(chosen.library, "adapter");
  });

  test("what is not called here is told with the reason", async () => {
    const { requests, unread } = await read(`from functools import partial
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
});

describe("OpenAI's clients", () => {
  const modelOf = async (text: string, given?: Given) => (await one(text, given)).model;

  test("a file that no rule is interested in", async () => {
    const request = await one(`from openai import OpenAI
client = OpenAI()
def ask(question):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}], temperature=0, extra_body={"top_k": 1}, timeout=3)
`);
    assert.deepEqual([request.library, request.model.portkeyName, request.model.slug], ["openai", "@openai-prod/gpt-4o", "mapped"]);
    assert.deepEqual(request.body, { messages: [{ role: "user", content: "{question}" }], temperature: 0, top_k: 1 });
    assert.deepEqual(unsentOf(request), ["timeout"]);
  });

  test("whose model it is, by the client's address", async () => {
    const client = (options: string, kind = "OpenAI"): string => `import os\nfrom openai import ${kind}\nclient = ${kind}(${options})\nclient.chat.completions.create(model="gpt-4o", messages=[])\n`;
    assert.equal((await modelOf(client(""))).portkeyName, "@openai-prod/gpt-4o");
    assert.equal((await modelOf(client('azure_endpoint="https://x", api_version="1"', "AzureOpenAI"))).portkeyName, "@azure-eu/gpt-4o");
    assert.equal((await modelOf(client('azure_endpoint="https://x", azure_deployment="chat"', "AsyncAzureOpenAI"))).portkeyName, "@azure-eu/chat");
    assert.equal((await modelOf(client('base_url="https://api.groq.com/openai/v1"'))).portkeyName, "@groq-prod/gpt-4o");
    assert.match((await modelOf(client('base_url=os.environ["URL"]'))).why ?? "", /^The client's address \(`os\.environ\["URL"\]`\) is not that of a provider/);
    const proxy = client('base_url="http://localhost:4000"');
    assert.match((await modelOf(proxy)).why ?? "", /^"gpt-4o" is a name that the proxy gives/);
    const config = "model_list:\n  - model_name: gpt-4o\n    litellm_params:\n      model: azure/big\n";
    assert.equal((await modelOf(proxy, { proxyConfigs: [config] })).portkeyName, "@azure-eu/big");
    assert.equal((await modelOf(proxy, { settings: { modelMap: { "gpt-4o": "@a/b" } } })).portkeyName, "@a/b");
  });

  test("a client on the gateway, with its headers", async () => {
    const request = await one(`import json
from openai import OpenAI
from portkey_ai import PORTKEY_GATEWAY_URL, createHeaders
client = OpenAI(base_url="https://api.portkey.ai/v1", default_headers=createHeaders(api_key="pk-secret", metadata={"a": "b"}, cache_force_refresh=True))
client.chat.completions.create(model="@openai-prod/gpt-4o", messages=[], extra_headers={"x-portkey-config": json.dumps({"retry": {"attempts": 1}}), "x-portkey-trace-id": "t"})
`);
    assert.deepEqual([request.model.portkeyName, request.model.slug], ["@openai-prod/gpt-4o", "written"]);
    assert.deepEqual([request.config, request.metadata, request.traceId, request.headers], [{ retry: { attempts: 1 } }, { a: "b" }, "t", { "x-portkey-cache-force-refresh": "true" }]);
    assert.doesNotMatch(JSON.stringify(request), /secret/);
  });

  test("methods by all their names", async () => {
    const { requests } = await read(`import openai
from openai import AsyncOpenAI
async def f(client: AsyncOpenAI):
    await client.beta.chat.completions.parse(model="gpt-4o", messages=[], response_format=Answer)
    async with client.chat.completions.stream(model="gpt-4o", messages=[]) as stream:
        pass
    await client.with_options(timeout=1).embeddings.create(model="text-embedding-3-small", input="a")
    await client.chat.completions.with_raw_response.create(model="gpt-4o", messages=[])
    await client.responses.create(model="gpt-5", input="a")
    await client.models.list()
openai.ChatCompletion.create(engine="gpt-4", messages=[], api_key="sk-secret")
openai.chat.completions.create(model="gpt-4o", messages=[])
`);
    assert.deepEqual(
      requests.map(({ kind, stream, model }) => `${kind}${stream ? " stream" : ""} ${model.written}`),
      ["chat gpt-4o", "chat stream gpt-4o", "embedding text-embedding-3-small", "chat gpt-4o", "responses gpt-5", "chat gpt-4", "chat gpt-4o"],
    );
    assert.doesNotMatch(JSON.stringify(requests), /secret/);
  });

  test("a client that a class keeps, or a function gives", async () => {
    const { requests } = await read(`from openai import OpenAI
class A:
    def __init__(self):
        self.client = OpenAI(base_url="https://api.deepseek.com")
    def ask(self):
        return self.client.chat.completions.create(model="deepseek-chat", messages=[])
def client():
    return OpenAI(api_key="x")
client().chat.completions.create(model="gpt-4o", messages=[])
`);
    assert.deepEqual(
      requests.map(({ model }) => model.provider),
      ["deepseek", "openai"],
    );
  });
});

describe("Portkey's clients", () => {
  test("options of the client, of a copy and of the call", async () => {
    const { requests, unread } = await read(`from portkey_ai import Portkey
client = Portkey(api_key="pk-secret", config="pc-main", metadata={"team": "a"})
scoped = client.with_options(trace_id="t", metadata={"team": "b"})
client.chat.completions.create(model="gpt-4o", messages=[])
scoped.chat.completions.create(model="@openai-prod/gpt-4o", messages=[])
client.with_options(config={"retry": {"attempts": 2}}).chat.completions.create(model="@x/y", messages=[])
client.prompts.completions.create(prompt_id="p")
`);
    assert.deepEqual(
      requests.map(({ model, config, metadata, traceId }) => [model.portkeyName, config, metadata, traceId]),
      [
        ["gpt-4o", "pc-main", { team: "a" }, null],
        ["@openai-prod/gpt-4o", "pc-main", { team: "b" }, "t"],
        ["@x/y", { retry: { attempts: 2 } }, { team: "a" }, null],
      ],
    );
    assert.deepEqual(
      unread.map(({ why }) => why),
      ["The prompt is kept in Portkey's library, and not in the code."],
    );
    assert.doesNotMatch(JSON.stringify(requests), /secret/);
  });

  test("a provider beside the model, and a virtual key", async () => {
    const text = (options: string): string => `from portkey_ai import Portkey\nPortkey(${options}).chat.completions.create(model="gpt-4o", messages=[])\n`;
    assert.equal((await one(text('provider="@ours"'))).model.portkeyName, "@ours/gpt-4o");
    assert.equal((await one(text('provider="openai"'))).model.portkeyName, "@openai-prod/gpt-4o");
    assert.match((await one(text('virtual_key="vk-secret"'))).model.why ?? "", /^A virtual key says/);
    assert.match((await one(text(""))).model.why ?? "", /^`gpt-4o` has no slug/);
  });
});

describe("TypeScript", () => {
  const grammar = "tsx";

  test("spreads, templates and options of the call", async () => {
    const { requests } = await read(
      `import OpenAI from "openai";
const client = new OpenAI();
const base = { model: "gpt-4o", temperature: 0 } as const;
export async function run(q: string, opts?: object, signal?: AbortSignal) {
  await client.chat.completions.create({ ...base, messages: [{ role: "user", content: \`Hi \${q}\` }], stream: true }, { signal });
  await client.chat.completions.create({ ...base, messages: [], ...opts });
  await client.responses.create({ model: process.env.MODEL ?? "gpt-5", input: "a" + q });
}
`,
      { grammar },
    );
    const [first, second, third] = requests;
    assert.deepEqual([first?.body, first?.stream, first && unsentOf(first)], [{ temperature: 0, messages: [{ role: "user", content: "Hi {q}" }] }, true, ["signal"]]);
    assert.deepEqual(second && holesOf(second), [": opts (a parameter)"]);
    assert.deepEqual([third?.model.written, third?.model.certainty, third?.body], ["gpt-5", "default", { input: "a{q}" }]);
  });

  test("npm litellm, a proxy and Portkey's SDK", async () => {
    const { requests } = await read(
      `import { completion } from "litellm";
import OpenAI, { AzureOpenAI } from "openai";
import { Portkey } from "portkey-ai";
const proxy = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-secret" });
const portkey = new Portkey({ apiKey: "pk-secret", config: { retry: { attempts: 3 } } });
await completion({ model: "anthropic/claude-3", messages: [], apiKey: "sk-secret", baseUrl: "https://x" });
await proxy.chat.completions.create({ model: "fast", messages: [] });
await portkey.chat.completions.create({ model: "@openai/gpt-4o", messages: [] }, { metadata: { a: "b" }, traceID: "t", requestTimeout: 5000 });
await new AzureOpenAI({ deployment: "chat" }).chat.completions.create({ model: "", messages: [] });
`,
      { grammar, settings: { modelMap: { fast: "@openai-prod/gpt-4o-mini" }, providerSlugs: { anthropic: "claude", azure: "azure-eu" } } },
    );
    assert.deepEqual(
      requests.map(({ library, model, config, metadata, traceId, headers }) => [library, model.portkeyName, config, metadata, traceId, headers]),
      [
        ["litellm", "@claude/claude-3", null, null, null, {}],
        ["openai", "@openai-prod/gpt-4o-mini", null, null, null, {}],
        ["portkey", "@openai/gpt-4o", { retry: { attempts: 3 } }, { a: "b" }, "t", { "x-portkey-request-timeout": "5000" }],
        ["azure-openai", "@azure-eu/chat", null, null, null, {}],
      ],
    );
    assert.deepEqual(requests[0] && unsentOf(requests[0]), ["apiKey", "baseUrl"]);
    assert.doesNotMatch(JSON.stringify(requests), /secret/);
  });
});

test("look-alikes, and texts without a request", async () => {
  for (const text of [
    "import openai_tools\nopenai_tools.chat.completions.create(model='x')\n",
    "client.chat.completions.create(model='x')  # openai\n",
    "x = 'litellm.completion()'\n",
    "",
    "from openai import OpenAI\nOpenAI().models.list()\n",
  ])
    assert.deepEqual(await read(text), { requests: [], unread: [] }, text);
});
