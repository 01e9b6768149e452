import type { Totals } from "../../server/src/lsp/protocol.ts";

/** `1 file`, `2 files`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** `12 findings in 4 files: 5 safe, 6 review, 1 manual`. */
export const summaryOf = ({ findings, safe, unsafe, manual }: Totals, files: number): string =>
  `${count(findings, "finding")} in ${count(files, "file")}: ${safe} safe, ${unsafe} review, ${manual} manual`;

/** A list cuts off what does not fit in its width, so a long text goes on in the second line. */
export function inTwoLines(text: string): { readonly label: string; readonly detail?: string } {
  const fitting = 68;
  if (text.length <= fitting) return { label: text };
  const space = text.lastIndexOf(" ", fitting);
  const end = space > 0 ? space : fitting;
  return { label: text.slice(0, end), detail: text.slice(end).trimStart() };
}
