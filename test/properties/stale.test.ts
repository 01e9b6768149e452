// What is shown of a text that changed since it was analyzed never points at the wrong text.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LineIndex } from "../../server/src/engine/text/line-index.ts";
import { type DocumentEdit, shiftedSpan } from "../../server/src/lsp/stale.ts";

const lines = fc.array(fc.constantFrom("one two", "three", "", "  four", "five = 5"), { minLength: 1, maxLength: 12 }).map((all) => all.join("\n"));
const changes = fc.array(fc.record({ from: fc.nat(80), length: fc.nat(12), text: fc.constantFrom("", "x", "\n", "new line\n", "(") }), { maxLength: 5 });

function apply(text: string, list: readonly { from: number; length: number; text: string }[]): { text: string; edits: DocumentEdit[] } {
  const edits: DocumentEdit[] = [];
  let after = text;
  for (const change of list) {
    const start = Math.min(change.from, after.length);
    const oldEnd = Math.min(start + change.length, after.length);
    edits.push({ start, oldEnd, text: change.text, lines: new LineIndex(after).linesAround({ start, end: oldEnd }) });
    after = after.slice(0, start) + change.text + after.slice(oldEnd);
  }
  return { text: after, edits };
}

test("a span keeps its text, or is dropped because its line was edited", () => {
  fc.assert(
    fc.property(lines, changes, fc.nat(80), fc.nat(6), (before, list, from, length) => {
      const span = { start: Math.min(from, before.length), end: Math.min(from + length, before.length) };
      const { text, edits } = apply(before, list);
      const shifted = shiftedSpan(span, edits);
      if (shifted) assert.equal(text.slice(shifted.start, shifted.end), before.slice(span.start, span.end));
      else assert.ok(edits.length > 0);
    }),
  );
});

test("edits on other lines drop nothing", () => {
  fc.assert(
    fc.property(lines, lines, fc.constantFrom("x", "\n", "a\nb"), (above, below, inserted) => {
      const text = `${above}\nhere\n${below}`;
      const span = { start: above.length + 1, end: above.length + 5 };
      const index = new LineIndex(text);
      const edit = (start: number): DocumentEdit => ({ start, oldEnd: start, text: inserted, lines: index.linesAround({ start, end: start }) });
      assert.deepEqual(shiftedSpan(span, [edit(0)]), { start: span.start + inserted.length, end: span.end + inserted.length });
      assert.deepEqual(shiftedSpan(span, [edit(text.length)]), span);
      assert.equal(shiftedSpan(span, [edit(span.start)]), undefined);
      assert.equal(shiftedSpan(span, [edit(span.end)]), undefined);
    }),
  );
});
