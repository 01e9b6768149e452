import type { Catalog } from "../catalog/catalog.ts";
import type { Call } from "../facts/facts.ts";
import { isStreamed } from "./result-uses.ts";

/** Functions that ask whether there is such a field. */
const askers: ReadonlySet<string> = new Set(["hasattr", "getattr"]);

/** The field that only LiteLLM itself gives its answers, such as `_hidden_params`, where a call's answer is read for it and the code has no other way. */
export function ownFieldRead(call: Call, catalog: Catalog): string | undefined {
  if (call.result.some(({ taker }) => taker !== undefined && askers.has(taker))) return undefined;
  const options = { answer: catalog.answerOf(call.callee.path), stream: isStreamed(call) };
  for (const { steps } of call.result) {
    const at = steps.findIndex(({ kind }) => kind !== "iterate");
    const field = steps[at];
    if (field?.kind === "attribute" && catalog.responseRead(steps.slice(0, at + 1), options).verdict === "litellm-only") return field.name;
  }
  return undefined;
}
