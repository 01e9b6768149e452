import assert from "node:assert/strict";
import { test } from "node:test";
import { LineIndex } from "../../server/src/engine/text/line-index.ts";

test("each kind of line break ends one line", () => {
  const index = new LineIndex("a\nb\r\nc\rd");
  assert.equal(index.lineCount, 4);
  assert.deepEqual(
    [0, 2, 5, 7].map((offset) => index.position(offset)),
    [0, 1, 2, 3].map((line) => ({ line, character: 0 })),
  );
});

test("a text that ends in a line break has an empty last line", () => {
  assert.equal(new LineIndex("").lineCount, 1);
  assert.deepEqual(new LineIndex("a\n").position(2), { line: 1, character: 0 });
});

test("characters are UTF-16 code units", () => {
  assert.deepEqual(new LineIndex("🧪é = 1").position(4), { line: 0, character: 4 });
  assert.equal(new LineIndex("🧪é = 1").offset({ line: 0, character: 2 }), 2);
});

test("an offset between \\r and \\n is the end of its line", () => {
  assert.deepEqual(new LineIndex("ab\r\nc").position(3), { line: 0, character: 2 });
});

test("what lies outside the text is clamped to it", () => {
  const index = new LineIndex("ab\r\nc");
  assert.deepEqual(index.position(-1), { line: 0, character: 0 });
  assert.deepEqual(index.position(99), { line: 1, character: 1 });
  assert.equal(index.offset({ line: -1, character: 5 }), 0);
  assert.equal(index.offset({ line: 9, character: 0 }), 5);
  assert.equal(index.offset({ line: 0, character: 99 }), 2);
  assert.equal(index.offset({ line: 1, character: -3 }), 4);
});
