import type { Language } from "./source-file.ts";

/** What a user may set for a folder; never where a request or a key goes. */
export interface Settings {
  readonly enable: boolean;
  /** Undefined: the language's default (`portkey-sdk` in Python, `openai-client` in TypeScript). */
  readonly strategy: Strategy | undefined;
  /** LiteLLM prefix → slug in the Model Catalog, without `@`. */
  readonly providerSlugs: Readonly<Record<string, string>>;
  /** Exact model string → full replacement; wins over the provider's slug. */
  readonly modelMap: Readonly<Record<string, string>>;
  /** The file of the project's adapter in Python or TypeScript, relative to the folder; undefined: beside the code that uses it. */
  readonly adapterPath: string | undefined;
  /** Rules to run, by id or as `litellm-*`; empty means all. */
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  /** Glob of files and folders → rules not to run there. */
  readonly ignoreByPath: Readonly<Record<string, readonly string[]>>;
  readonly severity: Readonly<Record<string, Severity | "off">>;
  /** Globs of files and folders to read; empty means all. */
  readonly include: readonly string[];
  /** Globs of files and folders to leave out. */
  readonly exclude: readonly string[];
  /** Kilobytes of 1,024 bytes; a larger file is skipped and said so. */
  readonly maxFileSizeKB: number;
  /** Editors show a lens above each request, which sends it through Portkey. */
  readonly testLens: boolean;
}

/** How loud a finding is, in the words of editors. */
export type Severity = "error" | "warning" | "information" | "hint";

/** The ways a LiteLLM call can be rewritten; contracts of the settings and the command line. */
export const strategies = ["portkey-sdk", "openai-client", "adapter", "keep-litellm"] as const;
/** One of `strategies`. */
export type Strategy = (typeof strategies)[number];

/** What holds where nobody has set anything. */
export const defaultSettings: Settings = {
  enable: true,
  strategy: undefined,
  providerSlugs: {},
  modelMap: {},
  adapterPath: undefined,
  select: [],
  ignore: [],
  ignoreByPath: {},
  severity: {},
  include: [],
  exclude: [],
  maxFileSizeKB: 1024,
  testLens: true,
};

/** The strategy of a language where nobody has chosen one. */
export const languageStrategy = (language: Language): Strategy => (language === "python" ? "portkey-sdk" : "openai-client");

/** The strategy that a folder's files of a language take unless a single site is given another one. */
export const defaultStrategy = (settings: Settings, language: Language): Strategy => settings.strategy ?? languageStrategy(language);

/** Where a layer of settings comes from; its name stands before its problems. */
export type SettingsOrigin = "editor" | "portkey-migrate.json" | "command line";

/** Settings that can be used, with what could not be. */
export interface ParsedSettings {
  readonly settings: Settings;
  /** Whole sentences, each naming the origin and the key. */
  readonly problems: readonly string[];
}

/**
 * Reads one layer of settings over a lower one: defaults, then `portkey-migrate.json`, then the editor or the command line.
 * A value that equals the default says nothing, since editors send their defaults too; maps are merged entry by entry.
 */
export function parseSettings(value: unknown, origin: SettingsOrigin = "editor", lower: Settings = defaultSettings): ParsedSettings {
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(`${origin}: ${problem}`);
  if (value === undefined || value === null) return { settings: lower, problems };
  if (!isRecord(value)) return { settings: lower, problems: [`${origin}: the settings must be an object, not ${nameOf(value)}; they are ignored`] };

  const given = new Map<string, unknown>();
  for (const [key, entry] of flatten(value)) {
    if (entry === undefined || entry === null || key === "$schema") continue;
    const earlier = given.get(key);
    if (known.has(key)) given.set(key, isRecord(earlier) && isRecord(entry) ? { ...earlier, ...entry } : entry);
    else if (origin === "editor" && belongsToClient(key)) continue;
    else if (isApplicationOnly(key)) report(`"${key}" decides where requests and keys go, so it is read from the user's own editor settings only; it is ignored here`);
    else report(`"${key}" is not a setting; it is ignored`);
  }

  const read = <T>(key: string, reader: Reader<T>, fallback: T): T => {
    const entry = given.get(key);
    return entry === undefined ? fallback : (reader(entry, (problem, at = key) => report(`"${at}" ${problem}`), key) ?? fallback);
  };
  const { enable, maxFileSizeKB, testLens } = defaultSettings;
  const ownLens = read("codeLens.test", booleanValue, testLens);
  const ownEnable = read("enable", booleanValue, enable);
  const ownMaximum = read("maxFileSizeKB", sizeValue, maxFileSizeKB);
  return {
    settings: {
      enable: ownEnable === enable ? lower.enable : ownEnable,
      strategy: read("strategy", strategyValue, undefined) ?? lower.strategy,
      providerSlugs: { ...lower.providerSlugs, ...read("providerSlugs", slugMap, {}) },
      modelMap: { ...lower.modelMap, ...read("modelMap", textMap, {}) },
      adapterPath: read("adapterPath", adapterFilePath, undefined) ?? lower.adapterPath,
      select: orLower(read("rules.select", textList, []), lower.select),
      ignore: orLower(read("rules.ignore", textList, []), lower.ignore),
      ignoreByPath: { ...lower.ignoreByPath, ...read("rules.ignoreByPath", textLists, {}) },
      severity: { ...lower.severity, ...read("severity", severityMap, {}) },
      include: orLower(read("include", textList, []), lower.include),
      exclude: orLower(read("exclude", textList, []), lower.exclude),
      maxFileSizeKB: ownMaximum === maxFileSizeKB ? lower.maxFileSizeKB : ownMaximum,
      testLens: ownLens === testLens ? lower.testLens : ownLens,
    },
    problems,
  };
}

/** Whether a slug can stand after `@` and before `/` in a model name. */
export const isSlug = (slug: string): boolean => new RegExp(`^${slugPattern}$`).test(slug);

/** What slugs look like, as a part of a regular expression; `npm run generate` writes it into the manifest. */
export const slugPattern = "[A-Za-z0-9][\\w.-]*";

const known: ReadonlySet<string> = new Set([
  "enable",
  "strategy",
  "providerSlugs",
  "modelMap",
  "adapterPath",
  "rules.select",
  "rules.ignore",
  "rules.ignoreByPath",
  "severity",
  "include",
  "exclude",
  "maxFileSizeKB",
  "codeLens.test",
]);

// the first words of keys that an editor sends along but that are not a folder's business
const applicationOnly = ["gateway", "test", "logLevel", "trace"];
const clientOnly = [...applicationOnly, "inlayHints", "server"];
/** Settings that may be written as one object: `rules: { select }`. */
const groups = ["rules", "codeLens", ...clientOnly];

const firstWord = (key: string): string => key.split(".", 1)[0] ?? key;
const isApplicationOnly = (key: string): boolean => applicationOnly.includes(firstWord(key));
const belongsToClient = (key: string): boolean => clientOnly.includes(firstWord(key));

/** Keys as an editor spells them: without the section's prefix, and groups such as `rules: { select }` as `rules.select`. */
function* flatten(value: Readonly<Record<string, unknown>>): Iterable<readonly [string, unknown]> {
  for (const [key, entry] of Object.entries(value)) {
    const name = key.startsWith("portkeyMigrate.") ? key.slice("portkeyMigrate.".length) : key;
    if (!known.has(name) && isRecord(entry) && groups.includes(name)) for (const [inner, nested] of Object.entries(entry)) yield [`${name}.${inner}`, nested];
    else if (name.startsWith("severity.")) yield ["severity", { [name.slice("severity.".length)]: entry }];
    else yield [name, entry];
  }
}

type Report = (problem: string, at?: string) => void;
/** Undefined, after a report, where the value is of no use. */
type Reader<T> = (value: unknown, report: Report, key: string) => T | undefined;

const booleanValue: Reader<boolean> = (value, report) => (typeof value === "boolean" ? value : void report(`must be true or false, not ${nameOf(value)}; it is ignored`));

const sizeValue: Reader<number> = (value, report) =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : void report(`must be a number of kilobytes above 0, not ${nameOf(value)}; it is ignored`);

const strategyValue: Reader<Strategy> = (value, report) =>
  strategies.find((strategy) => strategy === value) ?? void report(`must be one of ${strategies.join(", ")}, not ${nameOf(value)}; it is ignored`);

/** A file of the folder itself: what a repository sets must not write anywhere else. */
const adapterFilePath: Reader<string> = (value, report) => {
  const path = typeof value === "string" ? value.replaceAll("\\", "/").replace(/^\.\//, "") : "";
  if (value === "") return undefined;
  const isInside = /\.(?:py|[cm]?[jt]s)$/.test(path) && !/^(?:\/|[A-Za-z]:)|(?:^|\/)\.\.?(?:\/|$)|\/\//.test(path);
  return isInside
    ? path
    : void report(`must be the path of a Python, TypeScript or JavaScript file in the folder, such as app/portkey_adapter.py or src/portkey-adapter.ts, not ${nameOf(value)}; it is ignored`);
};

const textList: Reader<readonly string[]> = (value, report, key) => {
  if (!Array.isArray(value)) return void report(`must be a list of texts, not ${nameOf(value)}; it is ignored`);
  return value.filter((item): item is string => {
    if (typeof item === "string" && item !== "") return true;
    report(`must hold texts, not ${nameOf(item)}; that entry is ignored`, key);
    return false;
  });
};

/** Reads each entry of an object; entries that are of no use are left out after a report. */
const mapOf =
  <T>(entryValue: Reader<T>): Reader<Readonly<Record<string, T>>> =>
  (value, report, key) => {
    if (!isRecord(value)) return void report(`must be an object, not ${nameOf(value)}; it is ignored`);
    const entries: [string, T][] = [];
    for (const [name, entry] of Object.entries(value)) {
      const at = `${key}.${name}`;
      const result = entryValue(entry, (problem) => report(problem, at), at);
      if (result !== undefined) entries.push([name, result]);
    }
    return Object.fromEntries(entries);
  };

const textLists = mapOf<readonly string[]>(textList);

const textMap = mapOf<string>((value, report) => (typeof value === "string" && value !== "" ? value : void report(`must be a text, not ${nameOf(value)}; it is ignored`)));

const slugMap = mapOf<string>((value, report) => {
  const slug = typeof value === "string" ? value.replace(/^@/, "") : "";
  return isSlug(slug) ? slug : void report(`must be a slug such as openai-prod, not ${nameOf(value)}; it is ignored`);
});

const severities: readonly (Severity | "off")[] = ["error", "warning", "information", "hint", "off"];
const severityMap = mapOf<Severity | "off">(
  (value, report) => severities.find((severity) => severity === value) ?? void report(`must be one of ${severities.join(", ")}, not ${nameOf(value)}; it is ignored`),
);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

const orLower = (own: readonly string[], lower: readonly string[]): readonly string[] => (own.length > 0 ? own : lower);

/** A value as a person would name it: short ones as they are, the others by their kind. */
function nameOf(value: unknown): string {
  if (typeof value === "string") return value.length <= 40 ? `"${value}"` : `"${value.slice(0, 39)}…"`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : typeof value;
}
