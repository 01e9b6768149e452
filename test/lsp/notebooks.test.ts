import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeAction, Hover, NotebookCell, TextDocumentEdit, WorkspaceDiagnosticReport } from "vscode-languageserver";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { PlanResult, ScanResult } from "../../server/src/lsp/protocol.ts";
import { createFakeEngine, fakeProduct } from "../support/fake-engine.ts";
import { createFakeHost } from "../support/fake-host.ts";
import { testHost } from "../support/grammars.ts";
import { type ClientOptions, connect, fullCapabilities, type LspClient } from "../support/lsp-client.ts";

const notebook = "file:///project/book.ipynb";
const cell = (id: string): string => `vscode-notebook-cell:/project/book.ipynb#${id}`;
const codeCell = (id: string): NotebookCell => ({ kind: 2, document: cell(id) });
const document = (id: string, text: string, languageId = "python") => ({ uri: cell(id), languageId, version: 1, text });
const start = { line: 0, character: 0 };
const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });

const { diagnostic: _, ...withoutPull } = fullCapabilities.textDocument ?? {};
const pushOnly: ClientOptions = { capabilities: { ...fullCapabilities, textDocument: withoutPull } };

/** Opens a notebook with cells `a`, `b`, … of these texts. */
async function open(client: LspClient, ...texts: string[]): Promise<void> {
  const ids = texts.map((_, index) => String.fromCharCode(97 + index));
  await client.notify("notebookDocument/didOpen", {
    notebookDocument: { uri: notebook, notebookType: "jupyter-notebook", version: 1, cells: ids.map(codeCell) },
    cellTextDocuments: ids.map((id, index) => document(id, texts[index] ?? "")),
  });
}

const change = (client: LspClient, cells: object): Promise<void> => client.notify("notebookDocument/didChange", { notebookDocument: { uri: notebook, version: 2 }, change: { cells } });

const edited = (id: string, ...changes: object[]) => ({ textContent: [{ document: { uri: cell(id), version: 2 }, changes }] });

/** What is said of a cell, as `line:character message`. */
async function said(client: LspClient, id: string): Promise<string[]> {
  return (await client.diagnostics(cell(id))).map(({ range, message }) => `${range.start.line}:${range.start.character} ${String(message).split("\n")[0]}`);
}

test("each cell has the diagnostics of its own lines", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct());
  await open(client, "x = 1", "%pip list\nold(safe)", "", "  old(manual)");
  assert.deepEqual(await said(client, "a"), []);
  assert.deepEqual(await said(client, "b"), ["1:0 old(safe) is old"]);
  assert.deepEqual(await said(client, "c"), []);
  assert.deepEqual(await said(client, "d"), ["0:2 old(manual) is old"]);
  const [diagnostic] = await client.diagnostics(cell("d"));
  assert.deepEqual(diagnostic?.relatedInformation?.[0]?.location, { uri: cell("a"), range: { start, end: start } }, "the text starts in another cell");
  await client.stop();
});

test("cells are changed, added, moved and removed", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct());
  await open(client, "old(a)", "é\nold(b)");
  await change(client, edited("b", { range: at(1, 0), text: "  " }, { range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: "" }));
  assert.deepEqual(await said(client, "b"), ["0:2 old(b) is old"]);
  await change(client, { structure: { array: { start: 1, deleteCount: 0, cells: [codeCell("n")] }, didOpen: [document("n", "\nold(n)")] } });
  assert.deepEqual(await said(client, "n"), ["1:0 old(n) is old"]);
  // a cell that is moved is taken out and put in again, and stays open
  await change(client, { structure: { array: { start: 0, deleteCount: 1 } } });
  await change(client, { structure: { array: { start: 2, deleteCount: 0, cells: [codeCell("a")] } } });
  assert.deepEqual([await said(client, "b"), await said(client, "a")], [["0:2 old(b) is old"], ["0:0 old(a) is old"]]);
  const [diagnostic] = await client.diagnostics(cell("a"));
  assert.equal(diagnostic?.relatedInformation?.[0]?.location.uri, cell("n"), "the cells have a new order");
  await change(client, { structure: { array: { start: 0, deleteCount: 1 }, didClose: [{ uri: cell("n") }] } });
  assert.deepEqual(await said(client, "n"), []);
  assert.deepEqual(await said(client, "a"), ["0:0 old(a) is old"]);
  await change(client, { data: [{ kind: 1, document: cell("a") }] });
  assert.deepEqual(await said(client, "a"), [], "it is Markdown now");
  await client.stop();
});

test("a client that cannot pull is told of every cell, and when it is over", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct(), pushOnly);
  await open(client, "old(a)", "x = 1");
  await client.when(() => client.published(cell("b")) !== undefined);
  assert.equal(client.published(cell("a"))?.diagnostics.length, 1);
  assert.equal(client.published(cell("b"))?.diagnostics.length, 0);
  await change(client, edited("a", { text: "x" }));
  await client.when(() => client.published(cell("a"))?.diagnostics.length === 0);
  assert.equal(client.published(cell("a"))?.version, 2);
  await change(client, { structure: { array: { start: 1, deleteCount: 0, cells: [codeCell("n")] }, didOpen: [document("n", "old(n)")] } });
  await client.when(() => client.published(cell("n"))?.diagnostics.length === 1);
  await change(client, { structure: { array: { start: 1, deleteCount: 1 }, didClose: [{ uri: cell("n") }] } });
  await client.when(() => client.published(cell("n"))?.diagnostics.length === 0);
  await change(client, edited("b", { text: "old(b)" }));
  await client.when(() => client.published(cell("b"))?.diagnostics.length === 1);
  await client.notify("notebookDocument/didClose", { notebookDocument: { uri: notebook }, cellTextDocuments: ["a", "b"].map((id) => ({ uri: cell(id) })) });
  await client.when(() => client.published(cell("b"))?.diagnostics.length === 0);
  await client.stop();
});

test("a client that pulls is asked to pull again where a change says something new of another cell", async () => {
  const client = await connect(createFakeHost(new Map()), { ...fakeProduct(), createEngine: () => createEngine(testHost) });
  await open(client, "import litellm as l", "l.completion(model=m, messages=[])", "x = 1");
  assert.equal((await said(client, "b")).length, 1);
  await change(client, edited("c", { text: "x = 2" }));
  assert.deepEqual(await said(client, "c"), []);
  assert.equal(client.refreshes, 0);
  await change(client, edited("a", { text: "import other as l" }));
  await client.when(() => client.refreshes === 1);
  assert.deepEqual(await said(client, "b"), []);
  await client.stop();
});

test("a fix changes all the cells it must", async () => {
  const client = await connect(createFakeHost(new Map()), { ...fakeProduct(), createEngine: () => createEngine(testHost) });
  await open(client, "%pip list\nfrom litellm import completion", 'r = completion(model="openai/gpt-4o", messages=[])');
  const actions = await client.codeActions(cell("b"), at(0, 6));
  const fix = actions.find(({ title }) => title.startsWith("Rewrite"));
  assert.ok(fix, actions.map(({ title }) => title).join("\n"));
  assert.equal(fix.diagnostics?.[0]?.range.start.line, 0);
  const { edit } = await client.resolve(fix);
  const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[];
  assert.deepEqual(
    changes.map(({ textDocument: { uri, version } }) => ({ uri, version })),
    [
      { uri: cell("a"), version: 1 },
      { uri: cell("b"), version: 1 },
    ],
  );
  assert.ok(changes[0]?.edits.every((each) => "range" in each && each.range.start.line >= 1 && each.range.end.line <= 1));
  const hover = await client.request<Hover | null>("textDocument/hover", { textDocument: { uri: cell("b") }, position: { line: 0, character: 6 } });
  assert.match(JSON.stringify(hover?.contents), /@@ cell 1, line 2 @@/);
  await change(client, edited("a", { text: "from litellm import completion " }));
  await assert.rejects(client.resolve(fix), /the file has changed since the fix was offered/);
  await client.stop();
});

test("to fix all is an action of the notebook, which an editor takes once and not for each cell", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct());
  await open(client, "old(safe)", "old(safe)");
  const range = { start, end: start };
  assert.deepEqual(await client.codeActions(cell("a"), range, ["source.fixAll"]), []);
  const [action] = await client.codeActions(cell("a"), range, ["notebook.source.fixAll"]);
  const { edit }: CodeAction = await client.resolve(action ?? assert.fail());
  assert.equal(edit?.documentChanges?.length, 2);
  await client.stop();
});

const closed = "file:///project/closed.ipynb";
const json = '{"cells": [\n {"cell_type": "code",\n  "source": [\n   "a = \'\\u00e9\\"\\"\'\\n",\n   "old(safe)"\n  ]}]}\n';

test("a notebook that is not open is shown and changed as the file it is", async () => {
  const client = await connect(createFakeHost(new Map([[closed, json]])), fakeProduct(), { folders: ["file:///project"] });
  const { files } = await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.deepEqual(
    files.map(({ uri, diagnostics }) => [uri, diagnostics[0]?.range]),
    [[closed, { start: { line: 4, character: 4 }, end: { line: 4, character: 7 } }]],
  );
  const report = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
  assert.deepEqual(
    report.items.map(({ uri }) => uri),
    [closed],
  );
  const plan = await client.request<PlanResult>("portkeyMigrate/plan", { safety: "safe" });
  assert.deepEqual(plan.files, [{ uri: closed, version: null, applied: 1, edits: [{ range: { start: { line: 4, character: 3 }, end: { line: 4, character: 14 } }, newText: '"new(safe)"' }] }]);
  await client.stop();
});

test("an open notebook is scanned as it is in the editor", async () => {
  const client = await connect(createFakeHost(new Map([[notebook, json]])), fakeProduct(), { folders: ["file:///project"] });
  await open(client, "x", "old(safe); old(unsafe)");
  const { files, totals } = await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.deepEqual(
    files.map(({ uri, diagnostics }) => [uri, diagnostics.length]),
    [[cell("b"), 2]],
  );
  assert.equal(totals.findings, 2);
  const plan = await client.request<PlanResult>("portkeyMigrate/plan", { files: [cell("a")], safety: "safe-and-unsafe" });
  assert.deepEqual(
    plan.files.map(({ uri, version, applied }) => ({ uri, version, applied })),
    [{ uri: cell("b"), version: 1, applied: 2 }],
  );
  await client.notify("notebookDocument/didClose", { notebookDocument: { uri: notebook }, cellTextDocuments: [] });
  const after = await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.deepEqual(
    after.files.map(({ uri }) => uri),
    [notebook],
  );
  await client.stop();
});

test("settings that leave a notebook out leave its cells out", async () => {
  const engine = createFakeEngine();
  const client = await connect(createFakeHost(new Map()), fakeProduct(engine), { folders: ["file:///project"], configuration: () => ({ exclude: ["*.ipynb"] }) });
  await open(client, "old(safe)");
  assert.deepEqual(await said(client, "a"), []);
  assert.deepEqual(engine.analyses, []);
  await client.stop();
});
