import type { RequestEntry } from "../catalog/entries.ts";
import type { Argument, Call, Expression } from "../facts/facts.ts";
import { type CallConfig, callConfig } from "../rewrite/call-config.ts";
import type { Remarks } from "../rewrite/call-plan.ts";
import type { NamedModel } from "../rewrite/model-argument.ts";
import { settingsFor } from "../rewrite/module-settings.ts";
import { npmRequest } from "../rewrite/npm-request.ts";
import { type ConfigRecord, plainConfig } from "../rewrite/portkey-config.ts";
import { pythonRequest } from "../rewrite/python-request.ts";
import { keptName, portkeySdk } from "../rewrite/python-sdk.ts";
import { addressObstacle, type RequestArgument } from "../rewrite/request-call.ts";
import { isJsonObject, type Json, type JsonObject } from "../text/json.ts";
import type { Span } from "../text/span.ts";
import { gatewayHeader } from "./gateway-headers.ts";
import { jsonValue, readEntries } from "./json-value.ts";
import type { RequestLibrary, RequestSketch } from "./request-sketch.ts";
import { type RoutedModel, routedModel } from "./router-model.ts";
import { addOwnOptions } from "./sdk-options.ts";
import { quotation, type SketchContext, type SketchReading } from "./sketch-reading.ts";
import { liteLlmName, type ModelName, sentence, unknownName, type WrittenModel, writtenModel } from "./sketched-model.ts";
import type { SketchedTarget } from "./sketched-target.ts";
import { writtenArguments } from "./written-arguments.ts";

/** How a call is LiteLLM's. */
export interface LiteLlmCall {
  /** The function that sends the same request without a Router. */
  readonly path: string;
  readonly target: SketchedTarget;
  readonly library: RequestLibrary;
  /** It goes to LiteLLM's proxy, which takes LiteLLM's arguments in the body and has names of its own for models. */
  readonly proxyName?: (model: WrittenModel) => ModelName;
}

/** Sketches a request of LiteLLM, read as its rewrite reads it. */
export function sketchLiteLlm(call: Call, { path, target, library, proxyName }: LiteLlmCall, context: SketchContext): RequestSketch {
  const reading: SketchReading = { context, holes: [], unsupported: [], tellsLikely: true };
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  const asPython = proxyName !== undefined || context.facts.language === "python";
  const plain = plainCall(call, path, proxyName !== undefined, reading);
  const written = asPython ? pythonRequest(plain, target, context, remarks, portkeySdk) : npmRequest(plain, target, context, remarks);
  const given = written?.arguments ?? [];
  const settings = settingsFor(plain, context);
  const model = writtenModel(given.find(({ name }) => name === "model")?.value, reading, target.defaultModel && `openai/${target.defaultModel.name}`);
  const routed = routedModel(call, model, given, context);
  const name = routed?.name ?? proxyName?.(model) ?? ownName(model, liteLlmName(model, { target, customProvider: written?.customProvider, settings }, context), given, context);
  const parts = partsOf(given, target, asPython, reading);
  for (const { name: added, value } of addedTo(target, name)) if (written && proxyName === undefined) parts.body[added] ??= value;
  const config = configOf({ name, routed, parts, reading }, (named, sent) => callConfig({ model: named, target, path, arguments: sent, settings, context }, remarks), given, remarks);
  return {
    kind: target.kind,
    library,
    span: call.span,
    callee: quotation(call.callee.span, context),
    endpoint: target.address,
    model: { written: model.written, source: model.source, certainty: model.certainty, ...name },
    stream: isStreamed(given, reading),
    body: parts.body,
    holes: reading.holes,
    config,
    metadata: parts.metadata,
    traceId: parts.traceId,
    headers: parts.headers,
    unsupported: reading.unsupported,
  };
}

/** The call as if all its arguments stood in it, and as if the function were called by its own name. */
function plainCall(call: Call, path: string, isOfProxy: boolean, reading: SketchReading): Call {
  const { named } = writtenArguments(call, reading);
  const callee = { ...call.callee, path, span: { start: call.span.start, end: call.callee.span.end } };
  if (isOfProxy) return { ...call, callee, arguments: withExtraBody(named, reading) };
  if (reading.context.facts.language === "python") return { ...call, callee, arguments: named };
  const span = call.argumentsSpan;
  const entries = named.map((argument) => ({ span: argument.span, key: argument.keyword, value: argument.value }));
  return { ...call, callee, arguments: [{ span, keyword: undefined, kind: "positional", value: { kind: "record", span, entries } }] };
}

/** With the fields that a client puts into the body beside its own. */
function withExtraBody(named: readonly Argument[], reading: SketchReading): Argument[] {
  return named.flatMap((argument): readonly Argument[] => {
    const read = argument.keyword === "extra_body" ? readEntries(argument.value, reading) : undefined;
    return read && read.open.length === 0 ? read.entries.map(({ name, entry }) => ({ span: entry.span, keyword: name, kind: "keyword", value: entry.value })) : [argument];
  });
}

/** A name that counts only where the call does not go to a server of the user's own. */
function ownName(model: WrittenModel, name: ModelName, given: readonly RequestArgument[], context: SketchContext): ModelName {
  const slugSource = name.slug === "mapped" ? "setting" : name.slug === "unknown" ? "suggested" : name.slug;
  const isExact = model.written !== null && Object.hasOwn(context.settings.modelMap, model.written);
  const obstacle = name.portkeyName === null || name.provider === null || isExact ? undefined : addressObstacle({ provider: name.provider, slugSource }, given, context);
  return obstacle === undefined ? name : unknownName(name.provider, sentence(obstacle));
}

/** What a call's arguments are in the request. */
interface RequestParts {
  readonly body: Record<string, Json>;
  metadata: JsonObject | null;
  traceId: string | null;
  readonly headers: Record<string, string>;
}

function partsOf(given: readonly RequestArgument[], target: RequestEntry, asPython: boolean, reading: SketchReading): RequestParts {
  const parts: RequestParts = { body: {}, metadata: null, traceId: null, headers: {} };
  for (const argument of given) {
    const { name, value, fate } = argument;
    if (name === "model" || name === "stream" || value.kind === "nothing") continue;
    const refusal = refusalOf(argument, target, asPython, reading.context);
    if (refusal !== undefined) {
      if (name !== "custom_llm_provider") reading.unsupported.push({ name, why: refusal });
    } else if (fate.kind === "option") readOption(fate.to, argument, parts, reading);
    else if (fate.kind !== "config" && !addOwnOptions(keptName(argument), value, parts.body, reading)) {
      const read = jsonValue(value, keptName(argument), reading);
      if (read !== undefined && read !== null) parts.body[keptName(argument)] = read;
    }
  }
  return parts;
}

/** Why an argument is not sent, as a whole sentence; undefined for one that is. */
function refusalOf({ name, fate }: RequestArgument, target: RequestEntry, asPython: boolean, { catalog }: SketchContext): string | undefined {
  const own = target.parameters?.find((entry) => entry.name === name);
  const parameter = own ?? catalog.parameter(name);
  const why = parameter?.note === undefined ? undefined : sentence(parameter.note);
  if (fate.kind === "goes") return why ?? "It is LiteLLM's own, and Portkey needs none.";
  if (!asPython) return name === "baseUrl" ? "The address belongs to the provider in the Model Catalog." : undefined;
  if (!own && target.takes?.includes(name)) return undefined;
  if (parameter && (parameter.kind === "none" || parameter.rewriteClass === "C")) return why ?? "It has no counterpart.";
  if (fate.kind === "option" && !optionNames.has(fate.to)) return why ?? "It is LiteLLM's own.";
  if (target.isClosed && (!parameter || (parameter.kind === "same" && !own))) return `It is no argument of \`client.${target.method}\`.`;
  return undefined;
}

const optionNames: ReadonlySet<string> = new Set(["metadata", "trace_id", "request_timeout"]);

function readOption(to: string, { name, value }: RequestArgument, parts: RequestParts, reading: SketchReading): void {
  const read = jsonValue(value, to === "trace_id" ? "traceId" : to, reading);
  if (to === "metadata") {
    const added = name === "tags" ? { tags: Array.isArray(read) ? read.join(",") : read } : read;
    if (isJsonObject(added)) parts.metadata = { ...parts.metadata, ...added };
  } else if (to === "trace_id") parts.traceId = typeof read === "string" ? read : parts.traceId;
  else if (typeof read === "number") Object.assign(parts.headers, gatewayHeader(to, Math.round(read * 1000)));
}

/** What Portkey needs in the body to do what LiteLLM does without it; what only an SDK needs is not sent. */
const addedTo = ({ adds = [] }: RequestEntry, { portkeyName }: ModelName) =>
  adds.filter(({ only, models }) => only === undefined && (models === undefined || new RegExp(models).test(portkeyName ?? "")));

interface ConfigParts {
  readonly name: ModelName;
  readonly routed: RoutedModel | undefined;
  readonly parts: RequestParts;
  readonly reading: SketchReading;
}

/** Arguments whose config names the call's own model. */
const namesModels: ReadonlySet<string> = new Set(["fallbacks", "context_window_fallback_dict", "content_policy_fallback_dict"]);

/** The config that the options mean, the Router's among them; what it cannot hold is told as not sent. */
function configOf(
  { name, routed, parts, reading }: ConfigParts,
  build: (model: NamedModel, given: readonly RequestArgument[]) => CallConfig,
  given: readonly RequestArgument[],
  remarks: Remarks,
): JsonObject | null {
  const isUnnamed = ({ name: argument, fate, value }: RequestArgument): boolean => name.portkeyName === null && fate.kind === "config" && value.kind !== "nothing" && namesModels.has(argument);
  for (const { name: argument } of given.filter(isUnnamed)) reading.unsupported.push({ name: argument, why: "Its targets begin with the call's own model, which has no name in Portkey yet." });
  const model: NamedModel = { kind: "model", portkeyName: name.portkeyName ?? "", provider: name.provider ?? "", slugSource: "suggested", requires: [], reasons: [], notes: [] };
  const known = new Set(remarks.blocked);
  const built = build(
    model,
    given.filter((argument) => !isUnnamed(argument)),
  );
  const own = plain(built.config, reading);
  for (const { name: option, value } of built.options) Object.assign(parts.headers, gatewayHeader(option, plainConfig(value, missed(reading))));
  for (const reason of remarks.blocked) {
    const named = /^(?:A model of )?`(\w+)`/.exec(reason)?.[1];
    if (!known.has(reason) && named !== undefined) reading.unsupported.push({ name: named, why: sentence(reason) });
  }
  if (routed?.refusal !== undefined) reading.unsupported.push({ name: "Router", why: sentence(routed.refusal) });
  const config = { ...(routed?.config ? plain(routed.config, reading) : {}), ...own };
  return Object.keys(config).length === 0 ? null : config;
}

/** A config as data; what it takes from the program at run time becomes a hole. */
function plain(config: ConfigRecord, reading: SketchReading): JsonObject {
  const read = plainConfig(config, missed(reading));
  return isJsonObject(read) ? read : {};
}

const missed =
  ({ holes, context }: SketchReading) =>
  (span: Span): void =>
    void holes.push({ path: "config", source: quotation(span, context), why: "decided at run time", placeholder: null });

/** Whether a request asks for its answer in pieces; one whose program decides it at run time is asked for the whole. */
function isStreamed(given: readonly RequestArgument[], reading: SketchReading): boolean {
  const value: Expression | undefined = given.find(({ name }) => name === "stream")?.value;
  return value !== undefined && jsonValue(value, "stream", reading) === true;
}
