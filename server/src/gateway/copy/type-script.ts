import type { GatewayRequest } from "../outcome.ts";
import { clientMethods } from "./client-call.ts";
import { keyVariable } from "./written-request.ts";

/** A request as a TypeScript program for the `openai` package, as the default strategy for TypeScript writes it. */
export function typeScriptCode(request: GatewayRequest): string {
  const { profile, headers, kind, body, stream, path } = request;
  const key = `process.env.${keyVariable} ?? ""`;
  // Only a hosted gateway may see the key as Authorization: another one hands that on to the provider.
  const isHosted = profile.id === "hosted" || profile.id === "airs";
  const sent = Object.entries({ ...profile.extraHeaders, ...headers }).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  if (!isHosted && profile.auth !== "none") sent.unshift(`    "x-portkey-api-key": ${key},\n`);
  const method = clientMethods[kind];
  const called =
    body === null
      ? `get(${JSON.stringify(path)})`
      : method === undefined
        ? `post(${JSON.stringify(path)}, { body: ${JSON.stringify(body, undefined, 2)} })`
        : `${method}(${JSON.stringify(body, undefined, 2)})`;
  return [
    'import OpenAI from "openai";',
    "",
    "const client = new OpenAI({",
    `  baseURL: ${JSON.stringify(profile.baseUrl)},`,
    `  apiKey: ${isHosted ? key : '"unused"'},`,
    ...(sent.length === 0 ? [] : [`  defaultHeaders: {\n${sent.join("")}  },`]),
    "});",
    `const response = await client.${called};`,
    ...shown(kind, stream),
    "",
  ].join("\n");
}

function shown(kind: GatewayRequest["kind"], stream: boolean): readonly string[] {
  if (!stream) return kind === "chat" ? ["console.log(response.choices[0]?.message.content);"] : ["console.log(response);"];
  if (kind !== "chat") return ["for await (const event of response) console.log(event);"];
  return ['for await (const chunk of response) process.stdout.write(chunk.choices[0]?.delta.content ?? "");', "console.log();"];
}
