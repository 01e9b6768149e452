import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, conflict, mergeEdits, type TextEdit } from "../../server/src/engine/text/edits.ts";

const edit = (start: number, end: number, text: string): TextEdit => ({ span: { start, end }, text });

test("edits are applied to the text as it was, in whatever order they are given", () => {
  assert.equal(applyEdits("abcdef", [edit(4, 6, "Y"), edit(0, 1, ""), edit(2, 2, "-")]), "b-cdY");
});

test("insertions at one place keep their order and stand before a replacement that starts there", () => {
  assert.equal(applyEdits("ab", [edit(1, 2, "B"), edit(1, 1, "1"), edit(1, 1, "2")]), "a12B");
});

test("edits that overlap, leave the text or run backwards are a defect", () => {
  for (const edits of [[edit(0, 2, ""), edit(1, 3, "")], [edit(0, 4, "")], [edit(2, 1, "")], [edit(-1, 1, "")], [edit(0, 2, "x"), edit(1, 1, "y")]])
    assert.throws(() => applyEdits("abc", edits), RangeError);
});

test("a conflict is shared text or two texts for one place", () => {
  assert.ok(conflict(edit(0, 3, ""), edit(2, 4, "")));
  assert.ok(conflict(edit(0, 3, "x"), edit(1, 1, "y")));
  assert.ok(conflict(edit(1, 1, "x"), edit(1, 1, "y")));
  assert.ok(!conflict(edit(0, 3, "x"), edit(0, 3, "x")));
  assert.ok(!conflict(edit(1, 1, "x"), edit(1, 1, "x")));
  assert.ok(!conflict(edit(0, 3, ""), edit(3, 4, "")));
  assert.ok(!conflict(edit(0, 3, ""), edit(3, 3, "x")));
  assert.ok(!conflict(edit(0, 0, "x"), edit(0, 3, "")));
});

test("the same change asked for twice is made once", () => {
  assert.deepEqual(mergeEdits([edit(4, 5, "b"), edit(0, 0, "import"), edit(4, 5, "b"), edit(0, 0, "import")]), [edit(0, 0, "import"), edit(4, 5, "b")]);
});
