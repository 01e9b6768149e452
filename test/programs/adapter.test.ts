// Programs on the real LiteLLM, and on the adapter, the real SDK and the gateway: the same text but for the import.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { adapterModule, adapterNames } from "../../server/src/engine/adapter/adapter-module.ts";
import { type Bed, startBed } from "./bed.ts";
import { differencesOf, headOf, reportOf } from "./comparison.ts";
import { slugs } from "./local-portkey.ts";
import { migrate } from "./migrate.ts";
import { onAdapter } from "./on-adapter.ts";

let bed: Bed;
before(async () => {
  bed = await startBed();
});
after(() => bed.stop());

const folder = new URL("adapter-cases/", import.meta.url);
const files = readdirSync(folder);

describe("programs on the adapter", { concurrency: 2 }, () => {
  for (const name of files.filter((file) => !file.endsWith(".naive.py"))) {
    test(name, async () => {
      const program = readFileSync(new URL(name, folder), "utf8");
      const { replies, adapter } = headOf(program);
      const original = await bed.run(program, "litellm", replies);
      assert.equal(original.exitCode, 0, original.errors);
      const { text, modules } = onAdapter(program);
      const rewritten = await bed.run(text, "portkey", replies, modules);
      const differences = differencesOf(original, rewritten);
      assert.deepEqual(Object.keys(differences), [...adapter.keys()], reportOf(differences, text, rewritten));
      const naive = name.replace(/\.py$/, ".naive.py");
      if (!files.includes(naive)) return;
      const wrong = await bed.run(readFileSync(new URL(naive, folder), "utf8"), "portkey", replies);
      assert.notDeepEqual(Object.keys(differencesOf(original, wrong)), [...adapter.keys()], "the naive rewrite cannot be told from the original");
    });
  }
});

test("the adapter's names are LiteLLM's", async () => {
  const program = `import litellm.types.utils\nprint([name for name in ${JSON.stringify([...adapterNames])} if not hasattr(litellm, name) and not hasattr(litellm.types.utils, name)])`;
  const { printed, errors } = await bed.run(program, "litellm");
  assert.equal(printed, "[]\n", errors);
});

test("what an answer has cost, and None where no price is known", async () => {
  const program = `import litellm

for name in ["gpt-4o", "nobody-knows-it"]:
    answer = litellm.completion(model=name, custom_llm_provider="openai", messages=[{"role": "user", "content": "Hello"}])
    print(answer._hidden_params["response_cost"], answer._hidden_params.get("response_cost", 0))
`;
  const original = await bed.run(program, "litellm");
  assert.match(original.printed, /^(\S*\d) \1\nNone None\n$/, original.errors);
  const { text, modules, left } = await migrate(program, "adapter");
  assert.deepEqual(left, [], text);
  const rewritten = await bed.run(text, "portkey", [], modules);
  assert.equal(rewritten.printed, original.printed, rewritten.errors);
});

test("what the adapter does not know fails before anything is sent", async () => {
  const module = adapterModule({ names: ["completion"], providerSlugs: slugs, modelMap: {} });
  const calls = ['"openai/gpt-4o", [], mock_response="hi", stream=True', '"openai/gpt-4o", [], unheard_of=1', '"groq/llama3", []', '"a-model-of-nobody", []'];
  const program = `from portkey_adapter import completion\n${calls.map((call) => `try:\n    completion(${call})\nexcept (TypeError, ValueError) as error:\n    print(type(error).__name__, error)\n`).join("")}`;
  const { printed, requests, errors } = await bed.run(program, "portkey", [], { "portkey_adapter.py": module });
  const [mocked = "", unheard = "", groq = "", nobody = ""] = printed.split("\n");
  assert.match(mocked, /^TypeError .*\bmock_response\b/, errors);
  assert.match(unheard, /^TypeError .*\bunheard_of\b.*extra_body/);
  assert.match(groq, /^ValueError .*'groq\/llama3'.*providerSlugs.*portkey-migrate\.json/);
  assert.match(nobody, /^ValueError .*'a-model-of-nobody'/);
  assert.deepEqual(requests, []);
});

test("what Portkey is told apart from the request, and what goes nowhere", async () => {
  const module = adapterModule({ names: ["completion", "embedding"], providerSlugs: { ...slugs, anthropic: "anthropic-main" }, modelMap: {} });
  const chat = `"openai/gpt-4o", [], dict(
    api_key="sk-fake", api_base="https://example.com", langfuse_secret_key="sk-fake", client_secret="fake", temperature=1, top_p=None, user="u",
    additional_drop_params=["temperature"], extra_body={"seed": 3}, extra_headers={"X-Team": "a"}, organization="org", timeout=30,
    metadata={"trace_id": "t1", "user_id": 7, "tags": ["a", "b"], "long": "x" * 200}, cache={"ttl": 5, "no-cache": True, "namespace": "n"},
    num_retries=9, fallbacks=["anthropic/claude-3", {"model": "gpt-4o-mini", "temperature": 0, "api_key": "sk-fake"}],
)`;
  const program = `import json\nfrom portkey_adapter import _chat, _embedding\n
for request in [_chat(${chat}), _embedding("openai/e", "x", {"timeout": 2.5, "api_key": "sk-fake"}), _chat("anthropic/claude-3", [], {})]:
    print(json.dumps([request.body, request.options]))\n`;
  const { printed, errors } = await bed.run(program, "portkey", [], { "portkey_adapter.py": module });
  assert.deepEqual(
    printed
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
    [
      [
        { model: "@openai-prod/gpt-4o", messages: [], user: "u", timeout: 30, seed: 3 },
        {
          "X-Team": "a",
          forward_headers: ["X-Team"],
          openai_organization: "org",
          trace_id: "t1",
          metadata: { tags: "a,b", long: "x".repeat(128), _user: "7" },
          cache_force_refresh: true,
          cache_namespace: "n",
          config: {
            retry: { attempts: 5, on_status_codes: [408, 409, 429, 500, 502, 503, 504] },
            strategy: { mode: "fallback" },
            targets: ["@openai-prod/gpt-4o", "@anthropic-main/claude-3", "@openai-prod/gpt-4o-mini"].map((model, index) => ({
              override_params: { model, ...(index === 2 ? { temperature: 0 } : {}) },
            })),
            cache: { mode: "simple", max_age: 60 },
          },
        },
      ],
      [{ model: "@openai-prod/e", input: "x", encoding_format: "float" }, { request_timeout: 2500 }],
      [{ model: "@anthropic-main/claude-3", messages: [], timeout: 600, max_tokens: 4096 }, {}],
    ],
    errors,
  );
});
