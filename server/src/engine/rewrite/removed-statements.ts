import type { StatementFact } from "../facts/facts.ts";
import { applyEdits, type TextEdit } from "../text/edits.ts";
import { bySource, type Span } from "../text/span.ts";
import { wholeLines } from "./lines.ts";

/** Whether a statement can be taken out: it has its lines to itself, or is all that stands behind the colon of a block. */
export const isRemovable = ({ sharesLine, block }: StatementFact): boolean => !sharesLine || block?.statements === 1;

/** The edits that take statements out; `replacement` stands in the place of one whose block would be empty. */
export function removeStatements<Statement extends Pick<StatementFact, "span">>(statements: readonly Statement[], text: string, replacement: (statement: Statement) => string | undefined): TextEdit[] {
  const edits: TextEdit[] = [];
  // Those that only blank lines part go as one, so that the blank lines around them are counted once.
  let run: Span | undefined;
  const end = (): void => {
    if (run) edits.push({ span: wholeLines(text, run), text: "" });
    run = undefined;
  };
  for (const statement of [...statements].sort((a, b) => bySource(a.span, b.span))) {
    const { span } = statement;
    const instead = replacement(statement);
    if (!run || instead !== undefined || text.slice(run.end, span.start).trim() !== "") end();
    if (instead === undefined) run = { start: run?.start ?? span.start, end: span.end };
    else edits.push({ span, text: instead });
  }
  end();
  return edits;
}

/** Edits in source order, in which deletions that share text are one. */
export function joinDeletions(edits: readonly TextEdit[]): TextEdit[] {
  const joined: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => bySource(a.span, b.span))) {
    const last = joined.at(-1);
    if (last && last.text === "" && edit.text === "" && edit.span.start < last.span.end)
      joined[joined.length - 1] = { span: { start: last.span.start, end: Math.max(last.span.end, edit.span.end) }, text: "" };
    else joined.push(edit);
  }
  return joined;
}

/** What stands before an offset once text is deleted there. */
export const textBefore = (deletions: readonly TextEdit[], text: string, offset: number): string =>
  applyEdits(
    text.slice(0, offset),
    deletions.filter((edit) => edit.text === "" && edit.span.end <= offset),
  );

/** What follows an offset once text is deleted behind it. */
export function textWithout(deletions: readonly TextEdit[], text: string, offset: number): string {
  const behind = deletions.filter((edit) => edit.text === "" && edit.span.start >= offset);
  return applyEdits(
    text.slice(offset),
    behind.map(({ span }) => ({ span: { start: span.start - offset, end: span.end - offset }, text: "" })),
  );
}
