// With the real engine: what each strategy would come to in a folder.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { holdsNothing } from "../../server/src/host/prefilter.ts";
import type { StrategiesResult } from "../../server/src/lsp/protocol.ts";
import type { Product } from "../../server/src/lsp/server.ts";
import { createFakeHost } from "../support/fake-host.ts";
import { testHost } from "../support/grammars.ts";
import { connect } from "../support/lsp-client.ts";

const folder = "file:///project";
const product: Product = { version: "0.0.0", rules, pageOf: () => undefined, holdsNothing, createEngine: () => createEngine(testHost) };

const files = new Map([
  [`${folder}/a.py`, 'import litellm\n\nlitellm.completion(model="openai/gpt-4o", messages=[])\n'],
  [`${folder}/b.py`, 'import litellm\n\nlitellm.completion(model="openai/gpt-4o", messages=[], mock_response="Hello!")\n'],
  [`${folder}/plain.py`, "print(1)\n"],
]);

test("strategies are compared by what each comes to, and the folder's own is told", async () => {
  const client = await connect(createFakeHost(files), product, { folders: [folder], configuration: () => ({ providerSlugs: { openai: "openai-prod" }, strategy: "keep-litellm" }) });
  const { strategies, current } = await client.request<StrategiesResult>("portkeyMigrate/strategies", {});
  assert.equal(current, "keep-litellm");
  const byName = new Map(strategies.map((outcome) => [outcome.strategy, outcome]));
  assert.deepEqual([...byName.keys()], ["portkey-sdk", "openai-client", "adapter", "keep-litellm"]);
  const sdk = byName.get("portkey-sdk");
  assert.deepEqual([sdk?.findings, sdk?.safe, sdk?.keepsLiteLlm], [4, 2, false]);
  const kept = byName.get("keep-litellm");
  // Imports stay, so they are no findings.
  assert.deepEqual([kept?.findings, kept?.safe, kept?.unsafe, kept?.manual, kept?.keepsLiteLlm], [2, 2, 0, 0, true]);
  assert.deepEqual(kept?.notes, ["LiteLLM stays installed, with its retries, callbacks and exceptions."]);
  for (const { findings, safe, unsafe, manual, strategy } of strategies) assert.equal(findings, safe + unsafe + manual, strategy);
  await client.stop();
});

test("a folder without a strategy has none to tell", async () => {
  const client = await connect(createFakeHost(files), product, { folders: [folder] });
  const { current } = await client.request<StrategiesResult>("portkeyMigrate/strategies", {});
  assert.equal(current, null);
  await client.stop();
});
