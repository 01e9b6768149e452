import assert from "node:assert/strict";
import { test } from "node:test";
import { nestingOf } from "../../server/src/engine/text/nesting.ts";

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
