import { copyAs } from "../../../server/src/gateway/copy/copy-as.ts";
import { explain } from "../../../server/src/gateway/explain.ts";
import type { GatewayProfile, GatewayRequest } from "../../../server/src/gateway/outcome.ts";
import { buildRequest, defaultChoices, freeRequest, plainSource } from "../../../server/src/gateway/request.ts";
import { defaultLimits } from "../../../server/src/gateway/send.ts";
import { slugsOf } from "./confirmations.ts";
import type { Gateway } from "./gateway.ts";
import type { PreparedTest } from "./gateway-tests.ts";
import type { ProbeAnswer } from "./model-findings.ts";
import { newTraceId } from "./trace-id.ts";

/** The question for what a gateway's catalog has, for the user to see before it is sent. */
export const listTest = (profile: GatewayProfile, what: "models" | "providers"): PreparedTest => testOf(`The catalog's ${what}`, freeRequest(profile, what));

/** The question to one model, the same. */
export const probeTest = (profile: GatewayProfile, model: string): PreparedTest => testOf(`One word of ${model}`, probeRequest(profile, model));

/** Asks a model for one word. */
export async function probeOf(gateway: Gateway, profile: GatewayProfile, model: string, signal: AbortSignal): Promise<ProbeAnswer> {
  const request = probeRequest(profile, model);
  if (profile.id === "local") await gateway.local.answerFor(slugsOf(request));
  const outcome = await gateway.sender.send(request, { signal, limits: defaultLimits });
  const { ok, message } = explain(request, outcome);
  return { ok, message, milliseconds: outcome.timings.totalMs, stopsAll: stopping.has(outcome.status ?? 0) };
}

/** The key, a budget or a rate limit: every further request would be answered the same. */
const stopping = new Set([401, 412, 429]);

/** A name tells what kind of request a model takes; a chat is right for most, and the answer says where it is not. */
function probeRequest(profile: GatewayProfile, model: string): GatewayRequest {
  const kind = /embed/i.test(model) ? "embedding" : "chat";
  const built = buildRequest(plainSource(kind, false), profile, { ...defaultChoices, model, traceId: newTraceId() });
  if (built.kind === "none") throw new Error(built.why);
  return built.request;
}

const testOf = (title: string, request: GatewayRequest): PreparedTest => ({ title, request, notes: [], isEchoed: false, curl: copyAs("curl-bash", request), stubbed: null, source: null });
