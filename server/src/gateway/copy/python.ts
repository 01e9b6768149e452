import { type Json, parseJson } from "../../engine/text/json.ts";
import type { GatewayRequest } from "../outcome.ts";
import { gatewayFacts } from "../profiles.ts";
import { clientMethods } from "./client-call.ts";
import { keyVariable } from "./written-request.ts";

/** A request as a Python program for the `portkey_ai` package. */
export function pythonCode(request: GatewayRequest): string {
  const { profile, headers, kind, body, stream, path } = request;
  const key = profile.auth === "none" ? `"unused"` : `os.environ["${keyVariable}"]`;
  const options: [string, string][] = [["api_key", key]];
  if (profile.baseUrl !== gatewayFacts("hosted").baseUrl) options.push(["base_url", literal(profile.baseUrl)]);
  for (const [header, option] of clientOptions) if (headers[header] !== undefined) options.push([option, literal(parseJson(headers[header]) ?? headers[header])]);
  const method = clientMethods[kind];
  const called = body === null ? `get(path=${literal(path)})` : method === undefined ? `post(${literal(path)}, ${pairs(keywords(body), 0)})` : `${method}(${calledWith(body, profile.extraHeaders)})`;
  const lines = [
    ...(profile.auth === "none" ? [] : ["import os", ""]),
    "from portkey_ai import Portkey",
    "",
    `client = Portkey(${pairs(options, 0)})`,
    `response = client.${called}`,
    ...shown(kind, stream),
    "",
  ];
  return lines.join("\n");
}

const clientOptions: readonly (readonly [header: string, option: string])[] = [
  ["x-portkey-config", "config"],
  ["x-portkey-metadata", "metadata"],
  ["x-portkey-trace-id", "trace_id"],
];

function shown(kind: GatewayRequest["kind"], stream: boolean): readonly string[] {
  if (!stream) return kind === "chat" ? ["print(response.choices[0].message.content)"] : ["print(response)"];
  if (kind !== "chat") return ["for event in response:", "    print(event)"];
  return ["for chunk in response:", "    if chunk.choices:", '        print(chunk.choices[0].delta.content or "", end="", flush=True)', "print()"];
}

function calledWith(body: NonNullable<GatewayRequest["body"]>, extraHeaders: Readonly<Record<string, string>>): string {
  return pairs([...keywords(body), ...(Object.keys(extraHeaders).length === 0 ? [] : [["extra_headers", literal(extraHeaders)] as [string, string]])], 0);
}

const reserved =
  /^(False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

/** What is no name in Python is passed in a dictionary. */
function keywords(body: NonNullable<GatewayRequest["body"]>): [string, string][] {
  const isName = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name) && !reserved.test(name);
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !isName(name)));
  return [
    ...Object.entries(body).flatMap(([name, value]): [string, string][] => (isName(name) ? [[name, literal(value, 1)]] : [])),
    ...(Object.keys(rest).length === 0 ? [] : [["**", literal(rest, 1)] as [string, string]]),
  ];
}

/** Arguments, one a line where there are several. */
function pairs(items: readonly (readonly [string, string])[], depth: number): string {
  const written = items.map(([name, value]) => (name === "**" ? `**${value}` : `${name}=${value}`));
  const indent = "    ".repeat(depth + 1);
  return written.length < 2 ? written.join("") : `\n${written.map((each) => `${indent}${each},\n`).join("")}${"    ".repeat(depth)}`;
}

/** A JSON value as Python writes it; its strings are JSON's, in which only a lone surrogate is escaped by number. */
function literal(value: Json, depth = 0): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const isList = Array.isArray(value);
  const items = isList ? value.map((each) => literal(each, depth + 1)) : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${literal(each, depth + 1)}`);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const short = `${open}${items.join(", ")}${close}`;
  if (short.length < 100 && !short.includes("\n")) return short;
  const indent = "    ".repeat(depth + 1);
  return `${open}\n${items.map((each) => `${indent}${each},\n`).join("")}${"    ".repeat(depth)}${close}`;
}
