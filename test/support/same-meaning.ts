// Python programs in other words, made from CPython's own tokens and tree (`same_meaning.py`), and what must not change with them.
import { fileURLToPath } from "node:url";
import type { FileReport } from "../../server/src/engine/engine.ts";
import { askPython } from "./ask-python.ts";

/** Ways to write a program differently. */
export const changes = [
  "trailing_comments",
  "comment_lines",
  "blank_lines",
  "line_breaks",
  "continuations",
  "spaces",
  "quotes",
  "pieces",
  "trailing_commas",
  "brackets",
  "semicolons",
  "one_line_suites",
  "wrapped",
  "reordered_imports",
  "renamed",
] as const;

/** A way to write a program differently. */
export type Change = (typeof changes)[number];

/** A text and the ways it is to be written in; one way may be several changes, one after the other. */
export interface Order {
  readonly text: string;
  readonly kinds: readonly (readonly Change[])[];
  readonly seed: number;
}

const program = fileURLToPath(new URL("same_meaning.py", import.meta.url));

/** Each text in each way; null where a way leaves the text as it is, or where CPython cannot read it. */
export const writtenDifferently = (orders: readonly Order[]): Promise<(string | null)[][]> => askPython([program], orders);

/** What is found, whatever the spelling and the order: rule, symbol, and the text in focus without layout, quotes and new names. */
export const findingsOf = ({ findings, source }: FileReport): string[] =>
  findings.map(({ rule, symbol, focus }) => `${rule} ${symbol ?? "-"} ${plainWords(source.text.slice(focus.start, focus.end))}`).sort();

const plainWords = (code: string): string =>
  code
    .replace(/#.*$/gm, "")
    .replace(/[\s\\]+/g, " ")
    .replaceAll("fresh_", "")
    .replace(/\b(\w+) as \1\b/g, "$1")
    .replace(/\br(?=["'])/g, "")
    .replace(/[ (),;"']+/g, "");
