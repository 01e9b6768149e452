import { modelHelper } from "../adapter/adapter-module.ts";
import type { AddedArgument, RequestEntry } from "../catalog/entries.ts";
import type { Call, Expression, RecordEntry } from "../facts/facts.ts";
import type { HandedKeyword } from "../facts/handed-keywords.ts";
import type { Strategy } from "../settings.ts";
import type { TextEdit } from "../text/edits.ts";
import type { Span } from "../text/span.ts";
import { dropAnnotation } from "./answer-annotation.ts";
import { type CallConfig, callConfig } from "./call-config.ts";
import type { CallPlan, PlanContext, Remarks } from "./call-plan.ts";
import { type ClientKind, clientObstacle } from "./client.ts";
import { configName } from "./config-name.ts";
import { connectionTest } from "./connection-test.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { type ModelSource, type ModelUse, type NamedModel, type NoModel, nameModel, nameProvider, type RunTimeModel, resolveModel, runTimeModel } from "./model-argument.ts";
import { type ModuleSetting, settingsFor } from "./module-settings.ts";
import { removeHanded } from "./named-arguments.ts";
import { npmRequest } from "./npm-request.ts";
import { isFixedConfig } from "./portkey-config.ts";
import { pythonRequest } from "./python-request.ts";
import { headerOf, jsonOptions, keptName, openAiSdk, type PythonSdk, portkeySdk } from "./python-sdk.ts";
import type { ResultChanges } from "./result-uses.ts";
import { builderPlan } from "./stream-builder.ts";
import { castArguments } from "./type-casts.ts";

/** A request of LiteLLM as a language writes it; the Python package and the npm package of that name have little in common but it. */
export interface WrittenRequest {
  readonly title: string;
  readonly strategy: Strategy;
  readonly client: ClientKind;
  /** How options of a single call are given. */
  readonly options: "client" | "headers";
  readonly arguments: readonly RequestArgument[];
  /** Other calls that are handed what changes, and so change as well. */
  readonly together: readonly Span[];
  /** There are arguments that cannot be seen, and have been named as the obstacle. */
  readonly hasUnseen: boolean;
  /** The provider that the call names beside the model. */
  readonly customProvider: string | undefined;
  /** Arguments that the client needs, LiteLLM does not, and the call has not. */
  readonly missing: readonly AddedArgument[];
  /** Reads what is done with the answer. */
  readonly result: (stream: boolean, provider: string | undefined) => ResultChanges;
}

/** An argument by its name, with what becomes of it. */
export interface RequestArgument {
  readonly name: string;
  /** The item of the list that it stands in. */
  readonly span: Span;
  readonly value: Expression;
  /** How it comes to the call, where a dictionary hands it on (Python). */
  readonly handed?: HandedKeyword;
  readonly fate: /** `rename` gives it a name, its first or another; `cast` is the type that it is given (Python). */
    | { readonly kind: "stays"; readonly rename?: TextEdit | undefined; readonly cast?: string | undefined }
    | { readonly kind: "goes" }
    /** Goes into the body beside what the method takes by name. */
    | { readonly kind: "body" }
    /** Becomes a part of the call's config. */
    | { readonly kind: "config" }
    /** Moves to the client, as one of the call's own options. */
    | { readonly kind: "option"; readonly to: string; readonly value: string | Expression };
}

/** An object of the program that sends requests, and that a rewrite of its own makes a client. */
export interface OwnSender {
  /** The function of LiteLLM that sends the same request. */
  readonly path: string;
  /** What a request asks for by a name that stays. */
  readonly model: (value: Expression) => NamedModel | NoModel;
  /** The client as the request's new text has it. */
  readonly client: (edit: FixBuilder) => string;
  /** Places that change with each request. */
  readonly together: readonly Span[];
}

/** What a rewrite may be asked for besides the usual. */
export interface RequestOptions {
  readonly sdk?: PythonSdk;
  readonly sender?: OwnSender;
}

/** Plans the rewrite of a request of LiteLLM to a call on a shared client, or on the sender's: the whole call or nothing. */
export function planRequest(call: Call, context: PlanContext, { sdk = portkeySdk, sender }: RequestOptions = {}): CallPlan {
  const target = targetOf(call, sender?.path ?? call.callee.path, context);
  if (!target) return { kind: "blocked", reasons: [] };
  if (sdk === openAiSdk && !target.openAiTakes) return { kind: "blocked", reasons: ["The OpenAI client has no method for such a request"] };
  if (!call.callee.isDirect)
    return {
      kind: "blocked",
      reasons: ["What is called here comes through a default, a collection, a wrapper or another object, which may hold something else: change it where it is taken from `litellm`"],
    };
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  const written = context.facts.language === "python" ? pythonRequest(call, target, context, remarks, sdk) : npmRequest(call, target, context, remarks, sdk);
  if (!written) return { kind: "blocked", reasons: [...remarks.blocked] };

  const settings = settingsFor(call, context);
  const source = modelOf(written, { target, settings }, sender, context, remarks);
  const added = written.missing.filter(({ models }) => source && (models === undefined || new RegExp(models).test(source.portkeyName)));
  for (const { note } of added) remarks.notes.add(note);
  for (const name of target.required) if (!written.hasUnseen && !written.arguments.some((given) => given.name === name)) remarks.blocked.add(`The call names no ${name}`);
  if (target.note !== undefined) remarks.reasons.add(target.note);
  const stream = streaming(written);
  if (stream === "unknown") remarks.reasons.add("Whether the answer is streamed is decided at run time");
  const { changes, together, write: writeAnswer } = written.result(stream === "yes", source?.provider);
  if (stream === "yes" && context.facts.language === "python") addStreamRemarks(written, target, source?.provider, remarks);
  const builder = stream === "no" || target.answer !== "chat" ? undefined : builderPlan(context);
  if (builder?.kind === "blocked") remarks.blocked.add(builder.reason);

  const config = source && callConfig({ model: source, target, path: call.callee.path, arguments: written.arguments, settings, context }, remarks);
  const options = [...written.arguments.flatMap(({ fate }) => (fate.kind === "option" ? [fate.to] : [])), ...(config?.options.map(({ name }) => name) ?? [])];
  const twice = options.find((option, index) => options.indexOf(option) < index);
  if (twice !== undefined) remarks.blocked.add(`Two arguments become the client's \`${twice}\``);
  const isOnHeaders = written.options === "headers" && (target.byProvider !== undefined || options.length > 0 || hasParts(config));
  const headers = headersOf(written);
  if (isOnHeaders && headers && (!lastEntry(headers) || written.arguments.some((each) => each.handed && keptName(each) === "extra_headers")))
    remarks.blocked.add("`extra_headers` is given beside options that the gateway reads off headers");
  const ofSender = sender && written.arguments.find(({ fate }) => fate.kind === "config");
  if (ofSender) remarks.blocked.add(`\`${ofSender.name}\` of one request takes the place of what the Router says: give the request a config of its own`);
  const obstacle = clientObstacle(context.facts, call);
  if (obstacle !== undefined) remarks.blocked.add(obstacle);
  const tested = connectionTest(call);
  if (tested !== undefined) remarks.blocked.add(tested);
  if (remarks.blocked.size > 0 || !source) return { kind: "blocked", reasons: [...remarks.blocked] };
  return {
    kind: "rewrite",
    title: written.title,
    strategy: written.strategy,
    reasons: [...remarks.reasons],
    notes: [...remarks.notes],
    together: [...("together" in source ? source.together : []), ...together, ...written.together, ...(builder?.kind === "adapter" ? builder.together : []), ...(sender?.together ?? [])],
    ...("expression" in source && { adapter: { uri: source.adapter.uri, needs: "model-helper" as const } }),
    apply(edit) {
      write(call, { target, written, added, source, config, sender }, edit);
      for (const { span, text } of changes) edit.replace(span, text);
      writeAnswer?.(edit);
      dropAnnotation(call, context, edit);
    },
  };
}

/** What sends the request: the method of its kind, or the one that takes what is given here. */
function targetOf(call: Call, path: string, { catalog, facts }: PlanContext): RequestEntry | undefined {
  const target = catalog.request(path);
  const isClass = (value: Expression): boolean => value.kind === "name" && value.binding !== undefined && facts.bindings[value.binding]?.kind === "class";
  const variant = target?.variants?.find(({ argument }) => call.arguments.some(({ keyword, value }) => keyword === argument && isClass(value)));
  return target && variant ? { ...target, ...variant } : target;
}

/** The model with its Portkey name, or undefined where a person has to name it. */
function modelOf(
  written: WrittenRequest,
  { target, settings }: { readonly target: RequestEntry; readonly settings: readonly ModuleSetting[] },
  sender: OwnSender | undefined,
  context: PlanContext,
  { blocked, reasons, notes }: Remarks,
): ModelSource | NamedModel | RunTimeModel | undefined {
  const { arguments: given, customProvider, hasUnseen } = written;
  const model = given.find(({ name }) => name === "model");
  if (!model && hasUnseen) return undefined;
  const use = { target, customProvider, settings };
  const resolve = sender?.model ?? ((value: Expression) => namedModel(value, context, use));
  const source = target.byProvider
    ? providerOf(written, target, context)
    : model
      ? resolve(model.value)
      : target.defaultModel && !sender
        ? nameModel(`openai/${target.defaultModel.name}`, context, use)
        : noModel;
  if (source.kind === "blocked") {
    blocked.add(source.reason);
    return undefined;
  }
  if ("expression" in source && given.some(({ name, value }) => otherModels.has(name) && value.kind !== "nothing")) {
    blocked.add("Other models are named beside one that is decided at run time");
    return undefined;
  }
  for (const reason of source.reasons) reasons.add(reason);
  for (const note of source.notes) notes.add(note);
  if (!model && target.defaultModel?.note !== undefined) reasons.add(target.defaultModel.note);
  if (target.sameFor && target.elsewhere !== undefined && !target.sameFor.includes(source.provider)) reasons.add(target.elsewhere);
  if (context.facts.language === "python") {
    for (const reason of providerReasons(source, written, target, context)) reasons.add(reason);
    const obstacle = addressObstacle(source, given, context);
    if (obstacle !== undefined) blocked.add(obstacle);
  }
  return source;
}

/** The provider that a request without a model goes to. */
function providerOf({ arguments: given, customProvider }: WrittenRequest, { takes, byProvider }: RequestEntry, context: PlanContext): NamedModel | NoModel {
  if (!takes?.includes("model") && given.some(({ name, value }) => name === "model" && value.kind !== "nothing"))
    return { kind: "blocked", reason: "`model` tells LiteLLM the provider here: name it in `custom_llm_provider`" };
  const prefix = customProvider ?? byProvider?.default;
  return prefix === undefined ? { kind: "blocked", reason: "The call names no provider" } : nameProvider(prefix, context);
}

/** By its name where that is written, else as the adapter names it. */
function namedModel(value: Expression, context: PlanContext, use: ModelUse): ReturnType<typeof resolveModel> | RunTimeModel {
  return runTimeModel(value, context, use) ?? resolveModel(value, context, use);
}

/** Arguments whose models go into a config, which is written before any model is known. */
const otherModels: ReadonlySet<string> = new Set(["fallbacks", "context_window_fallback_dict", "content_policy_fallback_dict"]);

const noModel = { kind: "blocked", reason: "The call names no model" } as const;

/** Why a call cannot go to its provider's slug: it has an address of its own, by which that provider is not known. */
export function addressObstacle(
  { provider, slugSource }: Pick<NamedModel, "provider" | "slugSource">,
  given: readonly Pick<RequestArgument, "name" | "value">[],
  { catalog }: PlanContext,
): string | undefined {
  const address = given.find(({ name, value }) => (name === "api_base" || name === "base_url") && value.kind !== "nothing");
  // An address of Azure is the account itself, and who maps the very model has named the slug for it.
  if (!address || slugSource === "model-map" || slugSource === "written" || provider.startsWith("azure")) return undefined;
  const { name, value } = address;
  const known = value.kind === "string" ? catalog.models.hosts.find(({ host }) => value.value.includes(host)) : undefined;
  if (known?.provider === provider) return undefined;
  return `\`${name}\`: a server of your own needs an AI Provider with a custom host in the Model Catalog; then give its models their names in \`portkeyMigrate.modelMap\``;
}

/** What LiteLLM took from elsewhere for the provider. */
function providerReasons({ provider, requires }: NamedModel, { arguments: given }: WrittenRequest, { takes }: RequestEntry, { facts }: PlanContext): string[] {
  const reasons: string[] = [];
  const address = [`${provider.toUpperCase()}_BASE_URL`, `${provider.toUpperCase()}_API_BASE`].find((name) => facts.anchors.uses(name));
  if (address !== undefined && !/^azure/.test(provider))
    reasons.push(`\`${address}\` in this file may send LiteLLM's calls elsewhere; in Portkey the address belongs to the provider in the Model Catalog`);
  for (const required of requires) {
    if (takes && !takes.includes(required)) continue;
    if (!given.some(({ name, handed }) => handed?.isSure !== false && (name === required || (required === "max_tokens" && name === "max_completion_tokens"))))
      reasons.push(`The provider ${provider} needs \`${required}\`: LiteLLM filled it in, Portkey does not`);
  }
  return reasons;
}

/** What is written in the place of a call. */
interface RewrittenRequest {
  readonly target: RequestEntry;
  readonly written: WrittenRequest;
  readonly added: readonly AddedArgument[];
  readonly source: ModelSource | NamedModel | RunTimeModel;
  readonly config: CallConfig | undefined;
  readonly sender: OwnSender | undefined;
}

function write(call: Call, { target, written, added, source, config, sender }: RewrittenRequest, edit: FixBuilder): void {
  const given = written.arguments;
  const options = given.flatMap(({ fate }): WrittenOption[] => (fate.kind === "option" ? [{ name: fate.to, text: optionText(fate.value, edit) }] : []));
  if (config) options.unshift(...configOptions(config, call, edit));
  if (target.byProvider) options.unshift({ name: "provider", text: edit.string(source.portkeyName) });
  const client = sender?.client(edit) ?? edit.client(written.client);
  const isOnClient = options.length > 0 && written.options === "client";
  const method = (written.strategy === "openai-client" ? target.openAiMethod : undefined) ?? target.method;
  edit.replace(call.callee.span, `${isOnClient ? `${client}.with_options(${options.map(({ name, text }) => `${name}=${text}`).join(", ")})` : client}.${method}`);
  const own = given.filter(({ handed }) => !handed);
  const first = own[0];
  if (target.route !== undefined && first) edit.addItemBefore(first.span, edit.string(target.route));
  for (const { fate } of given) if (fate.kind === "stays" && fate.rename) edit.replace(fate.rename.span, fate.rename.text);
  castArguments(call, own, edit);
  const literal = "literal" in source ? source.literal : undefined;
  if (literal) edit.replace(literal.content, source.portkeyName);
  if ("expression" in source) edit.replace(source.expression.span, `${edit.imported(source.adapter.importedAs, modelHelper)}(${edit.textOf(source.expression.span, source.names)})`);
  const texts = added.map(({ name, value }) => `${name}=${typeof value === "string" ? edit.string(value) : value ? "True" : "False"}`);
  if (!literal && !sender && !target.byProvider && !("expression" in source)) texts.unshift(`model=${edit.string(source.portkeyName)}`);
  const body = given.filter(({ fate }) => fate.kind === "body").map(({ name, value }) => `${edit.string(name)}: ${edit.textOf(value.span)}`);
  if (body.length > 0) texts.push(`extra_body={${body.join(", ")}}`);
  if (options.length > 0 && !isOnClient) {
    const headers = options.map((option) => headerText(option, edit));
    const beside = lastEntry(headersOf(written));
    if (beside) for (const header of headers) edit.addItem(beside.span, header);
    else texts.push(`extra_headers={${headers.join(", ")}}`);
  }
  const isGone = ({ fate }: RequestArgument): boolean => fate.kind !== "stays";
  const staying = own.filter((argument) => !isGone(argument)).at(-1);
  // Where nothing stays, what is added stands in the place of the first argument.
  const held = staying ?? (texts.length > 0 ? first : undefined);
  if (staying) for (const text of texts) edit.addItem(staying.span, text);
  else if (held) edit.replace(held.span, texts.join(", "));
  else if (texts.length > 0) edit.replace({ start: call.span.end - 1, end: call.span.end - 1 }, texts.join(", "));
  if (own.some((argument) => isGone(argument) && argument !== held)) {
    edit.removeItems(
      own.map(({ span }) => span),
      (index) => own[index] !== undefined && isGone(own[index]) && own[index] !== held,
    );
  }
  removeHanded(
    given.flatMap((argument) => (argument.handed && isGone(argument) ? [argument.handed] : [])),
    edit,
  );
}

/** An option of a single call as it is written. */
interface WrittenOption {
  readonly name: string;
  readonly text: string;
}

/** The config, by the name of a constant where it says the same everywhere, and what stands beside it. */
function configOptions({ config, options }: CallConfig, call: Call, edit: FixBuilder): WrittenOption[] {
  const beside = options.map(({ name, value }) => ({ name, text: edit.config(value, call.span.start) }));
  if (!hasParts({ config })) return beside;
  return [{ name: "config", text: isFixedConfig(config) ? edit.constant(configName(config), config) : edit.config(config, call.span.start) }, ...beside];
}

const hasParts = (call: Pick<CallConfig, "config"> | undefined): boolean => call !== undefined && Object.values(call.config).some((part) => part !== undefined);

/** The headers that the call gives by itself. */
const headersOf = ({ arguments: given }: WrittenRequest): Expression | undefined => given.find((each) => keptName(each) === "extra_headers" && each.fate.kind === "stays")?.value;

/** The entry of a dict behind which another can stand. */
const lastEntry = (value: Expression | undefined): RecordEntry | undefined => (value?.kind === "record" ? value.entries.at(-1) : undefined);

/** An option as an entry of the call's headers, whose values are texts. */
function headerText({ name, text }: WrittenOption, edit: FixBuilder): string {
  const value = jsonOptions.has(name) ? `${edit.module("json")}.dumps(${text})` : text === "True" ? edit.string("true") : text;
  return `${edit.string(headerOf(name))}: ${value}`;
}

/** An option as it is written behind its name: a dict in one line, unless comments stand between its entries. */
function optionText(value: string | Expression, edit: FixBuilder): string {
  if (typeof value === "string") return value;
  const { span } = value;
  if (value.kind !== "record") return edit.textOf(span);
  const gaps = [span.start, ...value.entries.map((entry) => entry.span.end)].map((start, index) => edit.textOf({ start, end: value.entries[index]?.span.start ?? span.end }));
  return gaps.some((gap) => gap.includes("#")) ? edit.textOf(span) : `{${value.entries.map((entry) => edit.textOf(entry.span)).join(", ")}}`;
}

function streaming({ arguments: given }: WrittenRequest): "yes" | "no" | "unknown" {
  const asked = given.filter(({ name, value }) => name === "stream" && value.kind !== "nothing" && !(value.kind === "boolean" && !value.value));
  const [first] = asked;
  if (!first) return "no";
  return asked.length === 1 && first.value.kind === "boolean" && first.handed?.isSure !== false ? "yes" : "unknown";
}

/** Chunks that LiteLLM does not pass on. */
function addStreamRemarks({ arguments: given }: WrittenRequest, { answer }: RequestEntry, provider: string | undefined, { reasons, notes }: Remarks): void {
  if (answer !== "chat") return;
  if (given.some(({ name }) => name === "stream_options")) reasons.add("The last chunk has no choices when usage is included: check for `chunk.choices` before reading it");
  else if (provider === "azure") reasons.add("Azure's first chunk has no choices: check for `chunk.choices` before reading it");
  // LiteLLM 1.82.6 swallows them; the gateway passes on what the provider sends. `test/programs` shows both.
  notes.add("Chunks without text, such as a first one with the role alone, reach the loop: LiteLLM leaves them out");
}
