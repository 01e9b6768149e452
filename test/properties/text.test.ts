import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TextDocument } from "vscode-languageserver-textdocument";
import { applyEdits, conflict, mergeEdits, type TextEdit } from "../../server/src/engine/text/edits.ts";
import { layoutOf } from "../../server/src/engine/text/layout.ts";
import { LineIndex } from "../../server/src/engine/text/line-index.ts";

/** Texts rich in what goes wrong: line breaks of every kind, wide characters, lone surrogates, quotes, brackets. */
const texts = fc
  .array(fc.oneof(fc.constantFrom("\n", "\r\n", "\r", "🧪", "é", "\ud83e", "\u2028", "\t", "  ", '"', "'''", "`", "\\", "#", "//", "/*", "{", ")", ":", "\ufeff", "\0"), fc.string({ maxLength: 4 })), {
    maxLength: 20,
  })
  .map((parts) => parts.join(""));

const textWithEdits = texts.chain((text) =>
  fc.record({
    text: fc.constant(text),
    edits: fc.array(
      fc
        .tuple(fc.nat(text.length), fc.nat(text.length), fc.constantFrom("", "x", "long text", "\n"))
        .map(([a, b, replacement]): TextEdit => ({ span: { start: Math.min(a, b), end: Math.max(a, b) }, text: replacement })),
      { maxLength: 6 },
    ),
  }),
);

/** The edits of a list that conflict with none before them, each once. */
function compatible(edits: readonly TextEdit[]): TextEdit[] {
  const kept: TextEdit[] = [];
  for (const edit of edits) if (!kept.some((other) => conflict(edit, other))) kept.push(edit);
  return mergeEdits(kept);
}

const open = (text: string): TextDocument => TextDocument.create("file:///a", "python", 1, text);

test("offsets and positions are those of the protocol's own document", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const [index, document] = [new LineIndex(text), open(text)];
      assert.equal(index.lineCount, document.lineCount);
      for (let offset = -1; offset <= text.length + 1; offset++) assert.deepEqual(index.position(offset), document.positionAt(offset));
      for (let line = -1; line <= index.lineCount; line++) for (let character = -1; character < 8; character++) assert.equal(index.offset({ line, character }), document.offsetAt({ line, character }));
    }),
  );
});

test("an index that followed an edit is that of the new text", () => {
  fc.assert(
    fc.property(textWithEdits, texts, ({ text, edits }, inserted) => {
      for (const { span } of edits) {
        let [followed, before] = [new LineIndex(text), text];
        // typed on one line as a rule, and once somewhere else
        for (const [start, end, typed] of [
          [span.start, span.end, inserted] as const,
          ...["a", "b", "\n", "c"].map((one) => [span.start, span.start, one] as const),
          [0, 0, "d"] as const,
          [span.start, span.start, "e"] as const,
        ]) {
          const after = before.slice(0, start) + typed + before.slice(end);
          followed = followed.edited(after, start, end, typed.length);
          before = after;
          const fresh = new LineIndex(after);
          assert.equal(followed.lineCount, fresh.lineCount);
          for (let offset = 0; offset <= after.length; offset++) assert.deepEqual(followed.position(offset), fresh.position(offset));
          for (let line = 0; line <= fresh.lineCount; line++) assert.equal(followed.offset({ line, character: 0 }), fresh.offset({ line, character: 0 }));
        }
      }
    }),
  );
});

test("a position leads back to its offset, except from between \\r and \\n", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const index = new LineIndex(text);
      for (let offset = 0; offset <= text.length; offset++) if (!text.startsWith("\r\n", offset - 1)) assert.equal(index.offset(index.position(offset)), offset);
    }),
  );
});

test("edits without conflicts are applied alike in any order", () => {
  fc.assert(
    fc.property(textWithEdits, fc.infiniteStream(fc.nat()), ({ text, edits }, numbers) => {
      const kept = compatible(edits);
      const shuffled = kept
        .map((edit) => ({ edit, key: Number(numbers.next().value) }))
        .sort((a, b) => a.key - b.key)
        .map(({ edit }) => edit);
      assert.equal(applyEdits(text, shuffled), applyEdits(text, kept));
    }),
  );
});

test("edits are applied as the protocol's own document applies them", () => {
  fc.assert(
    fc.property(textWithEdits, ({ text, edits }) => {
      // Positions cannot say "between \r and \n", so only edits that can be said are compared.
      const sayable = compatible(edits).filter(({ span }) => !text.startsWith("\r\n", span.start - 1) && !text.startsWith("\r\n", span.end - 1));
      const document = open(text);
      const index = new LineIndex(text);
      // Of edits that start at one place the document wants insertions first, as given.
      const given = [...sayable].sort((a, b) => a.span.end - b.span.end).map(({ span, text: newText }) => ({ range: { start: index.position(span.start), end: index.position(span.end) }, newText }));
      assert.equal(applyEdits(text, sayable), TextDocument.applyEdits(document, given));
    }),
  );
});

test("conflicts are mutual, and edits that overlap are refused", () => {
  fc.assert(
    fc.property(textWithEdits, ({ text, edits }) => {
      for (const a of edits) for (const b of edits) assert.equal(conflict(a, b), conflict(b, a));
      const hasOverlap = edits.some((a, i) => edits.some((b, j) => i < j && a.span.start < b.span.end && b.span.start < a.span.end));
      if (hasOverlap) assert.throws(() => applyEdits(text, edits), RangeError);
      else assert.equal(typeof applyEdits(text, edits), "string");
    }),
  );
});

test("merging keeps each edit once, and merging again changes nothing", () => {
  fc.assert(
    fc.property(textWithEdits, ({ text, edits }) => {
      const once = mergeEdits(edits);
      assert.deepEqual(mergeEdits(once), once);
      assert.deepEqual(mergeEdits([...edits, ...edits]), once);
      for (const edit of edits) assert.ok(once.some((kept) => JSON.stringify(kept) === JSON.stringify(edit)));
      const kept = compatible(once);
      assert.equal(applyEdits(text, mergeEdits([...kept, ...kept])), applyEdits(text, kept));
    }),
  );
});

test("the layout of any text can be used", () => {
  fc.assert(
    fc.property(texts, fc.constantFrom("python" as const, "typescript" as const), (text, language) => {
      const layout = layoutOf(text, language);
      assert.match(layout.indent, /^(\t| +)$/);
      assert.ok(["\n", "\r\n", "\r"].includes(layout.newline));
      assert.equal(layout.newline === "\n" || text.includes("\r"), true);
    }),
  );
});
