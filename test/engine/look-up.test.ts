import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LookUp } from "../../server/src/engine/text/look-up.ts";
import { placesOfWord } from "../../server/src/engine/text/words.ts";
import { editBetween } from "../../server/src/lsp/stale.ts";

const words = ["ab", "#a", "b"];
const pattern = /b+c?/g;

/** Where a word stands with nothing of a word beside its letters. */
const wordsIn = (text: string, word: string): number[] => [...text.matchAll(new RegExp(`${word.startsWith("#") ? "" : "(?<![\\w$])"}${word}(?![\\w$])`, "g"))].map(({ index }) => index);

/** What is found after some texts that follow each other is what a look-up without a past finds in the last one. */
function check(texts: readonly string[]): void {
  let [lookUp, before]: [LookUp | undefined, string] = [undefined, ""];
  for (const text of texts) {
    const { start, oldEnd, text: inserted } = editBetween(before, text);
    lookUp = new LookUp(text, lookUp && { lookUp, edited: { start, end: oldEnd, newEnd: start + inserted.length } });
    before = text;
    const fresh = new LookUp(text);
    for (const word of [...words, ""]) {
      assert.deepEqual(lookUp.word(word), word === "" ? [] : wordsIn(text, word), JSON.stringify(texts));
      assert.deepEqual(placesOfWord(text, word), lookUp.word(word), JSON.stringify(texts));
    }
    assert.deepEqual(lookUp.text("ab"), fresh.text("ab"), JSON.stringify(texts));
    assert.deepEqual(lookUp.pattern(pattern), fresh.pattern(pattern), JSON.stringify(texts));
  }
}

test("a word that is typed at the end of the text is found whole", () => check(["", "a", "ab", "ab ", "ab a", "ab ab"]));

test("words that are typed on one line, then on others, are found like those around them", () => {
  const lines = ["ab b", "b #a", "ab ab b", "b"];
  const texts = [lines.join("\n")];
  for (const [line, typed] of [
    [1, " a"],
    [1, "b"],
    [1, " b"],
    [2, " a"],
    [2, "b\nab"],
    [1, " ab"],
    [0, " ab"],
    [3, " ab"],
  ] as const) {
    lines[line] += typed;
    texts.push(lines.join("\n"));
  }
  check(texts);
});

test("a word put together by taking out a line break is found, and one that is parted is not", () => {
  const long = `${"x".repeat(5000)}\n`;
  check([`${long}a\nb`, `${long}ab`]);
  check([`${long}ab`, `${long}a\nb`]);
  check([`${"x".repeat(4999)} a\nb ${long}`, `${"x".repeat(4999)} ab ${long}`]);
});

test("any edit leads to what a look-up without a past finds", () => {
  const piece = fc.constantFrom("a", "b", "c", " ", "#", "\n", "x".repeat(3000), `${"y".repeat(4096)}\n`);
  const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  const anyEdit = fc.record({ from: fc.nat(20_000), length: fc.nat(4), text: anyText });
  fc.assert(
    fc.property(anyText, fc.array(anyEdit, { maxLength: 4 }), (first, edits) => {
      const texts = [first];
      for (const { from, length, text } of edits) {
        const last = texts.at(-1) ?? "";
        const start = from % (last.length + 1);
        texts.push(last.slice(0, start) + text + last.slice(start + length));
      }
      check(texts);
    }),
    { numRuns: 200, seed: 1 },
  );
});
