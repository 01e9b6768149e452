// The adapter in the editor: a fix makes the module beside the change that needs it.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeAction, Range, TextDocumentEdit } from "vscode-languageserver/node";
import { adapterState } from "../../server/src/engine/adapter/adapter-state.ts";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { holdsNothing } from "../../server/src/host/prefilter.ts";
import type { PlanResult } from "../../server/src/lsp/protocol.ts";
import type { Product } from "../../server/src/lsp/server.ts";
import { createFakeHost, type Files } from "../support/fake-host.ts";
import { testHost } from "../support/grammars.ts";
import { connect, fullCapabilities, type LspClient } from "../support/lsp-client.ts";

const folder = "file:///project";
const uri = `${folder}/app/llm.py`;
const adapter = `${folder}/app/portkey_adapter.py`;
const product: Product = { version: "0.0.0", rules, pageOf: () => undefined, holdsNothing, createEngine: () => createEngine(testHost) };
const llm = "import litellm\n\n\ndef ask(model, **options):\n    return litellm.completion(model, **options)\n";
const call: Range = { start: { line: 4, character: 12 }, end: { line: 4, character: 12 } };
const project = (): Files =>
  new Map([
    [`${folder}/app/__init__.py`, ""],
    [uri, llm],
    [`${folder}/app/errors.py`, "from litellm import RateLimitError\n\nlate = (RateLimitError,)\n"],
  ]);

const adapterAction = async (client: LspClient): Promise<CodeAction | undefined> => (await client.codeActions(uri, call)).find(({ title }) => title.includes("adapter"));

/** What an edit replaces in the documents it changes, and the files it makes. */
function changesOf({ edit }: CodeAction): { readonly made: readonly string[]; readonly texts: ReadonlyMap<string, string> } {
  const changes = edit?.documentChanges ?? [];
  const edits = changes.filter((change): change is TextDocumentEdit => "textDocument" in change);
  return {
    made: changes.flatMap((change) => ("kind" in change && change.kind === "create" ? [change.uri] : [])),
    texts: new Map(edits.map(({ textDocument, edits: own }) => [textDocument.uri, own.map((each) => ("newText" in each ? each.newText : "")).join("|")])),
  };
}

async function opened(files: Files, capabilities = fullCapabilities): Promise<LspClient> {
  const client = await connect(createFakeHost(files), product, { folders: [folder], capabilities });
  await client.open(uri, llm);
  // the scan waits until it is known what the files give to each other
  await client.request("portkeyMigrate/scan", {});
  return client;
}

test("the fix stands behind that of the default strategy, and makes the module with what the workspace uses", async () => {
  const client = await opened(project());
  const action = await adapterAction(client);
  assert.equal(action?.title, "Use the project's adapter (`app.portkey_adapter`) (review)");
  const { made, texts } = changesOf(await client.resolve(action));
  assert.deepEqual(made, [adapter]);
  assert.equal(texts.get(uri), "from app import portkey_adapter|portkey_adapter.completion");
  const text = texts.get(adapter) ?? "";
  assert.equal(adapterState(text), "ours");
  assert.match(text, /^class RateLimitError\(/m, "another file uses it");
  await client.stop();
});

test("a module that is there and has all that is needed is left as it is", async () => {
  const files = project();
  const first = await opened(files);
  const action = await adapterAction(first);
  assert.ok(action);
  const text = changesOf(await first.resolve(action)).texts.get(adapter) ?? "";
  await first.stop();
  const second = await opened(files.set(adapter, text));
  const again = await adapterAction(second);
  assert.ok(again);
  const { made, texts } = changesOf(await second.resolve(again));
  assert.deepEqual([made, [...texts.keys()]], [[], [uri]]);
  await second.stop();
});

test("a file of another origin in its place is not overwritten, and the fix says so", async () => {
  const client = await opened(project().set(adapter, "completion = None\n"));
  const action = await adapterAction(client);
  assert.ok(action);
  await assert.rejects(client.resolve(action), { message: "Portkey Migrate: portkey_adapter.py: a file that this tool did not write is in the adapter's place" });
  const { files, left } = await client.request<PlanResult>("portkeyMigrate/plan", { safety: "safe-and-unsafe", strategy: "adapter" });
  assert.deepEqual([files, new Set(left.map(({ reason }) => reason))], [[], new Set(["portkey_adapter.py: a file that this tool did not write is in the adapter's place"])]);
  await client.stop();
});

test("a plan of the strategy begins with the module", async () => {
  const client = await opened(project());
  const { files } = await client.request<PlanResult>("portkeyMigrate/plan", { safety: "safe-and-unsafe", strategy: "adapter" });
  assert.deepEqual(
    files.map(({ uri: changed, isNew, applied }) => [changed, isNew ?? false, applied]),
    [
      [adapter, true, 0],
      [`${folder}/app/errors.py`, false, 2],
      [uri, false, 2],
    ],
  );
  await client.stop();
});

test("without a strategy a plan leaves the adapter to who chooses it", async () => {
  const client = await opened(project());
  const { files } = await client.request<PlanResult>("portkeyMigrate/plan", { safety: "safe-and-unsafe" });
  assert.deepEqual(
    files.filter((file) => file.uri === uri || file.uri === adapter),
    [],
  );
  await client.stop();
});

test("an editor whose edits cannot make a file is told why the fix cannot be taken", async () => {
  const { workspace, ...others } = fullCapabilities;
  const client = await opened(project(), { ...others, workspace: { ...workspace, workspaceEdit: { documentChanges: true } } });
  const action = await adapterAction(client);
  assert.equal(action?.disabled?.reason, "This editor takes no edits that make a file, which the adapter needs: use `portkey-migrate fix --strategy adapter`");
  assert.equal(action?.data, undefined);
  await client.stop();
});
