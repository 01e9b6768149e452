import type { Audit } from "../workspace/audit.ts";

/** What is not among the findings although it is spelled like them, and why; undefined where there is nothing of the kind. */
export function leftOutOf({ totals: { leftOut }, leftOutBecause }: Pick<Audit, "totals" | "leftOutBecause">): string | undefined {
  if (leftOut === 0) return undefined;
  const reasons = Object.entries(leftOutBecause).sort(([, a], [, b]) => b - a);
  const why = reasons.length === 1 ? reasons[0]?.[0] : reasons.map(([because, count]) => `${count}: ${because}`).join("; ");
  return `${leftOut} ${leftOut === 1 ? "name of a model was" : "names of models were"} left out: spelled as LiteLLM spells them, but nothing around them says that they are LiteLLM's (${why})`;
}
