import { type CatalogProvider, startCatalogShim } from "./catalog-shim.ts";
import type { LocalServer } from "./http.ts";

/** The slugs of the bed's Model Catalog by LiteLLM's prefix. */
export const slugs = { openai: "openai-prod", anthropic: "anthropic-main", cohere: "cohere-prod" };

// Visibly no keys of anybody.
export const providerKey = "sk-fake-provider-key";
export const portkeyKey = "pk-fake-portkey-key";

/** Portkey as a program sees it: its keys and its Model Catalog before the gateway, all of whose providers are one mock. */
export function startPortkey(gatewayUrl: string, providerUrl: string): Promise<LocalServer> {
  const host = { api_key: providerKey, custom_host: `${providerUrl}/v1` };
  const providers: Record<string, CatalogProvider> = {};
  for (const [provider, slug] of Object.entries(slugs)) providers[slug] = { provider, ...host };
  return startCatalogShim(gatewayUrl, { apiKey: portkeyKey, providers });
}
