import type { Argument, Call, Expression } from "../facts/facts.ts";
import type { Json } from "../text/json.ts";
import type { ClientMethod } from "./client-method.ts";
import { clientOptions } from "./client-options.ts";
import { clientsName, isOnProxy, proxyName } from "./clients-model.ts";
import { gatewayOptions } from "./gateway-options.ts";
import { jsonValue, readEntries } from "./json-value.ts";
import { sketchLiteLlm } from "./litellm-request.ts";
import type { RequestSketch } from "./request-sketch.ts";
import { addOwnOptions } from "./sdk-options.ts";
import { quotation, type SketchContext, type SketchReading } from "./sketch-reading.ts";
import { writtenModel } from "./sketched-model.ts";
import type { SketchedTarget } from "./sketched-target.ts";
import { writtenArguments } from "./written-arguments.ts";

/** Sketches a call of OpenAI's or Portkey's client, whose arguments are the body of the request but for a few. */
export function sketchClientRequest(call: Call, { library, method }: ClientMethod, target: SketchedTarget, context: SketchContext): RequestSketch {
  const client = clientOptions(call, context);
  const [path] = target.of;
  if (path !== undefined && library === "openai" && isOnProxy({ client }, context)) return sketchLiteLlm(call, { path, target, library, proxyName: (model) => proxyName(model, context) }, context);
  const reading: SketchReading = { context, holes: [], unsupported: [], tellsLikely: true };
  const { named, options } = writtenArguments(call, reading);
  const given = (name: string): Expression | undefined => named.find(({ keyword }) => keyword === name)?.value;
  const model = writtenModel(given("model") ?? given("engine") ?? given("deployment_id"), reading, target.defaultModel?.name);
  const carried = gatewayOptions({ client, library, headers: given("extra_headers"), own: options }, reading);
  const body = bodyOf(named, reading);
  const name = clientsName(model, { library, client, target, carried }, context);
  tellOptions(options, reading);
  const stream = given("stream");
  return {
    kind: target.kind,
    library,
    span: call.span,
    callee: quotation(call.callee.span, context),
    endpoint: target.address,
    model: { written: model.written, source: model.source, certainty: model.certainty, ...name },
    stream: /\.stream$/.test(method) || (stream !== undefined && jsonValue(stream, "stream", reading) === true),
    body,
    holes: reading.holes,
    config: carried.config,
    metadata: carried.metadata,
    traceId: carried.traceId,
    headers: carried.headers,
    unsupported: reading.unsupported,
  };
}

/** Arguments that are read apart. */
const readApart: ReadonlySet<string> = new Set(["model", "engine", "deployment_id", "stream", "api_key", "api_base", "api_type", "api_version", "organization"]);

function bodyOf(named: readonly Argument[], reading: SketchReading): Record<string, Json> {
  const body: Record<string, Json> = {};
  for (const { keyword, value } of named) {
    if (keyword === undefined) reading.unsupported.push({ name: quotation(value.span, reading.context), why: "The client takes its arguments by name." });
    else if (!readApart.has(keyword) && !isUnset(value, reading) && !addOwnOptions(keyword, value, body, reading)) {
      const read = jsonValue(value, keyword, reading);
      if (read !== undefined && read !== null) body[keyword] = read;
    }
  }
  return body;
}

/** `None`, and what OpenAI's clients have for an argument that is not given. */
const isUnset = (value: Expression, { context }: SketchReading): boolean =>
  value.kind === "nothing" || /(?:^|\.)(?:NOT_GIVEN|NotGiven\(\)|omit|Omit\(\))$/.test(context.text.slice(value.span.start, value.span.end));

/** What a TypeScript call says of its own request beside the body: an `AbortSignal`, a number of retries. */
function tellOptions(options: Expression | undefined, reading: SketchReading): void {
  const read = options && readEntries(options, reading);
  for (const { name } of read?.entries ?? []) {
    if (!gatewayOptionNames.has(name)) reading.unsupported.push({ name, why: "It is an option of the client for this call, and no part of the request." });
  }
}

const gatewayOptionNames: ReadonlySet<string> = new Set([
  "config",
  "metadata",
  "traceID",
  "provider",
  "virtualKey",
  "headers",
  "requestTimeout",
  "cacheNamespace",
  "cacheForceRefresh",
  "strictOpenAiCompliance",
]);
