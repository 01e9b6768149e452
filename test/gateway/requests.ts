// Requests and profiles that tests send.
import type { GatewayProfile, GatewayRequest, Limits, LiveEvent, Outcome } from "../../server/src/gateway/outcome.ts";
import { buildRequest, defaultChoices, plainSource, type RequestChoices } from "../../server/src/gateway/request.ts";
import { defaultLimits, type SendSeams, send } from "../../server/src/gateway/send.ts";

/** Visibly the key of nobody. */
export const fakeKey = "pk-fake-0123456789-canary";

/** A gateway of one's own at an address. */
export const selfHosted = (baseUrl: string, more: Partial<GatewayProfile> = {}): GatewayProfile => ({ id: "self-hosted", baseUrl, auth: "x-portkey-api-key", extraHeaders: {}, ...more });

/** The hosted gateway, which nothing is sent to. */
export const hosted: GatewayProfile = { id: "hosted", baseUrl: "https://api.portkey.ai/v1", auth: "x-portkey-api-key", extraHeaders: {} };

/** A chat with a model of a slug. */
export function chat(profile: GatewayProfile, choices: Partial<RequestChoices> = {}): GatewayRequest {
  const built = buildRequest(plainSource("chat", false), profile, { ...defaultChoices, model: "@openai-prod/gpt-4o", traceId: "trace-1", ...choices });
  if (built.kind === "none") throw new Error(built.why);
  return built.request;
}

/** Sends a request with limits that a test can wait for. */
export function sendTo(
  request: GatewayRequest,
  {
    limits = {},
    signal = new AbortController().signal,
    key = fakeKey,
    onEvent = () => undefined,
    ...seams
  }: SendSeams & { limits?: Partial<Limits>; signal?: AbortSignal; key?: string; onEvent?: (event: LiveEvent) => void } = {},
): Promise<Outcome> {
  return send(request, { key, signal, limits: { ...defaultLimits, ...limits }, onEvent, ...seams });
}
