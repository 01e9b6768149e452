import { hostedGateway } from "../catalog/gateway.ts";
import type { ProxyClientEntry } from "../catalog/proxy-entries.ts";
import type { Call, Expression, FileFacts } from "../facts/facts.ts";
import { contains, type Span } from "../text/span.ts";
import type { CallPlan, PlanContext, Remarks } from "./call-plan.ts";
import { type ClientOption, giveValue, optionNamed, optionsOf } from "./client-options.ts";
import { clientUses } from "./client-uses.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { droppedKey, isForBrowser, isProgramKey, keyInBrowser } from "./program-key.ts";
import type { ProxyClient } from "./proxy-clients.ts";
import { callersAddress, otherAddress, unknownServer } from "./proxy-evidence.ts";
import { addReadHeaders, planProxyHeaders } from "./proxy-headers.ts";
import { placesOf, proxyModel, type RenamedModel } from "./proxy-model.ts";
import { planProxyRequest } from "./proxy-request.ts";
import { gatewayKeyBeside } from "./typescript.ts";

/** Plans the change of a client and of every model name its calls give; without all of the names there is no fix. */
export function planProxyClient(client: ProxyClient, context: PlanContext): CallPlan {
  const { call, entry, address } = client;
  const { facts } = context;
  if (entry.makes === undefined || !address) return { kind: "blocked", reasons: [] };
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  const { blocked, reasons } = remarks;

  const given = addOptionRemarks(client, address, context, remarks);
  const headers = optionNamed(given, entry.headers, facts);
  const headerRewrite = headers && planProxyHeaders(lastName(headers.name), headers.value, context, remarks);
  const keys = entry.key.flatMap((name) => optionNamed(given, [name], facts) ?? []);
  const keyHeader = entry.keyInHeaders ? planKeyHeader(headers, lastName(entry.headers[0] ?? ""), blocked) : undefined;
  if (keyHeader && headerRewrite?.goes) blocked.add("The headers of the client are those of the proxy alone: give it Portkey's by hand");
  if (keyHeader && keys.some(({ name }) => name !== "apiKey")) blocked.add("Another way to sign in than `apiKey` would be sent beside Portkey's key");
  if (keys.some(({ value }) => !isProgramKey(value, facts))) reasons.add(droppedKey);
  addReadHeaders(context, remarks);
  const { requests, models } = requestsOf(client, context, remarks);
  const asModel = new Set(models.flatMap(({ value }) => placesOf(value)));
  const renamed = new Map<number, RenamedModel>();
  for (const { value, member } of models) {
    const found = proxyModel(value, asModel, context);
    if (found.kind === "blocked") blocked.add(found.reason);
    else {
      for (const name of found.names) renamed.set(name.literal.span.start, name);
      for (const reason of found.reasons) reasons.add(reason);
      for (const name of found.names) addNameRemarks(name, member, client, remarks);
      for (const reason of foreignNames(found.names, entry)) blocked.add(reason);
      if (found.names.length === 0 && entry.providers) reasons.add(onlyOf(entry.providers));
    }
  }
  // Anthropic's own `metadata` is the provider's to read.
  const fieldsOf = (request: Call): readonly ClientOption[] => optionsOf(request, facts).filter(({ name }) => !(entry.kind === "anthropic" && name === "metadata"));
  const rewrites = requests.map((request) => planProxyRequest(request, fieldsOf(request), asModel, context, remarks));
  const needed = facts.language === "python" ? "os" : "process";
  if (facts.anchors.taken.has(needed)) blocked.add(`\`${needed}\` is another thing in this file, and the key is read with the module of that name`);
  if (blocked.size > 0) return { kind: "blocked", reasons: [...blocked] };
  return {
    kind: "rewrite",
    title: "Point the client at Portkey",
    strategy: "openai-client",
    isOnlyWay: true,
    reasons: [...reasons],
    notes: [...remarks.notes],
    together: [],
    apply(edit) {
      const secret = facts.language === "python" ? `${edit.module("os")}.environ[${edit.string("PORTKEY_API_KEY")}]` : gatewayKeyBeside(edit.textOf(call.span), edit.layout);
      const give = (option: ClientOption, text: string): void => giveValue(option, text, edit);
      give(address, edit.string(entry.gateway ?? hostedGateway));
      const ownKey = keyHeader ? edit.string("dummy") : secret;
      // Without a key of its own the client would send the provider's, of the environment, to the gateway.
      for (const key of keys) give(key, ownKey);
      const beside = topOption(call, address);
      const added = [
        ...(keys.length === 0 ? [facts.language === "python" ? `api_key=${ownKey}` : `apiKey: ${ownKey}`] : []),
        ...(keyHeader?.apply(`${edit.string("x-portkey-api-key")}: ${secret}`, edit) ?? []),
      ];
      if (beside && added.length > 0) edit.addItem(beside, added.join(", "));
      for (const { literal, portkeyName } of renamed.values()) edit.replace(literal.content, portkeyName);
      headerRewrite?.apply(edit);
      for (const rewrite of rewrites) rewrite.apply(edit);
    },
  };
}

/** Puts Portkey's key among the headers of a client; gives the option that is to be added where it has none. */
interface KeyHeader {
  apply(header: string, edit: FixBuilder): readonly string[];
}

function planKeyHeader(headers: ClientOption | undefined, name: string, blocked: Set<string>): KeyHeader {
  if (!headers) return { apply: (header) => [`${name}: { ${header} }`] };
  const { value } = headers;
  const last = value.kind === "record" ? value.entries.at(-1) : undefined;
  if (!last || headers.isIndirect) blocked.add("The headers of the client are not written out in the call, and Portkey's key belongs to them");
  return {
    apply(header, edit) {
      if (last) edit.addItem(last.span, header);
      return [];
    },
  };
}

const onlyOf = (providers: readonly string[]): string => `Portkey answers in this client's form for models of ${providers.join(", ")}: others may be refused`;

/** Why names cannot go through a client whose form only some providers have. */
function foreignNames(names: readonly RenamedModel[], { providers }: ProxyClientEntry): readonly string[] {
  return names.flatMap(({ literal, provider, portkeyName }) => {
    if (!providers || provider === undefined || providers.includes(provider)) return [];
    return [`"${literal.value}" is \`${portkeyName}\`, and Portkey answers in this client's form only for models of ${providers.join(", ")}`];
  });
}

/** Why a client or a request stays whose address may be another's. */
export const otherServer = (address: string): string => `By what a run decides it goes to ${address === unknownServer ? address : `"${address}"`} instead, with names of that server`;

/** What a person has to see where callers decide an address. */
export const callersAddressReason = (name: string): string => `\`${name}\` is ${/^[\w$]+$/.test(name) ? "a parameter" : "of a parameter"}: an address that a caller gives would no longer be used`;

/** The calls on a client, which belong to its change with all that they are given. */
export const callsOn = ({ call }: ProxyClient, context: PlanContext): readonly Call[] => clientUses(call, context).calls;

/** The options of the client itself; what they say against its change is added to the remarks. */
function addOptionRemarks({ call }: ProxyClient, address: ClientOption, context: PlanContext, { blocked, reasons }: Remarks): readonly ClientOption[] {
  const { facts } = context;
  const given = optionsOf(call, facts);
  if (address.isIndirect || given.some(({ isIndirect }) => isIndirect)) blocked.add("Its options are put together outside of the call");
  const other = otherAddress(address.value, context);
  if (other !== undefined) blocked.add(otherServer(other));
  if (given.some(({ name }) => name === "…")) blocked.add("A spread among the options may set the key or headers");
  if (
    given.some(({ name }) => name === "dangerouslyAllowBrowser") ||
    isForBrowser(
      given.map(({ value }) => value),
      facts,
    )
  )
    reasons.add(keyInBrowser);
  const parameter = callersAddress(address.value, facts);
  if (parameter !== undefined) reasons.add(callersAddressReason(parameter));
  return given;
}

const lastName = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** The requests that a client makes, and the models that they, or the client itself, are for. */
function requestsOf({ call, entry }: ProxyClient, context: PlanContext, { blocked, reasons }: Remarks): { readonly requests: readonly Call[]; readonly models: readonly GivenModel[] } {
  const { facts } = context;
  if (entry.makes === "model") {
    const option = optionNamed(optionsOf(call, facts), entry.model ?? [], facts);
    if (!option) blocked.add("It is not told its model here, and its own default is no name of Portkey's");
    return { requests: [], models: option ? [{ value: option.value }] : [] };
  }
  const { calls, goesOn, unseen } = clientUses(call, context);
  if (goesOn !== undefined) blocked.add(`The client goes where its calls cannot be seen${goesOn === "here" ? "" : ` (${goesOn})`}, and the proxy's model names with it`);
  else if (calls.length === 0) blocked.add("No call on the client is in this file, so the proxy's model names are not known");
  for (const reason of unseen) reasons.add(reason);
  const requests: Call[] = [];
  const models: GivenModel[] = [];
  for (const request of calls) {
    const member = request.callee.path.slice(request.callee.path.lastIndexOf("()") + 2).replace(/^\./, "");
    if (entry.makes === "provider") {
      if (entry.others?.some((other) => member === other || member.startsWith(`${other}.`))) continue;
      if (!entry.models?.includes(member)) blocked.add(`What \`.${member}\` asks for is not known`);
      models.push({ value: request.arguments[0]?.value, member });
      continue;
    }
    const other = entry.withoutModel?.find(({ methods }) => methods.includes(member));
    if (other) {
      if (other.note !== "") reasons.add(other.note);
      if (optionNamed(optionsOf(request, facts), [...entry.address, ...entry.key], facts)) blocked.add(`\`${member}\` gives the client another address or key`);
      continue;
    }
    if (entry.requests && !entry.requests.includes(member)) blocked.add(`What \`.${member}\` asks for is not known to Portkey`);
    const options = optionsOf(request, facts);
    if (options.some(({ name }) => name === "extra_body")) reasons.add("`extra_body` may hold fields that only LiteLLM's proxy reads");
    if (options.some(({ name }) => name === "…")) blocked.add("What a spread among the options of a request holds is known only at run time");
    const shared = sharedRecord(options, calls, facts);
    if (shared !== undefined) blocked.add(`\`${shared}\` is read in other places than requests, which would see what changes in it too`);
    requests.push(request);
    // What comes later wins.
    models.push({ value: options.filter(({ name }) => name === "model").at(-1)?.value });
  }
  return { requests, models };
}

/** A record that options stand in, and that more than these requests read. */
function sharedRecord(options: readonly ClientOption[], requests: readonly Call[], { bindings }: FileFacts): string | undefined {
  const outside = options.filter(({ isIndirect }) => isIndirect);
  const holders = bindings.filter(({ initial }) => initial && outside.some(({ span }) => contains(initial.span, span)));
  return holders.find(({ reads, isExported }) => isExported || reads.some((read) => !requests.some(({ argumentsSpan }) => contains(argumentsSpan, read))))?.name;
}

interface GivenModel {
  readonly value: Expression | undefined;
  /** Of a provider: the member that is called. */
  readonly member?: string;
}

/** What a name that is replaced was good for besides naming the model. */
function addNameRemarks({ literal: { value }, provider, portkeyName }: RenamedModel, member: string | undefined, { entry, call }: ProxyClient, { reasons }: Remarks): void {
  const name = lastName(call.callee.path);
  const pattern = entry.readsNames === undefined ? undefined : new RegExp(entry.readsNames);
  const [isKnown, willBeKnown] = [value, portkeyName].map((each) => pattern?.test(each));
  if (willBeKnown && !isKnown) reasons.add(`\`${name}\` knows "${portkeyName}" by its name, and gives it other defaults than "${value}", such as the most tokens of an answer`);
  if (isKnown && !willBeKnown) reasons.add(`\`${name}\` knows "${value}" by its name as a model that reasons, and gives such models other arguments: with Portkey's name it does not`);
  if (member !== undefined && entry.responses?.includes(member) && provider !== undefined && !/^(?:openai|azure)$/.test(provider))
    reasons.add(`Newer versions of the AI SDK ask for "${value}" by OpenAI's Responses API: \`.chat(…)\` asks by chat completions, which Portkey has for every provider`);
}

/** The option of the call itself that another one stands in. */
function topOption({ arguments: given }: Call, { span }: ClientOption): Span | undefined {
  for (const { span: argument, value } of given) {
    if (value.kind !== "record") {
      if (contains(argument, span)) return argument;
      continue;
    }
    const entry = value.entries.find((each) => contains(each.span, span));
    if (entry) return entry.span;
  }
  return undefined;
}
