import type { IncomingHttpHeaders } from "node:http";
import type { Received } from "./http.ts";

/** What a run of a program shows to somebody outside. */
export interface Observation {
  readonly printed: string;
  readonly exitCode: number | null;
  /** What the provider received, in order. */
  readonly requests: readonly ProviderRequest[];
  /** What the proxy, or Portkey, was told of each request beside what goes to the provider; undefined where nothing stands between. */
  readonly told?: readonly unknown[];
  /** For the failure's text; two runs never say the same here. */
  readonly errors: string;
}

/** A request as the provider received it. */
export interface ProviderRequest {
  readonly path: string;
  readonly body: unknown;
  readonly key: string | undefined;
}

/** What the provider received, with its bodies' keys in one order. */
export const providerRequests = (received: readonly Received[]): readonly ProviderRequest[] => received.map(({ path, json, headers }) => ({ path, body: sorted(json), key: keyOf(headers) }));

/** A value whose keys are in one order, which means nothing in JSON. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, sorted(each)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const keyOf = (headers: IncomingHttpHeaders): string | undefined =>
  [headers.authorization, headers["x-api-key"]]
    .flat()
    .find((value) => value !== undefined)
    ?.replace(/^Bearer /, "");
