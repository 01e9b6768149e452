import { request as sendRequest } from "node:http";
import { pipeline } from "node:stream";
import { type GatewayAddress, startCatalogShim } from "../../server/src/gateway/local/catalog-shim.ts";
import type { ProviderOptions } from "../../server/src/gateway/local/local-catalog.ts";
import { type LocalServer, listen, sendJson } from "./http.ts";

/** The slugs of the bed's Model Catalog by LiteLLM's prefix. */
export const slugs = { openai: "openai-prod", anthropic: "anthropic-main", cohere: "cohere-prod" };

// Visibly no keys of anybody.
export const providerKey = "sk-fake-provider-key";
export const portkeyKey = "pk-fake-portkey-key";

/** Portkey as a program sees it: its keys and its Model Catalog before the gateway, all of whose providers are one mock. */
export async function startPortkey(gateway: GatewayAddress, providerUrl: string): Promise<LocalServer> {
  const host = { api_key: providerKey, custom_host: `${providerUrl}/v1` };
  const providers: Record<string, ProviderOptions> = {};
  for (const [provider, slug] of Object.entries(slugs)) providers[slug] = { provider, ...host };
  const shim = await startCatalogShim({ token: portkeyKey, catalog: () => ({ providers }), echo: { provider: "openai", ...host }, gateway: () => gateway });
  const front = await startRecorder(shim.url);
  return {
    ...front,
    async close() {
      await front.close();
      await shim.close();
    },
  };
}

/** Remembers requests on their way; a client that hangs up hangs up behind it too. */
const startRecorder = (url: string): Promise<LocalServer> =>
  listen(({ method, path, headers, bytes }, response) => {
    const sent = sendRequest(url + path, { method, headers: { ...headers, host: new URL(url).host }, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined);
    });
    sent.once("error", (error) => (response.headersSent ? response.destroy() : sendJson(response, 502, { message: error.message })));
    response.once("close", () => sent.destroy());
    sent.end(bytes);
  });
