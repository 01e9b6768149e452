import assert from "node:assert/strict";
import { test } from "node:test";
import { proxyConfigOf } from "../../server/src/engine/facts/proxy-config.ts";
import { gatherWorkspace } from "../../server/src/engine/workspace/gather.ts";

const config = `model_list:
  - {model_name: gpt-4, litellm_params: {model: azure/gpt4-eu, api_base: os.environ/AZURE_EU_BASE}}
  - model_name: gpt-4
    litellm_params:
      model: openai/gpt-4o
  - model_name: claude
    litellm_params: &claude { model: anthropic/claude-3-5-sonnet-20241022 }
  - model_name: claude-again
    litellm_params: { <<: *claude, timeout: 3 }
router_settings:
  model_group_alias: { best: gpt-4, hidden: { model: claude, hidden: true }, lost: nowhere }
`;

const aliases = {
  "gpt-4": ["azure/gpt4-eu", "openai/gpt-4o"],
  claude: ["anthropic/claude-3-5-sonnet-20241022"],
  "claude-again": ["anthropic/claude-3-5-sonnet-20241022"],
  best: ["azure/gpt4-eu", "openai/gpt-4o"],
  hidden: ["anthropic/claude-3-5-sonnet-20241022"],
};

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));

test("aliases stand for the models of all their deployments", () => {
  assert.deepEqual(proxyConfigOf(config), { aliases, fallbacks: [], includes: [] });
});

test("a configuration is found inside a ConfigMap, Helm values and a compose file", () => {
  const configMap = `kind: Service\n---\nkind: ConfigMap\ndata:\n  config.yaml: |\n${indented(config, 4)}`;
  const values = `replicaCount: 1\nproxy_config:\n${indented(config, 2)}`;
  const compose = `services: {}\nconfigs:\n  litellm:\n    content: |\n${indented(config, 6)}`;
  for (const text of [configMap, values, compose]) assert.deepEqual(proxyConfigOf(text)?.aliases, aliases, text.slice(0, 20));
});

test("names with fallbacks are told, whichever settings hold them", () => {
  const settings = "litellm_settings:\n  fallbacks: [{ gpt-4: [claude] }, 3]\n  default_fallbacks: [claude]\nrouter_settings:\n  context_window_fallbacks: [{ claude: [gpt-4] }]\n";
  const text = config.replace("router_settings:\n", "").replace(/ {2}model_group_alias.*\n/, "") + settings;
  assert.deepEqual(proxyConfigOf(text)?.fallbacks, ["gpt-4", "*", "claude"]);
  assert.deepEqual(gatherWorkspace([text, config]).proxyFallbacks, ["gpt-4", "*", "claude"]);
  assert.equal(gatherWorkspace([config]).proxyFallbacks, undefined);
});

test("included files are named", () => {
  assert.deepEqual(proxyConfigOf(`include: [models.yaml, 3]\n${config}`)?.includes, ["models.yaml"]);
});

test("a model that comes from the environment is given as it stands", () => {
  assert.deepEqual(proxyConfigOf("model_list:\n  - model_name: a\n    litellm_params: { model: os.environ/MODEL }\n")?.aliases, { a: ["os.environ/MODEL"] });
});

test("other files are none, also where they speak of one", () => {
  for (const text of [
    "",
    "a: 1",
    "model_list: litellm_params",
    "model_list: [{ model_name: a }]\nlitellm_params: {}",
    "# model_list, litellm_params\n",
    "model_list:\n  - litellm_params: { model: openai/a }\n",
  ]) {
    assert.equal(proxyConfigOf(text), undefined, text);
  }
});

test("broken and hostile files never throw; what could be read is kept", () => {
  const bomb = `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `${"b".repeat(i + 1)}: &${"b".repeat(i + 1)} [*${i === 0 ? "a" : "b".repeat(i)}, *${i === 0 ? "a" : "b".repeat(i)}]`).join("\n")}\nmodel_list: litellm_params\n`;
  for (const text of [bomb, `model_list: litellm_params ${"[".repeat(10_000)}`, "model_list:\n\t- litellm_params", "model_list: *litellm_params", '%YAML 9\n---\n"model_list litellm_params'])
    assert.equal(proxyConfigOf(text), undefined, text.slice(0, 30));
  // a chart's template is no YAML until it is rendered
  assert.equal(proxyConfigOf(`{{- if .Values.x }}\n${config}`), undefined);
  assert.deepEqual(proxyConfigOf(`${config}broken: [1,\n`)?.aliases["gpt-4"], aliases["gpt-4"]);
  assert.deepEqual(Object.keys(proxyConfigOf("model_list: [{ model_name: __proto__, litellm_params: { model: openai/a } }]")?.aliases ?? {}), ["__proto__"]);
});

test("a workspace puts the aliases of its configurations together", () => {
  const other = "model_list:\n  - { model_name: claude, litellm_params: { model: bedrock/claude } }\n  - { model_name: new, litellm_params: { model: openai/new } }\n";
  assert.deepEqual(gatherWorkspace([config, "a: 1", other]).proxyModels, { ...aliases, claude: ["anthropic/claude-3-5-sonnet-20241022", "bedrock/claude"], new: ["openai/new"] });
});
