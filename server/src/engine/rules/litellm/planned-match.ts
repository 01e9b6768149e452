import type { CallPlan } from "../../rewrite/call-plan.ts";
import type { Match } from "../rule.ts";

/** Adds to a match what its plan says: the one fix, or, behind the step for a person, why there is none. */
export function plannedMatch(match: Omit<Match, "fixes" | "manual">, plan: CallPlan, byHand: string): Match {
  if (plan.kind === "blocked") return { ...match, fixes: [], manual: [byHand, ...sentences(plan.reasons)].join(" ") };
  const { title, strategy, reasons, notes, together, apply } = plan;
  return { ...match, fixes: [{ title, strategy, safety: reasons.length > 0 ? "unsafe" : "safe", notes: sentences([...reasons, ...notes]), together, apply }] };
}

const sentences = (fragments: readonly string[]): string[] => fragments.map((fragment) => `${fragment}.`);
