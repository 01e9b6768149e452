import { catalog } from "../engine/catalog/catalog.ts";
import type { Finding } from "../engine/engine.ts";
import type { Settings } from "../engine/settings.ts";
import type { ProviderUse } from "../engine/workspace/providers.ts";
import type { FoundProvider } from "./protocol.ts";

/** Prefixes of the models that a finding names and that no setting maps, each once. */
export const unmappedProviders = ({ models }: Finding): string[] => [...new Set(models.flatMap(({ provider, isMapped }) => (isMapped ? [] : [provider])))];

/** What a client shows of a provider. */
export function foundProvider({ provider: prefix, count, slug, isMapped }: ProviderUse, slugs: Settings["providerSlugs"]): FoundProvider {
  const entry = catalog.provider(prefix);
  return { prefix, count, portkey: entry?.portkey ?? null, suggestion: entry?.slug ?? null, slug: slugs[prefix] ?? (isMapped ? slug : null) };
}
