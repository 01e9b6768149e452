import { catalog } from "../catalog/catalog.ts";
import type { SlugSettings } from "../catalog/portkey-model.ts";

/** What a project says about its models. */
export interface AdapterTables extends SlugSettings {
  /** Prefixes of LiteLLM that the project names: where no slug is mapped, the catalog's suggestion is written down. */
  readonly prefixes?: Iterable<string>;
}

/** A variable of the template that gets another value. */
export interface Table {
  readonly name: string;
  /** As the module's language writes it. */
  readonly value: string;
}

/** Names that lines of the template may depend on beside those of other sections. */
export const conditionsOf = (tables: AdapterTables): readonly string[] => [
  ...slugsOf(tables).flatMap(([prefix]) => [prefix, catalog.provider(prefix)?.sharesSlugWith ?? prefix]),
  ...(Object.keys(tables.modelMap).length > 0 ? ["model_map"] : []),
];

/** A slug of the Model Catalog. */
export interface Slug {
  readonly slug: string;
  readonly isSuggested: boolean;
}

/** What a project is likely to name at run time where its code and settings name no provider; without a slug the module could name no model at all. */
const commonPrefixes = ["openai", "anthropic", "azure", "bedrock", "gemini", "vertex_ai"];

/** Slugs by prefix: those that are mapped, and suggestions for the rest of what the project names. */
export function slugsOf({ providerSlugs, prefixes = [] }: AdapterTables): readonly [string, Slug][] {
  const slugs = new Map(Object.entries(providerSlugs).map(([prefix, slug]) => [prefix, { slug: slug.replace(/^@/, ""), isSuggested: false }]));
  const named = [...prefixes];
  for (const prefix of slugs.size + named.length === 0 ? commonPrefixes : named) {
    if (slugs.has(prefix)) continue;
    const provider = catalog.provider(prefix);
    const shared = slugs.get(provider?.sharesSlugWith ?? "");
    if (shared) slugs.set(prefix, shared);
    else if (provider?.slug && provider.rewriteClass !== "C") slugs.set(prefix, { slug: provider.slug, isSuggested: true });
  }
  return byName([...slugs]);
}

/** One pattern a provider. */
export function barePatterns(prefixes: readonly string[]): ReadonlyMap<string, string> {
  const patterns = new Map<string, string>();
  for (const { provider, pattern } of catalog.models.names) {
    if (prefixes.includes(provider)) patterns.set(provider, [patterns.get(provider) ?? [], pattern].flat().join("|"));
  }
  return patterns;
}

/** Entries in the order of their keys. */
export const byName = <Value>(entries: readonly (readonly [string, Value])[]): [string, Value][] =>
  entries.map(([name, value]): [string, Value] => [name, value]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** Parts in a row, broken where a line would be too long for formatters. */
export function wrapped(parts: readonly string[]): string[] {
  const lines = [""];
  for (const part of parts) {
    const last = lines.at(-1) ?? "";
    if (last.length + part.length > 70) lines.push(part);
    else lines[lines.length - 1] = last + part;
  }
  return lines;
}
