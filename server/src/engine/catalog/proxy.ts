import type { Language } from "../source-file.ts";
import { addressParts } from "./address-parts.ts";
import data from "./proxy.json" with { type: "json" };
import type { HttpFunctionsEntry, ProxyClientEntry, ProxyFieldEntry, ProxyHeaderEntry, ProxyHostEntry, ProxyRouteEntry } from "./proxy-entries.ts";

/** What is known about LiteLLM's proxy and about who talks to it. */
export interface ProxyData {
  /** The client that a class or function makes. */
  client(path: string): ProxyClientEntry | undefined;
  /** The names of those that a module has. */
  clientsOf(module: string): readonly string[];
  /** Whether an address is a proxy's: by its host (or a part of its path), by its port alone, or not at all; `undefined` for a text that is no address. */
  address(text: string): "named" | "port" | "other" | undefined;
  /** Whether a text is the address of a proxy, or `$` and a variable of the environment that holds one. */
  isAddress(text: string): boolean;
  /** Whether an address is of a public place that carries LiteLLM's name and is no proxy: its documents, its sources, its packages. */
  isPublic(text: string): boolean;
  /** The route that a text ends in or holds behind an address: `/key/generate` of `/v1/key/generate?x=1`. */
  route(text: string): ProxyRoute | undefined;
  /** Matches such a route where it is all of a string, or its end. */
  readonly ownRoutePattern: RegExp;
  /** Whether a text ends in, or is, a route that no other server has. */
  isOwnRoute(text: string): boolean;
  header(name: string): ProxyHeaderEntry | undefined;
  field(name: string): ProxyFieldEntry | undefined;
  /** The functions by which programs of a language make HTTP requests. */
  httpFunctions(language: Language): readonly string[];
  /** Whether a callee, as written, is one of those functions or a method of one that sends a request. */
  isHttpFunction(callee: string, language: Language): boolean;
  /** Matches what makes a string worth reading as an address, a route or a header of the proxy: the whole of it, in a few characters; global. */
  readonly addressPattern: RegExp;
}

/** A route of the proxy with what is known about it. */
export interface ProxyRoute extends ProxyRouteEntry {
  readonly path: string;
}

// The border where JSON becomes typed: test/engine/catalog.test.ts checks the file against schema.json.
const clients = new Map((data.clients as readonly ProxyClientEntry[]).flatMap((entry) => entry.of.map((path) => [path, entry] as const)));
const hosts = (data.hosts as readonly ProxyHostEntry[]).map(({ kind, pattern }) => ({ kind, pattern: new RegExp(pattern, "i") }));
const routes = data.routes as readonly ProxyRouteEntry[];
const headers = data.headers as readonly ProxyHeaderEntry[];
const fields = new Map((data.fields as readonly ProxyFieldEntry[]).flatMap((entry) => entry.names.map((name) => [name, entry] as const)));
const http = data.http as readonly HttpFunctionsEntry[];
const port = `:${data.port.value}`;

const named = (kind: ProxyHostEntry["kind"], host: string): boolean => hosts.some((entry) => entry.kind === kind && entry.pattern.test(host));

/** A host of LiteLLM's name with its port, to which the program adds the scheme: `litellm:4000`. */
const bareHost = /^[\w.-]*litellm[\w.-]*:\d{2,5}(?:\/\S*)?$/i;

function address(text: string): ReturnType<ProxyData["address"]> {
  const parts = addressParts(text);
  if (!parts) return bareHost.test(text) ? "named" : undefined;
  const { host, port: givenPort, path } = parts;
  if (named("other", host)) return "other";
  if (named("proxy", host) || (/\/litellm(?:[/-]|$)/i.test(path) && !(givenPort !== port && isOfProgram(host, path)))) return "named";
  return givenPort === port ? "port" : "other";
}

/** A program's own server on this machine has routes about LiteLLM too: `http://localhost:3000/api/litellm/models`. */
const isOfProgram = (host: string, path: string): boolean => /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0)$/.test(host) && /^\/api\/(?!.*\/v1(?:\/|$))/.test(path);

const routesByPath = new Map(routes.flatMap((entry) => entry.paths.map((path) => [path, entry] as const)));
/** Matches paths; `{}` of one stands for a name that a program puts in. */
const wildcards = (paths: readonly string[]): string => paths.map((path) => path.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll("{}", "[^/\\s\"'`]*")).join("|");
const ownPaths = routes.flatMap(({ kind, paths }) => (kind === "own" ? paths : []));
const ownRoute = new RegExp(`(${wildcards(ownPaths)})(?=$|[/?#\`"'])`);
const requestRoute = new RegExp(`(${wildcards(routes.flatMap(({ kind, paths }) => (kind === "own" ? [] : paths)))})/?(?:$|[?#])`);

function route(text: string): ProxyRoute | undefined {
  const path = ownRoute.exec(text)?.[1] ?? requestRoute.exec(text)?.[1];
  if (path === undefined) return undefined;
  const written = routesByPath.get(path);
  if (written) return { ...written, path };
  const filled = routesWithNames.find(({ pattern }) => pattern.test(path));
  return filled && { ...filled.entry, path: filled.path.replace("{}", "…") };
}

/** The routes that hold a name which a program puts in. */
const routesWithNames = [...routesByPath].flatMap(([path, entry]) => (path.includes("{}") ? [{ path, entry, pattern: new RegExp(`^${wildcards([path])}$`) }] : []));

function isHttpFunction(callee: string, language: Language): boolean {
  const words = callee.match(/[\w$-]+/g) ?? [];
  const [first = "", last = ""] = [words[0], words.at(-1)];
  return http.some((entry) => entry.language === language && (entry.names.includes(last) || (entry.names.includes(first) && entry.methods.includes(last))));
}

/** The data of this release. */
export const proxy: ProxyData = {
  client: (path) => clients.get(path),
  clientsOf: (module) => [...clients.keys()].flatMap((path) => (path.startsWith(`${module}.`) && !/[./]|^default$/.test(path.slice(module.length + 1)) ? [path.slice(module.length + 1)] : [])),
  address,
  isAddress: (text) => (text.startsWith("$") ? /(?:^|_)LITE_?LLM_(?:\w+_)?(?:URL|URI|BASE|HOST|ENDPOINT|ADDRESS|ORIGIN|PATH)$/.test(text.slice(1)) : ["named", "port"].includes(address(text) ?? "")),
  isPublic: (text) => named("other", addressParts(text)?.host ?? ""),
  route,
  ownRoutePattern: new RegExp(`(?:${wildcards(routes.flatMap(({ kind, isShared, paths }) => (kind === "own" && isShared !== true ? paths : [])))})(?=["'\`])`),
  isOwnRoute(text) {
    const found = route(text);
    return found?.kind === "own" && found.isShared !== true;
  },
  header(name) {
    const lower = name.toLowerCase();
    return headers.find(({ names }) => names.some((each) => (each.endsWith("*") ? lower.startsWith(each.slice(0, -1)) : lower === each)));
  },
  field: (name) => fields.get(name),
  httpFunctions: (language) => http.flatMap((entry) => (entry.language === language ? entry.names : [])),
  isHttpFunction,
  addressPattern: new RegExp(
    `//[\\w.-]*litellm|\\blitellm[\\w.-]*:\\d{2,5}\\b|//[\\w.-]+${port}\\b|x-litellm-|/(?:${wildcards([...new Set(routes.flatMap(({ paths }) => paths.map((path) => path.slice(1))))])})(?=[/?#\`"'{]|\\$\\{)|//[\\w.-]+:(?=\\$?\\{)`,
    "gi",
  ),
};
