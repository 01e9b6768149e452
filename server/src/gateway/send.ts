import { type Call, exchange, type Network } from "./exchange.ts";
import { checkGatewayUrl } from "./gateway-url.ts";
import { forbiddenHeader } from "./headers.ts";
import type { GatewayProfile, GatewayRequest, Limits, Outcome, Refusal, SendOptions } from "./outcome.ts";
import { addressPolicy } from "./profiles.ts";
import { createRecording } from "./recording.ts";
import { createRedactor } from "./redact.ts";

/** What a person at a screen waits for: a model may think for a minute, and a long answer may take two. */
export const defaultLimits: Limits = { connect: 10_000, firstByte: 60_000, idle: 30_000, total: 180_000, bytes: 50_000_000 };

/** Sends one request; never rejects, whatever the network or a server does. */
export async function send(request: GatewayRequest, { key, signal, limits, onEvent, network = {}, now = Date.now }: SendOptions & SendSeams): Promise<Outcome> {
  const start = performance.now();
  const recording = createRecording({
    kind: request.kind,
    redactor: createRedactor([key]),
    onEvent: onEvent ?? (() => {}),
    startedAt: now(),
    elapsed: () => performance.now() - start,
  });
  const call = callOf(request, key);
  return recording.outcome("code" in call ? { kind: "not-sent", refusal: call } : await exchange(call, limits, signal, network, recording));
}

/** What tests and an editor's proxy may put in the place of the system's own. */
export interface SendSeams {
  readonly network?: Network;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The URL of a request. */
export const urlOf = ({ profile, path, kind }: GatewayRequest): string => (kind === "greeting" ? `${profile.baseUrl.replace(/\/v1$/, "")}${path}` : `${profile.baseUrl}${path}`);

/** The header that carries a key, and what stands before it; undefined where none is sent. */
export function keyHeader({ auth }: GatewayProfile): { readonly name: string; readonly scheme: string } | undefined {
  switch (auth) {
    case "x-portkey-api-key":
      return { name: "x-portkey-api-key", scheme: "" };
    case "bearer":
      return { name: "authorization", scheme: "Bearer " };
    case "none":
      return undefined;
  }
}

/** Everything is checked here once more: what is not sent by this function is not sent at all. */
function callOf(request: GatewayRequest, key: string | undefined): Call | Refusal {
  const { profile } = request;
  const policy = addressPolicy(profile);
  const checked = checkGatewayUrl(profile.baseUrl, policy);
  if (checked.kind === "refused") return checked.refusal;
  if (profile.auth === "bearer" && profile.id !== "airs")
    return refusal("auth-forbidden", "An open-source gateway hands the Authorization header on to the provider, who must not see the gateway's key.");
  const headers = { accept: request.stream ? "text/event-stream" : "application/json", "accept-encoding": "identity", "user-agent": "portkey-migrate", ...profile.extraHeaders, ...request.headers };
  const wrong = Object.entries(headers).flatMap(([name, value]) => forbiddenHeader(name, value) ?? [])[0];
  if (wrong !== undefined) return refusal("header-forbidden", wrong);
  const carrier = keyHeader(profile);
  const secret = key?.trim() ?? "";
  if (secret !== "" && !/^[\x21-\x7e]+$/.test(secret)) return refusal("key-invalid", "The key holds spaces or characters that no key has; it was probably copied with something else.");
  return {
    url: new URL(urlOf(request)),
    method: request.method,
    headers: { ...headers, ...(request.body === null ? {} : { "content-type": "application/json" }), ...(carrier && secret !== "" ? { [carrier.name]: carrier.scheme + secret } : {}) },
    body: request.body === null ? null : JSON.stringify(request.body),
    policy,
  };
}

const refusal = (code: Refusal["code"], why: string): Refusal => ({ code, why, instead: null });
