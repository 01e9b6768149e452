import assert from "node:assert/strict";
import { test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { parseSettings } from "../../server/src/engine/settings.ts";
import type { Grammar } from "../../server/src/engine/source-file.ts";
import { countProviders, type ProviderUse, providersInOrder } from "../../server/src/engine/workspace/providers.ts";
import { emptyWorkspace } from "../../server/src/engine/workspace/workspace.ts";
import { testHost } from "../support/grammars.ts";

const engine = await createEngine(testHost);

/** The providers that a text's findings name, as `provider count slug`; a suggested slug has a question mark. */
async function check(text: string, expected: readonly string[], settings: unknown = {}, grammar: Grammar = "python"): Promise<void> {
  const { findings } = await engine.analyze({ uri: "file:///a.py", grammar, text }, { settings: parseSettings(settings).settings, workspace: emptyWorkspace });
  const counts = new Map<string, ProviderUse>();
  countProviders(findings, counts);
  assert.deepEqual(
    providersInOrder(counts).map(({ provider, count, slug, isMapped }) => `${provider} ${count} ${slug}${isMapped ? "" : "?"}`),
    expected,
    text,
  );
}

test("a model is found in the arguments of a call, whatever shape they have", async () => {
  await check('from litellm import completion\ncompletion(model="gpt-4o", messages=[])\n', ["openai 1 openai-prod?"]);
  await check('from litellm import completion\ncompletion("anthropic/claude-3-opus", messages=[{"role": "user", "content": "gpt-4o"}])\n', ["anthropic 1 anthropic-main?"]);
  await check('from litellm import completion\ncompletion(model=None, fallbacks=["gpt-4o", {"model": "groq/llama3"}])\n', ["groq 1 groq-prod?", "openai 1 openai-prod?"]);
  await check('import { completion } from "litellm";\nawait completion({ model: "gpt-4o", messages: [] });\n', ["openai 1 openai-prod?"], {}, "tsx");
});

test("a constant that several calls share is one model", async () => {
  await check('from litellm import completion\nMODEL = "openai/gpt-4o"\ncompletion(model=MODEL, messages=[])\ncompletion(model=MODEL, messages=[])\n', ["openai 1 openai-prod?"]);
});

test("settings map a provider by its prefix, or a model by its whole name", async () => {
  const text = 'from litellm import completion\ncompletion(model="azure/chat", messages=[])\ncompletion(model="groq/x", messages=[])\n';
  await check(text, ["azure 1 ours", "groq 1 groq-prod?"], { providerSlugs: { azure: "ours" } });
  await check(text, ["azure 1 az", "groq 1 groq-prod?"], { modelMap: { "azure/chat": "@az/gpt-4o" } });
});

test("text that only looks like a model is none", async () => {
  await check('from litellm import completion\ncompletion(model=None, messages=[], user="gpt-4o", api_key="fake-key")\n', []);
});
