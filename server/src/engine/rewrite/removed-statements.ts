import type { StatementFact } from "../facts/statement-facts.ts";
import { applyEdits, type TextEdit } from "../text/edits.ts";
import { bySource, type Span } from "../text/span.ts";
import { wholeLines } from "./lines.ts";
import { endWithToolComments } from "./tool-comments.ts";

/** Whether a statement can be taken out: it has its lines to itself, or is all that stands behind the colon of a block. */
export const isRemovable = ({ sharesLine, block }: StatementFact): boolean => !sharesLine || block?.statements === 1;

/** The statements that go where some are to: the last branches of an `if` of which nothing is left go as a whole, and so does the `if` where none is left. */
export function withEmptyBranches(statements: readonly StatementFact[]): readonly StatementFact[] {
  const going = new Map(statements.map((statement) => [statement.span.start, statement]));
  const goingIn = (block: number): readonly StatementFact[] => [...going.values()].filter((statement) => statement.block?.start === block);
  for (const { branches: around, span } of statements) {
    if (!around || going.get(span.start)?.span.end !== span.end) continue;
    const { branches } = around;
    const isLeft = branches.map(({ block, isEmpty, isRemovable, statements: count }) => !isRemovable || !(isEmpty || goingIn(block).length === count));
    const gone = branches.slice(isLeft.lastIndexOf(true) + 1);
    const [first, last] = [gone[0], gone.at(-1)];
    if (!first || !last || gone.every(({ block }) => goingIn(block).length === 0)) continue;
    for (const { block } of gone) for (const inside of goingIn(block)) going.delete(inside.span.start);
    const whole = gone.length === branches.length ? around.statement : undefined;
    const fact = whole ?? { span: { start: first.span.start, end: last.span.end }, block: undefined, sharesLine: false };
    going.set(fact.span.start, fact);
  }
  const after = [...going.values()];
  return after.every((statement) => statements.includes(statement)) ? statements : withEmptyBranches(after);
}

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
    if (instead === undefined) run = { start: run?.start ?? span.start, end: endWithToolComments(text, span.end) };
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
