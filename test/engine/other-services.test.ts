// Gateways and providers beside LiteLLM: one table, what is called after them, where they are, and why a name is theirs.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FileMentions } from "../../server/src/engine/catalog/file-mentions.ts";
import otherServices from "../../server/src/engine/catalog/other-services.json" with { type: "json" };
import { gatewayHolding, gatewayNamedIn, gatewayWords, isCalledAfterService, offersMany, providerServing, serviceAt } from "../../server/src/engine/catalog/other-services.ts";
import { anothersBecause, isOnlyLiteLlm } from "../../server/src/engine/catalog/whose-name.ts";
import { isCalledAfterOther } from "../../server/src/engine/rewrite/proxy-evidence.ts";

test("each gateway says how it spells names, and no word or host stands twice", () => {
  const { entries } = otherServices;
  for (const entry of entries) if (entry.kind === "gateway" || "servesOthers" in entry) assert.ok("spelling" in entry, entry.name);
  for (const all of [entries.map(({ name }) => name), entries.map(({ word }) => word), entries.flatMap(({ hosts }) => hosts)]) assert.equal(new Set(all).size, all.length);
  assert.ok(!entries.some(({ name, word }) => /lite_?llm/i.test(`${name}${word}`) || new RegExp(word, "i").test("litellm")));
});

test("a gateway is known by its words and by its servers", () => {
  for (const text of ["OPENROUTER_API_KEY", "openRouter", "open-router", "AI_GATEWAY_TOKEN", "@mastra/core", "kilocode"]) assert.ok(text.search(gatewayWords) >= 0, text);
  for (const text of ["router", "vercel", "gateway", "litellm"]) assert.ok(text.search(gatewayWords) < 0, text);
  assert.equal(gatewayNamedIn(["key", "my-openrouter-key"]), "OpenRouter");
  assert.equal(gatewayHolding(["models", "vercelModels"]), "Vercel AI Gateway");
  assert.equal(gatewayNamedIn(["vercelModels"]), undefined);
});

test("a server is known by its domain and those below it", () => {
  const at = (address: string) => serviceAt(address)?.name;
  assert.equal(at("https://openrouter.ai/api/v1"), "OpenRouter");
  assert.equal(at("https://API.groq.com/openai/v1"), "Groq");
  assert.equal(at("https://user:pass@eu.api.openai.com:443/v1"), "OpenAI");
  for (const address of ["https://notopenrouter.ai/v1", "https://openrouter.ai.example.com", "http://localhost:4000", "openrouter.ai", "/v1/models"]) assert.equal(at(address), undefined, address);
});

test("what is called after a provider, or stands in for one, is not LiteLLM's", () => {
  for (const name of ["groqBaseUrl", "OLLAMA_URL", "process.env.OPENROUTER_URL", "xaiUrl", "hugging_face"]) assert.ok(isCalledAfterService(name), name);
  for (const name of ["baseUrl", "maxAiTokens", "openAICompatibleUrl", "AI_GATEWAY_URL"]) assert.ok(!isCalledAfterService(name), name);
  assert.ok(isCalledAfterOther("mockServer"));
});

test("one among many is told by its neighbors, each counted once", () => {
  assert.ok(offersMany("litellm, groq, bedrock, ollama, together"));
  assert.ok(!offersMany("litellm, groq, bedrock, ollama, ollama, hugging_face/x"));
  assert.ok(offersMany("openrouter, groq, bedrock"));
  assert.ok(!offersMany("openai, anthropic, gemini, azure, google"));
});

test("a name is another's for a reason", () => {
  const openai = { prefix: "openai", spelling: "listing" } as const;
  const why = (place: Partial<Parameters<typeof anothersBecause>[1]>, provider: Parameters<typeof anothersBecause>[0] = openai) =>
    anothersBecause(provider, { context: { kind: "other" }, heldBy: [], mentions: { liteLlm: true }, ...place });
  const asked: FileMentions = { liteLlm: true, gateway: { name: "OpenRouter", is: "asked" } };
  assert.equal(why({}), undefined);
  assert.equal(why({ mentions: asked }), "their files send requests to OpenRouter");
  assert.equal(why({ mentions: { liteLlm: true, gateway: { name: "OpenRouter", is: "given" } } }), undefined);
  assert.equal(why({ heldBy: ["openrouter"] }), "what holds them is called after OpenRouter");
  assert.equal(why({ heldBy: ["groq"] }), "what holds them is called after Groq");
  assert.equal(why({ heldBy: ["groq"] }, { prefix: "groq", spelling: "listing" }), undefined);
  assert.equal(why({ heldBy: ["openRouterModels"] }, { prefix: "openrouter", spelling: "listing" }), undefined);
  assert.equal(why({ besideAddress: "https://api.groq.com/openai/v1" }), "they stand beside the address of Groq");
  assert.equal(why({ besideAddress: "https://models.example.com" }), "they stand beside the address of another server");
  for (const place of [{ mentions: asked }, { heldBy: ["openrouter"] }]) assert.equal(why(place, { prefix: "vertex_ai", spelling: "own" }), undefined);
  assert.equal(providerServing(["togetherModels"], "together_ai"), undefined);
  assert.deepEqual([isOnlyLiteLlm({ liteLlm: true }), isOnlyLiteLlm(asked), isOnlyLiteLlm({ liteLlm: false })], [true, false, false]);
});
