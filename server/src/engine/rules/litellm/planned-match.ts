import type { CallPlan } from "../../rewrite/call-plan.ts";
import type { Fix, Match } from "../rule.ts";

/** Adds to a match what plans of several strategies say: their fixes, or, behind the step for a person, why the first, which is the folder's own, has none. */
export function plannedMatch(match: Omit<Match, "fixes" | "manual">, plans: readonly CallPlan[], byHand: string): Match {
  const fixes = plans.flatMap(fixOf);
  const [first] = plans;
  if (first?.kind === "rewrite") return { ...match, fixes };
  return { ...match, fixes, manual: [byHand, ...sentences(first?.reasons ?? [])].join(" ") };
}

/** The fix of a plan that is one of a rewrite. */
export function fixOf(plan: CallPlan): Fix[] {
  if (plan.kind === "blocked") return [];
  const { kind: _, reasons, notes, ...change } = plan;
  return [{ ...change, safety: reasons.length > 0 ? "unsafe" : "safe", notes: sentences([...reasons, ...notes]) }];
}

const sentences = (fragments: readonly string[]): string[] => fragments.map((fragment) => `${fragment}.`);
