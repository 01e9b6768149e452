import { type ExplainContext, explain } from "./explain.ts";
import type { Diagnosis, GatewayProfile, GatewayRequest, Outcome } from "./outcome.ts";
import { gatewayFacts } from "./profiles.ts";
import { buildRequest, defaultChoices, freeRequest, plainSource } from "./request.ts";

/** One step of a connection test, as it is shown. */
export interface ConnectionStep {
  readonly id: "greeting" | "models" | "chat" | "stream";
  readonly title: string;
  /** Whether it asks for no model and costs nothing. */
  readonly isFree: boolean;
  readonly request: GatewayRequest;
}

/** A step that was taken. */
export interface TakenStep {
  readonly step: ConnectionStep;
  readonly outcome: Outcome;
}

/** What is asked to know whether a gateway works, in this order; without a model only what is free. A step after a failed one says nothing. */
export function connectionSteps(profile: GatewayProfile, model: string | null, traceId: string): readonly ConnectionStep[] {
  // Only a gateway of one's own greets; only one with a catalog lists models without asking a provider.
  const { baseUrl, hasCatalog } = gatewayFacts(profile.id);
  const steps: ConnectionStep[] = [];
  if (baseUrl === null) steps.push({ id: "greeting", title: "Reach the gateway", isFree: true, request: freeRequest(profile, "greeting") });
  if (hasCatalog) steps.push({ id: "models", title: "Check the key", isFree: true, request: freeRequest(profile, "models") });
  if (model === null) return steps;
  for (const id of ["chat", "stream"] as const) {
    const built = buildRequest(plainSource("chat", id === "stream"), profile, { ...defaultChoices, model, traceId: `${traceId}-${id}` });
    if (built.kind === "request") steps.push({ id, title: id === "chat" ? "Ask the model" : "Stream an answer", isFree: false, request: built.request });
  }
  return steps;
}

/** What the steps that were taken mean together, and the one that decides it: the first failure, else the first warning, else the last answer. */
export function explainConnection(taken: readonly TakenStep[], context: ExplainContext = {}): { readonly diagnosis: Diagnosis; readonly decisive: TakenStep } {
  const explained = taken.map((decisive, index) => {
    const hasAnswered = taken.slice(0, index).some(({ step: { id } }) => id === "chat");
    return { decisive, diagnosis: explain(decisive.step.request, decisive.outcome, { ...context, hasAnswered }) };
  });
  const worst = explained.find(({ diagnosis }) => diagnosis.level === "failure") ?? explained.find(({ diagnosis }) => diagnosis.level === "warning") ?? explained.at(-1);
  if (worst === undefined) throw new RangeError("no step was taken");
  return worst;
}
