import type { GatewayRequest } from "../outcome.ts";
import { keyVariable, writtenRequest } from "./written-request.ts";

/** A request for the REST Client and httpYac extensions, which read the key from the environment. */
export function httpFile(request: GatewayRequest): string {
  const { method, url, headers, key, body } = writtenRequest(request, (json) => withoutBraces(JSON.stringify(json, undefined, 2)));
  const lines = [
    `${method} ${url} HTTP/1.1`,
    ...(key === undefined ? [] : [`${key.name}: ${key.scheme}{{$processEnv ${keyVariable}}}`]),
    ...headers.map(([name, value]) => `${name}: ${name.startsWith("x-portkey-") ? withoutBraces(value) : value}`),
    ...(body === null ? [] : ["", body]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Two braces stand for a variable; in JSON they can only stand in a string, where each can be written by its number. */
const withoutBraces = (json: string): string => json.replace(/\{(?=\{)/g, "\\u007b").replace(/(?<=\\u007b)\{/g, "\\u007b");
