import type { GatewayRequest } from "../outcome.ts";
import { asciiJson } from "../request.ts";
import { keyVariable, writtenRequest } from "./written-request.ts";

/**
 * A request for curl in PowerShell, 5.1 and later: as a file of options on standard input. Versions differ in how they hand
 * quotes to a program, and in the encoding of a pipe, so that no quote is an argument and every character is ASCII.
 */
export function powerShellCurl(request: GatewayRequest): string {
  const { method, url, headers, key, body } = writtenRequest(request, asciiJson);
  const options = [
    "silent",
    "show-error",
    ...(request.stream ? ["no-buffer"] : []),
    ...(method === "GET" ? [] : [`request = ${option(method)}`]),
    `url = ${option(url)}`,
    ...(key === undefined ? [] : [`header = "${key.name}: ${key.scheme}$env:${keyVariable}"`]),
    ...headers.map(([name, value]) => `header = ${option(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`data-raw = ${option(body)}`]),
  ];
  return `@"\n${options.join("\n")}\n"@ | curl.exe --config -\n`;
}

/** A value of curl's configuration, in which PowerShell finds nothing to expand: its escape is the backtick. */
const option = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`.replace(/[`$]/g, "`$&");
