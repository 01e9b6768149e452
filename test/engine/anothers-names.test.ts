import assert from "node:assert/strict";
import { test } from "node:test";
import { type ProjectFiles, TestProject } from "../support/project.ts";

const client = "export const llm = new OpenAI({ baseURL: process.env.LITELLM_BASE_URL });\n";
const held = "export const aliases = [{ _openrouter_model: 'openai/gpt-4o', path: 'openai/src/index.ts' }];\n";
const beside = "export const servers = [{ url: 'https://api.groq.com/openai/v1', models: ['openai/gpt-4o'] }];\n";
const asked = "export const answer = () => fetch('https://openrouter.ai/api/v1/chat/completions', { body: JSON.stringify({ model: 'openai/gpt-4o' }) });\n";

/** Why names of models are left out of the findings. */
const reasonsOf = async (files: ProjectFiles): Promise<string[]> => [...(await new TestProject().write(files)).reports.values()].flatMap(({ leftOut = [] }) => leftOut.map(({ because }) => because));

test("another service's names: where LiteLLM is used, each is counted with whose it is", async () => {
  assert.deepEqual(await reasonsOf({ "src/aliases.ts": held, "src/llm.ts": client }), ["what holds them is called after OpenRouter"]);
  assert.deepEqual(await reasonsOf({ "src/llm.ts": client, "src/servers.ts": beside }), ["they stand beside the address of Groq"]);
  assert.deepEqual(await reasonsOf({ "src/ask.ts": asked, "src/llm.ts": client }), ["their files send requests to OpenRouter"]);
});

test("another service's names: where nothing uses LiteLLM, they are not counted", async () => {
  for (const text of [held, beside, asked]) assert.deepEqual(await reasonsOf({ "src/other.ts": text }), []);
});
