import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adapterModule, adapterNames, modelHelper } from "../../server/src/engine/adapter/adapter-module.ts";
import { adapterState } from "../../server/src/engine/adapter/adapter-state.ts";

const compose = (...names: string[]): string => adapterModule({ names, providerSlugs: { openai: "openai-prod" }, modelMap: {} });

describe("the composed adapter", () => {
  test("holds what a name needs and nothing else", () => {
    const text = compose("completion");
    assert.match(text, /^def completion\(/m);
    assert.match(text, /^def portkey_model\(/m);
    assert.doesNotMatch(text, /acompletion|asyncio|RateLimitError|MODEL_MAP/);
  });

  test("depends on the names alone, not on their order", () => {
    assert.equal(compose("completion", "RateLimitError"), compose("RateLimitError", "completion", "completion", "no_such_name"));
  });

  test("is nothing but the helper where only that is asked for", () => {
    assert.ok(!adapterNames.has(modelHelper));
    assert.doesNotMatch(compose(modelHelper), /Portkey\(/);
  });

  test("names the user's slugs, and suggestions as such", () => {
    const text = adapterModule({ names: [modelHelper], providerSlugs: { azure: "@my-azure" }, modelMap: { fast: "@openai-prod/gpt-4o-mini" }, prefixes: ["anthropic", "azure_text", "unheard_of"] });
    assert.match(text, /"anthropic": "anthropic-main", {2}# suggested/);
    assert.match(text, /"azure": "my-azure",\n {4}"azure_text": "my-azure",\n/);
    assert.match(text, /"fast": "@openai-prod\/gpt-4o-mini",/);
    assert.doesNotMatch(text, /unheard_of/);
  });
});

describe("the state of an adapter", () => {
  const text = compose("completion");

  test("is told by the checksum, whatever the line breaks", () => {
    assert.equal(adapterState(text), "ours");
    assert.equal(adapterState(text.replaceAll("\n", "\r\n")), "ours");
  });

  test("is edited once a character differs", () => {
    assert.equal(adapterState(text.replace("openai-prod", "openai-main")), "edited");
    assert.equal(adapterState(`${text}\n`), "edited");
  });

  test("is foreign without the first line", () => {
    assert.equal(adapterState(text.slice(text.indexOf("\n") + 1)), "foreign");
    assert.equal(adapterState(""), "foreign");
  });
});
