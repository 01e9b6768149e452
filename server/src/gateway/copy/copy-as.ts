import { isJsonObject } from "../../engine/text/json.ts";
import type { GatewayRequest } from "../outcome.ts";
import { createRedactor } from "../redact.ts";
import { bashCurl } from "./bash.ts";
import { httpFile } from "./http-file.ts";
import { powerShellCurl } from "./power-shell.ts";
import { pythonCode } from "./python.ts";
import { typeScriptCode } from "./type-script.ts";

/** What a request can be copied as. */
export const copyFormats = ["curl-bash", "curl-powershell", "python", "typescript", "http"] as const;
/** One of `copyFormats`. */
export type CopyFormat = (typeof copyFormats)[number];

const writers: Readonly<Record<CopyFormat, (request: GatewayRequest) => string>> = {
  "curl-bash": bashCurl,
  "curl-powershell": powerShellCurl,
  python: pythonCode,
  typescript: typeScriptCode,
  http: httpFile,
};

/** A request as a command or a program that can be pasted; the key is an environment variable, and what looks like one elsewhere is taken out. */
export function copyAs(format: CopyFormat, request: GatewayRequest): string {
  const redactor = createRedactor([]);
  const body = request.body === null ? null : redactor.json(request.body);
  return writers[format]({ ...request, headers: redactor.headers(request.headers), body: isJsonObject(body) ? body : null });
}
