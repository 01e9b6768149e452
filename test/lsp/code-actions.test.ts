import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeAction, Range } from "vscode-languageserver/node";
import { exampleLines } from "../../server/src/lsp/hovers.ts";
import { fakeProduct } from "../support/fake-engine.ts";
import { createFakeHost } from "../support/fake-host.ts";
import { type ClientOptions, connect, fullCapabilities, type LspClient } from "../support/lsp-client.ts";

const uri = "file:///project/a.py";
const at = (line: number, character: number): Range => ({ start: { line, character }, end: { line, character } });
const everything: Range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

async function opened(text: string, options: ClientOptions = {}): Promise<LspClient> {
  const client = await connect(createFakeHost(new Map()), fakeProduct(), options);
  await client.open(uri, text);
  return client;
}

const titles = (actions: readonly CodeAction[]) => actions.map(({ title, isPreferred }) => (isPreferred ? `* ${title}` : title));

test("each strategy is offered, one safe fix is preferred, unsafe ones say so", async () => {
  const client = await opened("old(both)\n");
  const actions = await client.codeActions(uri, at(0, 4), ["quickfix"]);
  assert.deepEqual(titles(actions), ["* Rewrite to new", "Use the other one (review)"]);
  assert.equal(actions[0]?.kind, "quickfix.portkeyMigrate");
  assert.deepEqual(
    actions[0]?.diagnostics?.map(({ code }) => code),
    ["fake-rule"],
  );
  assert.equal(actions[0]?.edit, undefined, "the edit comes on resolve");
  await client.stop();
});

test("a finding's fixes are offered on all of it, not only where it is underlined", async () => {
  const client = await opened("x; old(safe); y\n");
  const offered = async (character: number) => (await client.codeActions(uri, at(0, character), ["quickfix"])).length;
  assert.deepEqual(await Promise.all([2, 3, 8, 12, 13].map(offered)), [0, 1, 1, 1, 0]);
  await client.stop();
});

test("resolving gives a versioned edit", async () => {
  const client = await opened("😀 = old(safe)\n");
  const [action] = await client.codeActions(uri, at(0, 6));
  assert.ok(action);
  const { edit } = await client.resolve(action);
  assert.deepEqual(edit, { documentChanges: [{ textDocument: { uri, version: 1 }, edits: [{ range: { start: { line: 0, character: 5 }, end: { line: 0, character: 14 } }, newText: "new(safe)" }] }] });
  await client.stop();
});

test("a stale edit is refused, and a made-up one too", async () => {
  const client = await opened("old(safe)\n");
  const [action] = await client.codeActions(uri, at(0, 0));
  assert.ok(action);
  await client.change(uri, { text: "\nold(safe)\n" });
  await assert.rejects(client.resolve(action), { message: "Portkey Migrate: the file has changed since the fix was offered: ask for it again" });
  await assert.rejects(client.resolve({ ...action, data: { uri, version: 2, fixes: [{ finding: "gone:0:1", strategy: "portkey-sdk" }] } }), { message: /nothing to change any more/ });
  await assert.rejects(client.resolve({ ...action, data: { uri, version: 2, fixes: [{ finding: 3 }] } }), { message: /not one of this server's/ });
  await client.close(uri);
  await assert.rejects(client.resolve(action), { message: /the file has changed/ });
  await client.stop();
});

test("a client that cannot resolve gets the edits at once, in the form it knows", async () => {
  const client = await opened("old(safe)\n", { capabilities: { textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } } });
  const [action] = await client.codeActions(uri, at(0, 0));
  assert.deepEqual(action?.edit, { changes: { [uri]: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } }, newText: "new(safe)" }] } });
  assert.equal(action?.data, undefined);
  await client.stop();
});

test("all of a rule in the file, from two on", async () => {
  const client = await opened("old(safe)\nold(unsafe)\n\nold(safe)\nold(manual)\n");
  const actions = await client.codeActions(uri, at(0, 0), ["quickfix"]);
  assert.deepEqual(titles(actions), ["* Rewrite to new", "Fix all safe old call problems in this file", "Fix all old call problems in this file (review)"]);
  const changed = async (action: CodeAction | undefined) => {
    assert.ok(action);
    const change = (await client.resolve(action)).edit?.documentChanges?.[0];
    return change && "edits" in change ? change.edits.map(({ range }) => range.start.line) : [];
  };
  assert.deepEqual(await changed(actions[1]), [0, 3]);
  assert.deepEqual(await changed(actions[2]), [0, 1, 3]);
  await client.change(uri, { text: "old(safe)\nold(manual)\n" });
  assert.deepEqual(titles(await client.codeActions(uri, at(0, 0), ["quickfix"])), ["* Rewrite to new"]);
  await client.stop();
});

test("source.fixAll has the safe fixes only", async () => {
  const client = await opened("old(safe)\nold(unsafe)\nold(both)\nold(manual)\n");
  const [action, ...others] = await client.codeActions(uri, everything, ["source.fixAll"]);
  assert.ok(action);
  assert.deepEqual(others, []);
  assert.equal(action.kind, "source.fixAll.portkeyMigrate");
  const change = (await client.resolve(action)).edit?.documentChanges?.[0];
  assert.deepEqual(change && "edits" in change && change.edits.map((edit) => "newText" in edit && edit.newText), ["new(safe)", "new(both)"]);
  await client.change(uri, { text: "old(unsafe)\n" });
  assert.deepEqual(await client.codeActions(uri, everything, ["source.fixAll"]), []);
  await client.stop();
});

test("kinds are asked for by any part of their name's beginning", async () => {
  const client = await opened("old(safe)\n");
  const kinds = async (...only: string[]) => [...new Set((await client.codeActions(uri, everything, only)).map(({ kind }) => kind))];
  const quickFix = "quickfix.portkeyMigrate";
  const fixAll = "source.fixAll.portkeyMigrate";
  assert.deepEqual(await kinds(""), [quickFix, fixAll]);
  assert.deepEqual(await kinds("quickfix"), [quickFix]);
  assert.deepEqual(await kinds(quickFix), [quickFix]);
  assert.deepEqual(await kinds("source"), [fixAll]);
  assert.deepEqual(await kinds("source.fixAll.eslint"), []);
  assert.deepEqual(await kinds("quick"), []);
  assert.deepEqual(await kinds("refactor"), []);
  await client.stop();
});

test("a provider without a slug can be mapped where the client has the command", async () => {
  const text = 'old("openai/gpt-4o")\n';
  const client = await opened(text, { initializationOptions: { commands: ["portkeyMigrate.mapProviders"] } });
  const actions = await client.codeActions(uri, at(0, 0), ["quickfix"]);
  assert.deepEqual(titles(actions), ["Rewrite to new (review)", "Map 'openai' to a Portkey slug…"]);
  assert.deepEqual(actions[1]?.command, { title: "Map 'openai' to a Portkey slug…", command: "portkeyMigrate.mapProviders", arguments: ["openai", uri] });
  await client.stop();

  const mapped = await opened(text, { initializationOptions: { commands: ["portkeyMigrate.mapProviders"] }, configuration: () => ({ providerSlugs: { openai: "openai-prod" } }) });
  assert.deepEqual(titles(await mapped.codeActions(uri, at(0, 0), ["quickfix"])), ["Rewrite to new (review)"]);
  await mapped.stop();

  const plain = await opened(text);
  assert.deepEqual(titles(await plain.codeActions(uri, at(0, 0), ["quickfix"])), ["Rewrite to new (review)"]);
  await plain.stop();
});

test("a hover explains and shows the change", async () => {
  const client = await opened("x = old(`a_b`)\n");
  type Hover = { contents: { kind: string; value: string }; range: Range };
  const hover = await client.request<Hover>("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 5 } });
  assert.deepEqual(hover.range, { start: { line: 0, character: 4 }, end: { line: 0, character: 7 } });
  assert.equal(
    hover.contents.value,
    [
      "**old call** · [`fake-rule`](https://github.com/portkey-migrate/portkey-migrate/blob/main/server/docs/rules/fake-rule.md)",
      "Old calls are *old*.",
      "Rewrite to new (review):",
      "```diff\n-x = old(`a_b`)\n+x = new(`a_b`)\n```",
      "- The model's slug is a suggestion.",
    ].join("\n\n"),
  );
  assert.equal(await client.request("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 1 } }), null);
  assert.equal(fullCapabilities.textDocument?.hover?.contentFormat?.[0], hover.contents.kind);
  await client.stop();
});

test("a hover's example begins with the place itself and names the lines of the rest", () => {
  const text = "import old\r\n\r\na\r\nold(\r\n  model,\r\n  kept,\r\n)\r\nb\r\n";
  const replaced = (before: string, after: string) => ({ span: { start: text.indexOf(before), end: text.indexOf(before) + before.length }, text: after });
  const edits = [replaced("import old", "import new"), replaced("old(\r", "new.create(\r"), replaced("model", "name"), replaced("b\r", "c\r")];
  const start = text.indexOf("old(\r");
  assert.deepEqual(exampleLines({ text }, edits, { start, end: text.indexOf(")") + 1 }), [
    ...["-old(", "-  model,", "+new.create(", "+  name,"],
    ...["@@ line 1 @@", "-import old", "+import new"],
    ...["@@ line 8 @@", "-b", "+c"],
  ]);
});
