import type { Step } from "../facts/facts.ts";
import type { Language } from "../source-file.ts";
import { suppressionMarker } from "../text/suppression-marker.ts";
import type { CacheTypeEntry, ConfigLimitEntry, ModuleSettingEntry, RetryPolicyEntry, RouterDefaultEntry } from "./config-entries.ts";
import configData from "./configs.json" with { type: "json" };
import type {
  AnswerKind,
  AnswerTypeEntry,
  BareNameEntry,
  EnvironmentEntry,
  FamilyEntry,
  HostEntry,
  LookAlikeEntry,
  ModelEndpointEntry,
  NextStepEntry,
  PackageEntry,
  ParameterEntry,
  PositionalEntry,
  ProviderEntry,
  ProviderOwnEntry,
  RequestEntry,
  ResponseEntry,
  RouterParameterEntry,
  SettingRemoval,
  SymbolEntry,
  WrapperEntry,
} from "./entries.ts";
import environmentData from "./environment.json" with { type: "json" };
import { isCalledAfterLiteLlm } from "./environment-name.ts";
import type { ErrorEntry } from "./error-entries.ts";
import errorData from "./errors.json" with { type: "json" };
import { type ExceptionClass, error, exceptionClass } from "./exceptions.ts";
import modelData from "./models.json" with { type: "json" };
import nextStepData from "./next-steps.json" with { type: "json" };
import packageData from "./packages.json" with { type: "json" };
import parameterData from "./parameters.json" with { type: "json" };
import { type PortkeySdk, portkeySdk } from "./portkey-sdk.ts";
import providerData from "./providers.json" with { type: "json" };
import { type ProxyData, proxy } from "./proxy.ts";
import requestData from "./requests.json" with { type: "json" };
import { type AccessOptions, type AccessResult, accessReader } from "./response-access.ts";
import responseData from "./responses.json" with { type: "json" };
import { exportsOf, fields, loggers, type SymbolOwner, symbol, symbolOwner, symbolsOf } from "./symbols.ts";
import wrapperData from "./wrappers.json" with { type: "json" };

/** What the data says about LiteLLM, Portkey and the packages around them; every look-up answers undefined for the unknown. */
export interface Catalog {
  /** The entry of any spelling of a name: `litellm.exceptions.RateLimitError` is `litellm.RateLimitError`. */
  symbol(path: string): SymbolEntry | undefined;
  symbolsOf(family: string): readonly SymbolEntry[];
  /** What a path of the package leads to, listed or not; undefined for a path of anything else. */
  symbolOwner(path: string): SymbolOwner | undefined;
  /** What a person does about a name: said of itself, of its group, or of its family. */
  nextStep(owner: Pick<SymbolOwner, "name" | "family" | "group">): string;
  /** Whether a statement that sets a name may be taken out; undefined where a person has to do it. */
  removal(owner: Pick<SymbolOwner, "name" | "family" | "group">): SettingRemoval | undefined;
  /** The names by which the package's loggers are got. */
  readonly loggers: readonly string[];
  /** What to do about the keys of LiteLLM's own data (`litellm_params`), by their names. */
  readonly fields: ReadonlyMap<string, string>;
  /** What an argument of LiteLLM's Router is in a Portkey config. */
  routerParameter(name: string): RouterParameterEntry | undefined;
  /** Arguments of the Router that mean nothing to a module which asks the gateway in its place: it has ways of its own to choose and to wait. */
  readonly droppedRouterArguments: readonly string[];
  /** What the package `genai-prices` calls LiteLLM's providers, by their prefixes. */
  readonly pricedProviders: Readonly<Record<string, string>>;
  parameter(name: string): ParameterEntry | undefined;
  readonly config: ConfigData;
  /** Arguments that go into the body of some request as they are, providers' own among them. */
  readonly bodyArguments: readonly string[];
  /** Arguments of LiteLLM that mean nothing to Portkey; `langfuse_*` is any that begins so. */
  readonly droppedArguments: readonly string[];
  /** The names of positional arguments in order, empty for a function whose order is not known. */
  positional(path: string): readonly string[];
  readonly providers: readonly ProviderEntry[];
  /** The provider of a LiteLLM prefix, without the slash. */
  provider(prefix: string): ProviderEntry | undefined;
  /** The exception class of a path or a plain name. */
  error(path: string): ErrorEntry | undefined;
  /** What a path of LiteLLM or of `openai` is as an exception; undefined where it is another thing, or not known. */
  exceptionClass(path: string): ExceptionClass | undefined;
  /** Names of exceptions whose class is called otherwise in Portkey's SDK. */
  readonly renamedErrors: readonly string[];
  environment(variable: string): EnvironmentEntry | undefined;
  /** Whether a word names a variable that LiteLLM reads, or one that is called after it. */
  isVariable(word: string): boolean;
  /** What sends the same request as a function of LiteLLM; undefined for what is not one request. */
  request(path: string): RequestEntry | undefined;
  /** The request that a method of the client sends. */
  requestBy(method: string): RequestEntry | undefined;
  /** The request that a method of OpenAI's clients sends, by any of the names that releases have for it. */
  requestByClient(method: string): RequestEntry | undefined;
  readonly portkey: PortkeySdk;
  readonly proxy: ProxyData;
  /** What a function of LiteLLM that goes to a model answers with, be it one request or more. */
  answerOf(path: string): AnswerKind;
  /** What the steps taken from an answer mean once Portkey gives it; a stream is iterated first. */
  responseRead(steps: readonly Step[], options: AccessOptions): AccessResult;
  /** What part of an answer a class of LiteLLM is. */
  answerType(path: string): AnswerTypeEntry | undefined;
  /** Whether a path is of a package that hands models' names to LiteLLM. */
  isOfWrapper(path: string): boolean;
  /** Whether a module is of a package that calls LiteLLM by itself. */
  isFramework(module: string): boolean;
  /** Whether it is of one that does so for whatever model it is given, without being told that it is LiteLLM's. */
  callsUnnamed(module: string): boolean;
  /** The class or function of a framework that calls LiteLLM. */
  wrapper(path: string): WrapperEntry | undefined;
  /** Whether a path of a framework's package leads to its part for LiteLLM, by what its modules and classes are called. */
  isWrapperPart(path: string): boolean;
  /** A call of this path goes to a model, so that its rewrite needs a client. */
  isRequest(path: string): boolean;
  /** The function of that kind which a path leads to or goes on from: `litellm.completion` of `litellm.completion().choices`. */
  requestOf(path: string): string | undefined;
  /** The packages, by their names in the registry of a language, that some modules are of. */
  packagesOf(modules: ReadonlySet<string>, language: Language): readonly string[];
  /** Modules of packages that take the place of what LiteLLM has beside its requests. */
  readonly libraryModules: readonly string[];
  /** Modules whose names rules follow, as programs import them. */
  readonly modules: readonly string[];
  /** What `from module import *` binds, as far as it is known. */
  exportsOf(module: string): readonly string[];
  readonly models: ModelData;
  /** A text with none of these, no `modelPattern` and none of `pairedNeedles` holds nothing to find. */
  readonly needles: readonly string[];
  /** A word that is of interest beside something else only, wherever that stands in the text; `beside` knows ASCII alone. */
  readonly pairedNeedles: readonly PairedNeedle[];
  /** How model strings start: `openai/`. */
  readonly modelNeedles: readonly string[];
  /** Matches a provider's prefix and slash right after an opening quote; global. */
  readonly modelPattern: RegExp;
  /** Matches what makes a string literal worth reading: a model's prefix, a name of the package, its own or another module's (`patch("litellm.completion")`, `patch("app.llm.ask")`, which may stand on a line of its own), of a logger or of an exception; global. */
  readonly stringPattern: RegExp;
  /** Whether a text names a model, or a provider's prefix, as LiteLLM does. */
  holdsModel(text: string): boolean;
  /** Whether a text names something that is LiteLLM's only where LiteLLM is used: a model, or a variable that may be called after any light model. */
  holdsSharedName(text: string): boolean;
  /** Whether a text, or a part of one, has to be parsed at all. */
  mayHoldFindings(text: string): boolean;
}

/** A word that is of interest only where something, in ASCII, stands in the same text. */
export interface PairedNeedle {
  readonly word: string;
  readonly beside: RegExp;
}

/** What is known about Portkey's configs. */
export interface ConfigData {
  /** A number as a key of a config takes it: the nearest one that is neither too small nor too large. */
  limited(key: string, value: number): number;
  /** The smallest and the largest value of a key, by the keys from the outside in. */
  limit(key: string): ConfigLimitEntry | undefined;
  /** The status codes after which LiteLLM asks again. */
  readonly retriedStatusCodes: readonly number[];
  retryPolicy(name: string): RetryPolicyEntry | undefined;
  /** What LiteLLM's Router takes for an argument that is not given; throws for one without such a number. */
  routerDefault(name: string): number;
  /** A setting of LiteLLM's module, or a function that changes one. */
  moduleSetting(name: string): ModuleSettingEntry | undefined;
  cacheType(type: string): CacheTypeEntry | undefined;
}

/** What is known about names of models. */
export interface ModelData {
  readonly names: readonly BareNameEntry[];
  readonly hosts: readonly HostEntry[];
  readonly families: readonly FamilyEntry[];
  readonly lookAlikes: readonly LookAlikeEntry[];
  readonly sharedNames: readonly LookAlikeEntry[];
  /** Names by other prefixes than LiteLLM's, which a proxy may give its models. */
  readonly vendorNames: readonly LookAlikeEntry[];
  readonly endpoints: readonly ModelEndpointEntry[];
}

// The border where JSON becomes typed: test/engine/catalog.test.ts checks every file against schema.json.
const providers = providerData.entries as readonly ProviderEntry[];
const nextSteps = nextStepData.entries as readonly NextStepEntry[];
const routerParameters = parameterData.router as readonly RouterParameterEntry[];
const configLimits = configData.limits as readonly ConfigLimitEntry[];
const retryPolicies = configData.retryPolicies as readonly RetryPolicyEntry[];
const parameters = parameterData.entries as readonly ParameterEntry[];
const positionals = parameterData.positional as readonly PositionalEntry[];
const requests = requestData.entries as readonly RequestEntry[];
const responses = responseData.entries as readonly ResponseEntry[];
const errors = errorData.entries as readonly ErrorEntry[];
const models = modelData as ModelData;
const variables = environmentData.entries as readonly EnvironmentEntry[];
const packages = packageData.entries as readonly PackageEntry[];
const registries = { python: "pypi", typescript: "npm" } as const;
const wrappers = wrapperData.entries as readonly WrapperEntry[];

const indexBy = <T>(entries: readonly T[], keysOf: (entry: T) => readonly string[]): ReadonlyMap<string, T> => new Map(entries.flatMap((entry) => keysOf(entry).map((key) => [key, entry] as const)));

const bodyArguments = [
  ...new Set([
    ...parameters.filter(({ kind }) => kind === "same").map(({ name }) => name),
    ...requests.flatMap(({ takes = [] }) => takes),
    ...(parameterData.providerOwn as readonly ProviderOwnEntry[]).flatMap(({ names }) => names),
  ]),
].sort();
const droppedArguments = parameters
  .filter(({ kind }) => kind === "drop")
  .map(({ name }) => name)
  .sort();

const nextStepsByTopic = indexBy(nextSteps, ({ of }) => of);
const routerParametersByName = indexBy(routerParameters, ({ names }) => names);
const limitsByKey = indexBy(configLimits, ({ name }) => [name]);
const routerDefaultsByName = indexBy(configData.routerDefaults as readonly RouterDefaultEntry[], ({ name }) => [name]);
const moduleSettingsByName = indexBy(configData.moduleSettings as readonly ModuleSettingEntry[], ({ names }) => names);
const cacheTypesByName = indexBy(configData.cacheTypes as readonly CacheTypeEntry[], ({ types }) => types);
const retryPoliciesByName = indexBy(retryPolicies, ({ name }) => [name]);
const parametersByName = indexBy(parameters, ({ name }) => [name]);
const positionalsByPath = indexBy(positionals, ({ path }) => [path]);
/** The function that one which asks again hands its arguments to. */
const handedTo = (path: string): string => (requestsByPath.get(path)?.attempts?.of.includes(path) ? (requestsByPath.get(path)?.of[0] ?? path) : path);
const requestsByClientMethod = indexBy(requests, ({ clientMethods = [] }) => clientMethods);
const requestsByPath = indexBy(requests, ({ of }) => of);
const providersByPrefix = indexBy(providers, ({ prefix }) => [prefix]);
const variablesByName = indexBy(variables, ({ name }) => [name]);
const answerTypesByClass = indexBy(responseData.types as readonly AnswerTypeEntry[], (entry) => [entry.class]);
const wrappersByPath = indexBy(wrappers, ({ path, aliases = [] }) => [path, ...aliases]);

/** An exact name, else the entry whose name ends in `*` and starts the same. */
function lookUpWithWildcards<T extends { readonly name: string }>(entries: readonly T[], exact: T | undefined, name: string): T | undefined {
  return exact ?? entries.find((entry) => entry.name.endsWith("*") && name.startsWith(entry.name.slice(0, -1)));
}

function nextStepEntry({ name, family, group }: Pick<SymbolOwner, "name" | "family" | "group">): NextStepEntry {
  const step = nextStepsByTopic.get(name) ?? nextStepsByTopic.get(`${family}/${group}`) ?? nextStepsByTopic.get(family);
  if (!step) throw new RangeError(`the catalog has no next step for ${family}`);
  return step;
}

const access = accessReader(responses);

/** Exceptions whose class is called otherwise in Portkey's SDK, so that code that goes by their names stops working. */
const renamedErrors = errors.filter(({ name, portkey }) => name !== portkey).map(({ name }) => name);

/** What stands before the first slash of names that LiteLLM reads, or that a proxy of its gives its models. */
const namePrefixes = [...new Set([...providers, ...models.vendorNames].map(({ prefix }) => prefix))];
const prefixes = namePrefixes.join("|");
const modelPattern = new RegExp(`(?<=["'\`])(?:${prefixes})/`, "g");
/** Finds the same places by their slash, of which a text has few: six times as fast as trying every prefix at every character. */
const modelSlash = `/(?<=["'\`](?:${prefixes})/)`;
const anyModel = new RegExp(modelSlash);
const rootOf = ({ path }: WrapperEntry): string => path.slice(0, path.indexOf("."));
const lastNames = ({ path, aliases = [] }: WrapperEntry): string[] => [path, ...aliases].map((spelling) => spelling.slice(spelling.lastIndexOf(".") + 1));
/** Classes of frameworks to which any name of a model may be given. */
const openWrappers = wrappers.filter(({ prefix }) => prefix === undefined);
/** What a file that uses such a class has to hold: the class's own word for LiteLLM, or else the framework's name and the class's. */
const wrapperNeedles = openWrappers.flatMap(({ path }) => path.match(/lite_?llm/gi)?.at(-1) ?? []);
const plainWrappers = openWrappers.filter(({ path }) => !/lite_?llm/i.test(path));
const wrapperPairs = [...new Set(plainWrappers.map(rootOf))].map((word) => {
  const names = plainWrappers.filter((entry) => rootOf(entry) === word).flatMap(lastNames);
  return { word, beside: new RegExp(`\\b(?:${[...new Set(names)].join("|")})\\b`) };
});
const needles = [...new Set(["litellm", "LITELLM", "LITE_LLM", "LiteLLM", "liteLLM", "LiteLlm", "liteLlm", "Litellm", "portkey_ai", "portkey-ai", suppressionMarker, ...wrapperNeedles])];
const anyNeedle = new RegExp(needles.join("|"));
/** An OpenAI client is of interest where something may say that it talks to a LiteLLM proxy: its name in any spelling, its port, or a route that no other server has. */
const pairedNeedles: readonly PairedNeedle[] = [
  { word: "openai", beside: /litellm|:4000/i },
  { word: "openai", beside: proxy.ownRoutePattern },
  // What a file makes of a client's class, or hands on, others may point at a proxy.
  { word: "openai", beside: /\bclass\s[^{;]{0,99}\bextends\s|\bexports?\s*=?\s*(?:\{[^}]*|default\s[^;\n]*|\*[^;\n]*|)openai/i },
  { word: ":4000", beside: /\/(?:chat\/)?completions|\/embeddings|\/v1\b|@anthropic-ai\/sdk|llamaindex|@mastra\// },
  ...wrapperPairs,
];

const modulesOf = (...roles: readonly PackageEntry["role"][]) => packages.filter(({ role }) => roles.includes(role)).flatMap(({ modules }) => modules);
const libraryModules = modulesOf("library");
const wrapperModules = modulesOf("wrapper");
const frameworkModules = modulesOf("wrapper", "framework");
/** The first names of their modules, since every import of a workspace is asked about. */
const frameworkRoots = new Set(frameworkModules.map((module) => module.slice(0, `${module}.`.indexOf("."))));
/** Those with a class that is not called after LiteLLM and takes any name of a model for LiteLLM's. */
const unnamedRoots = new Set(plainWrappers.map(rootOf));
const isWithin = (path: string, modules: readonly string[]): boolean => modules.some((module) => path === module || path.startsWith(`${module}.`));

const isRequest = (path: string): boolean => symbol(path)?.isRequest === true;

/** The catalog of this release. */
export const catalog: Catalog = {
  symbol,
  symbolsOf,
  symbolOwner,
  nextStep: (owner) => nextStepEntry(owner).text,
  removal: (owner) => nextStepEntry(owner).removal,
  loggers,
  fields,
  routerParameter: (name) => routerParametersByName.get(name),
  pricedProviders: providerData.priced.ids,
  droppedRouterArguments: routerParameters.flatMap(({ names, kind, isOfGateway }) => (kind === "drop" || isOfGateway ? names : [])),
  parameter: (name) => lookUpWithWildcards(parameters, parametersByName.get(name), name),
  config: {
    limited(key, value) {
      const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = limitsByKey.get(key) ?? {};
      return Math.min(most, Math.max(least, value));
    },
    limit: (key) => limitsByKey.get(key),
    retriedStatusCodes: configData.retriedStatusCodes.values,
    retryPolicy: (name) => retryPoliciesByName.get(name),
    routerDefault(name) {
      const entry = routerDefaultsByName.get(name);
      if (!entry) throw new RangeError(`the catalog has no default for ${name}`);
      return entry.value;
    },
    moduleSetting: (name) => moduleSettingsByName.get(name),
    cacheType: (type) => cacheTypesByName.get(type),
  },
  bodyArguments,
  droppedArguments,
  positional: (path) => (positionalsByPath.get(symbol(path)?.path ?? path) ?? positionalsByPath.get(handedTo(path)))?.names ?? [],
  providers,
  provider: (prefix) => providersByPrefix.get(prefix),
  error,
  exceptionClass,
  renamedErrors,
  environment: (variable) => lookUpWithWildcards(variables, variablesByName.get(variable), variable),
  isVariable: (word) => isCalledAfterLiteLlm(word) || lookUpWithWildcards(variables, variablesByName.get(word), word) !== undefined,
  packagesOf: (modules, language) => packages.filter(({ registry, modules: own }) => registry === registries[language] && own.some((module) => modules.has(module))).map(({ name }) => name),
  libraryModules,
  modules: [...new Set(packages.flatMap((entry) => (entry.role === "library" ? [] : entry.modules)))],
  exportsOf: (module) => [...exportsOf(module), ...proxy.clientsOf(module)],
  models,
  request: (path) => requestsByPath.get(symbol(path)?.path ?? path),
  requestBy: (method) => requests.find((entry) => entry.method === method),
  requestByClient: (method) => requestsByClientMethod.get(method),
  portkey: portkeySdk,
  proxy,
  answerOf: (path) => (requestsByPath.get(symbol(path)?.path ?? path) ?? requestsByPath.get(`litellm.${path.slice(path.lastIndexOf(".") + 1)}`))?.answer ?? "chat",
  responseRead: access,
  answerType: (path) => answerTypesByClass.get(symbol(path)?.path ?? path),
  isOfWrapper: (path) => isWithin(path, wrapperModules),
  isFramework: (module) => frameworkRoots.has(module.slice(0, `${module}.`.indexOf("."))) && isWithin(module, frameworkModules),
  callsUnnamed: (module) => unnamedRoots.has(module.slice(0, `${module}.`.indexOf("."))),
  wrapper: (path) => wrappersByPath.get(path),
  isWrapperPart: (path) => /lite_?llm/i.test(path) && !path.includes("()") && isWithin(path, frameworkModules),
  isRequest,
  requestOf(path) {
    const owner = symbolOwner(path);
    return owner && isRequest(owner.path) ? owner.path : undefined;
  },
  needles,
  pairedNeedles,
  modelNeedles: namePrefixes.map((prefix) => `${prefix}/`),
  modelPattern,
  stringPattern: new RegExp(
    `${modelSlash}|litellm(?<=["'\`](?:\\w+\\.)*litellm)(?:[./ \\\\[<>=!~@]|(?=["'\`]))|\\blitellm_(?:params|settings):(?=\\s|["'\`]|\\\\n)|/model_prices_and_context_window|(?:import|from|install|add|run|uvx|-m|[Uqrey]) litellm\\b|(?<=(?:patch|setattr)\\(["']|^[ \\t]*["'])\\w+(?=(?:\\.\\w+)+["'])|(?<=(?:(?:\\.object|\\.setattr|\\.delattr)\\([^"'()]{1,100}|^[ \\t]*[\\w.]+),[ \\t]*["'])\\w+(?=["'])|(?<=["'])(?:LiteLLM(?=[ "'])|(?:${[...fields.keys()].join("|")})(?=["'])|(?:${renamedErrors.join("|")})(?=["']))`,
    "gm",
  ),
  holdsModel: (text) => anyModel.test(text),
  holdsSharedName: (text) => anyModel.test(text) || text.includes("LITE_LLM"),
  mayHoldFindings: (text) => anyNeedle.test(text) || anyModel.test(text) || pairedNeedles.some(({ word, beside }) => text.includes(word) && beside.test(text)),
};
