// What the local gateway makes of slugs, configs and headers, and what it refuses so that a key goes only where the catalog says.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { LocalCatalog } from "../../server/src/gateway/local/local-catalog.ts";
import { type RouteHeaders, routeOf } from "../../server/src/gateway/local/route.ts";

const openai = { provider: "openai", api_key: "sk-fake-openai" };
const azure = { provider: "azure-openai", api_key: "fake-azure", resource_name: "ours" };
const echo = { provider: "openai", api_key: "echo", custom_host: "http://127.0.0.1:1/v1" };
const catalog: LocalCatalog = { providers: { "openai-prod": openai, "azure-us": azure, trial: "echo" } };

const route = (model: unknown, config?: unknown, headers: RouteHeaders = {}) =>
  routeOf({ ...headers, ...(config !== undefined && { "x-portkey-config": typeof config === "string" ? config : JSON.stringify(config) }) }, model, catalog, echo);

const configs: readonly (readonly [name: string, actual: ReturnType<typeof route>, expected: unknown])[] = [
  ["a slug in the model", route("@openai-prod/gpt-4o"), { ...openai, override_params: { model: "gpt-4o" } }],
  ["a model's name with slashes", route("@openai-prod/ft:gpt/x"), { ...openai, override_params: { model: "ft:gpt/x" } }],
  ["a slug that has no key yet", route("@trial/gpt-4o"), { ...echo, override_params: { model: "gpt-4o" } }],
  ["a slug in the header", route("gpt-4o", undefined, { "x-portkey-provider": "@azure-us" }), azure],
  ["a slug in the config", route("gpt-4o", { provider: "@openai-prod", retry: { attempts: 2 } }), { ...openai, retry: { attempts: 2 } }],
  ["a model of the config over the body's", route("@openai-prod/gpt-4o", { override_params: { model: "@azure-us/o3", seed: 1 } }), { ...azure, override_params: { model: "o3", seed: 1 } }],
  [
    "targets, each with its slug, its own model or the body's",
    route("@openai-prod/gpt-4o", { strategy: { mode: "fallback" }, targets: [{ weight: 1 }, { override_params: { model: "@azure-us/o3" } }] }),
    {
      strategy: { mode: "fallback" },
      targets: [
        { weight: 1, ...openai, override_params: { model: "gpt-4o" } },
        { ...azure, override_params: { model: "o3" } },
      ],
    },
  ],
  [
    "targets within targets",
    route(undefined, { targets: [{ provider: "@openai-prod", targets: [{ override_params: { model: "gpt-4o" } }] }] }),
    { targets: [{ targets: [{ ...openai, override_params: { model: "gpt-4o" } }] }] },
  ],
];

const refusals: readonly (readonly [name: string, actual: ReturnType<typeof route>, code: string, message: RegExp])[] = [
  ["an unknown slug", route("@nope/gpt-4o"), "unknown-slug", /no provider @nope .* has @openai-prod, @azure-us, @trial/],
  ["a slug that every object has", route("@constructor/gpt-4o"), "unknown-slug", /@constructor/],
  ["an unknown slug of a target", route("x", { targets: [{ provider: "@openai-prod" }, { provider: "@nope" }] }), "unknown-slug", /^config\.targets\[1\]/],
  ["a model without a slug", route("gpt-4o"), "no-slug", /the model gpt-4o names no provider .*: write @slug\/model/],
  ["no model", route(undefined), "no-slug", /no model/],
  ["a provider that is no slug", route("gpt-4o", undefined, { "x-portkey-provider": "openai" }), "no-slug", /the provider openai/],
  ["two slugs", route("@openai-prod/gpt-4o", { provider: "@azure-us" }), "two-slugs", /@azure-us/],
  ["a saved config", route("@openai-prod/gpt-4o", "pc-fake-1"), "saved-config", /pc-fake-1/],
  ["a config that is no JSON", route("@openai-prod/gpt-4o", "{"), "bad-config", /JSON/],
  ["another address", route("@openai-prod/gpt-4o", { custom_host: "https://evil.example" }), "unsupported-option", /config\.custom_host/],
  ["another address in a target", route("@openai-prod/gpt-4o", { targets: [{ targets: [{ custom_host: "https://evil.example" }] }] }), "unsupported-option", /targets\[0\]\.targets\[0\]\.custom_host/],
  ["a key in the config", route("@openai-prod/gpt-4o", { api_key: "sk-fake" }), "unsupported-option", /config\.api_key/],
  ["another resource", route("@azure-us/o3", { resource_name: "evil" }), "unsupported-option", /resource_name/],
  ["a webhook that reads along", route("@openai-prod/gpt-4o", { input_guardrails: [{ "default.webhook": { webhookURL: "https://evil.example" } }] }), "unsupported-option", /input_guardrails/],
  ...["custom-host", "forward-headers", "virtual-key", "azure-resource-name", "aws-region", "vertex-region", "default-input-guardrails", "huggingface-base-url"].map(
    (name) => [`the header ${name}`, route("@openai-prod/gpt-4o", undefined, { [`x-portkey-${name}`]: "x" }), "unsupported-header", new RegExp(name)] as const,
  ),
];

describe("a route of the local gateway", () => {
  for (const [name, actual, expected] of configs) test(name, () => assert.deepEqual(actual, { config: expected }));
  for (const [name, actual, code, message] of refusals) {
    test(`none for ${name}`, () => {
      assert.ok("code" in actual, JSON.stringify(actual));
      assert.equal(actual.code, code);
      assert.match(actual.message, message);
      assert.ok(!actual.message.includes(openai.api_key));
    });
  }
});
