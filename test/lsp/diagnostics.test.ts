import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeEngine, fakeProduct } from "../support/fake-engine.ts";
import { createFakeHost, type Files } from "../support/fake-host.ts";
import { type ClientOptions, connect, fullCapabilities } from "../support/lsp-client.ts";

const uri = "file:///project/a.py";
const { diagnostic: _, ...withoutPull } = fullCapabilities.textDocument ?? {};
const pushOnly: ClientOptions = { capabilities: { ...fullCapabilities, textDocument: withoutPull } };

test("a diagnostic says what, why and where", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct());
  await client.open(uri, "\nx = old(manual)\n");
  assert.deepEqual(await client.diagnostics(uri), [
    {
      range: { start: { line: 1, character: 4 }, end: { line: 1, character: 7 } },
      severity: 2,
      source: "portkey-migrate",
      code: "fake-rule",
      codeDescription: { href: "https://github.com/portkey-migrate/portkey-migrate/blob/main/server/docs/rules/fake-rule.md" },
      message: "old(manual) is old\nAsk whoever wrote it",
      relatedInformation: [{ location: { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } }, message: "the file starts here" }],
    },
  ]);
  await client.stop();
});

test("a client that shows less gets less", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct(), { capabilities: { textDocument: { diagnostic: {} } } });
  await client.open(uri, "old(safe)\n");
  assert.deepEqual(Object.keys((await client.diagnostics(uri))[0] ?? {}).sort(), ["code", "message", "range", "severity", "source"]);
  await client.stop();
});

test("what a client has seen is not sent again", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct());
  await client.open(uri, "old(safe)\n");
  const first = await client.pull(uri);
  assert.equal(first.kind, "full");
  assert.deepEqual(await client.pull(uri, first.resultId), { kind: "unchanged", resultId: first.resultId });
  await client.change(uri, { text: "old(safe) # the same findings\n" });
  assert.equal((await client.pull(uri, first.resultId)).kind, "unchanged");
  await client.change(uri, { text: " old(safe)\n" });
  assert.equal((await client.pull(uri, first.resultId)).kind, "full");
  await client.stop();
});

test("clients that cannot pull are told, with the version, and told when it is over", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct(), pushOnly);
  await client.open(uri, "old(safe)\n");
  await client.when(() => client.published(uri)?.version === 1);
  assert.equal(client.published(uri)?.diagnostics.length, 1);
  await client.change(uri, { text: "old(safe)\nold(safe)\n" });
  await client.when(() => client.published(uri)?.version === 2);
  assert.equal(client.published(uri)?.diagnostics.length, 2);
  await client.close(uri);
  await client.when(() => client.published(uri)?.diagnostics.length === 0);
  await client.stop();
});

test("after fast typing the last text is what is pushed", async () => {
  const engine = createFakeEngine();
  const client = await connect(createFakeHost(new Map()), fakeProduct(engine), pushOnly);
  await client.open(uri, "");
  for (let count = 1; count <= 40; count++) await client.change(uri, { text: "old(safe)\n".repeat(count) });
  await client.when(() => client.published(uri)?.version === 41);
  assert.equal(client.published(uri)?.diagnostics.length, 40);
  assert.deepEqual(engine.mismatches, []);
  await client.stop();
});

test("the workspace's diagnostics come file by file, and those of deleted files go", async () => {
  const files: Files = new Map([
    ["file:///project/a.py", "old(safe)\n"],
    ["file:///project/b.py", "old(unsafe)\n"],
    ["file:///project/clean.py", "new()\n"],
  ]);
  const client = await connect(createFakeHost(files), fakeProduct(), { folders: ["file:///project"] });
  await client.open("file:///project/b.py", "old(unsafe)\nold(unsaved)\n");
  type Report = { items: { uri: string; version: number | null; kind: string; resultId: string; items?: unknown[] }[] };
  const first = await client.request<Report>("workspace/diagnostic", { previousResultIds: [] });
  assert.deepEqual(
    first.items.map(({ uri, version, items }) => [uri, version, items?.length]),
    [
      ["file:///project/a.py", null, 1],
      ["file:///project/b.py", 1, 2],
    ],
  );
  files.delete("file:///project/a.py");
  const partial: Report["items"] = [];
  client.connection.onNotification("$/progress", ({ token, value }: { token: string; value: Report }) => {
    if (token === "part") partial.push(...value.items);
  });
  const second = await client.request<Report>("workspace/diagnostic", { previousResultIds: first.items.map(({ uri, resultId }) => ({ uri, value: resultId })), partialResultToken: "part" });
  assert.deepEqual(second.items, []);
  assert.deepEqual(
    partial.map(({ uri, kind, items }) => [uri, kind, items?.length]),
    [
      ["file:///project/b.py", "unchanged", undefined],
      ["file:///project/a.py", "full", 0],
    ],
  );
  await client.stop();
});

test("too large a file is skipped, and that is said", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct());
  await client.open(uri, `old(safe)\n${"x".repeat(5 * 1024 * 1024)}`);
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.deepEqual(client.logs, [`${uri}: not read: larger than the setting allows`]);
  await client.stop();
});
