import { catalog } from "../catalog/catalog.ts";
import { type AdapterTables, barePatterns, byName, slugsOf, type Table, wrapped } from "./adapter-tables.ts";

/** What LiteLLM takes in a request's body and the adapter has other ways for. */
const elsewhere = new Set(["timeout", "extra_headers", "extra_body"]);

/** What the template's tables hold in a project's module. */
export function typescriptTables(tables: AdapterTables): readonly Table[] {
  const slugs = slugsOf(tables);
  const prefixes = catalog.droppedArguments.filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1));
  const patterns = barePatterns(slugs.map(([prefix]) => prefix));
  return [
    {
      name: "PROVIDER_SLUGS",
      value: map(
        "string",
        slugs.map(([prefix, { slug, isSuggested }]) => [prefix, JSON.stringify(slug), isSuggested ? " // suggested: create it, or map another" : ""]),
      ),
    },
    {
      name: "MODEL_MAP",
      value: map(
        "string",
        byName(Object.entries(tables.modelMap)).map(([model, name]) => [model, JSON.stringify(name)]),
      ),
    },
    {
      name: "BARE_MODELS",
      value: map(
        "RegExp",
        [...patterns].map(([prefix, pattern]) => [prefix, `/${pattern.replaceAll("/", "\\/")}/i`]),
      ),
    },
    { name: "KNOWN_FIELDS", value: words(catalog.bodyArguments.filter((name) => !elsewhere.has(name))) },
    { name: "DROPPED_FIELDS", value: words(catalog.droppedArguments.filter((name) => !name.endsWith("*"))) },
    { name: "DROPPED_PREFIXES", value: `[${prefixes.map((prefix) => JSON.stringify(prefix)).join(", ")}];` },
    { name: "RETRIED_STATUS_CODES", value: `[${catalog.config.retriedStatusCodes.join(", ")}];` },
    { name: "MAX_RETRIES", value: `${catalog.config.limited("retry.attempts", Number.POSITIVE_INFINITY)};` },
    { name: "MIN_CACHE_SECONDS", value: `${catalog.config.limited("cache.max_age", 0)};` },
  ];
}

const map = (type: string, rows: readonly (readonly [key: string, value: string, comment?: string])[]): string =>
  `new Map<string, ${type}>([${rows.length === 0 ? "" : `\n${rows.map(([key, value, comment = ""]) => `  [${JSON.stringify(key)}, ${value}],${comment}\n`).join("")}`}]);`;

/** A set of words, in lines that are not too long. */
function words(names: readonly string[]): string {
  const lines = wrapped(names.map((name, index) => (index === 0 ? name : ` ${name}`)));
  return `new Set(\n  [\n${lines.map((line) => `    ${JSON.stringify(line.trimStart())},\n`).join("")}  ]\n    .join(" ")\n    .split(" "),\n);`;
}
