// Fixes applied one at a time, in some order.
import type { ChosenFix, Engine, FileReport } from "../../server/src/engine/engine.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { planFailures } from "./invariants.ts";

/** How fixes are applied one at a time. */
export interface StepOptions {
  readonly engine: Engine;
  readonly analyze: (text: string) => Promise<FileReport>;
  /** The fixes that a report is asked for. */
  readonly choose: (report: FileReport) => readonly ChosenFix[];
  /** Which of so many fixes is next. */
  readonly pick: (count: number) => number;
}

/** The texts after each fix, the last one with nothing left to choose; or what went wrong. */
export interface Steps {
  /** The findings that were fixed, as each report names them. */
  readonly fixed: readonly string[];
  readonly texts: readonly string[];
  readonly failures: readonly string[];
}

/** Applies one fix after the other until a report offers none. */
export async function stepByStep(report: FileReport, { engine, analyze, choose, pick }: StepOptions): Promise<Steps> {
  const limit = 3 * choose(report).length;
  const fixed: string[] = [];
  const texts: string[] = [];
  for (let current = report; ; current = await analyze(texts.at(-1) ?? "")) {
    const choice = choose(current);
    const chosen = choice[Math.min(choice.length - 1, pick(choice.length))];
    if (chosen === undefined) return { fixed, texts, failures: [] };
    fixed.push(chosen.finding);
    const plan = engine.plan(current, [chosen]);
    const failures = planFailures(current, [chosen], plan);
    if (failures.length > 0) return { fixed, texts, failures };
    if (plan.edits.length === 0 || fixed.length > limit) return { fixed, texts, failures: [plan.edits.length === 0 ? "the fix changes nothing" : "there is no end of fixes"] };
    texts.push(applyEdits(current.source.text, plan.edits));
  }
}
