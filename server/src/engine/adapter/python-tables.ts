import { catalog } from "../catalog/catalog.ts";
import type { SlugSettings } from "../catalog/portkey-model.ts";
import { readSection, type Section } from "./python-sections.ts";

/** What a project says about its models. */
export interface AdapterTables extends SlugSettings {
  /** Prefixes of LiteLLM that the project names: where no slug is mapped, the catalog's suggestion is written down. */
  readonly prefixes?: Iterable<string>;
}

/** The sections of the template that are tables of the project's. */
export function tableSections(tables: AdapterTables): readonly Section[] {
  const slugs = slugsOf(tables);
  const models = byName(Object.entries(tables.modelMap));
  return [
    table(
      "# The slug in Portkey's Model Catalog for each prefix of LiteLLM.",
      "PROVIDER_SLUGS",
      slugs.map(([prefix, { slug, isSuggested }]) => [prefix, `${quoted(slug)},${isSuggested ? "  # suggested: create it, or map another" : ""}`]),
    ),
    table(
      "# Models that have a name of their own in Portkey.",
      "MODEL_MAP",
      models.map(([model, name]) => [model, `${quoted(name)},`]),
    ),
    table(
      "# What LiteLLM takes a name without a prefix for.",
      "BARE_MODELS",
      [...barePatterns(slugs.map(([prefix]) => prefix))].map(([prefix, pattern]) => [prefix, `${patternText(pattern)},`]),
    ),
  ];
}

/** Names that lines of the template may depend on beside those of other sections. */
export const conditions = (tables: AdapterTables): readonly string[] => [...slugsOf(tables).map(([prefix]) => prefix), ...(Object.keys(tables.modelMap).length > 0 ? ["MODEL_MAP"] : [])];

interface Slug {
  readonly slug: string;
  readonly isSuggested: boolean;
}

/** Slugs by prefix: those that are mapped, and suggestions for the rest of what the project names. */
function slugsOf({ providerSlugs, prefixes = [] }: AdapterTables): readonly [string, Slug][] {
  const slugs = new Map(Object.entries(providerSlugs).map(([prefix, slug]) => [prefix, { slug: slug.replace(/^@/, ""), isSuggested: false }]));
  for (const prefix of prefixes) {
    if (slugs.has(prefix)) continue;
    const provider = catalog.provider(prefix);
    const shared = slugs.get(provider?.sharesSlugWith ?? "");
    if (shared) slugs.set(prefix, shared);
    else if (provider?.slug && provider.rewriteClass !== "C") slugs.set(prefix, { slug: provider.slug, isSuggested: true });
  }
  return byName([...slugs]);
}

/** One pattern a provider. */
function barePatterns(prefixes: readonly string[]): ReadonlyMap<string, string> {
  const patterns = new Map<string, string>();
  for (const { provider, pattern } of catalog.models.names) {
    if (prefixes.includes(provider)) patterns.set(provider, [patterns.get(provider) ?? [], pattern].flat().join("|"));
  }
  return patterns;
}

const byName = <Value>(entries: readonly (readonly [string, Value])[]): [string, Value][] =>
  entries.map(([name, value]): [string, Value] => [name, value]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

function table(comment: string, name: string, rows: readonly (readonly [string, string])[]): Section {
  const text = rows.map(([key, value]) => `    ${quoted(key)}: ${value}\n`).join("");
  return readSection(`${comment}\n${name}: dict[str, str] = {${text === "" ? "" : `\n${text}`}}`);
}

/** A string of Python's in double quotes. */
const quoted = (text: string): string => JSON.stringify(text);

/** A pattern of many words takes as many lines as it needs. */
function patternText(pattern: string): string {
  const lines = [""];
  for (const part of pattern.split(/(?=\|)/)) {
    const last = lines.at(-1) ?? "";
    if (last.length + part.length > 70) lines.push(part);
    else lines[lines.length - 1] = last + part;
  }
  return lines.length === 1 ? `r"${pattern}"` : `(\n${lines.map((line) => `        r"${line}"\n`).join("")}    )`;
}
