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
  /** As Python writes it. */
  readonly value: string;
}

/** What the template's tables hold in a project's module. */
export function tablesOf(tables: AdapterTables): readonly Table[] {
  const slugs = slugsOf(tables);
  const prefixes = catalog.droppedArguments.filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1));
  const textModels = catalog.models.endpoints.find(({ provider, endpoint }) => provider === "openai" && endpoint === "completions")?.pattern ?? "";
  return [
    {
      name: "PROVIDER_SLUGS",
      value: dictionary(slugs.map(([prefix, { slug, isSuggested }]) => [prefix, `${quoted(slug)},${isSuggested ? "  # suggested: create it, or map another" : ""}`])),
    },
    { name: "MODEL_MAP", value: dictionary(byName(Object.entries(tables.modelMap)).map(([model, name]) => [model, `${quoted(name)},`])) },
    { name: "BARE_MODELS", value: dictionary([...barePatterns(slugs.map(([prefix]) => prefix))].map(([prefix, pattern]) => [prefix, `${patternText(pattern)},`])) },
    {
      name: "PRICED_PROVIDERS",
      value: dictionary(byName(Object.entries(catalog.pricedProviders).filter(([prefix]) => slugs.some(([named]) => named === prefix))).map(([prefix, id]) => [prefix, `${quoted(id)},`])),
    },
    { name: "TEXT_MODELS", value: `r"${textModels}"` },
    { name: "KNOWN_ARGUMENTS", value: words(catalog.bodyArguments) },
    { name: "DROPPED_ARGUMENTS", value: words(catalog.droppedArguments.filter((name) => !name.endsWith("*"))) },
    { name: "DROPPED_ROUTER_ARGUMENTS", value: words(catalog.droppedRouterArguments) },
    { name: "ROUTER_RETRIES", value: `${catalog.config.routerDefault("num_retries")}` },
    { name: "RETRIED_STATUS_CODES", value: `[${catalog.config.retriedStatusCodes.join(", ")}]` },
    { name: "MAX_RETRIES", value: `${catalog.config.limited("retry.attempts", Number.POSITIVE_INFINITY)}` },
    { name: "MIN_CACHE_SECONDS", value: `${catalog.config.limited("cache.max_age", 0)}` },
    { name: "DROPPED_PREFIXES", value: `(${prefixes.map((prefix) => quoted(prefix)).join(", ")})` },
  ];
}

/** Names that lines of the template may depend on beside those of other sections. */
export const conditionsOf = (tables: AdapterTables): readonly string[] => [
  ...slugsOf(tables).flatMap(([prefix]) => [prefix, catalog.provider(prefix)?.sharesSlugWith ?? prefix]),
  ...(Object.keys(tables.modelMap).length > 0 ? ["model_map"] : []),
];

interface Slug {
  readonly slug: string;
  readonly isSuggested: boolean;
}

/** What a project is likely to name at run time where its code and settings name no provider; without a slug the module could name no model at all. */
const commonPrefixes = ["openai", "anthropic", "azure", "bedrock", "gemini", "vertex_ai"];

/** Slugs by prefix: those that are mapped, and suggestions for the rest of what the project names. */
function slugsOf({ providerSlugs, prefixes = [] }: AdapterTables): readonly [string, Slug][] {
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
function barePatterns(prefixes: readonly string[]): ReadonlyMap<string, string> {
  const patterns = new Map<string, string>();
  for (const { provider, pattern } of catalog.models.names) {
    if (prefixes.includes(provider)) patterns.set(provider, [patterns.get(provider) ?? [], pattern].flat().join("|"));
  }
  return patterns;
}

const byName = <Value>(entries: readonly (readonly [string, Value])[]): [string, Value][] =>
  entries.map(([name, value]): [string, Value] => [name, value]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

const dictionary = (rows: readonly (readonly [string, string])[]): string => (rows.length === 0 ? "{}" : `{\n${rows.map(([key, value]) => `    ${quoted(key)}: ${value}\n`).join("")}}`);

/** A set of words, in lines that are not too long. */
function words(names: readonly string[]): string {
  const lines = wrapped(names.map((name, index) => (index === 0 ? name : ` ${name}`)));
  return `frozenset(\n    (\n${lines.map((line) => `        ${quoted(line)}\n`).join("")}    ).split()\n)`;
}

/** A string of Python's in double quotes. */
const quoted = (text: string): string => JSON.stringify(text);

/** A pattern of many words takes as many lines as it needs. */
function patternText(pattern: string): string {
  const lines = wrapped(pattern.split(/(?=\|)/));
  return lines.length === 1 ? `r"${pattern}"` : `(\n${lines.map((line) => `        r"${line}"\n`).join("")}    )`;
}

/** Parts in a row, broken where a line would be too long for Python's formatters. */
function wrapped(parts: readonly string[]): string[] {
  const lines = [""];
  for (const part of parts) {
    const last = lines.at(-1) ?? "";
    if (last.length + part.length > 70) lines.push(part);
    else lines[lines.length - 1] = last + part;
  }
  return lines;
}
