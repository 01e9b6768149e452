import type { Expression } from "../facts/facts.ts";
import { isJsonObject, type Json, type JsonObject, parseJson } from "../text/json.ts";
import type { ClientMethod } from "./client-method.ts";
import type { ClientOptions } from "./client-options.ts";
import { gatewayHeader, headerOptions } from "./gateway-headers.ts";
import { jsonValue, readEntries } from "./json-value.ts";
import { asideFrom, type SketchReading } from "./sketch-reading.ts";

/** What a call tells the gateway beside its body, by options of Portkey's client or by headers of another one. */
export interface GatewayOptions {
  readonly config: JsonObject | string | null;
  readonly metadata: JsonObject | null;
  readonly traceId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The provider that is named beside the model, as written: `@openai-prod`, `openai`. */
  readonly provider: string | null;
  /** The request goes through a virtual key, which stands for provider and key. */
  readonly hasVirtualKey: boolean;
  /** A config decides where the request goes, be it one that cannot be read. */
  readonly isRouted: boolean;
}

/** Where options of the gateway may stand. */
export interface OptionPlaces {
  readonly client: ClientOptions;
  readonly library: ClientMethod["library"];
  /** `extra_headers` of the call. */
  readonly headers: Expression | undefined;
  /** The second argument of a call in TypeScript. */
  readonly own: Expression | undefined;
}

/** Reads what the gateway is told, the call's own word before that of its client. */
export function gatewayOptions({ client, library, headers, own }: OptionPlaces, reading: SketchReading): GatewayOptions {
  const ofCall = new Map([...optionsOfHeaders(headers, reading), ...ownOptions(own, reading)]);
  const ofHeaders = optionsOfHeaders(client.option("default_headers", "defaultHeaders"), reading);
  const find = (name: string, ...spellings: readonly string[]): Expression | undefined => {
    const ofClient = library === "portkey" ? client.option(name, ...spellings) : undefined;
    const found = ofCall.get(name) ?? ofClient ?? ofHeaders.get(name);
    return found?.kind === "nothing" ? undefined : found && fromJson(found, reading);
  };
  const camelCase = (name: string): string => name.replace(/_./g, ([, letter = ""]) => letter.toUpperCase());
  const headersOf = headerOptions.map((name) => gatewayHeader(name, valueAt("headers", find(name, camelCase(name)), reading)));
  const config = find("config");
  const read = valueAt("config", config, reading);
  const metadata = find("metadata");
  const traceId = find("trace_id", "traceID");
  const provider = find("provider");
  return {
    config: typeof read === "string" ? writtenConfig(read) : isJsonObject(read) ? read : null,
    metadata: asObject(valueAt("metadata", metadata, reading)),
    traceId: asText(valueAt("traceId", traceId, reading)),
    headers: Object.assign({}, ...headersOf),
    provider: provider ? asText(jsonValue(provider, "", asideFrom(reading))) : null,
    hasVirtualKey: find("virtual_key", "virtualKey") !== undefined,
    isRouted: config !== undefined && (!isJsonObject(read) || routes(read)),
  };
}

const valueAt = (path: string, value: Expression | undefined, reading: SketchReading): Json | undefined => value && jsonValue(value, path, reading);

/** What `json.dumps(…)` and `JSON.stringify(…)` write, as headers of other clients have it. */
function fromJson(value: Expression, { context: { text } }: SketchReading): Expression {
  const [given] = value.kind === "call" && /^(?:json\.dumps|JSON\.stringify)\(/.test(text.slice(value.span.start, value.span.start + 20)) ? value.arguments : [];
  return given?.value ?? value;
}

/** Whether a config says which provider is asked. */
const routes = (config: JsonObject): boolean => ["targets", "strategy", "provider", "virtual_key", "override_params"].some((key) => key in config);

/** Headers of the gateway by the names of the options that they are made of. */
function optionsOfHeaders(value: Expression | undefined, reading: SketchReading): Map<string, Expression> {
  if (!value) return new Map();
  const isMade = value.kind === "call" && /(?:^|\.)createHeaders$/.test(value.path ?? "");
  const given = isMade ? value.arguments : [];
  const entries = isMade
    ? given.flatMap(({ keyword, value: each }) =>
        keyword === undefined ? (readEntries(each, reading)?.entries ?? []).map(({ name, entry }) => [name, entry.value] as const) : [[keyword, each] as const],
      )
    : (readEntries(value, reading)?.entries ?? []).map(({ name, entry }) => [name, entry.value] as const);
  return new Map(entries.map(([name, each]) => [optionName(name), each]));
}

/** The options of a single call that stand in an object behind its body. */
const ownOptions = (value: Expression | undefined, reading: SketchReading): Map<string, Expression> =>
  new Map(
    (value ? (readEntries(value, reading)?.entries ?? []) : []).flatMap(({ name, entry }) =>
      name === "headers" ? [...optionsOfHeaders(entry.value, reading)] : [[optionName(name), entry.value] as const],
    ),
  );

/** `x-portkey-trace-id` and `traceID` are `trace_id`. */
const optionName = (name: string): string =>
  name
    .replace(/^x-portkey-/i, "")
    .replace(/ID$/, "Id")
    .replace(/[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase()
    .replaceAll("-", "_");

/** A config's id, or a config that is written as JSON. */
function writtenConfig(text: string): JsonObject | string {
  const parsed = parseJson(text);
  return isJsonObject(parsed) ? parsed : text;
}

const asObject = (value: Json | undefined): JsonObject | null => (isJsonObject(value) ? value : null);
const asText = (value: Json | undefined): string | null => (typeof value === "string" ? value : null);
