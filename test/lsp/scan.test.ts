// Requests over many files: what is found, planned and counted, and what is said to be skipped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CancellationTokenSource } from "vscode-languageserver/node";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { type FileFormat, fileFormats, type PlanResult, type ProvidersResult, type ReportResult, type ScanResult } from "../../server/src/lsp/protocol.ts";
import { createFakeEngine, fakeProduct } from "../support/fake-engine.ts";
import { createFakeHost, type Files } from "../support/fake-host.ts";
import { testHost } from "../support/grammars.ts";
import { connect } from "../support/lsp-client.ts";

const folder = "file:///project";

function project(): Files {
  return new Map<string, string | Uint8Array | Error>([
    [`${folder}/a.py`, "old(safe)\nold(unsafe)\nold(manual)\n"],
    [`${folder}/b.ts`, "old(both)\n"],
    [`${folder}/clean.py`, "new()\n"],
    [`${folder}/data.txt`, "old(safe)\n"],
    [`${folder}/binary.py`, new Uint8Array([1, 0, 2, 0])],
    [`${folder}/latin1.py`, new Uint8Array([0x6f, 0xe9, 0x20])],
    [`${folder}/large.py`, `old(safe)\n${"x".repeat(5 * 1024 * 1024)}`],
    [`${folder}/locked.py`, new Error("locked.py: permission denied")],
    [`${folder}/marked.py`, "\uFEFFold(safe)\n"],
    [`${folder}/page.vue`, '<script setup>import { LiteLLMClient } from "./llm";</script>'],
    [`${folder}/page.svelte`, "<script>const x = 1;</script>"],
    [`${folder}/pyproject.toml`, 'dependencies = [\n"litellm",\n'],
  ]);
}

const name = (uri: string) => uri.slice(uri.lastIndexOf("/") + 1);

test("a scan says what it found, and what it did not read and why", async () => {
  const client = await connect(createFakeHost(project()), fakeProduct(), { folders: [folder] });
  const result = await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.deepEqual(
    result.files.map(({ uri, diagnostics }) => [name(uri), diagnostics.length]),
    [
      ["a.py", 3],
      ["b.ts", 1],
      ["marked.py", 1],
    ],
  );
  assert.deepEqual(result.totals, { findings: 5, safe: 3, unsafe: 1, manual: 1, suppressed: 0, leftOut: 0, byRule: { "fake-rule": 5 } });
  assert.equal(result.scanned, 4);
  assert.deepEqual(
    result.skipped.map(({ uri, reason }) => [name(uri), reason]),
    [
      ["page.svelte", "Svelte components are not read yet"],
      ["page.vue", "Vue components are not read yet; LiteLLM is named in line 1"],
      ["pyproject.toml", "only code is searched; LiteLLM is named in line 2"],
      ["binary.py", "binary"],
      ["large.py", "larger than 1 MB"],
      ["latin1.py", "not valid UTF-8"],
      ["locked.py", "locked.py: permission denied"],
    ],
  );
  assert.deepEqual(result.files[2]?.diagnostics[0]?.range.start, { line: 0, character: 0 }, "a byte-order mark is no character of an editor's text");
  await client.stop();
});

test("names of models in files that are no code are told where the code uses LiteLLM", async () => {
  const models = (...files: [string, string][]): Files => new Map([[`${folder}/settings.yaml`, "model: azure/gpt-4o\n"], ...files]);
  const told = async (files: Files) => {
    const client = await connect(createFakeHost(files), { ...fakeProduct(), createEngine: () => createEngine(testHost) }, { folders: [folder] });
    const { skipped } = await client.request<ScanResult>("portkeyMigrate/scan", {});
    await client.stop();
    return skipped.map(({ reason }) => reason);
  };
  assert.deepEqual(await told(models([`${folder}/a.py`, "import portkey_ai\n"])), []);
  assert.deepEqual(await told(models([`${folder}/a.py`, "import litellm\n"])), ["only code is searched; models are named as LiteLLM names them in line 1"]);
});

test("memory is spared while files are looked through, and not a moment longer", async () => {
  let sparing = 0;
  const seen: number[] = [];
  const spareMemory = () => {
    sparing++;
    return () => void sparing--;
  };
  const read = createFakeHost(project());
  const host = {
    ...read,
    spareMemory,
    readFile(uri: string) {
      seen.push(sparing);
      return read.readFile(uri);
    },
  };
  const client = await connect(host, fakeProduct(), { folders: [folder] });
  await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.ok(seen.includes(1));
  assert.equal(sparing, 0);
  const canceled = new CancellationTokenSource();
  const request = client.connection.sendRequest("portkeyMigrate/scan", {}, canceled.token);
  canceled.cancel();
  await assert.rejects(request);
  await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.equal(sparing, 0);
  await client.stop();
});

test("an open document's text wins over the file's", async () => {
  const client = await connect(createFakeHost(project()), fakeProduct(), { folders: [folder] });
  await client.open(`${folder}/a.py`, "new()\n");
  await client.open(`${folder}/clean.py`, "old(unsaved)\n");
  const { files } = await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.deepEqual(
    files.map(({ uri }) => name(uri)),
    ["b.ts", "clean.py", "marked.py"],
  );
  await client.stop();
});

test("a scan of some files is about those only, also when they are gone", async () => {
  const client = await connect(createFakeHost(project()), fakeProduct(), { folders: [folder] });
  const { files, skipped } = await client.request<ScanResult>("portkeyMigrate/scan", { files: [`${folder}/b.ts`, `${folder}/gone.py`] });
  assert.deepEqual(
    files.map(({ uri }) => name(uri)),
    ["b.ts"],
  );
  assert.deepEqual(skipped, [{ uri: `${folder}/gone.py`, reason: `${folder}/gone.py: no such file or folder` }]);
  await client.stop();
});

test("of changed files those are scanned that a scan of everything would meet", async () => {
  const files = project().set("file:///elsewhere/a.py", "old(safe)\n");
  const client = await connect(createFakeHost(files), fakeProduct(), { folders: [folder] });
  const changed = [`${folder}/b.ts`, `${folder}/gone.py`, `${folder}/data.txt`, "file:///elsewhere/a.py"];
  const result = await client.request<ScanResult>("portkeyMigrate/scan", { changed });
  assert.deepEqual([result.files.map(({ uri }) => name(uri)), result.skipped], [["b.ts"], []]);
  await client.stop();
});

test("without a folder the open documents are scanned", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct());
  await client.open("untitled:1", "old(safe)\n");
  const { files } = await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.deepEqual(
    files.map(({ uri }) => uri),
    ["untitled:1"],
  );
  await client.stop();
});

test("a folder that is turned off is not walked", async () => {
  const engine = createFakeEngine();
  const client = await connect(createFakeHost(project()), fakeProduct(engine), { folders: [folder], configuration: () => ({ enable: false }) });
  const { skipped } = await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.deepEqual(skipped, [{ uri: folder, reason: "turned off by the setting `enable`" }]);
  assert.deepEqual(engine.analyses, []);
  await client.stop();
});

test("progress is told and ends", async () => {
  const client = await connect(createFakeHost(project()), fakeProduct(), { folders: [folder] });
  const kinds: string[] = [];
  client.connection.onNotification("$/progress", ({ token, value }: { token: string; value: { kind: string } }) => {
    if (token === "scan-1") kinds.push(value.kind);
  });
  await client.request<ScanResult>("portkeyMigrate/scan", { workDoneToken: "scan-1" });
  assert.equal(kinds[0], "begin");
  assert.equal(kinds.at(-1), "end");
  await client.stop();
});

test("typing goes on during a scan", async () => {
  const files: Files = new Map(Array.from({ length: 400 }, (_, index) => [`${folder}/${index}.py`, "old(safe)\n"]));
  let clock = 0;
  const host = { ...createFakeHost(files), now: () => (clock += 5) };
  const client = await connect(host, fakeProduct(), { folders: [folder] });
  await client.open("untitled:1", "old(safe)\n");
  const order: string[] = [];
  const scanned = client.request<ScanResult>("portkeyMigrate/scan", {}).then(() => order.push("scan"));
  const typed = client.diagnostics("untitled:1").then(() => order.push("typing"));
  await Promise.all([scanned, typed]);
  assert.deepEqual(order, ["typing", "scan"]);
  await client.stop();
});

test("a plan has the edits of exactly the choice", async () => {
  const client = await connect(createFakeHost(project()), fakeProduct(), { folders: [folder] });
  await client.open(`${folder}/b.ts`, "old(both)\n", "typescript");
  const edited = ({ files }: PlanResult) => files.map(({ uri, version, edits, applied }) => [name(uri), version, edits.length, applied]);
  const safe = await client.request<PlanResult>("portkeyMigrate/plan", { safety: "safe" });
  assert.deepEqual(edited(safe), [
    ["a.py", null, 1, 1],
    ["b.ts", 1, 1, 1],
    ["marked.py", null, 1, 1],
  ]);
  assert.deepEqual(safe.notes, ["The default timeout differs."]);
  assert.deepEqual(safe.totals, { findings: 5, safe: 3, unsafe: 1, manual: 1, suppressed: 0, leftOut: 0, byRule: { "fake-rule": 5 } });
  assert.equal(safe.skipped.length, 7);
  assert.deepEqual(edited(await client.request<PlanResult>("portkeyMigrate/plan", { safety: "safe-and-unsafe", files: [`${folder}/a.py`] })), [["a.py", null, 2, 2]]);
  assert.deepEqual(edited(await client.request<PlanResult>("portkeyMigrate/plan", { safety: "safe-and-unsafe", strategy: "openai-client" })), [["b.ts", 1, 1, 1]]);
  assert.deepEqual(edited(await client.request<PlanResult>("portkeyMigrate/plan", { safety: "safe", rules: ["another-rule"] })), []);
  await client.stop();
});

test("providers are counted, with what the settings say of them", async () => {
  const files: Files = new Map([
    [`${folder}/a.py`, 'old("openai/gpt-4o")\nold("openai/o3")\n'],
    [`${folder}/b.py`, "old(safe)\n"],
  ]);
  const client = await connect(createFakeHost(files), fakeProduct(), { folders: [folder], configuration: () => ({ providerSlugs: { openai: "@mine" } }) });
  const { providers } = await client.request<ProvidersResult>("portkeyMigrate/providers", {});
  assert.deepEqual(providers, [{ prefix: "openai", portkey: "openai", suggestion: "openai-prod", slug: "mine", count: 2 }]);
  await client.stop();
});

test("a report is made of everything, in the format that is asked for", async () => {
  const files: Files = new Map([
    ["file:///one/src/a.py", "old(safe)\nold(manual)\n"],
    ["file:///two%20b/b.py", "old(other)\n"],
    ["file:///two%20b/c.py", "x = 1\n"],
  ]);
  const client = await connect(createFakeHost(files), fakeProduct(), { folders: ["file:///one", "file:///two%20b"] });
  const report = async (format: FileFormat): Promise<string> => (await client.request<ReportResult>("portkeyMigrate/report", { format })).text;
  const { totals, files: counted, findings } = JSON.parse(await report("json"));
  assert.deepEqual(totals, { findings: 3, safe: 1, unsafe: 1, manual: 1, suppressed: 0, leftOut: 0, byRule: { "fake-rule": 3 } });
  assert.deepEqual([counted.scanned, counted.withFindings], [3, 2]);
  assert.deepEqual(
    findings.map(({ path }: { readonly path: string }) => path),
    ["one/src/a.py", "one/src/a.py", "two b/b.py"],
  );
  for (const format of fileFormats) assert.match(await report(format), /two(%20| )b\/b\.py/, format);
  await client.stop();
});

test("a report names folders as they are spelled where that is no URI of theirs", async () => {
  const folders = ["file:///one", "file:///100%"];
  const client = await connect(createFakeHost(new Map([["file:///100%/a.py", "old(safe)\n"]])), fakeProduct(), { folders });
  const { text } = await client.request<ReportResult>("portkeyMigrate/report", { format: "csv" });
  assert.match(text, /^100%\/a\.py,/m);
  await client.stop();
});
