// Server-sent events, however their bytes are cut.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createEventStreamReader, type ServerSentEvent } from "../../server/src/gateway/event-stream.ts";

function read(...pieces: string[]): readonly ServerSentEvent[] {
  const reader = createEventStreamReader();
  return [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
}

const cases: readonly (readonly [name: string, text: string, events: readonly (readonly [string | null, string])[]])[] = [
  ["one event", "data: a\n\n", [[null, "a"]]],
  ["a name", "event: done\ndata: a\n\n", [["done", "a"]]],
  [
    "no space behind the colon, and two of them",
    "data:a\n\ndata:  b\n\n",
    [
      [null, "a"],
      [null, " b"],
    ],
  ],
  ["data in several lines", "data: a\ndata: b\ndata\n\n", [[null, "a\nb\n"]]],
  [
    "carriage returns",
    "data: a\r\rdata: b\r\n\r\n",
    [
      [null, "a"],
      [null, "b"],
    ],
  ],
  ["comments and unknown fields", ": ping\n\nid: 7\nretry: 10\nfoo: bar\ndata: a\n\n", [[null, "a"]]],
  ["an event without data", "event: ping\n\ndata: a\n\n", [[null, "a"]]],
  [
    "no empty line at the end",
    "data: a\n\ndata: [DONE]",
    [
      [null, "a"],
      [null, "[DONE]"],
    ],
  ],
  ["line separators that break no line", "data: a\u2028b\u2029c\u0085d\u000be\u000cf\n\n", [[null, "a\u2028b\u2029c\u0085d\u000be\u000cf"]]],
  ["a colon in the data", 'data: {"a": "b: c"}\n\n', [[null, '{"a": "b: c"}']]],
  ["nothing", "", []],
  ["empty lines alone", "\n\n\r\n\r", []],
];

for (const [name, text, events] of cases) {
  const expected = events.map(([eventName, data]) => ({ name: eventName, data }));
  test(name, () => assert.deepEqual(read(text), expected));
  test(`${name}, unit by unit`, () => assert.deepEqual(read(...text), expected));
}

test("where a text is cut changes nothing", () => {
  const alphabet = fc.constantFrom("data", "event", ":", " ", "\r", "\n", "\r\n", "\n\n", "x", "\u2028", "😀");
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 30 }), fc.array(fc.nat(60), { maxLength: 8 }), (parts, cuts) => {
      const text = parts.join("");
      const at = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort((a, b) => a - b);
      const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
      assert.deepEqual(read(...pieces), read(text));
    }),
    { numRuns: 500 },
  );
});

test("a line of many megabytes in many pieces is read in time that grows with its length alone", () => {
  const piece = "x".repeat(1000);
  const reader = createEventStreamReader();
  reader.read("data: ");
  for (let index = 0; index < 20_000; index++) assert.equal(reader.read(piece).length, 0);
  assert.equal(reader.read("\n\n")[0]?.data.length, 20_000_000);
});
