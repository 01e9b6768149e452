import type { Audit } from "../workspace/audit.ts";

/** What is not among the findings although it is spelled like them; undefined where there is nothing of the kind. */
export function leftOutOf({ totals: { leftOut } }: Audit): string | undefined {
  if (leftOut === 0) return undefined;
  return `${leftOut} ${leftOut === 1 ? "name of a model was" : "names of models were"} left out: spelled as LiteLLM spells them, but nothing around them says that they are LiteLLM's`;
}
