// Long analyses with the real engine, over a clock that ticks at every look and an event loop that turns when the test says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Diagnostic, Hover, Range } from "vscode-languageserver/node";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import type { Host } from "../../server/src/host/host.ts";
import { holdsNothing } from "../../server/src/host/prefilter.ts";
import { Slices } from "../../server/src/lsp/slices.ts";
import { createFakeHost } from "../support/fake-host.ts";
import { testHost } from "../support/grammars.ts";
import { type ClientOptions, connect, fullCapabilities, type LspClient } from "../support/lsp-client.ts";

const uri = "untitled:long.py";
const call = 'litellm.completion(model="openai/gpt-4o", messages=[])';
const filler = Array.from({ length: 300 }, (_, index) => `def step_${index}(value):\n    return [value + ${index}, {"key": value}]\n\n`).join("");
/** Findings on line 0, right below the edits of these tests, and at the end. */
const long = `import litellm\n\nfirst = ${call}\n\n${filler}last = ${call}\n`;
const firstLine = 2;
const lastLine = long.split("\n").length - 2;

/** The turns that a server asks for: the test lets them pass one by one, or all. */
class Turnstile {
  #waiting: (() => void)[] = [];
  #isOpen = true;
  passed = 0;

  turn(): Promise<void> {
    this.passed += 1;
    return this.#isOpen ? new Promise((resolve) => setImmediate(resolve)) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#isOpen = false;
  }

  open(): void {
    this.#isOpen = true;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

async function start(options: ClientOptions = {}): Promise<{ client: LspClient; turns: Turnstile; analyzed: string[]; clock: { step: number } }> {
  let ticks = 0;
  const clock = { step: 1 };
  const turns = new Turnstile();
  const host: Host = { ...createFakeHost(new Map()), now: () => (ticks += clock.step), nextTurn: () => turns.turn(), pause: (milliseconds) => (milliseconds > 0 ? turns.turn() : Promise.resolve()) };
  const analyzed: string[] = [];
  const engine = async () => {
    const real = await createEngine({ ...testHost, now: host.now });
    return {
      ...real,
      analyze: async (...[source, ...rest]: Parameters<typeof real.analyze>) => {
        const report = await real.analyze(source, ...rest);
        analyzed.push(source.text);
        return report;
      },
    };
  };
  const client = await connect(host, { version: "0.0.0", rules, pageOf: () => undefined, holdsNothing, createEngine: engine }, options);
  await client.open(uri, long);
  assert.deepEqual(calls(await client.diagnostics(uri)), [firstLine, lastLine]);
  assert.ok(turns.passed > 0, "the text is too short for more than one slice");
  turns.close();
  return { client, turns, analyzed, clock };
}

/** Lines of the calls that are underlined. */
const calls = (diagnostics: readonly Diagnostic[]): number[] => diagnostics.filter(({ code }) => code === "litellm-completion").map(({ range }) => range.start.line);

const at = (line: number, character = 0): Range => ({ start: { line, character }, end: { line, character } });

/** An unclosed bracket at the top: everything below is read anew. */
const openBracket = { range: at(1), text: "values = (1,\n" };

const hoverAt = (client: LspClient, document: string, line: number) =>
  client.request<Hover | null>("textDocument/hover", { textDocument: { uri: document }, position: { line, character: "first = litellm.c".length } });

test("old diagnostics move with the text until the true ones are known", async () => {
  const { client, turns } = await start();
  await client.change(uri, openBracket);
  assert.deepEqual(calls(await client.diagnostics(uri)), [firstLine + 1, lastLine + 1]);
  await client.change(uri, { range: at(firstLine + 1, "first = litellm.c".length), text: "x" });
  assert.deepEqual(calls(await client.diagnostics(uri)), [lastLine + 1], "what stood on an edited line is not known any more");
  assert.equal(client.refreshes, 0);
  turns.open();
  await client.when(() => client.refreshes === 1);
  const truth = await client.diagnostics(uri);
  const fresh = await connect(createFakeHost(new Map()), { version: "0.0.0", rules, pageOf: () => undefined, holdsNothing, createEngine: () => createEngine(testHost) });
  await fresh.open(uri, long.replace("\n", `\n${openBracket.text}`).replace("litellm.completion", "litellm.cxompletion"));
  assert.deepEqual(truth, await fresh.diagnostics(uri));
  await fresh.stop();
  await client.stop();
});

test("a newer edit stops the analysis of the text before it", async () => {
  const { client, turns, analyzed } = await start();
  analyzed.length = 0;
  for (const text of ["a = (1,\n", "b = (1,\n", "c = (1,\n"]) {
    await client.change(uri, { range: at(1), text });
    await client.diagnostics(uri);
  }
  turns.open();
  await client.when(() => client.refreshes === 1);
  assert.deepEqual(analyzed, [long.replace("\n", "\nc = (1,\nb = (1,\na = (1,\n")]);
  await client.change(uri, { range: { start: { line: 1, character: 0 }, end: { line: 4, character: 0 } }, text: "" });
  turns.open();
  const after = await client.pull(uri);
  await client.when(() => analyzed.length === 2);
  assert.ok(after.kind === "full");
  assert.deepEqual(calls(await client.diagnostics(uri)), [firstLine, lastLine]);
  await client.stop();
});

test("other requests are answered in between", async () => {
  const { client, turns } = await start();
  await client.open("untitled:short.py", `import litellm\n\nfirst = ${call}\n`);
  await client.change(uri, openBracket);
  assert.deepEqual(calls(await client.diagnostics(uri)), [firstLine + 1, lastLine + 1]);
  assert.equal(await hoverAt(client, uri, firstLine + 1), null, "a hover does not wait for the text that is being read");
  const automatic = { textDocument: { uri }, range: at(lastLine + 1, 10), context: { diagnostics: [], triggerKind: 2 } };
  assert.deepEqual(await client.request("textDocument/codeAction", automatic), [], "no edit is offered for a text that is gone");
  assert.deepEqual(await client.request("portkeyMigrate/explain", { rule: "no-such-rule" }), null);
  turns.open();
  assert.match(JSON.stringify(await hoverAt(client, "untitled:short.py", firstLine)), /litellm/);
  await client.when(() => client.refreshes === 1);
  await client.stop();
});

test("actions that somebody asks for wait, and speak of the text as it is", async () => {
  const { client, turns } = await start();
  const [offered] = await client.codeActions(uri, at(lastLine, 10), ["quickfix"]);
  assert.ok(offered);
  await client.change(uri, { range: at(1), text: "x = 1\n" });
  const asked = client.codeActions(uri, at(lastLine + 1, 10), ["quickfix"]);
  const refused = client.resolve(offered).catch((error: Error) => error.message);
  turns.open();
  const [action] = await asked;
  assert.ok(action);
  const change = (await client.resolve(action)).edit?.documentChanges?.[0];
  assert.ok(change && "edits" in change);
  assert.equal(change.textDocument.version, 2);
  assert.match(String(await refused), /the file has changed/);
  await client.stop();
});

test("a document that is closed while it is read, and opened again", async () => {
  const { client, turns, analyzed } = await start();
  analyzed.length = 0;
  await client.change(uri, openBracket);
  await client.diagnostics(uri);
  await client.close(uri);
  await client.open(uri, `import litellm\n${call}\n`);
  const pulled = client.diagnostics(uri);
  turns.open();
  assert.deepEqual(calls(await pulled), [1]);
  assert.deepEqual(analyzed, [`import litellm\n${call}\n`]);
  assert.deepEqual(client.logs, []);
  await client.stop();
});

test("settings that change while a text is read hold for its report", async () => {
  let ignore: string[] = [];
  const { client, turns } = await start({ configuration: () => ({ rules: { ignore } }) });
  await client.change(uri, openBracket);
  await client.diagnostics(uri);
  ignore = ["litellm-completion"];
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.when(() => client.refreshes === 1);
  const pulled = client.diagnostics(uri);
  turns.open();
  await pulled;
  await client.when(() => client.refreshes === 2);
  const truth = await client.diagnostics(uri);
  assert.deepEqual(calls(truth), []);
  assert.ok(truth.some(({ code }) => code === "litellm-import"));
  await client.stop();
});

test("a client that cannot be asked to pull again is given the truth at once", async () => {
  const { client, turns } = await start({ capabilities: { ...fullCapabilities, workspace: { ...fullCapabilities.workspace, diagnostics: { refreshSupport: false } } } });
  await client.change(uri, { range: at(1), text: "x = 1\n" });
  let isAnswered = false;
  const pulled = client.diagnostics(uri).then((diagnostics) => {
    isAnswered = true;
    return diagnostics;
  });
  // the server handles what it is sent in order, so the pull has been waiting since before this is answered
  await client.request("portkeyMigrate/rules", {});
  assert.equal(isAnswered, false);
  turns.open();
  assert.deepEqual(calls(await pulled), [firstLine + 1, lastLine + 1]);
  await client.stop();
});

test("a client that cannot pull is told what is left, then the truth", async () => {
  const { diagnostic: _, ...textDocument } = fullCapabilities.textDocument ?? {};
  let ticks = 0;
  const turns = new Turnstile();
  const host: Host = { ...createFakeHost(new Map()), now: () => ticks++, nextTurn: () => turns.turn(), pause: (milliseconds) => (milliseconds > 0 ? turns.turn() : Promise.resolve()) };
  const client = await connect(
    host,
    { version: "0.0.0", rules, pageOf: () => undefined, holdsNothing, createEngine: () => createEngine(testHost) },
    { capabilities: { ...fullCapabilities, textDocument } },
  );
  await client.open(uri, long);
  await client.when(() => client.published(uri)?.version === 1 && calls(client.published(uri)?.diagnostics ?? []).length === 2);
  turns.close();
  const edit = { range: at(firstLine, 0), text: "x = 1; " };
  await client.change(uri, edit);
  await client.when(() => client.published(uri)?.version === 2);
  assert.deepEqual(calls(client.published(uri)?.diagnostics ?? []), [lastLine]);
  turns.open();
  await client.when(() => calls(client.published(uri)?.diagnostics ?? []).length === 2);
  assert.deepEqual(calls(client.published(uri)?.diagnostics ?? []), [firstLine, lastLine]);
  await client.stop();
});

test("an analysis that a newer text overtakes goes on if it began just now", async () => {
  let now = 0;
  const slices = new Slices({ now: () => now, nextTurn: async () => {}, pause: async () => {} });
  now = 20;
  assert.ok(slices.isOver());
  slices.overtake();
  assert.ok(await slices.next(), "what is nearly done is not begun anew at each keystroke");
  now = 60;
  assert.equal(await slices.next(), false);
  const stopped = new Slices({ now: () => now, nextTurn: async () => {}, pause: async () => {} });
  stopped.stop();
  assert.equal(await stopped.next(), false, "other settings make any result useless");
});

test("what is typed into a function is told at once, and told again only where the whole text says otherwise", async () => {
  const { client, turns, analyzed, clock } = await start();
  const asking = "untitled:asking.py";
  turns.open();
  await client.open(asking, `import litellm\n\ndef ask():\n    return ${call}\n\n${filler}`);
  const told = async (): Promise<string[]> => (await client.diagnostics(asking)).map(({ code, range }) => `${String(code)} ${range.start.line}`);
  assert.deepEqual(await told(), ["litellm-import 0", "litellm-completion 3"]);
  turns.close();
  analyzed.length = 0;
  // the parser is done in no time from now on
  clock.step = 0;
  await client.change(asking, { range: at(3, "    return litellm.completion".length), text: "x" });
  const afterwards = ["litellm-import 0", "litellm-reference 3", "litellm-model-string 3"];
  assert.deepEqual(await told(), afterwards, "no call of a model any more");
  assert.deepEqual(analyzed, [], "the whole text was not read yet");
  turns.open();
  await client.when(() => analyzed.length === 1);
  assert.deepEqual(await told(), afterwards);
  await client.stop();
});
