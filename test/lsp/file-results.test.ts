// What is kept of files on disk between scans: nothing that a fresh look would say otherwise.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlanResult, ScanResult } from "../../server/src/lsp/protocol.ts";
import { createFakeEngine, fakeProduct } from "../support/fake-engine.ts";
import { createFakeHost, type Files } from "../support/fake-host.ts";
import { connect } from "../support/lsp-client.ts";

const folder = "file:///project";
const [found, clean, unstamped] = [`${folder}/found.py`, `${folder}/clean.py`, `${folder}/unstamped.py`];

async function session() {
  const files: Files = new Map([
    [found, "old(safe)\n"],
    [clean, "new()\n"],
    [unstamped, "old(manual)\n"],
  ]);
  const stamps = new Map([
    [found, "1"],
    [clean, "1"],
  ]);
  const engine = createFakeEngine();
  const settings = { current: {} };
  const client = await connect(createFakeHost(files, stamps), fakeProduct(engine), { folders: [folder], configuration: () => settings.current });
  const scan = async () => {
    const { files: shown, scanned, totals } = await client.request<ScanResult>("portkeyMigrate/scan", {});
    return { shown: shown.map(({ uri, diagnostics }) => `${uri.slice(folder.length + 1)} ${diagnostics.length}`), scanned, findings: totals.findings, analyzed: engine.analyses.splice(0).length };
  };
  return { files, stamps, settings, client, scan };
}

const all = { shown: ["found.py 1", "unstamped.py 1"], scanned: 3, findings: 2 };

test("a second scan says the same and analyzes only what has no stamp", async () => {
  const { client, scan } = await session();
  assert.deepEqual(await scan(), { ...all, analyzed: 3 });
  assert.deepEqual(await scan(), { ...all, analyzed: 1 });
  const { files: planned } = await client.request<PlanResult>("portkeyMigrate/plan", { safety: "safe" });
  assert.deepEqual(
    planned.map(({ uri, edits }) => [uri, edits.map(({ newText }) => newText)]),
    [[found, ["new(safe)"]]],
    "what is kept can be planned",
  );
  await client.stop();
});

test("a file with another stamp is read again, also one that had nothing to say", async () => {
  const { client, files, stamps, scan } = await session();
  await scan();
  files.set(found, "new(safe)\n");
  files.set(clean, "old(a)\nold(b)\n");
  assert.deepEqual((await scan()).shown, all.shown, "without a stamp to tell, what is known holds");
  stamps.set(found, "2");
  stamps.set(clean, "2");
  assert.deepEqual(await scan(), { shown: ["clean.py 2", "unstamped.py 1"], scanned: 3, findings: 3, analyzed: 3 });
  stamps.delete(found);
  files.set(found, "old(x)\n");
  assert.deepEqual((await scan()).shown, ["clean.py 2", "found.py 1", "unstamped.py 1"]);
  await client.stop();
});

test("a file that was written again with the same text is read but not analyzed", async () => {
  const { client, stamps, scan } = await session();
  await scan();
  for (const stamp of ["2", "3"]) {
    stamps.set(found, stamp);
    assert.deepEqual(await scan(), { ...all, analyzed: 1 }, "only what has no stamp is analyzed");
  }
  await client.stop();
});

test("other settings are another answer", async () => {
  const { client, settings, scan } = await session();
  await scan();
  settings.current = { rules: { ignore: ["fake-rule"] } };
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  assert.deepEqual(await scan(), { shown: [], scanned: 3, findings: 0, analyzed: 3 });
  await client.stop();
});
