import type { GatewayRequest } from "../outcome.ts";
import { keyVariable, writtenRequest } from "./written-request.ts";

/** A request for curl in bash, zsh and other POSIX shells. */
export function bashCurl(request: GatewayRequest): string {
  const { method, url, headers, key, body } = writtenRequest(request, (json) => JSON.stringify(json, undefined, 2));
  const options = [
    `curl --silent --show-error${request.stream ? " --no-buffer" : ""}${method === "GET" ? "" : ` --request ${method}`} ${quoted(url)}`,
    ...(key === undefined ? [] : [`--header "${key.name}: ${key.scheme}$${keyVariable}"`]),
    ...headers.map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return `${options.join(" \\\n  ")}\n`;
}

/** Between single quotes nothing means anything but the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
