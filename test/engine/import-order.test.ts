import assert from "node:assert/strict";
import { test } from "node:test";
import { inImportOrder } from "../../server/src/engine/workspace/import-order.ts";

/** The order of files by what they import; those of `giving` give something new whenever they are analyzed. */
function ordered(imports: Record<string, readonly string[]>, { due = Object.keys(imports), giving = [], fresh = [] }: { due?: string[]; giving?: string[]; fresh?: string[] } = {}): string {
  const analyzed: string[] = [];
  const modules = {
    importsOf: (file: string) => imports[file] ?? [],
    importersOf: (file: string) => Object.keys(imports).filter((other) => imports[other]?.includes(file)),
    exportsVersionOf: (file: string) => (giving.includes(file) ? analyzed.filter((each) => each === file).length : 0),
    isStale: (file: string) => !fresh.includes(file),
  };
  for (const file of inImportOrder(modules, due)) analyzed.push(file);
  return analyzed.join(" ");
}

test("files come after those that they import", () => {
  assert.equal(ordered({ a: ["c"], b: [], c: ["d"], d: [] }), "d c a b");
  assert.equal(ordered({ a: ["b", "c"], b: ["c"], c: [] }), "c b a");
  assert.equal(ordered({ a: ["elsewhere"], b: ["a"] }), "a b");
});

test("in a circle, each file comes once", () => {
  assert.equal(ordered({ a: ["b"], b: ["a"], c: ["a"] }), "b a c");
  assert.equal(ordered({ a: ["a"] }), "a");
});

test("the order is by way of files that are not due, and whatever order they are named in", () => {
  const imports = { a: ["b"], b: ["c"], c: [] };
  assert.equal(ordered(imports, { due: ["a", "c"] }), "c a");
  assert.equal(ordered(imports, { due: ["c", "a"] }), "c a");
});

test("those that import what gives something new are due in their turn", () => {
  const imports = { a: ["b", "d"], b: ["c"], c: [], d: ["c"], e: ["a"] };
  assert.equal(ordered(imports, { due: ["a", "c"], giving: ["c"] }), "c b d a");
  assert.equal(ordered(imports, { due: ["c"], giving: ["c", "b", "a"] }), "c b d a e");
  assert.equal(ordered(imports, { due: ["c"], giving: ["c", "b"], fresh: ["d", "a"] }), "c b");
});

test("in a circle of files that give something new, each comes once", () => {
  assert.equal(ordered({ a: ["b"], b: ["a"] }, { giving: ["a", "b"] }), "b a");
});

test("chains of imports may be of any length", () => {
  const chain = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`m${index}`, [`m${index + 1}`]]));
  assert.equal(ordered(chain).split(" ")[0], "m49999");
});
