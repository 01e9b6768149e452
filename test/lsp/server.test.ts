// What the server promises at its start and end, whatever the engine finds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeEngine, fakeProduct } from "../support/fake-engine.ts";
import { createFakeHost, type Files } from "../support/fake-host.ts";
import { connect, fullCapabilities, type LspClient } from "../support/lsp-client.ts";

const uri = "file:///project/a.py";
const host = (files: Files = new Map()) => createFakeHost(files);

/** The server is alive when it still finds what is there. */
async function isAlive(client: LspClient): Promise<void> {
  await client.open("file:///project/alive.py", "old(safe)\n");
  assert.equal((await client.diagnostics("file:///project/alive.py")).length, 1);
}

test("initialize names what the server does", async () => {
  const client = await connect(host(), fakeProduct());
  assert.deepEqual(client.initialized, {
    capabilities: {
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: 2 },
      notebookDocumentSync: { notebookSelector: [{ notebook: "jupyter-notebook", cells: [{ language: "python" }] }] },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: ["quickfix.portkeyMigrate", "source.fixAll.portkeyMigrate", "notebook.source.fixAll.portkeyMigrate"], resolveProvider: true },
      diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
    serverInfo: { name: "Portkey Migrate", version: "0.0.0" },
  });
  assert.deepEqual(client.registrations, ["workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"]);
  await client.stop();
});

test("a client that can do nothing gets what it can take", async () => {
  const client = await connect(host(), fakeProduct(), { capabilities: {} });
  assert.deepEqual(client.initialized.capabilities, {
    positionEncoding: "utf-16",
    textDocumentSync: { openClose: true, change: 2 },
    notebookDocumentSync: { notebookSelector: [{ notebook: "jupyter-notebook", cells: [{ language: "python" }] }] },
    hoverProvider: true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  });
  await client.open(uri, "old(safe)\n");
  await client.when(() => client.published(uri)?.diagnostics.length === 1);
  const hover = await client.request<{ contents: { kind: string } }>("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 1 } });
  assert.equal(hover.contents.kind, "plaintext");
  await client.stop();
});

test("the first position encoding that both sides know is taken", async () => {
  const encodingFor = async (positionEncodings: string[]) => {
    const client = await connect(host(), fakeProduct(), { capabilities: { ...fullCapabilities, general: { positionEncodings } } });
    await client.stop();
    return client.initialized.capabilities.positionEncoding;
  };
  assert.equal(await encodingFor(["utf-32", "utf-8", "utf-16"]), "utf-8");
  assert.equal(await encodingFor(["utf-16", "utf-8"]), "utf-16");
  assert.equal(await encodingFor(["utf-32"]), "utf-16");
});

test("a client may do without workspace diagnostics", async () => {
  const client = await connect(host(), fakeProduct(), { initializationOptions: { workspaceDiagnostics: false } });
  assert.deepEqual(client.initialized.capabilities.diagnosticProvider, { interFileDependencies: false, workspaceDiagnostics: false });
  await client.stop();
});

test("malformed parameters are answered neutrally and logged", async () => {
  const client = await connect(host(), fakeProduct());
  await client.open(uri, "old(safe)\n");
  const answers = await Promise.all([
    client.request("textDocument/hover", {}),
    client.request("textDocument/hover", { textDocument: { uri }, position: { line: "zero", character: null } }),
    client.request("textDocument/codeAction", { textDocument: { uri } }),
    client.request("textDocument/codeAction", { textDocument: { uri }, range: { start: {}, end: {} }, context: {} }),
    client.request("textDocument/diagnostic", { textDocument: 7 }),
    client.request("portkeyMigrate/scan", { folders: 3 }),
    client.request("portkeyMigrate/plan", {}),
    client.request("portkeyMigrate/explain", {}),
  ]);
  assert.deepEqual(answers.slice(0, 5), [null, null, [], [], { kind: "full", items: [] }]);
  await client.notify("textDocument/didOpen", { textDocument: { uri: "file:///project/b.py", languageId: "python", version: 1 } });
  await client.notify("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ range: { start: { line: 0 } }, text: "x" }] });
  await client.notify("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ nothing: true }] });
  await client.notify("textDocument/didClose", {});
  await client.notify("workspace/didChangeWatchedFiles", { changes: [{}] });
  await isAlive(client);
  assert.equal((await client.diagnostics(uri)).length, 1, "the document is as it was");
  for (const name of ["textDocument/hover", "textDocument/codeAction", "didOpen", "didChange", "didClose", "didChangeWatchedFiles"])
    assert.ok(
      client.logs.some((log) => log.startsWith(`${name} failed: `)),
      name,
    );
  await client.stop();
});

test("an engine that fails costs the answer only", async () => {
  const client = await connect(host(), fakeProduct());
  await client.open(uri, "REJECT old(safe)\n");
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.ok(client.logs.some((log) => log.includes("a defect of the engine")));
  await client.change(uri, { text: "old(safe)\n" });
  assert.equal((await client.diagnostics(uri)).length, 1);
  await client.stop();
});

test("an engine that cannot start is told of once, and the server still answers", async () => {
  const product = { ...fakeProduct(), createEngine: async () => Promise.reject(new Error("no grammar")) };
  const client = await connect(host(), product);
  await client.open(uri, "old(safe)\n");
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.ok(client.logs.some((log) => log.includes("The engine could not start: Error: no grammar")));
  await client.stop();
});

test("a rule that throws is named in the log, once for a text", async () => {
  const client = await connect(host(), fakeProduct());
  await client.open(uri, "THROW old(safe)\n");
  assert.equal((await client.diagnostics(uri)).length, 1);
  await client.change(uri, { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: " " });
  await client.diagnostics(uri);
  assert.deepEqual(client.logs, [`${uri}: the rule fake-rule failed: a defect`]);
  await client.stop();
});

test("a canceled request is answered as canceled", async () => {
  const files: Files = new Map(Array.from({ length: 50 }, (_, index) => [`file:///project/${index}.py`, "old(safe)\n"]));
  const engine = createFakeEngine();
  let onFirst = () => {};
  const product = fakeProduct({
    ...engine,
    async analyze(source, context, options) {
      onFirst();
      await new Promise(setImmediate);
      return engine.analyze(source, context, options);
    },
  });
  const client = await connect(host(files), product, { folders: ["file:///project"] });
  const scan = client.cancelable("portkeyMigrate/scan", {});
  onFirst = () => scan.cancel();
  await assert.rejects(scan.result, { code: -32800 });
  assert.ok(engine.analyses.length < 50, "the rest is not analyzed");
  await isAlive(client);
  await client.stop();
});

test("the rules and their pages can be asked for", async () => {
  const client = await connect(host(), fakeProduct());
  assert.deepEqual(await client.request("portkeyMigrate/rules", {}), [{ id: "fake-rule", title: "old call" }]);
  const page = await client.request<{ title: string; markdown: string; href: string }>("portkeyMigrate/explain", { rule: "fake-rule" });
  assert.equal(page.title, "old call");
  assert.match(page.markdown, /^# old call\n\n`fake-rule` · warning · Python\n\nOld calls are \*old\*\.\n/);
  assert.equal(await client.request("portkeyMigrate/explain", { rule: "no-such-rule" }), null);
  await client.stop();
});
