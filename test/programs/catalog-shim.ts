/**
 * Stands in for what only hosted Portkey has: its API keys and the Model Catalog (`@slug/model`).
 * A program talks to it; it names provider, key and address of the slug to the real gateway, which does the rest.
 */
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { type LocalServer, listen, type Received, sendJson } from "./http.ts";

/** What a slug of the Model Catalog stands for, in the words of the gateway's config. */
export interface CatalogProvider {
  readonly provider: string;
  readonly api_key: string;
  readonly custom_host: string;
}

/** Keys that are let in, and providers by slug. */
export interface LocalCatalog {
  readonly apiKey: string;
  readonly providers: Readonly<Record<string, CatalogProvider>>;
}

interface Target {
  provider?: string;
  targets?: Target[];
  override_params?: Record<string, unknown>;
  [key: string]: unknown;
}

/** Starts the shim before a gateway. */
export const startCatalogShim = (gatewayUrl: string, catalog: LocalCatalog): Promise<LocalServer> =>
  listen(async (request, response) => {
    const route = routeOf(request, catalog);
    if (typeof route === "string") return sendJson(response, route === unauthorized ? 401 : 400, { status: "failure", message: route });
    await forward(gatewayUrl, { ...request, bytes: withoutSlug(request) }, route, response);
  });

/** A form's model is not overridden by a config: the name behind the slug is written into the form. */
function withoutSlug({ headers, bytes, json }: Received): Buffer {
  const name = /^@[^/]+\/(.+)$/.exec(String((json as { readonly model?: unknown } | undefined)?.model ?? ""));
  if (!name || !headers["content-type"]?.startsWith("multipart/form-data")) return bytes;
  return Buffer.from(bytes.toString("latin1").replace(name[0], name[1] ?? ""), "latin1");
}

const unauthorized = "the Portkey API key is missing or unknown";

/** The gateway's config for a request, or why there is none. */
function routeOf({ headers, json }: Received, catalog: LocalCatalog): Target | string {
  const key = headers["x-portkey-api-key"] ?? headers.authorization?.replace(/^Bearer /, "");
  if (key !== catalog.apiKey) return unauthorized;
  let config: Target;
  try {
    config = JSON.parse(String(headers["x-portkey-config"] ?? "{}")) as Target;
  } catch {
    return "the config is not JSON";
  }
  const problem = bind(config, (json as { readonly model?: unknown } | undefined)?.model, headers, catalog);
  return problem ?? config;
}

/** Puts what the slug stands for into each target; gives the reason where one cannot be routed. */
function bind(target: Target, inherited: unknown, headers: IncomingHttpHeaders, catalog: LocalCatalog): string | undefined {
  const model = target.override_params?.model ?? inherited;
  if (target.targets) return target.targets.map((each) => bind(each, model, headers, catalog)).find((problem) => problem !== undefined);
  const named = /^@([^/]+)\/(.+)$/.exec(String(model ?? ""));
  const slug = named?.[1] ?? /^@(.+)$/.exec(target.provider ?? String(headers["x-portkey-provider"] ?? ""))?.[1];
  const provider = slug === undefined ? undefined : catalog.providers[slug];
  if (!provider) return slug === undefined ? "no provider: the model has no slug" : `no provider @${slug} in the catalog`;
  if (named) target.override_params = { ...target.override_params, model: named[2] };
  Object.assign(target, provider);
  return undefined;
}

const ownHeaders = /^(?:host|connection|content-length|transfer-encoding|accept-encoding|authorization|x-portkey-(?:provider|config|api-key))$/;

async function forward(gatewayUrl: string, { method, path, headers, bytes }: Received, route: Target, response: ServerResponse): Promise<void> {
  const passed = Object.entries(headers).flatMap(([name, value]): [string, string][] => (ownHeaders.test(name) || typeof value !== "string" ? [] : [[name, value]]));
  const abort = new AbortController();
  response.once("close", () => abort.abort());
  try {
    const answer = await fetch(gatewayUrl + path, {
      method,
      // The hosted gateway always answers with a trace id, and the SDK's own retry depends on it.
      headers: { "x-portkey-trace-id": randomUUID(), ...Object.fromEntries(passed), "x-portkey-config": JSON.stringify(route) },
      ...(bytes.length > 0 ? { body: new Uint8Array(bytes) } : {}),
      signal: abort.signal,
    });
    response.writeHead(answer.status, Object.fromEntries([...answer.headers].filter(([name]) => !/^(?:content-length|content-encoding|transfer-encoding|connection|keep-alive)$/.test(name))));
    if (answer.body) for await (const part of answer.body) response.write(part);
    response.end();
  } catch (error) {
    if (response.headersSent) response.destroy();
    else sendJson(response, 502, { status: "failure", message: `the gateway cannot be reached: ${error instanceof Error ? error.message : String(error)}` });
  }
}
