import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import type { FileMentions } from "../../server/src/engine/catalog/file-mentions.ts";
import { looksLikeModel, looksLikePrefix } from "../../server/src/engine/catalog/model-evidence.ts";
import { type ModelHints, readModel } from "../../server/src/engine/catalog/model-string.ts";
import { mappedByUser, portkeyModel, type SlugSettings } from "../../server/src/engine/catalog/portkey-model.ts";
import type { StringContext } from "../../server/src/engine/facts/facts.ts";
import type { Language } from "../../server/src/engine/source-file.ts";

const noSettings: SlugSettings = { providerSlugs: {}, modelMap: {} };

function name(value: string, settings: Partial<SlugSettings> = {}, hints: ModelHints = {}) {
  const reading = readModel(value, hints);
  return reading && portkeyModel(reading, { ...noSettings, ...settings });
}

const shown = (value: string, hints?: ModelHints) => {
  const model = name(value, {}, hints);
  return model === undefined ? "unknown" : model.kind === "manual" ? "manual" : `${model.rewriteClass} ${model.name}`;
};

const sha = "0123456789abcdef".repeat(4);

test("names of models in Portkey", () => {
  for (const [value, expected] of [
    ["openai/gpt-4o", "A @openai-prod/gpt-4o"],
    ["gpt-4o", "B @openai-prod/gpt-4o"],
    ["openai/@openai-prod/gpt-4o", "A @openai-prod/gpt-4o"],
    ["@openai-prod/gpt-4o", "A @openai-prod/gpt-4o"],
    ["azure/chatgpt-v-2", "B @azure-us-east/chatgpt-v-2"],
    ["azure/o_series/my-o3", "B @azure-us-east/my-o3"],
    ["azure/gpt5_series/my-gpt5", "B @azure-us-east/my-gpt5"],
    ["azure/responses/my-gpt4", "B @azure-us-east/my-gpt4"],
    ["azure/global-standard/gpt-4o", "B @azure-us-east/gpt-4o"],
    ["azure/eu/gpt-4o", "B @azure-us-east/gpt-4o"],
    ["azure/us/gpt-4o", "B @azure-us-east/gpt-4o"],
    ["azure/team/gpt-4o", "manual"],
    ["azure/mistral-large-latest", "B @azure-ai-prod/mistral-large-latest"],
    ["azure_ai/command-r-plus", "B @azure-ai-prod/command-r-plus"],
    ["anthropic/claude-3-5-sonnet-20240620", "A @anthropic-main/claude-3-5-sonnet-20240620"],
    ["bedrock/anthropic.claude-3-sonnet-20240229-v1:0", "A @bedrock-main/anthropic.claude-3-sonnet-20240229-v1:0"],
    ["bedrock/converse/us.amazon.nova-pro-v1:0", "A @bedrock-main/us.amazon.nova-pro-v1:0"],
    ["bedrock/invoke/anthropic.claude-v2", "A @bedrock-main/anthropic.claude-v2"],
    ["bedrock/converse_like/x", "A @bedrock-main/x"],
    ["bedrock/us-west-2/anthropic.claude-v2", "B @bedrock-us-west-2/anthropic.claude-v2"],
    ["bedrock/us-gov-west-1/anthropic.claude-v2", "B @bedrock-us-gov-west-1/anthropic.claude-v2"],
    ["bedrock/us-east-1/1-month-commitment/cohere.command-text-v14", "B @bedrock-us-east-1/cohere.command-text-v14"],
    ["bedrock/us.anthropic.claude-3-5-sonnet-20240620-v1:0", "A @bedrock-main/us.anthropic.claude-3-5-sonnet-20240620-v1:0"],
    ["bedrock/arn:aws:bedrock:us-east-1:1:inference-profile/us.x", "B @bedrock-main/arn:aws:bedrock:us-east-1:1:inference-profile/us.x"],
    ["bedrock/llama/arn:aws:bedrock:us-east-1:1:imported-model/x", "B @bedrock-main/arn:aws:bedrock:us-east-1:1:imported-model/x"],
    ["bedrock/agent/AGENT/ALIAS", "manual"],
    ["bedrock/agentcore/arn", "manual"],
    ["bedrock/nonsense/anthropic.claude-v2", "manual"],
    ["vertex_ai/gemini-1.5-pro", "A @vertex-prod/gemini-1.5-pro"],
    ["vertex_ai_beta/gemini-1.5-flash-preview-0514", "A @vertex-prod/gemini-1.5-flash-preview-0514"],
    ["vertex_ai/claude-3-5-sonnet@20240620", "A @vertex-prod/anthropic.claude-3-5-sonnet@20240620"],
    ["vertex_ai/meta/llama-3.1-405b-instruct-maas", "B @vertex-prod/meta.llama-3.1-405b-instruct-maas"],
    ["vertex_ai/mistral-large@2407", "B @vertex-prod/mistralai.mistral-large@2407"],
    ["vertex_ai/5464397967697903616", "B @vertex-prod/endpoints.5464397967697903616"],
    ["vertex_ai/openai/5464397967697903616", "B @vertex-prod/endpoints.5464397967697903616"],
    ["vertex_ai/qwen/qwen3-coder", "manual"],
    ["vertex_ai/jamba-1.5", "manual"],
    ["gemini/gemini-2.0-flash", "A @google-prod/gemini-2.0-flash"],
    ["gemini-1.5-pro", "B @vertex-prod/gemini-1.5-pro"],
    ["openrouter/openai/gpt-4o:free", "A @openrouter-prod/openai/gpt-4o:free"],
    ["huggingface/meta-llama/Llama-3-8b", "A @huggingface-prod/meta-llama/Llama-3-8b"],
    ["huggingface/together/deepseek-ai/DeepSeek-R1", "B @huggingface-prod/deepseek-ai/DeepSeek-R1"],
    ["together_ai/meta-llama/Llama-3-70b-chat-hf", "A @together-prod/meta-llama/Llama-3-70b-chat-hf"],
    ["fireworks_ai/accounts/fireworks/models/llama-v3", "A @fireworks-prod/accounts/fireworks/models/llama-v3"],
    ["fireworks_ai/llama-v3", "B @fireworks-prod/accounts/fireworks/models/llama-v3"],
    ["groq/llama3-70b-8192", "A @groq-prod/llama3-70b-8192"],
    ["groq/openai/gpt-oss-120b", "A @groq-prod/openai/gpt-oss-120b"],
    ["cohere_chat/command-r", "A @cohere-prod/command-r"],
    ["replicate/meta/llama-2-70b-chat", "manual"],
    [`meta/llama-2-70b-chat:${sha}`, "manual"],
    ["ollama/llama2:13b", "B @ollama-local/llama2:13b"],
    ["ollama_chat/llama3", "B @ollama-local/llama3"],
    ["hosted_vllm/facebook/opt-125m", "B @my-vllm/facebook/opt-125m"],
    ["lm_studio/phi-3", "B @my-lmstudio/phi-3"],
    ["xinference/bge-m3", "B @my-xinference/bge-m3"],
    ["ft:gpt-4o-mini-2024-07-18:org::id", "B @openai-prod/ft:gpt-4o-mini-2024-07-18:org::id"],
    ["openai/ft:gpt-4o:org::id", "B @openai-prod/ft:gpt-4o:org::id"],
    ["text-completion-openai/gpt-3.5-turbo-instruct", "A @openai-prod/gpt-3.5-turbo-instruct"],
    ["litellm_proxy/my-alias", "manual"],
    ["openai/responses/gpt-5", "B @openai-prod/gpt-5"],
    ["databricks/databricks-dbrx-instruct", "B @databricks-prod/databricks-dbrx-instruct"],
    ["watsonx/ibm/granite", "manual"],
    ["sagemaker/my-endpoint", "B @sagemaker-main/my-endpoint"],
    ["cloudflare/@cf/meta/llama-2-7b-chat-int8", "A @workers-ai-prod/@cf/meta/llama-2-7b-chat-int8"],
    ["openai/*", "manual"],
    ["custom/anything", "manual"],
    ["meta-llama/Llama-3-8b", "unknown"],
    ["my-group", "unknown"],
    ["mistral", "unknown"],
    ["openai/", "unknown"],
    ["", "unknown"],
    ["a model of openai/", "unknown"],
  ] as const)
    assert.equal(shown(value), expected, value);
});

test("what stands beside the model decides how it is read", () => {
  for (const [value, hints, expected] of [
    ["my-deployment", { customProvider: "azure" }, "B @azure-us-east/my-deployment"],
    ["azure/my-deployment", { customProvider: "azure" }, "B @azure-us-east/my-deployment"],
    ["gpt-4o", { customProvider: "no-such-provider" }, "unknown"],
    ["llama3-70b", { apiBase: "https://api.groq.com/openai/v1" }, "A @groq-prod/llama3-70b"],
    ["codestral-latest", { apiBase: "https://codestral.mistral.ai/v1" }, "B @mistral-prod/codestral-latest"],
    ["openai/my-model", { apiBase: "http://10.0.0.5:8000/v1" }, "B @my-openai-compatible/my-model"],
    ["openai/gpt-4o", { apiBase: "https://api.openai.com/v1" }, "A @openai-prod/gpt-4o"],
    ["openai/gpt-4o", { apiBase: "https://eu.api.openai.com/v1" }, "A @openai-prod/gpt-4o"],
    ["openai/gpt-4o", { apiBase: "https://api.openai.com.example.org/v1" }, "B @my-openai-compatible/gpt-4o"],
    ["huggingface/tgi", { apiBase: "https://x.endpoints.huggingface.cloud" }, "B @huggingface-prod/tgi"],
  ] as const)
    assert.equal(shown(value, hints), expected, `${value} ${JSON.stringify(hints)}`);
});

test("an inferred provider says so", () => {
  const model = name("gemini-1.5-pro");
  assert.match(model?.kind === "mapped" ? model.notes.join(" ") : "", /inferred from the name.*Vertex AI/);
});

test("where a model answers and what its call has to give", () => {
  const of = (value: string) => {
    const model = name(value);
    return model?.kind === "mapped" ? [model.endpoint, ...model.requires] : [];
  };
  assert.deepEqual(of("openai/gpt-4o"), ["chat"]);
  assert.deepEqual(of("text-completion-openai/babbage-002"), ["completions"]);
  assert.deepEqual(of("openai/responses/gpt-5"), ["responses"]);
  assert.deepEqual(of("anthropic/claude-3-haiku-20240307"), ["chat", "max_tokens"]);
  assert.deepEqual(of("vertex_ai/claude-3-haiku@20240307"), ["chat", "max_tokens"]);
});

test("slugs: the user's first, with or without @, else the suggestion", () => {
  const slug = (value: string, settings: Partial<SlugSettings>) => {
    const model = name(value, settings);
    return model?.kind === "mapped" ? `${model.name} ${model.slugSource}` : model?.reason;
  };
  assert.equal(slug("openai/gpt-4o", { providerSlugs: { openai: "team-a" } }), "@team-a/gpt-4o setting");
  assert.equal(slug("openai/gpt-4o", { providerSlugs: { openai: "@team-a" } }), "@team-a/gpt-4o setting");
  assert.equal(slug("openai/gpt-4o", {}), "@openai-prod/gpt-4o suggested");
  assert.equal(slug("cohere_chat/command-r", { providerSlugs: { cohere: "c" } }), "@c/command-r setting");
  assert.equal(slug("cohere_chat/command-r", { providerSlugs: { cohere: "c", cohere_chat: "d" } }), "@d/command-r setting");
  assert.equal(slug("watsonx/ibm/granite", { providerSlugs: { watsonx: "my-watsonx" } }), "@my-watsonx/ibm/granite setting");
  assert.equal(slug("bedrock/us-west-2/anthropic.claude-v2", { providerSlugs: { bedrock: "aws" } }), "@aws/anthropic.claude-v2 setting");
  assert.match(slug("openai/gpt-4o", { providerSlugs: { openai: "not a slug" } }) ?? "", /providerSlugs gives "not a slug"/);
});

test("an exact entry of modelMap wins over everything", () => {
  const settings = { providerSlugs: { azure: "az" }, modelMap: { "azure/gpt-4": "@other/gpt-4o", "my-alias": "@openai-prod/gpt-4o", wrong: "gpt-4o", "litellm_proxy/fast": "@groq-prod/llama3" } };
  assert.equal(JSON.stringify(name("azure/gpt-4", settings)).includes(`"name":"@other/gpt-4o","slug":"other","slugSource":"model-map"`), true);
  assert.equal(name("litellm_proxy/fast", settings)?.kind, "mapped");
  assert.equal(mappedByUser("my-alias", settings)?.kind, "mapped");
  assert.equal(mappedByUser("wrong", settings)?.kind, "manual");
  assert.equal(mappedByUser("toString", settings), undefined);
});

const anyModel = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc
    .tuple(fc.constantFrom(...catalog.providers.map(({ prefix }) => prefix)), fc.string(), fc.constantFrom("", "gpt-4o", "arn:aws:x", "us-east-1/", "claude", "*", "@cf/x"))
    .map(([prefix, middle, end]) => `${prefix}/${middle}${end}`),
);
const anySettings = fc.record({ providerSlugs: fc.dictionary(fc.constantFrom("openai", "azure", "__proto__", "bedrock"), fc.string()), modelMap: fc.dictionary(fc.string(), fc.string()) });

test("any string is read without throwing, and a mapped name is one of Portkey's, read as migrated", () => {
  fc.assert(
    fc.property(anyModel, anySettings, fc.option(fc.string(), { nil: undefined }), fc.option(fc.string(), { nil: undefined }), (value, settings, customProvider, apiBase) => {
      const reading = readModel(value, { customProvider, apiBase });
      const model = mappedByUser(value, settings) ?? (reading && portkeyModel(reading, settings));
      if (model?.kind === "manual") assert.match(model.reason, /\.$/);
      if (model?.kind !== "mapped") return;
      assert.match(model.name, /^@[A-Za-z0-9][A-Za-z0-9._-]*\/.+$/);
      const again = readModel(model.name);
      assert.equal(again?.kind, "portkey");
      assert.deepEqual(again && portkeyModel(again, noSettings), { ...model, slugSource: "written", rewriteClass: "A", endpoint: "chat", requires: [], notes: [] });
    }),
    { numRuns: 2000 },
  );
});

test("every provider of the catalog gives a name or a reason", () => {
  for (const { prefix, rewriteClass } of catalog.providers) {
    const model = name(`${prefix}/some-model`);
    if (rewriteClass === "C") assert.equal(model?.kind, "manual", prefix);
    else assert.ok(model?.kind === "mapped" || prefix.startsWith("vertex_ai"), prefix);
  }
});

const blank: object = { binding: 0, name: "x", call: { start: 0, end: 0 }, path: undefined, callee: "f", keyword: undefined, index: 0, key: undefined, target: "x" };
const at = (context: Partial<StringContext> & { kind: StringContext["kind"] }) => ({ ...blank, ...context }) as StringContext;
const item = at({ kind: "list-item" });
const model = at({ kind: "argument", keyword: "model", callee: "ask" });

function isModel(value: string, context: StringContext, { language = "python", liteLlm = false, gateway }: { language?: Language } & Partial<FileMentions> = {}) {
  return looksLikeModel(value, { context, heldBy: [], language, mentions: { liteLlm, gateway } }) !== undefined;
}

test("strings that are models wherever they stand in Python", () => {
  for (const value of [
    "openai/gpt-4o",
    "openai/o3-mini",
    "anthropic/claude-3-5-sonnet-20240620",
    "gemini/gemini-1.5-pro",
    "azure/gpt-4o-mini",
    "azure/text-embedding-3-small",
    "bedrock/anthropic.claude-3-sonnet-20240229-v1:0",
    "bedrock/us-west-2/anthropic.claude-v2",
    "vertex_ai/my-endpoint",
    "together_ai/meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo",
    "fireworks_ai/accounts/fireworks/models/kimi-k2",
    "ollama/deepseek-coder:6.7b",
    "ollama_chat/llama3.2",
    "groq/openai/gpt-oss-120b",
    "mistral/mistral-small-latest",
    "deepseek/deepseek-chat",
    "openrouter/openai/gpt-4o",
    "openai/responses/gpt-5.4",
    "text-completion-openai/gpt-3.5-turbo-instruct",
    "litellm_proxy/anything-at-all",
    "hosted_vllm/some/model",
  ])
    assert.ok(isModel(value, item), value);
});

test("strings that are never models", () => {
  for (const value of [
    "image/png",
    "audio/mpeg",
    "text/plain",
    "application/json",
    "2024/05/06",
    "https://openai/gpt-4o",
    "/azure/gpt-4",
    "./openai/gpt-4o",
    "openai/gpt-4.py",
    "azure/gpt-4.json",
    "openai/whisper-large-v3-turbo",
    "openai/whisper",
    "openai/clip-vit-base-patch32",
    "openai/gsm8k",
    "openai/MMMLU",
    "anthropic/hh-rlhf",
    "databricks/databricks-dolly-15k",
    "databricks/dolly-v2-12b",
    "openai/resources/chat/completions.mjs",
    "openai/helpers/zod",
    "openai/openai-python",
    "openai/codex",
    "azure/login@v1",
    "azure/callback",
    "github/login",
    "github/codeql-action",
    "huggingface/text-generation-inference:2.0",
    "huggingface/transformers",
    "ollama/ollama:latest",
    "ollama/ollama",
    "vllm/vllm-openai:latest",
    "langfuse/langfuse:2",
    "heroku/nodejs",
    "mistralai/Mistral-7B-v0.1",
    "meta-llama/Llama-2-7b",
    "stabilityai/stable-diffusion-xl",
    "openai gpt-4o/x",
    "openai//gpt-4o",
    "openai/gpt-4o/",
    "OpenAI/gpt-4o",
    "@openai-prod/gpt-4o",
    "openai/@openai-prod/gpt-4o",
    "openai/",
    "gpt-4o",
    "us-east/gpt-4",
  ])
    for (const context of [item, model]) assert.ok(!isModel(value, context, { liteLlm: true }), value);
});

test("an ordinary word in front needs more than itself", () => {
  for (const value of [
    "custom/handlers",
    "v0/users",
    "infinity/scroll",
    "cloudflare/foo",
    "wandb/entity",
    "humanloop/prompt",
    "sap/order",
    "petals/flower",
    "triton/kernel",
    "github/my-repo",
    "snowflake/table",
    "replicate/state",
    "stability/report",
  ])
    assert.ok(!isModel(value, item), value);
  assert.ok(isModel("github/gpt-4o", model, { liteLlm: true }));
  assert.ok(isModel("databricks/databricks-meta-llama-3", model));
  assert.ok(!isModel("databricks/databricks-meta-llama-3", item));
  assert.ok(isModel("custom/my-model", model, { liteLlm: true }));
});

test("a name nobody knows needs a place that says model", () => {
  assert.ok(!isModel("openai/my-model", item));
  assert.ok(isModel("openai/my-model", model));
  assert.ok(isModel("azure/my-deployment", at({ kind: "assignment", target: "self.llm_name" })));
  assert.ok(isModel("azure/my-deployment", at({ kind: "record-value", key: "deployment" })));
  assert.ok(!isModel("azure/storage", at({ kind: "record-value", key: "path" })));
});

test("an open model's name belongs to others too", () => {
  assert.ok(!isModel("openai/gpt-oss-20b", model));
  assert.ok(isModel("openai/gpt-oss-20b", model, { liteLlm: true }));
});

test("functions that take repositories, files and addresses do not take models", () => {
  for (const callee of ["AutoModel.from_pretrained", "load_dataset", "Path", "os.path.join", "fetch"])
    assert.ok(!isModel("openai/gpt-4o", at({ kind: "argument", callee }), { liteLlm: true }), callee);
  assert.ok(!isModel("openai/gpt-4o", at({ kind: "argument", callee: "client.chat.completions.create", path: "openai.OpenAI().chat.completions.create", keyword: "model" })));
});

test("in TypeScript, listings of other gateways name models the same way", () => {
  assert.ok(!isModel("openai/gpt-4o", model, { language: "typescript" }));
  assert.ok(!isModel("anthropic/claude-3.5-sonnet", model, { language: "typescript" }));
  assert.ok(isModel("openai/gpt-4o", model, { language: "typescript", liteLlm: true }));
  assert.ok(isModel("vertex_ai/gemini-1.5-pro", model, { language: "typescript" }));
  assert.ok(isModel("ollama/deepseek-coder:6.7b", item, { language: "typescript" }));
  assert.ok(!isModel("openai/gpt-4o", model, { gateway: { name: "OpenRouter", is: "given" } }));
});

test("prose is not a model", () => {
  for (const value of ["openai/gpt-4o", "vertex_ai/x"]) assert.ok(!isModel(value, at({ kind: "documentation" }), { liteLlm: true }), value);
});

test("a prefix alone is LiteLLM's where the file is", () => {
  const prefix = (value: string, liteLlm: boolean, context = at({ kind: "argument", callee: "model.startswith" })) => looksLikePrefix(value, { context, language: "python", mentions: { liteLlm } });
  assert.equal(prefix("azure/", true), "azure");
  assert.equal(prefix("azure/", false, at({ kind: "argument", callee: "path.startswith" })), undefined);
  assert.equal(prefix("vertex_ai/", false), "vertex_ai");
  assert.equal(prefix("images/", true), undefined);
  assert.equal(prefix("azure/", true, at({ kind: "documentation" })), undefined);
});

test("a prefix that is taken off a model is LiteLLM's in Python where files around it use LiteLLM, though nothing else in the file is", () => {
  const prefix = (value: string, callee: string, isPythonAround = true, mentions: FileMentions = { liteLlm: false }) =>
    looksLikePrefix(value, { context: at({ kind: "argument", callee }), language: "python", mentions, isPythonAround });
  assert.equal(prefix("azure/", "model.startswith"), "azure");
  assert.equal(prefix("openai/", "self.model_name.strip().lower().removeprefix"), "openai");
  assert.equal(prefix("azure/", "model.replace"), "azure");
  assert.equal(prefix("azure/", "client.get"), undefined);
  assert.equal(prefix("models/", "model.startswith"), undefined);
  assert.equal(prefix("azure/", "model.startswith", false), undefined);
  assert.equal(prefix("openai/", "model.startswith", true, { liteLlm: false, gateway: { name: "OpenRouter", is: "spoken-of" } }), undefined);
});

test("any string in any place is looked at without throwing", () => {
  fc.assert(
    fc.property(anyModel, fc.constantFrom(item, model, at({ kind: "other" }), at({ kind: "type" })), fc.boolean(), (value, context, liteLlm) => {
      isModel(value, context, { liteLlm });
      looksLikePrefix(value, { context, language: "typescript", mentions: { liteLlm, gateway: liteLlm ? undefined : { name: "OpenRouter", is: "given" } } });
    }),
  );
});
