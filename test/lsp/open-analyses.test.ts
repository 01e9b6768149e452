import assert from "node:assert/strict";
import { test } from "node:test";
import { isRead } from "../../server/src/lsp/analysis.ts";
import { contentId } from "../../server/src/lsp/content-id.ts";
import { Documents } from "../../server/src/lsp/documents.ts";
import { OpenAnalyses } from "../../server/src/lsp/open-analyses.ts";
import { plainContext } from "../support/context.ts";
import { createFakeEngine } from "../support/fake-engine.ts";
import { createFakeHost } from "../support/fake-host.ts";

test("all who ask for a text meanwhile wait for the same, and are told of the text as it is at the end", async () => {
  const documents = new Documents("utf-16");
  const text = documents.open({ textDocument: { uri: "untitled:a.py", languageId: "python", version: 1, text: "old(1)\n" } });
  const engine = createFakeEngine();
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let asked = 0;
  const contextOf = async () => {
    asked += 1;
    await begun;
    return plainContext;
  };
  const open = new OpenAnalyses({ engine: Promise.resolve(engine), host: createFakeHost(new Map()), contextOf, onReport: () => {} });
  open.open(text);
  const first = Array.from({ length: 20 }, () => open.of(text));
  documents.change({ textDocument: { uri: text.uri, version: 2 }, contentChanges: [{ text: "old(2)\nold(3)\n" }] });
  const then = open.of(text);
  begin();
  for (const analysis of await Promise.all([...first, then])) assert.ok(isRead(analysis) && analysis.version === 2 && analysis.report.findings.length === 2);
  assert.ok(asked <= 2, `each has asked what holds for the text: ${asked}`);
  assert.equal(engine.analyses.length, 1);
  // and what is asked afterwards is known
  await open.of(text);
  assert.equal(engine.analyses.length, 1);
});

test("an analysis that fails is told to all who wait for it, and the next one is tried", async () => {
  const documents = new Documents("utf-16");
  const text = documents.open({ textDocument: { uri: "untitled:a.py", languageId: "python", version: 1, text: "REJECT\n" } });
  const open = new OpenAnalyses({ engine: Promise.resolve(createFakeEngine()), host: createFakeHost(new Map()), contextOf: async () => plainContext, onReport: () => {} });
  open.open(text);
  assert.deepEqual(
    (await Promise.allSettled([open.of(text), open.of(text)])).map(({ status }) => status),
    ["rejected", "rejected"],
  );
  documents.change({ textDocument: { uri: text.uri, version: 2 }, contentChanges: [{ text: "old(1)\n" }] });
  const analysis = await open.of(text);
  assert.ok(isRead(analysis) && analysis.report.findings.length === 1);
});

test("what names diagnostics depends on all that they say, and on nothing else", () => {
  const diagnostic = { range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } }, message: "found", tags: [1] };
  const same = { ...diagnostic, codeDescription: undefined };
  assert.equal(contentId([diagnostic]), contentId([same]));
  const others: unknown[] = [
    [],
    [diagnostic, diagnostic],
    [{ ...diagnostic, message: "founb" }],
    [{ ...diagnostic, tags: [2] }],
    [{ ...diagnostic, tags: [] }],
    [{ ...diagnostic, range: { start: { line: 2, character: 1 }, end: { line: 1, character: 5 } } }],
    [{ ...diagnostic, range: { start: { line: 1, character: 5 }, end: { line: 1, character: 2 } } }],
    [{ ...diagnostic, source: "x" }],
  ];
  assert.equal(new Set([[diagnostic], ...others].map(contentId)).size, others.length + 1);
});
