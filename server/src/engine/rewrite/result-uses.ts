import type { Catalog } from "../catalog/catalog.ts";
import type { AccessOptions } from "../catalog/response-access.ts";
import type { Call, Step, Use } from "../facts/facts.ts";

/** What of a call's result would not be the same after the rewrite. */
export interface ResultReading {
  /** Accesses that would fail. */
  readonly blocked: readonly string[];
  /** Uses that cannot be followed here. */
  readonly reasons: readonly string[];
}

/** Reads every use of a call's result: safe needs each of them understood. */
export function unreadResult(call: Call, options: AccessOptions, catalog: Catalog): ResultReading {
  const blocked: string[] = [];
  const reasons: string[] = [];
  for (const use of call.result) {
    const { verdict, entry, isValue } = catalog.responseRead(use.steps, options);
    const shown = describe(use.steps);
    if (verdict === "changed") blocked.push(`\`${shown}\` has another form in Portkey's answer${entry?.note ? `: ${entry.note.replace(/\.$/, "")}` : ""}`);
    else if (verdict === "litellm-only") blocked.push(`\`${shown}\` is LiteLLM's own${entry?.note ? `: ${entry.note.replace(/\.$/, "")}` : ""}`);
    else if (verdict === "differs") reasons.push(`\`${shown}\` may have another value${entry?.note ? `: ${entry.note.replace(/\.$/, "")}` : ""}`);
    else if (verdict === "unknown") reasons.push(`What \`${shown}\` of the answer gives is not known to be the same`);
    else if (!isHarmless(use, isValue)) reasons.push(`${subject(shown)} ${whereTo(use)}, where its type may matter`);
  }
  return { blocked: [...new Set(blocked)], reasons: [...new Set(reasons)] };
}

/** A plain value may go anywhere; an object of the SDK only where nobody looks into it. */
const isHarmless = ({ end }: Use, isValue: boolean): boolean => (isValue ? end !== "written" : end === "discarded" || end === "tested");

const subject = (shown: string): string => (shown === "" ? "The answer" : `\`${shown}\` of the answer`);

function whereTo({ end, taker }: Use): string {
  switch (end) {
    case "argument":
      return taker === undefined ? "is passed on" : `is passed to \`${taker}\``;
    case "returned":
      return "is returned";
    case "yielded":
      return "is yielded";
    case "stored":
      return "is stored";
    case "written":
      return "is written to";
    case "read":
      return "is read as a whole";
    case "unknown":
    case "discarded":
    case "tested":
      return "goes on";
    default:
      return end satisfies never;
  }
}

function describe(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      switch (step.kind) {
        case "attribute":
          return `.${step.name}`;
        case "index":
          return `[${step.key === undefined ? "…" : JSON.stringify(step.key)}]`;
        case "call":
          return "()";
        default:
          return "";
      }
    })
    .join("")
    .replace(/^\./, "");
}
