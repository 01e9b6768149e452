// Texts of the fixtures and random edits of them.
import fc from "fast-check";
import type { SourceFile } from "../../server/src/engine/source-file.ts";
import { grammarOfPath } from "../../server/src/engine/source-file.ts";
import { fixtureFiles } from "./fixture-files.ts";

/** All texts of the fixtures. */
export const samples = fixtureFiles().flatMap(({ fixture }) => fixture.cases.flatMap(({ snippets }) => snippets.map(({ path, text }) => ({ grammar: grammarOfPath(path) ?? "python", text }))));
/** One of the texts as a file. */
export const sources = fc.constantFrom(...samples).map(({ grammar, text }): SourceFile => ({ uri: `file:///x.${grammar}`, grammar, text }));
/** Pieces that make a text another, or break it. */
export const snippetsOfText = fc.constantFrom(
  "\n",
  "\r\n",
  "\r",
  "    ",
  "\t",
  "(",
  ")",
  "{",
  "}",
  "[",
  '"',
  '"""',
  "'",
  "`",
  "${",
  "#",
  "//",
  "/*",
  "\\",
  "\0",
  "🧪",
  "\ud83e",
  "\u2028",
  "\ufeff",
  "import litellm\n",
  "litellm.completion(",
  "await ",
  "def f():\n",
  "async ",
  "=",
  ",",
  ".",
  "*",
  "**",
  ":",
  'model="openai/gpt-4o"',
  "except litellm.Timeout:",
);

/** A change to a text: what stands between two places gives way to another text. */
export const changes = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  text: fc.oneof(fc.constant(""), snippetsOfText, fc.string({ unit: "binary", maxLength: 5 }), fc.constantFrom(...samples.map(({ text }) => text))),
});

/** The text after a change, and the part that it has replaced. */
export function changed(
  text: string,
  { at, length, text: inserted }: { readonly at: number; readonly length: number; readonly text: string },
): { readonly text: string; readonly start: number; readonly oldEnd: number } {
  const start = Math.floor(at * text.length);
  const oldEnd = Math.min(text.length, start + length);
  return { text: text.slice(0, start) + inserted + text.slice(oldEnd), start, oldEnd };
}

/** An edit of whatever text it is given. */
export type Edit = (text: string) => { readonly start: number; readonly oldEnd: number; readonly text: string };

const anyEdit = changes.map(
  (change): Edit =>
    (text) => {
      const { start, oldEnd } = changed(text, change);
      return { start, oldEnd, text: change.text };
    },
);

/** Typing at the end of words leaves most texts as readable as they were. */
export const typing = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), text: fc.constantFrom("x", "_", "é", "1", "xy", " ") }).map(
  ({ at, text: inserted }): Edit =>
    (text) => {
      const words = [...text.matchAll(/\w\b/g)];
      const end = (words[Math.floor(at * words.length)]?.index ?? -1) + 1;
      return { start: end, oldEnd: end, text: inserted };
    },
);

/** A slip inside a word, or at its beginning, that is taken back: names, addresses and headers come to be and pass away. */
export const slips = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), offset: fc.nat(3) }).map(({ at, offset }): readonly Edit[] => {
  const place = (text: string): number => {
    const words = [...text.matchAll(/\w+/g)];
    const word = words[Math.min(words.length - 1, Math.floor(at * words.length))];
    return word ? word.index + Math.min(offset, word[0].length - 1) : 0;
  };
  return [(text) => ({ start: place(text), oldEnd: place(text), text: "x" }), (text) => ({ start: place(text), oldEnd: Math.min(text.length, place(text) + 1), text: "" })];
});

/** Cuts, pastes, typing and slips. */
export const anyEdits = fc.oneof(
  anyEdit.map((edit) => [edit]),
  ...[1, 2, 3, 4, 5].map(() => typing.map((edit) => [edit])),
  slips,
  slips,
);

/** Two texts one after the other, so that most edits are of one statement among many. */
export const longSources = fc.tuple(sources, fc.nat(samples.length - 1)).map(([source, other]): SourceFile => {
  const next = samples.slice(other).find(({ grammar }) => grammar === source.grammar) ?? { text: "" };
  return { ...source, text: `${source.text}\n\n${next.text}` };
});
