import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPatch } from "diff";
import fc from "fast-check";
import { unifiedDiff } from "../../server/src/cli/unified-diff.ts";
import { applyEdits, type TextEdit } from "../../server/src/engine/text/edits.ts";

const piece = fc.constantFrom("a", "b", "ccc", " ", "\n", "\n", "\r\n", "");
const anyText = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

/** Disjoint edits of a text, sorted. */
function editsOf(text: string, cuts: readonly number[], texts: readonly string[]): TextEdit[] {
  const offsets = [...cuts].map((cut) => cut % (text.length + 1)).sort((a, b) => a - b);
  const edits: TextEdit[] = [];
  for (let index = 0; index + 1 < offsets.length; index += 2) {
    const span = { start: offsets[index] ?? 0, end: offsets[index + 1] ?? 0 };
    const last = edits.at(-1);
    if (last === undefined || last.span.end < span.start) edits.push({ span, text: texts[index / 2] ?? "" });
  }
  return edits;
}

test("the diff of any edits leads to the text that the edits make", () => {
  fc.assert(
    fc.property(anyText, fc.array(fc.nat(200), { maxLength: 10 }), fc.array(anyText, { maxLength: 5 }), (text, cuts, texts) => {
      const edits = editsOf(text, cuts, texts);
      const after = applyEdits(text, edits);
      const patch = unifiedDiff("a.py", text, edits);
      if (text === after) assert.equal(patch, "");
      else assert.equal(applyPatch(text, patch, { autoConvertLineEndings: false }), after, patch);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test("a diff shows three lines of context and only lines that differ", () => {
  const text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n";
  const at = (line: string, replacement: string): TextEdit => ({ span: { start: text.indexOf(`${line}\n`), end: text.indexOf(`${line}\n`) + line.length + 1 }, text: replacement });
  assert.equal(
    unifiedDiff("a b.py", text, [at("4", "four\n"), at("5", ""), at("13", "13")]),
    [
      "--- a/a b.py\t",
      "+++ b/a b.py\t",
      "@@ -1,8 +1,7 @@",
      " 1",
      " 2",
      " 3",
      "-4",
      "-5",
      "+four",
      " 6",
      " 7",
      " 8",
      "@@ -10,4 +9,4 @@",
      " 10",
      " 11",
      " 12",
      "-13",
      "+13",
      "\\ No newline at end of file",
      "",
    ].join("\n"),
  );
});

test("the time a diff takes follows the number of changes", () => {
  const lines = 20_000;
  const text = "old line\n".repeat(lines);
  const edits = Array.from({ length: lines }, (_, line) => ({ span: { start: line * 9, end: line * 9 + 3 }, text: `new ${line}` }));
  const start = performance.now();
  const patch = unifiedDiff("a.py", text, edits);
  // a search for the shortest diff takes minutes here
  assert.ok(performance.now() - start < 5000);
  assert.equal(patch.split("\n").length, 2 * lines + 4);
});
