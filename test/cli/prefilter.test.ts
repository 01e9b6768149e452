import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { decodeSource } from "../../server/src/host/decode.ts";
import { createPrefilter } from "../../server/src/host/prefilter.ts";

const mayHoldFindings = createPrefilter(catalog);

test("the search over bytes says what the engine says of the text", () => {
  const fragment = fc.oneof(
    fc.constantFrom(...catalog.needles, ...catalog.modelNeedles),
    fc.constantFrom(...catalog.needles, ...catalog.modelNeedles).chain((needle) => fc.nat(needle.length).map((end) => needle.slice(0, end))),
    fc.constantFrom('"', "'", "`", "/", "\n", " ", "é", "😀", "\ufeff", "liteLlm", ":4000", "LM", "Crew", "_", "x", ...catalog.pairedNeedles.map(({ word }) => word)),
    fc.string({ unit: "grapheme", maxLength: 3 }),
  );
  const texts = fc.array(fragment, { maxLength: 6 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, (text) => assert.equal(mayHoldFindings(Buffer.from(text)), catalog.mayHoldFindings(text), text)),
    { numRuns: 5_000 },
  );
});

test("each needle is found at the start, in the middle and at the end, and no other part of a buffer is read", () => {
  for (const needle of [...catalog.needles, ...catalog.modelNeedles.map((prefix) => `"${prefix}`)]) {
    for (const text of [needle, `x ${needle} y`, `x ${needle}`]) assert.ok(mayHoldFindings(Buffer.from(text)), text);
    const shared = Buffer.from(`x${needle}`);
    assert.equal(mayHoldFindings(shared.subarray(0, shared.length - 1)), catalog.mayHoldFindings(shared.toString().slice(0, -1)), needle);
  }
});

test("bytes are a text, without its byte-order mark, or a reason", () => {
  const decode = (bytes: Uint8Array) => decodeSource(bytes, 1);
  assert.deepEqual(decode(Buffer.from("\ufeffé\ufeff")), { kind: "text", text: "é\ufeff", hasByteOrderMark: true });
  assert.deepEqual(decode(Buffer.from("")), { kind: "text", text: "", hasByteOrderMark: false });
  assert.deepEqual(decode(Buffer.alloc(1025, "a")), { kind: "skipped", reason: "larger than 1 KB" });
  assert.deepEqual(decode(Buffer.from("a\0b")), { kind: "skipped", reason: "binary" });
  assert.deepEqual(decode(Buffer.from([0x61, 0xff])), { kind: "skipped", reason: "not valid UTF-8" });
  assert.deepEqual(decode(Buffer.from([0xfe, 0xff, 0, 0x61])), { kind: "skipped", reason: "encoded as UTF-16; only UTF-8 is read" });
});

test("a line of 20,000 characters is read, a longer one is not, wherever it stands", () => {
  const isRead = (text: string): boolean => decodeSource(Buffer.from(text), 1024).kind === "text";
  const line = "é".repeat(20_000);
  for (const text of [line, `${line}\n`, `a\n${line}`, `${line}\r\n${line}\r${line}`]) assert.ok(isRead(text));
  for (const text of [`${line}x`, `${line}x\n`, `a\n${line}x`, `a\n${line}x\nb`, `${line}\n${line}x`]) assert.ok(!isRead(text));
});
