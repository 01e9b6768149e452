import type { Finding } from "../engine.ts";

/** A provider whose models findings name, with its slug in Portkey's Model Catalog. */
export interface ProviderUse {
  /** The LiteLLM prefix, the key of `providerSlugs`. */
  readonly provider: string;
  /** Model strings that name it, each place once. */
  readonly count: number;
  /** What settings or else suggestions say; null where neither names one. */
  readonly slug: string | null;
  readonly isMapped: boolean;
}

/** Counts the providers of a file's findings; findings that share a model string count it once. */
export function countProviders(findings: readonly Finding[], counts: Map<string, ProviderUse>): void {
  const seen = new Set<number>();
  for (const { models } of findings) {
    for (const { provider, slug, isMapped, span } of models) {
      if (seen.has(span.start)) continue;
      seen.add(span.start);
      const known = counts.get(provider);
      // one model of a provider that is not mapped leaves something to decide
      counts.set(provider, { provider, count: (known?.count ?? 0) + 1, slug: known?.slug ?? slug, isMapped: isMapped && (known?.isMapped ?? true) });
    }
  }
}

/** The most used first. */
export const providersInOrder = (counts: ReadonlyMap<string, ProviderUse>): ProviderUse[] => [...counts.values()].sort((a, b) => b.count - a.count || (a.provider < b.provider ? -1 : 1));
