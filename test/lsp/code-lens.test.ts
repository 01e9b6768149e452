// Lenses, actions and requests about the requests that documents make.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CodeAction, type CodeLens, LSPErrorCodes, type Position } from "vscode-languageserver/node";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { Engine } from "../../server/src/engine/engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { holdsNothing } from "../../server/src/host/prefilter.ts";
import { copyRequestCommand, type ModelsResult, type RequestAtResult, type RequestsResult, testRequestCommand } from "../../server/src/lsp/protocol.ts";
import type { Product } from "../../server/src/lsp/server.ts";
import { plainContext } from "../support/context.ts";
import { createFakeHost } from "../support/fake-host.ts";
import { testHost } from "../support/grammars.ts";
import { type ClientOptions, connect, fullCapabilities, type LspClient } from "../support/lsp-client.ts";

const engine = createEngine(testHost);
const product = (of: Promise<Engine> = engine): Product => ({ version: "0.0.0", rules, pageOf: () => undefined, holdsNothing, createEngine: () => of });
const uri = "file:///project/a.py";
const folder = "file:///project";
const capabilities = { ...fullCapabilities, textDocument: { ...fullCapabilities.textDocument, codeLens: {} }, workspace: { ...fullCapabilities.workspace, codeLens: { refreshSupport: true } } };
const commands = [testRequestCommand, copyRequestCommand];
const full: ClientOptions = { capabilities, folders: [folder], initializationOptions: { commands }, configuration: () => ({ providerSlugs: { openai: "openai-prod" } }) };

const text = `import litellm
from openai import OpenAI
def f(name):
    answer = litellm.completion(
        model="openai/gpt-4o",
        messages=[{"role": "user", "content": OpenAI().chat.completions.create(model="gpt-4o-mini", messages=[])}],
    )
    litellm.completion(model="anthropic/claude", messages=[]); litellm.completion(model=name, messages=[])
    litellm.transcription(model="whisper-1", file=name)
`;

const lenses = (client: LspClient, of = uri): Promise<CodeLens[] | null> => client.request("textDocument/codeLens", { textDocument: { uri: of } });
const shown = (all: readonly CodeLens[] | null): string[] => (all ?? []).map(({ range, command }) => `${range.start.line}:${range.start.character} ${command?.title}`);

const startOf = (line: number, character: number): Position => ({ line, character });

test("a lens stands above each request that a test can send, with the model's name in Portkey", async () => {
  const client = await connect(createFakeHost(new Map()), product(), full);
  assert.deepEqual(client.initialized.capabilities.codeLensProvider, {});
  await client.open(uri, text);
  const all = await lenses(client);
  assert.deepEqual(shown(all), [
    "3:13 ▶ Test via Portkey · @openai-prod/gpt-4o",
    "5:46 ▶ Test via Portkey · @openai-prod/gpt-4o-mini",
    "7:4 ▶ Test via Portkey · @anthropic-main/claude (suggested)",
    "7:63 ▶ Test via Portkey…",
  ]);
  assert.deepEqual(all?.[0]?.command?.arguments, [uri, startOf(3, 13)]);
  assert.equal(all?.[0]?.command?.command, testRequestCommand);
  await client.change(uri, { range: { start: startOf(0, 0), end: startOf(0, 0) }, text: "# a new line\n" });
  assert.equal(shown(await lenses(client))[0], "4:13 ▶ Test via Portkey · @openai-prod/gpt-4o");
  await client.stop();
});

test("files that no rule is interested in have lenses too, and others cost no analysis", async () => {
  const client = await connect(createFakeHost(new Map()), product(), full);
  await client.open(uri, 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n');
  assert.deepEqual(shown(await lenses(client)), ["1:0 ▶ Test via Portkey · @openai-prod/gpt-4o"]);
  await client.change(uri, { text: "print(1)\n" });
  assert.deepEqual(await lenses(client), []);
  assert.deepEqual(await lenses(client, "file:///project/not-open.py"), []);
  await client.open("file:///project/a.ts", 'import OpenAI from "openai";\nawait new OpenAI().responses.create({ model: "gpt-5", input: "x" });\n', "typescript");
  assert.deepEqual(shown(await lenses(client, "file:///project/a.ts")), ["1:6 ▶ Test via Portkey · @openai-prod/gpt-5"]);
  await client.stop();
});

test("no lens without the client's command, without its support, or where the setting switches it off", async () => {
  const start = async (options: ClientOptions): Promise<LspClient> => {
    const client = await connect(createFakeHost(new Map()), product(), options);
    await client.open(uri, text);
    return client;
  };
  const { initializationOptions: _, ...withoutCommands } = full;
  for (const options of [withoutCommands, { ...full, capabilities: fullCapabilities }]) {
    const client = await start(options);
    assert.equal(client.initialized.capabilities.codeLensProvider, undefined);
    await assert.rejects(lenses(client), { message: /Unhandled method/ });
    await client.stop();
  }
  const off = await start({ ...full, configuration: () => ({ codeLens: { test: false } }) });
  assert.deepEqual(await lenses(off), []);
  await off.stop();
});

test("lenses are asked for anew when the settings change", async () => {
  const client = await connect(createFakeHost(new Map()), product(), full);
  await client.open(uri, text);
  await lenses(client);
  const before = client.lensRefreshes;
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.when(() => client.lensRefreshes > before);
  await client.stop();
});

test("in a notebook a lens stands in its cell", async () => {
  const cell = (id: string): string => `vscode-notebook-cell:/project/book.ipynb#${id}`;
  const client = await connect(createFakeHost(new Map()), product(), full);
  const texts = ["import litellm", 'MODEL = "openai/gpt-4o"\nlitellm.completion(model=MODEL, messages=[])'];
  await client.notify("notebookDocument/didOpen", {
    notebookDocument: { uri: "file:///project/book.ipynb", notebookType: "jupyter-notebook", version: 1, cells: ["a", "b"].map((id) => ({ kind: 2, document: cell(id) })) },
    cellTextDocuments: ["a", "b"].map((id, index) => ({ uri: cell(id), languageId: "python", version: 1, text: texts[index] ?? "" })),
  });
  assert.deepEqual(shown(await lenses(client, cell("a"))), []);
  const own = await lenses(client, cell("b"));
  assert.deepEqual(shown(own), ["1:0 ▶ Test via Portkey · @openai-prod/gpt-4o"]);
  assert.deepEqual(own?.[0]?.command?.arguments, [cell("b"), startOf(1, 0)]);
  const found = await client.request<RequestAtResult>("portkeyMigrate/requestAt", { textDocument: { uri: cell("b") }, position: startOf(1, 3) });
  assert.equal(found?.uri, cell("b"));
  await client.stop();
});

test("the request at a place: the innermost around it, else the first on its line", async () => {
  const client = await connect(createFakeHost(new Map()), product(), full);
  await client.open(uri, text);
  const at = async (line: number, character: number): Promise<string | null | undefined> =>
    (await client.request<RequestAtResult>("portkeyMigrate/requestAt", { textDocument: { uri }, position: startOf(line, character) }))?.model.written;
  assert.equal(await at(4, 10), "openai/gpt-4o");
  assert.equal(await at(5, 60), "gpt-4o-mini");
  assert.equal(await at(3, 5), "openai/gpt-4o", "before the call on its line");
  assert.equal(await at(7, 70), null, "a model of which nothing is known");
  assert.equal(await at(2, 3), undefined);
  assert.equal(await at(99, 0), undefined);
  const found = await client.request<RequestAtResult>("portkeyMigrate/requestAt", { textDocument: { uri }, position: startOf(3, 20) });
  assert.deepEqual(found?.range, { start: startOf(3, 13), end: startOf(6, 5) });
  assert.equal("span" in (found ?? {}), false);
  await client.stop();
});

test("all requests of a document, and what cannot be read", async () => {
  const client = await connect(createFakeHost(new Map()), product(), full);
  await client.open(uri, `${text}ask = litellm.acompletion\n`);
  const { requests, unread } = await client.request<RequestsResult>("portkeyMigrate/requests", { textDocument: { uri } });
  assert.deepEqual(
    requests.map(({ kind, callee, range }) => `${range.start.line} ${kind} ${callee}`),
    ["3 chat litellm.completion", "5 chat OpenAI().chat.completions.create", "7 chat litellm.completion", "7 chat litellm.completion", "8 transcription litellm.transcription"],
  );
  assert.deepEqual(
    unread.map(({ callee, range }) => `${range.start.line} ${callee}`),
    ["9 litellm.acompletion"],
  );
  await client.stop();
});

test("two actions for the request at a place, for a client with the commands", async () => {
  const titles = async (options: ClientOptions, line: number, only?: readonly string[]): Promise<string[]> => {
    const client = await connect(createFakeHost(new Map()), product(), options);
    await client.open(uri, text);
    const actions: CodeAction[] = await client.codeActions(uri, { start: startOf(line, 5), end: startOf(line, 5) }, only);
    await client.stop();
    return actions.filter(({ title }) => title.endsWith("Portkey")).map(({ title, command }) => `${title}: ${command?.command} ${JSON.stringify(command?.arguments)}`);
  };
  const place = JSON.stringify([uri, startOf(3, 13)]);
  assert.deepEqual(await titles(full, 3), [`Test this request via Portkey: ${testRequestCommand} ${place}`, `Copy as cURL for Portkey: ${copyRequestCommand} ${place}`]);
  assert.deepEqual(await titles({ ...full, initializationOptions: { commands: [copyRequestCommand] } }, 3), [`Copy as cURL for Portkey: ${copyRequestCommand} ${place}`]);
  assert.deepEqual(await titles({ ...full, initializationOptions: {} }, 3), []);
  assert.deepEqual(await titles(full, 3, ["source.fixAll"]), []);
  assert.deepEqual(await titles(full, 2), []);
  assert.deepEqual(await titles(full, 8), [], "a test has no sound to send");
});

test("every model of the workspace, with its name in Portkey and its places", async () => {
  const files = new Map([
    ["file:///project/a.py", 'import litellm\nMODEL = "openai/gpt-4o"\nlitellm.completion(model=MODEL, messages=[])\nlitellm.completion(model="groq/llama", messages=[])\n'],
    ["file:///project/b.py", 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n'],
    ["file:///project/c.py", 'import litellm\nlitellm.completion(model="groq/llama", messages=[], fallbacks=["nobody/knows", "azure/chat"])\n'],
    ["file:///project/d.py", "print(1)\n"],
  ]);
  const client = await connect(createFakeHost(files), product(), full);
  const { models, skipped } = await client.request<ModelsResult>("portkeyMigrate/models", {});
  assert.deepEqual(
    models.map(({ written, portkeyName, slug, provider, places }) => [written, portkeyName, slug, provider, places.map((place) => `${place.uri.slice(-4)}:${place.range.start.line}`)]),
    [
      ["openai/gpt-4o", "@openai-prod/gpt-4o", "mapped", "openai", ["a.py:1"]],
      ["groq/llama", "@groq-prod/llama", "suggested", "groq", ["a.py:3", "c.py:1"]],
      ["gpt-4o", "@openai-prod/gpt-4o", "mapped", "openai", ["b.py:1"]],
      ["azure/chat", "@azure-us-east/chat", "suggested", "azure", ["c.py:1"]],
    ],
  );
  assert.deepEqual(skipped, []);
  await client.stop();
});

test("lenses that nobody waits for any more are not made, and do not take those of others along", async () => {
  // a clock that runs: each question for the time is a slice of its own
  let time = 0;
  const host = { ...createFakeHost(new Map()), now: () => (time += 100) };
  const client = await connect(host, product(), full);
  await client.open(uri, text);
  const params = { textDocument: { uri } };
  const given = client.cancelable<CodeLens[]>("textDocument/codeLens", params);
  const other = client.request<CodeLens[]>("textDocument/codeLens", params);
  given.cancel();
  await assert.rejects(given.result, { code: LSPErrorCodes.RequestCancelled });
  assert.equal((await other).length, 4);
  await client.stop();
});

test("requests are read once for each analysis, and no more often than the text is analyzed", async () => {
  const real = await engine;
  let read = 0;
  const counting: Engine = {
    ...real,
    requests: (...given) => {
      read++;
      return real.requests(...given);
    },
  };
  const client = await connect(createFakeHost(new Map()), product(Promise.resolve(counting)), full);
  await client.open(uri, text);
  await client.diagnostics(uri);
  assert.equal(read, 0, "diagnostics read no requests");
  const [first, second] = await Promise.all([lenses(client), lenses(client)]);
  assert.deepEqual(first, second);
  assert.equal(read, 2, "each lens request asks, and the engine answers from what it has read");
  const report = await real.analyze({ uri, grammar: "python", text }, plainContext);
  assert.equal(await real.requests(report, plainContext), await real.requests(report, plainContext));
  await client.stop();
});
