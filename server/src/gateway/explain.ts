import { detailsOf } from "./details.ts";
import { diagnoses } from "./diagnoses.ts";
import { readError } from "./error-report.ts";
import type { Diagnosis, GatewayRequest, Outcome } from "./outcome.ts";
import { gatewayFacts } from "./profiles.ts";
import type { Seen } from "./seen.ts";

/** What is known beside one request; all of it may be missing. */
export interface ExplainContext {
  /** Names of the gateway's Model Catalog, `@slug/model`. */
  readonly models?: readonly string[];
  /** The user's, such as `Europe/Berlin`; the system's where it is undefined. */
  readonly timeZone?: string;
  /** A plain request for the same gateway that was answered just before. */
  readonly hasAnswered?: boolean;
}

/** What an outcome means, whose side it is on, and what to do about it; a pure function over the table of `diagnoses.ts`. */
export function explain(request: GatewayRequest, outcome: Outcome, context: ExplainContext = {}): Diagnosis {
  const seen: Seen = { request, outcome, context, error: readError(outcome), gateway: gatewayFacts(request.profile.id) };
  const found = diagnoses.find(({ when }) => when(seen));
  // The last row holds for everything.
  if (found === undefined) throw new RangeError("no diagnosis fits");
  const { code, level = "failure", side, message, next, actions } = found;
  return {
    ok: level !== "failure",
    level,
    side: typeof side === "function" ? side(seen) : side,
    code,
    message: message(seen),
    next: next?.(seen) ?? null,
    actions: actions?.(seen) ?? [],
    details: detailsOf(outcome),
  };
}
