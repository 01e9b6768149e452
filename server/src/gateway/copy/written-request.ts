import type { GatewayRequest } from "../outcome.ts";
import { keyHeader, urlOf } from "../send.ts";

/** The environment variable that stands for the key in everything that is copied. */
export const keyVariable = "PORTKEY_API_KEY";

/** A request as every written form of it needs it; the key is still to be put behind `keyHeader`. */
export interface WrittenRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Undefined where the gateway is asked without a key. */
  readonly key: { readonly name: string; readonly scheme: string } | undefined;
  readonly body: string | null;
}

/** The parts of a request in the order in which they are written. */
export function writtenRequest(request: GatewayRequest, bodyText: (body: NonNullable<GatewayRequest["body"]>) => string): WrittenRequest {
  const { method, body, profile, headers } = request;
  return {
    method,
    url: urlOf(request),
    headers: [...(body === null ? [] : [["content-type", "application/json"] as const]), ...Object.entries(profile.extraHeaders), ...Object.entries(headers)],
    key: keyHeader(profile),
    body: body === null ? null : bodyText(body),
  };
}
