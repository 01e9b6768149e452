/**
 * Stands in for what only hosted Portkey has: its API keys and the Model Catalog (`@slug/model`).
 * Clients talk to it; it names provider, key and address of the slug to the real gateway, which does the rest.
 */
import { randomUUID, timingSafeEqual } from "node:crypto";
import { type ServerResponse, request as sendRequest } from "node:http";
import { pipeline } from "node:stream";
import { secretHeader } from "./gateway-channel.ts";
import { type LocalCatalog, modelList, type ProviderOptions, providerList } from "./local-catalog.ts";
import { jsonOf, type LoopbackServer, listenOnLoopback, type Received, sendJson } from "./loopback-server.ts";
import { type Refusal, routeOf } from "./route.ts";

/** Where the gateway's process listens, and what it asks of those who talk to it. */
export interface GatewayAddress {
  readonly url: string;
  readonly secret: string;
}

/** What the shim works with; all of it may change while it runs. */
export interface ShimOptions {
  /** The key that clients have to send. */
  readonly token: string;
  readonly echo: ProviderOptions;
  readonly catalog: () => LocalCatalog;
  /** Undefined while no gateway runs. */
  readonly gateway: () => GatewayAddress | undefined;
}

/** Every answer of the shim itself has this header, with the reason's code. */
export const reasonHeader = "x-portkey-migrate-local";

/** Starts the shim in front of a gateway. */
export const startCatalogShim = (options: ShimOptions): Promise<LoopbackServer> => listenOnLoopback((request, response) => answer(request, response, options));

async function answer(request: Received, response: ServerResponse, options: ShimOptions): Promise<void> {
  const gateway = options.gateway();
  const { pathname, search } = new URL(request.path, "http://127.0.0.1");
  const to = { method: request.method, path: pathname + search };
  if (gateway === undefined) return refuse(response, 503, "gateway-stopped", "the local gateway has stopped: restart it");
  // The greeting is the gateway's only sign of health and holds no secret.
  if (request.method === "GET" && pathname === "/") return forward(gateway, to, {}, request.body, response);
  if (!isToken(keyOf(request), options.token)) return refuse(response, 401, "wrong-token", "the key is not that of this local gateway");
  if (!pathname.startsWith("/v1/")) return refuse(response, 404, "no-path", `there is no ${pathname} here: paths begin with /v1`);
  if (pathname === "/v1/realtime") return refuse(response, 404, "no-path", "the local gateway has no realtime API");
  const hasRoute = request.headers["x-portkey-provider"] !== undefined || request.headers["x-portkey-config"] !== undefined;
  if (request.method === "GET" && pathname === "/v1/models" && !hasRoute) return sendJson(response, 200, modelList(options.catalog()));
  if (request.method === "GET" && pathname === "/v1/providers") return sendJson(response, 200, providerList(options.catalog()));

  const { model, content } = await contentOf(request);
  const route = routeOf(request.headers, model, options.catalog(), options.echo);
  if ("code" in route) return refuse(response, 400, route.code, route.message);
  forward(gateway, to, { ...passedOn(request), ...content.headers, "x-portkey-config": JSON.stringify(route.config) }, content.body, response);
}

const refuse = (response: ServerResponse, status: number, code: Refusal["code"] | "gateway-stopped" | "gateway-unreachable" | "wrong-token" | "no-path", message: string): void =>
  sendJson(response, status, { status: "failure", message }, { [reasonHeader]: code });

const keyOf = ({ headers }: Received): string => String(headers["x-portkey-api-key"] ?? headers.authorization?.replace(/^Bearer /i, "") ?? "");

function isToken(key: string, token: string): boolean {
  const [given, expected] = [Buffer.from(key), Buffer.from(token)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

interface Content {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The model that a body names, and the body as it goes on. */
async function contentOf(request: Received): Promise<{ readonly model: unknown; readonly content: Content }> {
  const type = request.headers["content-type"];
  if (!type?.startsWith("multipart/form-data")) {
    const json = jsonOf(request);
    const model = typeof json === "object" && json !== null && "model" in json ? json.model : undefined;
    return { model, content: { body: request.body, headers: type === undefined ? {} : { "content-type": type } } };
  }
  const form = await new Response(new Uint8Array(request.body), { headers: { "content-type": type } }).formData().catch(() => new FormData());
  const model = form.get("model");
  const [, name] = /^@[^/]+\/(.+)$/s.exec(typeof model === "string" ? model : "") ?? [];
  if (name === undefined) return { model, content: { body: request.body, headers: { "content-type": type } } };
  // A config does not override the model of a form: the name behind the slug is written into it.
  form.set("model", name);
  const rewritten = new Response(form);
  return { model, content: { body: Buffer.from(await rewritten.arrayBuffer()), headers: { "content-type": rewritten.headers.get("content-type") ?? type } } };
}

/** Headers that mean the same behind the shim; everything else stays here, above all the keys. */
const passed =
  /^(?:accept|anthropic-(?:beta|version)|openai-beta|x-portkey-(?:trace-id|span-id|span-name|parent-span-id|metadata|request-timeout|strict-open-ai-compliance|cache-namespace|cache-force-refresh|debug|openai-beta|anthropic-(?:beta|version)))$/;

const passedOn = ({ headers }: Received): Record<string, string> => ({
  // Hosted Portkey always answers with a trace id, and the SDK's own retry depends on it.
  "x-portkey-trace-id": randomUUID(),
  ...Object.fromEntries(Object.entries(headers).flatMap(([name, value]): [string, string][] => (typeof value === "string" && passed.test(name) ? [[name, value]] : []))),
});

/** Sends a request on and streams the answer back; a client that hangs up ends both. */
function forward({ url, secret }: GatewayAddress, { method, path }: Pick<Received, "method" | "path">, headers: Readonly<Record<string, string>>, body: Buffer, response: ServerResponse): void {
  const sent = sendRequest(url + path, { method, headers: { ...headers, ...(body.length > 0 && { "content-length": body.length }), [secretHeader]: secret }, agent: false }, (received) => {
    const { connection: _, "keep-alive": __, "transfer-encoding": ___, ...answered } = received.headers;
    response.writeHead(received.statusCode ?? 502, answered);
    // Sent at once: the time to the first byte is measured behind this.
    response.flushHeaders();
    pipeline(received, response, () => undefined);
  });
  sent.once("error", (error) => {
    if (response.headersSent) response.destroy();
    else refuse(response, 502, "gateway-unreachable", `the local gateway cannot be reached: ${error.message}`);
  });
  response.once("close", () => sent.destroy());
  sent.end(body);
}
