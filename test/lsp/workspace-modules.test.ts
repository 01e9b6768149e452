// With the real engine: what open texts show of other files, and how it follows their changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Diagnostic, FileChangeType } from "vscode-languageserver/node";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { holdsNothing } from "../../server/src/host/prefilter.ts";
import type { ScanResult } from "../../server/src/lsp/protocol.ts";
import type { Product } from "../../server/src/lsp/server.ts";
import { createFakeHost, type Files } from "../support/fake-host.ts";
import { testHost } from "../support/grammars.ts";
import { connect, fullCapabilities, type LspClient } from "../support/lsp-client.ts";

const folder = "file:///project";
const app = `${folder}/app.py`;
const llm = `${folder}/llm.py`;
const product: Product = { version: "0.0.0", rules, pageOf: () => undefined, holdsNothing, createEngine: () => createEngine(testHost) };

const project = (): Files =>
  new Map([
    [app, "from llm import ask\n\nask(model='m', messages=[])\n"],
    [llm, "from litellm import completion as ask\n"],
  ]);

/** Each diagnostic with the places in other files that it is linked with. */
const linesOf = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, range, relatedInformation = [] }) =>
    [
      `${code} ${range.start.line}`,
      ...relatedInformation.map(({ location }) => `${location.uri.slice(folder.length + 1)} ${location.range.start.line}:${location.range.start.character}-${location.range.end.character}`),
    ].join(" < "),
  );

const found = ["litellm-completion 2 < llm.py 0:34-37"];

async function refreshed(client: LspClient, act: () => Promise<void>): Promise<void> {
  const before = client.refreshes;
  await act();
  await client.when(() => client.refreshes > before);
}

/** A client that has `app.py` open and shows what `llm.py` gives to it. */
async function openApp(files: Files, folders: readonly string[] = [folder]): Promise<LspClient> {
  const client = await connect(createFakeHost(files), product, { folders });
  await refreshed(client, () => client.open(app, String(files.get(app))));
  assert.deepEqual(linesOf(await client.diagnostics(app)), found);
  return client;
}

test("an open text shows what another file gives to it, once that is known", async () => {
  const client = await openApp(project());
  await client.stop();
});

test("an edit of the other file, open too, is followed", async () => {
  const client = await openApp(project());
  await client.open(llm, "from litellm import completion as ask\n");
  await refreshed(client, () => client.change(llm, { text: "from elsewhere import completion as ask\n" }).then(() => void client.diagnostics(llm)));
  assert.deepEqual(linesOf(await client.diagnostics(app)), []);
  await refreshed(client, () => client.change(llm, { text: "from litellm import acompletion as ask\n" }).then(() => void client.diagnostics(llm)));
  assert.deepEqual(linesOf(await client.diagnostics(app)), ["litellm-completion 2 < llm.py 0:35-38"]);
  await client.stop();
});

test("files that are written, deleted and renamed on disk are followed", async () => {
  const files = project();
  const client = await openApp(files);
  const tell = (uri: string, type: FileChangeType) => client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri, type }] });
  files.delete(llm);
  await refreshed(client, () => tell(llm, FileChangeType.Deleted));
  assert.deepEqual(linesOf(await client.diagnostics(app)), []);
  files.set(llm, "# moved\nfrom litellm import completion as ask\n");
  await refreshed(client, () => tell(llm, FileChangeType.Created));
  assert.deepEqual(linesOf(await client.diagnostics(app)), ["litellm-completion 2 < llm.py 1:34-37"]);
  files.set(llm, "def ask(**options):\n    return None\n");
  await refreshed(client, () => tell(llm, FileChangeType.Changed));
  assert.deepEqual(linesOf(await client.diagnostics(app)), []);
  await client.stop();
});

test("several folders: a module may be in another one", async () => {
  const files: Files = new Map([
    [app, "from tool.llm import ask\n\nask(model='m', messages=[])\n"],
    ["file:///library/src/tool/__init__.py", ""],
    ["file:///library/src/tool/llm.py", "from litellm import completion as ask\n"],
  ]);
  const client = await connect(createFakeHost(files), product, { folders: [folder, "file:///library"] });
  await refreshed(client, () => client.open(app, String(files.get(app))));
  const [diagnostic] = await client.diagnostics(app);
  assert.equal(diagnostic?.relatedInformation?.[0]?.location.uri, "file:///library/src/tool/llm.py");
  await client.stop();
});

test("a client that cannot pull is told anew", async () => {
  const { diagnostic: _, ...textDocument } = fullCapabilities.textDocument ?? {};
  const files = project();
  const client = await connect(createFakeHost(files), product, { folders: [folder], capabilities: { ...fullCapabilities, textDocument } });
  await client.open(app, String(files.get(app)));
  await client.when(() => client.published(app)?.diagnostics.length === 1);
  assert.deepEqual(linesOf(client.published(app)?.diagnostics ?? []), found);
  await client.stop();
});

test("a scan knows what files give to each other from the start", async () => {
  const client = await connect(createFakeHost(project()), product, { folders: [folder] });
  const { files } = await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.deepEqual(
    files.map(({ uri, diagnostics }) => [uri.slice(folder.length + 1), linesOf(diagnostics)]),
    [
      ["app.py", found],
      ["llm.py", ["litellm-import 0"]],
    ],
  );
  await client.stop();
});

test("what a file gives to others is not forgotten where its own findings are switched off", async () => {
  const files: Files = new Map([
    [app, "from llm import Client\n\nClient().router.completion(model='m', messages=[])\n"],
    [llm, "import litellm\n\nclass Client:\n    def __init__(self):\n        self.router = litellm.Router()\n"],
  ]);
  const ignore = ["litellm-import", "litellm-router"];
  const client = await connect(createFakeHost(files, new Map([[llm, "1"]])), product, { folders: [folder], configuration: () => ({ rules: { ignore } }) });
  const shown = async () => (await client.request<ScanResult>("portkeyMigrate/scan", {})).files.map(({ uri, diagnostics }) => [uri.slice(folder.length + 1), linesOf(diagnostics)]);
  const expected = [["app.py", ["litellm-completion 2 < llm.py 2:6-12"]]];
  assert.deepEqual(await shown(), expected);
  await client.open(llm, String(files.get(llm)));
  await client.close(llm);
  assert.deepEqual(await shown(), expected);
  await client.stop();
});

test("names of models that other tools spell alike go once it is known that nothing uses LiteLLM, and come with the first import", async () => {
  const text = "MODEL = 'openai/gpt-4o'\n";
  const files: Files = new Map([
    [app, text],
    [llm, "import os\n"],
  ]);
  const client = await connect(createFakeHost(files), product, { folders: [folder] });
  const shown = async () => linesOf(await client.diagnostics(app));
  await refreshed(client, () => client.open(app, text));
  assert.deepEqual(await shown(), []);
  await client.open(llm, "import os\n");
  await refreshed(client, () => client.change(llm, { text: "import litellm\n" }).then(() => void client.diagnostics(llm)));
  assert.deepEqual(await shown(), ["litellm-model-string 0"]);
  await refreshed(client, () => client.change(llm, { text: "import os\n" }).then(() => void client.diagnostics(llm)));
  assert.deepEqual(await shown(), []);
  await client.close(llm);
  files.set(llm, "from litellm import completion\n");
  await refreshed(client, () => client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: llm, type: FileChangeType.Changed }] }));
  assert.deepEqual(await shown(), ["litellm-model-string 0"]);
  const { totals } = await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.equal(totals.findings, 2);
  await client.stop();
});

test("a file outside all folders shows every name of a model", async () => {
  const outside = "file:///elsewhere/config.py";
  const client = await connect(createFakeHost(new Map([[llm, "import os\n"]])), product, { folders: [folder] });
  await client.open(outside, "MODEL = 'openai/gpt-4o'\n");
  await client.request<ScanResult>("portkeyMigrate/scan", {});
  assert.deepEqual(linesOf(await client.diagnostics(outside)).length, 1);
  await client.stop();
});
