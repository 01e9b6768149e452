import assert from "node:assert/strict";
import { test } from "node:test";
import { deepenedBy, nestingOf } from "../../server/src/engine/text/nesting.ts";

test("the deepest place counts, not the number of brackets", () => {
  assert.equal(nestingOf(""), 0);
  assert.equal(nestingOf("f(a)(b)[c]{d}"), 1);
  assert.equal(nestingOf("f([{x}], (y))"), 3);
});

test("brackets that close nothing are forgotten", () => {
  assert.equal(nestingOf(")))(x)"), 1);
});

test("brackets that are never closed count", () => {
  assert.equal(nestingOf("(".repeat(10_000)), 10_000);
});

test("a change deepens the nesting by no more than it opens and no longer closes", () => {
  const pieces = ["(", ")", "[", "]", "{}", "x", ""];
  for (const [before, removed, inserted, behind] of pieces.flatMap((a) => pieces.flatMap((b) => pieces.flatMap((c) => pieces.map((d) => [`(${a}`, b, c, `${d}((`] as const))))) {
    const [old, changed] = [before + removed + behind, before + inserted + behind];
    assert.ok(nestingOf(changed) <= nestingOf(old) + deepenedBy(removed, inserted), `${old} → ${changed}`);
  }
});
