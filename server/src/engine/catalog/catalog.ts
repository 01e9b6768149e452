import type { Step } from "../facts/facts.ts";
import { suppressionMarker } from "../text/suppression-marker.ts";
import type {
  BareNameEntry,
  EnvironmentEntry,
  ErrorEntry,
  FamilyEntry,
  HostEntry,
  LookAlikeEntry,
  PackageEntry,
  ParameterEntry,
  PositionalEntry,
  ProviderEntry,
  ResponseEntry,
  SymbolEntry,
} from "./entries.ts";
import environmentData from "./environment.json" with { type: "json" };
import errorData from "./errors.json" with { type: "json" };
import modelData from "./models.json" with { type: "json" };
import packageData from "./packages.json" with { type: "json" };
import parameterData from "./parameters.json" with { type: "json" };
import providerData from "./providers.json" with { type: "json" };
import { type AccessOptions, type AccessResult, accessReader } from "./response-access.ts";
import responseData from "./responses.json" with { type: "json" };
import symbolData from "./symbols.json" with { type: "json" };

/** What the data says about LiteLLM, Portkey and the packages around them; every look-up answers undefined for the unknown. */
export interface Catalog {
  /** The entry of any spelling of a name: `litellm.exceptions.RateLimitError` is `litellm.RateLimitError`. */
  symbol(path: string): SymbolEntry | undefined;
  symbolsOf(family: string): readonly SymbolEntry[];
  parameter(name: string): ParameterEntry | undefined;
  /** The names of positional arguments in order, empty for a function whose order is not known. */
  positional(path: string): readonly string[];
  readonly providers: readonly ProviderEntry[];
  /** The provider of a LiteLLM prefix, without the slash. */
  provider(prefix: string): ProviderEntry | undefined;
  /** The exception class of a path or a plain name. */
  error(path: string): ErrorEntry | undefined;
  environment(variable: string): EnvironmentEntry | undefined;
  /** Whether a word names a variable that LiteLLM reads, or one that is called after it. */
  isVariable(word: string): boolean;
  /** What the steps taken from an answer mean once Portkey gives it; a stream is iterated first. */
  responseRead(steps: readonly Step[], options: AccessOptions): AccessResult;
  /** Whether a path is of a package that hands models' names to LiteLLM. */
  isOfWrapper(path: string): boolean;
  /** A call of this path goes to a model, so that its rewrite needs a client. */
  isRequest(path: string): boolean;
  /** Modules whose names rules follow, as programs import them. */
  readonly modules: readonly string[];
  /** What `from module import *` binds, as far as it is known. */
  exportsOf(module: string): readonly string[];
  readonly models: ModelData;
  /** A text with none of these and no `modelPattern` holds nothing to find. */
  readonly needles: readonly string[];
  /** How model strings start: `openai/`. */
  readonly modelNeedles: readonly string[];
  /** Matches a provider's prefix and slash right after an opening quote; global. */
  readonly modelPattern: RegExp;
  /** Matches what makes a string literal worth reading: a model's prefix, a name of the package, its own or another module's (`patch("litellm.completion")`, `patch("app.llm.litellm")`); global. */
  readonly stringPattern: RegExp;
  /** Whether a text, or a part of one, has to be parsed at all. */
  mayHoldFindings(text: string): boolean;
}

/** What is known about names of models. */
export interface ModelData {
  readonly names: readonly BareNameEntry[];
  readonly hosts: readonly HostEntry[];
  readonly families: readonly FamilyEntry[];
  readonly lookAlikes: readonly LookAlikeEntry[];
  readonly sharedNames: readonly LookAlikeEntry[];
}

// The border where JSON becomes typed: test/engine/catalog.test.ts checks every file against schema.json.
const providers = providerData.entries as readonly ProviderEntry[];
const symbols = symbolData.entries as readonly SymbolEntry[];
const parameters = parameterData.entries as readonly ParameterEntry[];
const positionals = parameterData.positional as readonly PositionalEntry[];
const responses = responseData.entries as readonly ResponseEntry[];
const errors = errorData.entries as readonly ErrorEntry[];
const variables = environmentData.entries as readonly EnvironmentEntry[];
const packages = packageData.entries as readonly PackageEntry[];

const indexBy = <T>(entries: readonly T[], keysOf: (entry: T) => readonly string[]): ReadonlyMap<string, T> => new Map(entries.flatMap((entry) => keysOf(entry).map((key) => [key, entry] as const)));

const symbolsByPath = indexBy(symbols, ({ path, aliases = [] }) => [path, ...aliases]);
const parametersByName = indexBy(parameters, ({ name }) => [name]);
const positionalsByPath = indexBy(positionals, ({ path }) => [path]);
const providersByPrefix = indexBy(providers, ({ prefix }) => [prefix]);
const variablesByName = indexBy(variables, ({ name }) => [name]);
const errorsByName = indexBy(errors, ({ name }) => [name]);

/** An exact name, else the entry whose name ends in `*` and starts the same. */
function lookUpWithWildcards<T extends { readonly name: string }>(entries: readonly T[], exact: T | undefined, name: string): T | undefined {
  return exact ?? entries.find((entry) => entry.name.endsWith("*") && name.startsWith(entry.name.slice(0, -1)));
}

function symbol(given: string): SymbolEntry | undefined {
  // A CommonJS package is its own default export.
  const path = given.replace(/^litellm\.default(?=\.)/, "litellm");
  const exact = symbolsByPath.get(path);
  if (exact) return exact;
  const made = path.indexOf("()");
  if (made < 0) return undefined;
  const owner = symbolsByPath.get(path.slice(0, made));
  return owner && symbolsByPath.get(owner.path + path.slice(made));
}

function exportsOf(module: string): readonly string[] {
  const start = `${module}.`;
  return [...symbolsByPath.keys()].filter((path) => path.startsWith(start) && /^[A-Za-z]\w*$/.test(path.slice(start.length))).map((path) => path.slice(start.length));
}

const access = accessReader(responses);

const prefixes = providers.map(({ prefix }) => prefix).join("|");
const modelPattern = new RegExp(`(?<=["'\`])(?:${prefixes})/`, "g");
const needles = ["litellm", "LITELLM", "LiteLLM", "openai", "portkey_ai", "portkey-ai", suppressionMarker];

const wrapperModules = packages.filter(({ role }) => role === "wrapper").flatMap(({ modules }) => modules);

/** The catalog of this release. */
export const catalog: Catalog = {
  symbol,
  symbolsOf: (family) => symbols.filter((entry) => entry.family === family),
  parameter: (name) => lookUpWithWildcards(parameters, parametersByName.get(name), name),
  positional: (path) => positionalsByPath.get(symbol(path)?.path ?? path)?.names ?? [],
  providers,
  provider: (prefix) => providersByPrefix.get(prefix),
  error: (path) => errorsByName.get(path.slice(path.lastIndexOf(".") + 1)),
  environment: (variable) => lookUpWithWildcards(variables, variablesByName.get(variable), variable),
  isVariable: (word) => /(?:^|_)LITELLM(?:_|$)/.test(word) || lookUpWithWildcards(variables, variablesByName.get(word), word) !== undefined,
  modules: [...new Set(packages.flatMap((entry) => entry.modules))],
  exportsOf,
  models: modelData,
  responseRead: access,
  isOfWrapper: (path) => wrapperModules.some((module) => path.startsWith(`${module}.`)),
  isRequest: (path) => symbol(path)?.isRequest === true,
  needles,
  modelNeedles: providers.map(({ prefix }) => `${prefix}/`),
  modelPattern,
  stringPattern: new RegExp(`${modelPattern.source}|litellm(?<=["'\`](?:\\w+\\.)*litellm)(?:[.]|(?=["'\`]))`, "g"),
  mayHoldFindings: (text) => needles.some((needle) => text.includes(needle)) || text.search(modelPattern) >= 0,
};
