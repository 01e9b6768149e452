import assert from "node:assert/strict";
import { test } from "node:test";
import { UnreadFiles } from "../../server/src/lsp/unread-files.ts";

const uri = "file:///project/pyproject.toml";

test("a file is read again only after it was written", async () => {
  let text = "litellm";
  let stamp: string | undefined = "1";
  let reads = 0;
  const files = new UnreadFiles({
    stampOf: () => stamp,
    readFile: async () => {
      reads++;
      return Buffer.from(text);
    },
  });
  const named = { reason: "only code is searched; LiteLLM is named in line 1", isOnlyModels: false };
  assert.deepEqual(await files.of(uri), named);
  assert.deepEqual(await files.of(uri), named);
  assert.equal(reads, 1);
  text = "openai";
  stamp = "2";
  assert.equal(await files.of(uri), undefined);
  assert.equal(reads, 2);
  text = "litellm";
  stamp = undefined;
  assert.deepEqual(await files.of(uri), named, "where nothing tells whether it was written, it is read");
  assert.deepEqual(await files.of(uri), named);
  assert.equal(reads, 4);
});

test("a file that cannot be read is told of", async () => {
  const files = new UnreadFiles({ stampOf: () => "1", readFile: () => Promise.reject(new Error("permission denied")) });
  assert.deepEqual(await files.of(uri), { reason: "permission denied", isOnlyModels: false });
});
