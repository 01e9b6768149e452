// `portkey-migrate test --local`: the real gateway with its echo, started and stopped by one command.
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { runIn } from "../../cli/harness.ts";

/** A run without a key: the local gateway needs none. */
const run = (...args: readonly string[]) => runIn(tmpdir(), ["test", "--local", ...args], { env: {} });

test("greeting, key, chat and stream without an account", async () => {
  const { code, stdout } = await run();
  assert.match(stdout, /^✓ @echo\/test answered through the local gateway in .*\n {2}│ This is the local echo of Portkey Migrate, not a model\./);
  assert.equal(code, 0);
});

test("any model is answered by the echo", async () => {
  const { code, stdout } = await run("--model", "@openai-prod/gpt-4o", "--stream", "--format", "json");
  const { ok, model, stream, text, finishReason, usage, timings } = JSON.parse(stdout);
  assert.deepEqual([code, ok, model, stream, finishReason], [0, true, "@openai-prod/gpt-4o", true, "stop"]);
  assert.match(text, /for gpt-4o through the gateway, with max_tokens 16\. Its last text: Reply with the word ok\./);
  assert.ok(usage.outputTokens > 0 && timings.firstTokenMs !== null);
});
