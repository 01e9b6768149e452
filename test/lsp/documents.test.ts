// The server's text is the client's text after any edits, and what it says of places is true in the client's count.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Range } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { LineIndex } from "../../server/src/engine/text/line-index.ts";
import { offsetAt } from "../../server/src/lsp/from-protocol.ts";
import { type PositionEncoding, positionAt } from "../../server/src/lsp/to-protocol.ts";
import { createFakeEngine, fakeProduct } from "../support/fake-engine.ts";
import { createFakeHost } from "../support/fake-host.ts";
import { connect, fullCapabilities } from "../support/lsp-client.ts";

const uri = "file:///project/a.py";
const fragments = ["old(safe)", "old(😀)", "old(", ")", "é", "漢字", "😀", "\n", "\r\n", "\r", " ", "x = ", "\u{1D4B3}"];
const text = fc.array(fc.constantFrom(...fragments), { maxLength: 12 }).map((parts) => parts.join(""));
const edits = fc.array(fc.record({ from: fc.nat(60), length: fc.nat(8), text }), { minLength: 1, maxLength: 8 });

test("after any edits the server has the client's text, tree and places", async () => {
  const engine = createFakeEngine();
  const client = await connect(createFakeHost(new Map()), fakeProduct(engine));
  await fc.assert(
    fc.asyncProperty(text, edits, fc.boolean(), async (before, steps, pullsBetween) => {
      await client.open(uri, before);
      const mirror = TextDocument.create(uri, "python", 1, before);
      for (const [index, step] of steps.entries()) {
        const range: Range = { start: mirror.positionAt(step.from), end: mirror.positionAt(step.from + step.length) };
        TextDocument.update(mirror, [{ range, text: step.text }], index + 2);
        await client.change(uri, { range, text: step.text });
        if (pullsBetween) await client.diagnostics(uri);
      }
      const changed = await client.diagnostics(uri);
      const fresh = "file:///project/fresh.py";
      await client.open(fresh, mirror.getText());
      assert.deepEqual(withoutUris(changed), withoutUris(await client.diagnostics(fresh)));
      assert.deepEqual(
        changed.map(({ range }) => mirror.getText(range)),
        [...mirror.getText().matchAll(/old(?=\([^()\n]*\))/gu)].map(([found]) => found),
      );
      assert.deepEqual(engine.mismatches, []);
      await client.close(uri);
      await client.close(fresh);
    }),
    { numRuns: 60 },
  );
  assert.deepEqual(client.logs, []);
  await client.stop();
});

const withoutUris = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(/file:[^"]*\.py/g, ""));

test("several changes of one message each speak of the text before them", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct());
  await client.open(uri, "one\n");
  const at = (line: number, character: number): Range => ({ start: { line, character }, end: { line, character } });
  await client.change(uri, { range: at(0, 3), text: "\ntwo" }, { range: at(1, 3), text: " old(safe)" }, { range: at(1, 0), text: "😀" });
  assert.deepEqual(
    (await client.diagnostics(uri)).map(({ range }) => range),
    [{ start: { line: 1, character: 6 }, end: { line: 1, character: 9 } }],
  );
  await client.change(uri, { text: "old(safe)" });
  assert.deepEqual(
    (await client.diagnostics(uri)).map(({ range }) => range),
    [{ start: { line: 0, character: 0 }, end: { line: 0, character: 3 } }],
  );
  await client.stop();
});

test("a client that counts bytes is understood and answered in bytes", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct(), { capabilities: { ...fullCapabilities, general: { positionEncodings: ["utf-8"] } } });
  await client.open(uri, "é漢😀 old(safe)\n");
  const [diagnostic] = await client.diagnostics(uri);
  assert.deepEqual(diagnostic?.range, { start: { line: 0, character: 10 }, end: { line: 0, character: 13 } });
  await client.change(uri, { range: { start: { line: 0, character: 2 }, end: { line: 0, character: 9 } }, text: "" });
  assert.deepEqual((await client.diagnostics(uri))[0]?.range, { start: { line: 0, character: 3 }, end: { line: 0, character: 6 } });
  const [action] = await client.codeActions(uri, { start: { line: 0, character: 3 }, end: { line: 0, character: 3 } });
  assert.ok(action);
  const change = (await client.resolve(action)).edit?.documentChanges?.[0];
  assert.deepEqual(change && "edits" in change && change.edits, [{ range: { start: { line: 0, character: 3 }, end: { line: 0, character: 12 } }, newText: "new(safe)" }]);
  await client.stop();
});

test("a place survives the way to a client and back, in both encodings", () => {
  fc.assert(
    fc.property(text, fc.nat(80), fc.constantFrom<PositionEncoding>("utf-16", "utf-8"), (content, offset, encoding) => {
      const positioned = { text: content, lines: new LineIndex(content), encoding };
      const inside = Math.min(offset, content.length);
      // a client cannot name the middle of a line break, nor, in bytes, the middle of a character
      fc.pre(!/[\r\n]$/.test(content.slice(0, inside)) || !/^\n/.test(content.slice(inside)) || !content.slice(0, inside).endsWith("\r"));
      fc.pre(encoding === "utf-16" || !/^[\uDC00-\uDFFF]/.test(content.slice(inside)));
      assert.equal(offsetAt(positioned, positionAt(positioned, inside)), inside);
    }),
    { numRuns: 500 },
  );
});

test("a place past the end of its line, or of the text, is the end", () => {
  for (const encoding of ["utf-16", "utf-8"] as const) {
    const positioned = { text: "é\r\n漢", lines: new LineIndex("é\r\n漢"), encoding };
    assert.equal(offsetAt(positioned, { line: 0, character: 99 }), 1);
    assert.equal(offsetAt(positioned, { line: 9, character: 0 }), 4);
    assert.equal(offsetAt(positioned, { line: 0, character: 0 }), 0);
  }
});

test("what is kept for a document is freed when it is closed", async () => {
  const engine = createFakeEngine();
  const client = await connect(createFakeHost(new Map()), fakeProduct(engine));
  await client.open(uri, "old(safe)\n");
  await client.diagnostics(uri);
  await client.close(uri);
  await client.open(uri, "nothing\n");
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.deepEqual(engine.closed, [uri]);
  assert.deepEqual(engine.mismatches, []);
  await client.stop();
});

test("an unchanged document is analyzed once, whatever is asked of it", async () => {
  const engine = createFakeEngine();
  const client = await connect(createFakeHost(new Map()), fakeProduct(engine));
  await client.open(uri, "old(safe)\n");
  const position = { line: 0, character: 1 };
  await Promise.all([
    client.diagnostics(uri),
    client.codeActions(uri, { start: position, end: position }),
    client.request("textDocument/hover", { textDocument: { uri }, position }),
    client.diagnostics(uri),
  ]);
  assert.equal(engine.analyses.length, 1);
  await client.stop();
});

test("untitled documents, other languages and files outside any folder", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct(), { folders: ["file:///project"] });
  await client.open("untitled:Untitled-1", "old(safe)\n");
  await client.open("file:///elsewhere/b.py", "old(safe)\n");
  await client.open("file:///project/notes.txt", "old(safe)\n", "plaintext");
  await client.open("file:///project/script", "old(safe)\n", "python");
  await client.open("vscode-vfs://github/x/y.ts", "old(safe)\n", "typescript");
  await client.open("not a uri %%%", "old(safe)\n", "python");
  const counts = await Promise.all(
    ["untitled:Untitled-1", "file:///elsewhere/b.py", "file:///project/notes.txt", "file:///project/script", "vscode-vfs://github/x/y.ts", "not a uri %%%"].map(
      async (each) => (await client.diagnostics(each)).length,
    ),
  );
  assert.deepEqual(counts, [1, 1, 0, 1, 1, 1]);
  await client.stop();
});

test("a renamed document is the new one only", async () => {
  const files = new Map([["file:///project/b.py", "old(safe)\n"]]);
  const client = await connect(createFakeHost(files), fakeProduct());
  await client.open(uri, "old(safe)\n");
  await client.close(uri);
  await client.open("file:///project/b.py", "old(safe)\nold(safe)\n");
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.equal((await client.diagnostics("file:///project/b.py")).length, 2);
  await client.close("file:///project/b.py");
  assert.equal((await client.diagnostics("file:///project/b.py")).length, 1, "what is on disk counts again");
  files.delete("file:///project/b.py");
  assert.deepEqual(await client.diagnostics("file:///project/b.py"), [], "a deleted file has none");
  await client.stop();
});
