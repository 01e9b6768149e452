import type { CallPlan } from "../../rewrite/call-plan.ts";
import type { Fix, Match } from "../rule.ts";

/** Adds to a match what plans of several strategies say: their fixes, or, behind the step for a person, why the first has none. */
export function plannedMatch(match: Omit<Match, "fixes" | "manual">, plans: readonly CallPlan[], byHand: string): Match {
  const fixes = plans.flatMap((plan): Fix[] => (plan.kind === "blocked" ? [] : [fixOf(plan)]));
  const [first] = plans;
  if (first?.kind === "rewrite") return { ...match, fixes };
  return { ...match, fixes, manual: [byHand, ...sentences(first?.reasons ?? [])].join(" ") };
}

const fixOf = ({ title, strategy, reasons, notes, together, needsMigratedCalls = false, apply }: CallPlan & { readonly kind: "rewrite" }): Fix => ({
  title,
  strategy,
  safety: reasons.length > 0 ? "unsafe" : "safe",
  notes: sentences([...reasons, ...notes]),
  together,
  needsMigratedCalls,
  apply,
});

const sentences = (fragments: readonly string[]): string[] => fragments.map((fragment) => `${fragment}.`);
