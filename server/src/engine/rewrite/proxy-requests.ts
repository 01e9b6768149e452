import { serviceAt } from "../catalog/other-services.ts";
import type { ProxyRoute } from "../catalog/proxy.ts";
import type { Argument, Expression } from "../facts/facts.ts";
import type { HttpCall } from "../facts/http-facts.ts";
import { isLiteLlm } from "../facts/litellm-path.ts";
import { type AskingCall, askedBeside } from "./asked-beside.ts";
import type { PlanContext } from "./call-plan.ts";
import { addressEvidence, isCalledAfterOther, keyEvidence, namesIn, otherAddress, type ProxyEvidence, speaksOfLiteLlm } from "./proxy-evidence.ts";
import { unread, writtenAddress } from "./written-address.ts";

/** A request over HTTP that goes to a LiteLLM proxy, past any client. */
export interface ProxyRequest {
  readonly call: HttpCall;
  /** What the request is sent to, where the call says so. */
  readonly address: Expression | undefined;
  readonly route: ProxyRoute | undefined;
  /** What says that it is a proxy, for the message. */
  readonly evidence: string;
}

/** The HTTP requests of a file that go to a LiteLLM proxy: by their address, their headers, their key, a route that no other server has, another request that has one, or what the code is called. */
export function* proxyRequestsIn(context: PlanContext): Iterable<ProxyRequest> {
  const clients = new Set(context.facts.calls.filter(({ callee }) => context.catalog.proxy.client(callee.path)).map(({ span }) => span.start));
  const calls = context.facts.httpCalls.filter(({ span }) => !clients.has(span.start));
  const requests = new Map(calls.map((call) => [call, proxyRequest(call, context)]));
  const instances = new Map([...requests.values()].flatMap((request) => (request && makesInstance.test(request.call.callee.name) ? holdersOf(request) : [])));
  const beside = askedBeside(
    calls.map((call) => askingCall(call, context)),
    requests,
    context,
  );
  for (const [call, request] of requests) {
    const evidence = beside.get(call);
    if (request) yield request;
    else if (evidence !== undefined) yield requestBy(evidence, call, context);
    else if (instances.size > 0) yield* requestOn(instances, call, context);
  }
}

function askingCall(call: HttpCall, context: PlanContext): AskingCall {
  const { facts, catalog } = context;
  const isLibrary = !call.isHandedOn && catalog.proxy.isHttpFunction(call.callee.name, facts.language);
  const address = addressOf(call, context);
  return { call, isSender: call.isHandedOn || isLibrary, isLibrary, address: address && initialOf(address, facts) };
}

function requestBy(evidence: string, call: HttpCall, context: PlanContext): ProxyRequest {
  const address = addressOf(call, context);
  return { call, address, route: address && routeIn(address, context), evidence };
}

/** What holds an instance, by its number and by its name: which of several it is that a name stands for is not looked for. */
const holdersOf = ({ call: { makes, within }, evidence }: ProxyRequest): readonly (readonly [number | string | undefined, string])[] => [
  ...(makes === undefined ? [] : [[makes, evidence] as const]),
  [within[0]?.replace(/^this\./, ""), evidence],
];

/** What makes a function that knows an address already: `axios.create({ baseURL })`, `ky.extend({ prefixUrl })`. */
export const makesInstance = /\.(?:create|extend)$/;

const asks = /\.(?:get|post|put|patch|delete|head|request)$/;

/** A request by a function that one of the file's own calls has made for the proxy. */
function* requestOn(instances: ReadonlyMap<number | string | undefined, string>, call: HttpCall, context: PlanContext): Iterable<ProxyRequest> {
  const holder = call.by ?? call.callee.text.replace(/^this\??\./, "").replace(/\??\.\w+$/, "");
  const evidence = asks.test(call.callee.text) ? instances.get(holder) : undefined;
  if (evidence !== undefined) yield requestBy(evidence, call, context);
}

function proxyRequest(call: HttpCall, context: PlanContext): ProxyRequest | undefined {
  const { facts, catalog } = context;
  const isHttp = call.isHandedOn || catalog.proxy.isHttpFunction(call.callee.name, facts.language);
  if (!isHttp && isTextFunction.test(call.callee.text)) return undefined;
  const address = addressOf(call, context);
  const written = address && initialOf(address, facts);
  const routes = [address, ...call.arguments.map(({ value }) => value)].flatMap((value) => (value ? (routeIn(value, context) ?? []) : []));
  const route = routes[0];
  const found = address && addressEvidence(address, context);
  // What registers a route, or answers on one, is a server of its own.
  const isServer = call.takesFunction && !isHttp;
  const request = (evidence: string): ProxyRequest => ({ call, address, route, evidence });
  if (isEvidence(found) && isHttp && (!found.isPortOnly || (route && route.kind !== "common") || facts.speaksOfLiteLlm)) return request(found.text);
  if (found === "elsewhere" || (found === undefined && address && serviceAt(writtenAddress(address, context)))) return undefined;
  const path = isHttp || isServer ? undefined : pathOf(call);
  const ownName = path === undefined ? undefined : [call.callee.text, ...call.within].find(speaksOfLiteLlm);
  const ownRoute = path && ownName !== undefined ? routeIn(path, context) : undefined;
  if (ownRoute && path) return { call, address: path, route: ownRoute, evidence: `\`${call.callee.text.includes(".") ? ownName : ownRoute.path}\`` };
  const parts = partsOf(call.arguments, context);
  const header = parts.find(({ key }) => /^x-litellm-/i.test(key ?? ""))?.key;
  if (header !== undefined && isHttp) return request(`\`${header}\``);
  const field = route?.kind === "request" && isHttp ? parts.find(({ key }) => key !== undefined && catalog.proxy.field(key))?.key : undefined;
  if (field !== undefined) return request(`\`${field}\``);
  if (isEvidence(found) && !isHttp && route && !isServer && call.callee.text.includes(".")) return request(found.text);
  // Servers get routes that no list has yet.
  if (isEvidence(found) && (!found.isPortOnly || facts.speaksOfLiteLlm) && !isServer && sends.test(call.callee.text)) return request(found.text);
  if (
    route?.kind === "own" &&
    !isServer &&
    !isLookUp(call) &&
    facts.speaksOfLiteLlm &&
    (isHttp || (startsWithRoute(written, catalog.proxy.route) && (written === address || isSender.test(call.callee.text)))) &&
    !(isHttp && written && isPath(written) && isBelowOwnPath(written, route)) &&
    (!route.isShared || isHttp || !written || !isPath(written) || namesLiteLlm(call))
  )
    return request(`\`${route.path}\``);
  if (!isHttp || !address) return undefined;
  // A route of models, asked of what nobody names otherwise, in a file about LiteLLM; one that uses the package in Python speaks of that.
  if (
    route &&
    facts.speaksOfLiteLlm &&
    (facts.language === "typescript" || !facts.references.some(({ path }) => isLiteLlm(path))) &&
    (route.kind !== "common" || /\/v1\//.test(writtenIn(address))) &&
    !isPath(address) &&
    !(written && isPath(written)) &&
    !isCalledAfterOther(namesIn(address)) &&
    serviceAt(otherAddress(address, context) ?? "") === undefined
  )
    return request(`\`${route.path}\``);
  // What a program asks of its own server may tell it the proxy's key.
  const key = (isPath(address) && !route ? [] : parts).flatMap(({ key: name, value }) => (/^(?:authorization|(?:x-)?api-?_?key)$/i.test(name ?? "") ? (keyEvidence(value, context) ?? []) : []))[0];
  if (key !== undefined) return request(key);
  const around = call.within.find(speaksOfLiteLlm);
  if (around === undefined || isPath(address)) return undefined;
  // A class about LiteLLM may ask another server besides, which its address names, or that has nothing to do with the package that the class is called after.
  const isOther = isCalledAfterOther(namesIn(address)) || facts.references.some(({ path: called }) => catalog.isRequest(called));
  return !route && isOther ? undefined : request(`\`${around}\``);
}

/** Whether what sends a request, or the code around it, is called after LiteLLM. */
const namesLiteLlm = ({ callee, within }: HttpCall): boolean => [callee.text, ...within].some(speaksOfLiteLlm);

/** `table.get("/key/info")`: what is asked of a server is waited for, or its client is called one. */
const isLookUp = ({ callee, awaited }: HttpCall): boolean => awaited === undefined && /\.get$/.test(callee.text) && !/api|client|http|instance|proxy|gateway|request|session|this/i.test(callee.text);

/** What asks a server, by its name: `this.makeRequest(url)`; what is given a page's path may be called otherwise. */
const isSender = /(?:request|fetch|call|send|post|put|patch|api)\w*$/i;

/** Methods that an object has for nothing but requests over HTTP. */
const sends = /\.(?:post|put|patch)$/;

const isEvidence = (found: ProxyEvidence | "elsewhere" | undefined): found is ProxyEvidence => found !== undefined && found !== "elsewhere";

/** Functions that look at a text, compare it, or show it to readers. */
const isTextFunction =
  /(?:^|\.)(?:\w+With|(?:ends|starts)with|to[A-Z]\w*|includes|indexOf|match(?:es)?|replace(?:All)?|split|test|assert\w*|\w*equal\w*|(?:is|not|ok)|log|info|warn|error|debug|trace|print|describe|it|push|append|join|concat|set|add|has|delete|format|\w+(?:Containing|Matching))$/i;

const addressNames = new Set(["url", "uri", "baseURL", "baseUrl", "base_url", "prefixUrl", "endpoint"]);

/** What a call is sent to: its first argument, or the option that says so. */
function addressOf({ arguments: given }: HttpCall, { facts }: PlanContext): Expression | undefined {
  for (const { keyword, value: argument } of given) {
    if (keyword !== undefined && addressNames.has(keyword)) return argument;
    const value = argument.kind === "name" ? initialOf(argument, facts) : argument;
    if (value.kind !== "record") continue;
    const entry = value.entries.find(({ key }) => key !== undefined && addressNames.has(key));
    if (entry) return entry.value;
  }
  const [first] = given;
  return first && first.keyword === undefined && first.value.kind !== "record" ? first.value : undefined;
}

/** The path that a program's own function for requests is given, which knows the server: `this.post({ path: "/key/generate" })`, `litellm.post("/chat/completions")`, `litellmFetch("/health")`. */
function pathOf({ callee, arguments: given }: HttpCall): Expression | undefined {
  if (!ownSender.test(callee.text) && !(speaksOfLiteLlm(callee.text) && isSender.test(callee.text) && !callee.text.includes("."))) return undefined;
  const [first] = given;
  const value = first?.value.kind === "record" ? first.value.entries.find(({ key }) => key === "path" || key === "pathname" || key === "route")?.value : first?.value;
  // A function that is called after LiteLLM may be given the whole address.
  return value && (isPath(value) || (speaksOfLiteLlm(callee.text) && value.kind === "template" && value.prefix === "")) ? value : undefined;
}

/** A method that sends, of what is no router. */
const ownSender = /(?<!(?:rout(?:er|es?)|app|server|fastify|express|hono))\.(?:get|post|put|patch|delete|request|fetch|send)\w*$/i;

/** The route that a value ends in, as far as it is written out. */
function routeIn(value: Expression, context: PlanContext): ProxyRoute | undefined {
  const { route } = context.catalog.proxy;
  switch (value.kind) {
    case "string":
      return route(value.value);
    case "template":
      return route(value.prefix + value.rest) ?? (value.rest === "" && value.hole ? routeIn(value.hole, context) : undefined) ?? route(writtenAddress(value, context)) ?? routeInLast(value, context);
    case "name": {
      const binding = value.binding === undefined ? undefined : context.facts.bindings[value.binding];
      return value.initial?.kind === "string" ? route(value.initial.value) : binding?.initial && binding.initial.kind !== "name" ? routeIn(binding.initial, context) : undefined;
    }
    case "call":
      return value.arguments.map((argument) => routeIn(argument.value, context)).find((found) => found !== undefined) ?? route(writtenAddress(value, context));
    case "chain":
      return value.initial && routeIn(value.initial, context);
    case "choice":
      return value.options.map((option) => routeIn(option, context)).find((found) => found !== undefined);
    default:
      return undefined;
  }
}

/** The route that the last hole of a template is filled with: `${baseUrl}${isNew ? "/key/generate" : "/key/update"}`. */
function routeInLast({ parts }: Expression & { readonly kind: "template" }, context: PlanContext): ProxyRoute | undefined {
  const last = parts.at(-1);
  return last === undefined || typeof last === "string" || parts.length < 2 ? undefined : routeIn(last, context);
}

/** Whether a value begins with a route, or with an address that nobody knows before it: the callee, or who calls, is what knows the server. */
function startsWithRoute(value: Expression | undefined, route: (text: string) => ProxyRoute | undefined): boolean {
  const text = value?.kind === "string" ? value.value : value?.kind === "template" ? pathIn(value) : "";
  return /^\/(?!\/)\S*$/.test(text) && route(text.replace(/\?.*/s, "")) !== undefined;
}

/** Whether a path without a server goes on to a route below others of the program's own: `/api/ads/credentials`. */
function isBelowOwnPath(value: Expression, { path }: ProxyRoute): boolean {
  const text = value.kind === "string" ? value.value : value.kind === "template" ? pathIn(value) : "";
  return !text.replace(/^\/v\d+(?=\/)/, "").startsWith(path.slice(0, `${path}…`.indexOf("…")));
}

/** What of a template is written out behind a first hole, with {@link unread} for the other holes. */
const pathIn = ({ parts, prefix }: Expression & { readonly kind: "template" }): string =>
  (prefix === "" ? parts.slice(parts.findIndex((part) => typeof part !== "string") + 1) : parts)
    .map((part) => (typeof part === "string" ? part : unread))
    .join("")
    // a query, as a rule
    .replace(new RegExp(`${unread}$`), "");

/** The value that a constant of the file stands for, which a route may be kept in before it is asked. */
function initialOf(value: Expression, { bindings }: PlanContext["facts"]): Expression {
  const binding = value.kind === "name" && value.binding !== undefined ? bindings[value.binding] : undefined;
  return binding?.initial ?? value;
}

/** What of an address is written out. */
const writtenIn = (value: Expression): string => (value.kind === "string" ? value.value : value.kind === "template" ? value.prefix + value.rest : "");

/** A path without a server is one of the program's own, as a browser asks for it. */
const isPath = (value: Expression): boolean => (value.kind === "string" && value.value.startsWith("/")) || (value.kind === "template" && value.prefix.startsWith("/"));

interface Part {
  readonly key: string | undefined;
  readonly value: Expression;
}

/** How deep headers and bodies lie in what a call is given. */
const maxDepth = 4;

/** The entries of all records that a call is given, be it by name or inside of another call. */
export function partsOf(given: readonly Argument[], context: PlanContext): readonly Part[] {
  const visit = (value: Expression, depth: number): readonly Part[] => {
    if (depth > maxDepth) return [];
    switch (value.kind) {
      case "record":
        return value.entries.flatMap(({ key, value: inner }) => [{ key, value: inner }, ...visit(inner, depth + 1)]);
      case "list":
        return value.items.flatMap((item) => visit(item, depth + 1));
      case "call":
        return value.arguments.flatMap((argument) => visit(argument.value, depth + 1));
      case "name": {
        const initial = value.binding === undefined ? undefined : context.facts.bindings[value.binding]?.initial;
        return initial?.kind === "record" ? visit(initial, depth + 1) : [];
      }
      default:
        return [];
    }
  };
  return given.flatMap(({ keyword, value }) => [...(keyword === undefined ? [] : [{ key: keyword, value }]), ...visit(value, 0)]);
}
