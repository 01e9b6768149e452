import { catalog } from "../catalog/catalog.ts";
import { type AdapterTables, barePatterns, byName, slugsOf, type Table, wrapped } from "./adapter-tables.ts";

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
