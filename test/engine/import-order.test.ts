import assert from "node:assert/strict";
import { test } from "node:test";
import { inImportOrder } from "../../server/src/engine/workspace/import-order.ts";

const ordered = (imports: Record<string, readonly string[]>): string => inImportOrder(Object.keys(imports), (file) => imports[file] ?? []).join(" ");

test("files come after those that they import", () => {
  assert.equal(ordered({ a: ["c"], b: [], c: ["d"], d: [] }), "d c a b");
  assert.equal(ordered({ a: ["b", "c"], b: ["c"], c: [] }), "c b a");
  assert.equal(ordered({ a: ["elsewhere"], b: ["a"] }), "a b");
});

test("in a circle, each file comes once", () => {
  assert.equal(ordered({ a: ["b"], b: ["a"], c: ["a"] }), "b a c");
  assert.equal(ordered({ a: ["a"] }), "a");
});

test("chains of imports may be of any length", () => {
  const chain = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`m${index}`, [`m${index + 1}`]]));
  assert.equal(ordered(chain).split(" ")[0], "m49999");
});
