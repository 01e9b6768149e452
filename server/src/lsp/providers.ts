import type { Finding } from "../engine/engine.ts";
import type { FoundProvider } from "./protocol.ts";
import type { Analysis } from "./reports.ts";

/** What the catalog says of a model string; undefined where it is not LiteLLM's. */
export type ReadModel = (text: string) => { readonly prefix: string; readonly name: string; readonly suggestion: string | undefined } | undefined;

/** Providers by prefix, counted over files. */
export type ProviderCounts = Map<string, FoundProvider>;

/** Prefixes of the models that a finding names and that no setting maps, each once. */
export function unmappedProviders(finding: Finding, analysis: Analysis, readModel: ReadModel): string[] {
  const { modelMap, providerSlugs } = analysis.context.settings;
  const prefixes = literals(finding, analysis).flatMap((text) => {
    const model = modelMap[text] === undefined ? readModel(text) : undefined;
    return model && providerSlugs[model.prefix] === undefined ? [model.prefix] : [];
  });
  return [...new Set(prefixes)];
}

/** Adds the models that a file's findings name. */
export function countProviders(analysis: Analysis, counts: ProviderCounts, readModel: ReadModel): void {
  const seen = new Set<number>();
  for (const finding of analysis.report.findings) {
    // a finding inside another one would count the same string again
    if (seen.has(finding.span.start)) continue;
    seen.add(finding.span.start);
    for (const text of literals(finding, analysis)) {
      const model = readModel(text);
      if (!model) continue;
      const known = counts.get(model.prefix);
      counts.set(model.prefix, { ...model, slug: analysis.context.settings.providerSlugs[model.prefix], count: (known?.count ?? 0) + 1 });
    }
  }
}

/** The most used first. */
export const foundProviders = (counts: ProviderCounts): FoundProvider[] => [...counts.values()].sort((a, b) => b.count - a.count || (a.prefix < b.prefix ? -1 : 1));

/** What stands between quotes in the code of a finding; the catalog decides what of it is a model. */
const literals = ({ span }: Finding, { text }: Analysis): string[] => [...text.text.slice(span.start, span.end).matchAll(/(["'`])([^"'`\s\\]{1,200})\1/g)].map(([, , value]) => value ?? "");
