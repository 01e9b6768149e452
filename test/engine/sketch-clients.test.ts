// What is read of requests of OpenAI's and Portkey's clients as they stand in the code: shapes of real programs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Given, holesOf, oneRequest, readRequests, unsentOf } from "../support/sketches.ts";

describe("OpenAI's clients", () => {
  const modelOf = async (text: string, given?: Given) => (await oneRequest(text, given)).model;

  test("a file that no rule is interested in", async () => {
    const request = await oneRequest(`from openai import OpenAI
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
    assert.match((await modelOf(proxy)).why ?? "", /^"gpt-4o" is a name the proxy gives/);
    const config = "model_list:\n  - model_name: gpt-4o\n    litellm_params:\n      model: azure/big\n";
    assert.equal((await modelOf(proxy, { proxyConfigs: [config] })).portkeyName, "@azure-eu/big");
    assert.equal((await modelOf(proxy, { settings: { modelMap: { "gpt-4o": "@a/b" } } })).portkeyName, "@a/b");
  });

  test("what a proxy reads of the body is read as LiteLLM's", async () => {
    const request = await oneRequest(`from openai import OpenAI
client = OpenAI(base_url="http://litellm:4000/v1", api_key="sk-secret")
client.chat.completions.create(model="fast", messages=[], temperature=0, extra_body={"num_retries": 2, "metadata": {"team": "a"}, "top_k": 3, "mock_response": "x"})
`);
    assert.deepEqual([request.library, request.callee, request.body], ["openai", "client.chat.completions.create", { messages: [], temperature: 0, top_k: 3 }]);
    assert.deepEqual([request.config, request.metadata], [{ retry: { attempts: 2, on_status_codes: [408, 409, 429, 500, 502, 503, 504] } }, { team: "a" }]);
    assert.deepEqual(unsentOf(request), ["mock_response"]);
  });

  test("a client on the gateway, with its headers", async () => {
    const request = await oneRequest(`import json
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
    const { requests } = await readRequests(`import openai
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
    const { requests } = await readRequests(`from openai import OpenAI
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
    const { requests, unread } = await readRequests(`from portkey_ai import Portkey
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

  test("a header that could not be sent is left out", async () => {
    const request = await oneRequest('from portkey_ai import Portkey\nPortkey(cache_namespace="a\\nx-evil: 1", cache_force_refresh=True).chat.completions.create(model="@a/b", messages=[])\n');
    assert.deepEqual(request.headers, { "x-portkey-cache-force-refresh": "true" });
  });

  test("a provider beside the model, and a virtual key", async () => {
    const text = (options: string): string => `from portkey_ai import Portkey\nPortkey(${options}).chat.completions.create(model="gpt-4o", messages=[])\n`;
    assert.equal((await oneRequest(text('provider="@ours"'))).model.portkeyName, "@ours/gpt-4o");
    assert.equal((await oneRequest(text('provider="openai"'))).model.portkeyName, "@openai-prod/gpt-4o");
    assert.match((await oneRequest(text('virtual_key="vk-secret"'))).model.why ?? "", /^A virtual key says/);
    assert.match((await oneRequest(text(""))).model.why ?? "", /^`gpt-4o` has no slug/);
  });
});

describe("TypeScript", () => {
  const grammar = "tsx";

  test("spreads, templates and options of the call", async () => {
    const { requests } = await readRequests(
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
    const { requests } = await readRequests(
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
    assert.deepEqual(await readRequests(text), { requests: [], unread: [] }, text);
});
