import type { Json } from "../text/json.ts";

/** Options of Portkey that say how a request is handled, and nothing of whom it is from: those that are sent as headers beside config, metadata and trace. */
export const headerOptions: readonly string[] = ["request_timeout", "cache_namespace", "cache_force_refresh", "strict_open_ai_compliance"];

/** An option as the header that the gateway reads; none for a value that no header has. */
export function gatewayHeader(option: string, value: Json | undefined): Record<string, string> {
  // A header holds no line breaks, and letters beyond these not everywhere.
  if (value === undefined || value === null || typeof value === "object" || !/^[\x20-\x7e]*$/.test(String(value))) return {};
  return { [`x-portkey-${option.replaceAll("_", "-")}`]: String(value) };
}
