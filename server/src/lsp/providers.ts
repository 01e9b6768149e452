import { type LiteLlmModel, readModel } from "../engine/catalog/model-string.ts";
import { portkeyModel } from "../engine/catalog/portkey-model.ts";
import type { Finding } from "../engine/engine.ts";
import type { FoundProvider } from "./protocol.ts";
import type { Analysis } from "./reports.ts";

/** Providers by prefix, counted over files. */
export type ProviderCounts = Map<string, FoundProvider>;

/** Prefixes of the models that a finding names and that no setting maps, each once. */
export function unmappedProviders(finding: Finding, analysis: Analysis): string[] {
  const { settings } = analysis.context;
  const unmapped = models(finding, analysis).filter((model) => {
    const target = portkeyModel(model, settings);
    return target.kind === "mapped" ? target.slugSource === "suggested" : slugOf(model, analysis) === undefined && settings.modelMap[model.value] === undefined;
  });
  return [...new Set(unmapped.map(prefixOf))];
}

/** Adds the models that a file's findings name. */
export function countProviders(analysis: Analysis, counts: ProviderCounts): void {
  let end = 0;
  for (const finding of analysis.report.findings) {
    // findings are sorted; one inside another would count the same string again
    if (finding.span.start < end) continue;
    end = finding.span.end;
    for (const model of models(finding, analysis)) {
      const prefix = prefixOf(model);
      const { portkey, slug: suggestion } = model.provider;
      counts.set(prefix, { prefix, portkey, suggestion, slug: slugOf(model, analysis) ?? null, count: (counts.get(prefix)?.count ?? 0) + 1 });
    }
  }
}

/** The most used first. */
export const foundProviders = (counts: ProviderCounts): FoundProvider[] => [...counts.values()].sort((a, b) => b.count - a.count || (a.prefix < b.prefix ? -1 : 1));

/** The key of `providerSlugs` that serves a model. */
const prefixOf = ({ provider }: LiteLlmModel): string => provider.sharesSlugWith ?? provider.prefix;

const slugOf = (model: LiteLlmModel, { context: { settings } }: Analysis): string | undefined => settings.providerSlugs[model.provider.prefix] ?? settings.providerSlugs[prefixOf(model)];

/** What stands between quotes in the code of a finding, where the catalog reads a model in it. */
function models({ span }: Finding, { text }: Analysis): LiteLlmModel[] {
  const quoted = text.text.slice(span.start, span.end).matchAll(/(["'`])([^"'`\s\\]{1,200})\1/g);
  return [...quoted].map(([, , value = ""]) => readModel(value)).filter((reading): reading is LiteLlmModel => reading?.kind === "litellm");
}
