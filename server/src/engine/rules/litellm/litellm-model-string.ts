import type { Catalog } from "../../catalog/catalog.ts";
import type { LookAlikeEntry, ProviderEntry } from "../../catalog/entries.ts";
import { type FileMentions, mentionsBeside, mentionsOf } from "../../catalog/file-mentions.ts";
import { anothersModel, type DoubtfulModel, looksLikeModel, looksLikePrefix, looksLikeVendorName, type StringSurroundings } from "../../catalog/model-evidence.ts";
import { type LiteLlmModel, readModel } from "../../catalog/model-string.ts";
import { gatewayHolding, isCalledAfterService } from "../../catalog/other-services.ts";
import { type MappedModel, mappedByUser, type PortkeyModel, portkeyModel } from "../../catalog/portkey-model.ts";
import { doubtOf, isAboutLiteLlm, weighed } from "../../catalog/whose-name.ts";
import type { Binding, Call, Expression, FileFacts, Reference, StringFact } from "../../facts/facts.ts";
import { isLiteLlm } from "../../facts/litellm-path.ts";
import { isHelpedModel } from "../../rewrite/kept-call.ts";
import { modelArguments } from "../../rewrite/model-argument.ts";
import { proxyClientsIn } from "../../rewrite/proxy-clients.ts";
import { speaksOfLiteLlm } from "../../rewrite/proxy-evidence.ts";
import { callsOn } from "../../rewrite/proxy-plan.ts";
import { proxyRequestsIn } from "../../rewrite/proxy-requests.ts";
import { wrappedModel } from "../../rewrite/wrapper-call.ts";
import { defaultStrategy, languageStrategy, type Strategy } from "../../settings.ts";
import { contains, type Span } from "../../text/span.ts";
import { SpanIndex } from "../../text/span-index.ts";
import { defineRule, type Fix, type Match, type RuleContext, type Safety } from "../rule.ts";
import { bareModels } from "./bare-models.ts";
import { nameTests } from "./name-tests.ts";
import { readAtRunTime } from "./names-at-run-time.ts";
import { ownedByConstructions } from "./own-wrappers.ts";

export const liteLlmModelString = defineRule({
  id: "litellm-model-string",
  title: "LiteLLM model name outside a call",
  why: "LiteLLM reads the provider off the front of a model's name; Portkey names a model by the slug of an AI Provider in the Model Catalog: `@slug/model`. Other tools spell many of these names alike: where nothing in a folder uses LiteLLM, they are only counted as left out.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 2,

  *detect(given) {
    const { facts, catalog } = given;
    const context: StringRuleContext = {
      ...given,
      calls: new SpanIndex(facts.calls, ({ argumentsSpan }) => argumentsSpan),
      handed: requestsByHandedModel(given),
      written: valuesWritten(given),
      ofConstructions: ownedByConstructions(given),
      isCalledHere: isCalledHere(given),
      ...proxyPlaces(given),
    };
    yield undefined;
    const mentions = mentionsIn(given);
    yield undefined;
    const isAskedFor = ({ span }: StringFact): boolean => given.part === undefined || contains(given.part, span);
    let found = 0;
    for (const string of facts.strings) {
      if (string.hasHoles) continue;
      const around = { context: string.context, heldBy: string.heldBy, besideAddress: string.besideAddress, language: facts.language, mentions };
      const reading = looksLikeModel(string.value, around);
      if (reading) found++;
      if (!isAskedFor(string)) continue;
      const counted = reading === undefined && isUsedElsewhere(given) ? doubtfulModel(string.value, around) : undefined;
      if (counted && !isOwned(string, context)) yield { ...modelMatch(string, counted.reading, context), onlyCountedBecause: counted.because };
      const vendor = reading ? undefined : looksLikeVendorName(string.value, around);
      if (vendor && !isOwned(string, context)) yield vendorMatch(string, vendor);
      if (reading && !isOwned(string, context)) yield { ...modelMatch(string, reading, context), onlyNearLiteLlm: isSharedSpelling(reading.provider, mentions) };
    }
    for (const string of bareModels(given)) {
      const reading = readModel(string.value);
      if (reading?.kind === "litellm") yield modelMatch(string, reading, context);
    }
    // The frameworks are Python's: in TypeScript it is the name that a program has given to a provider of its own.
    for (const string of facts.language === "python" ? facts.strings : []) {
      const reading = string.value.startsWith(framed) && !isOwned(string, context) ? readModel(string.value.slice(framed.length)) : undefined;
      if (reading?.kind === "litellm") yield framedMatch(string, reading);
    }
    // A name of LiteLLM's beside it tells a prefix from the start of a path.
    const helped = [...modelArguments(facts, catalog).values()].filter(isHelpedModel);
    const nearby = { ...mentions, liteLlm: mentions.liteLlm || facts.speaksOfLiteLlm || found > 0 };
    const isPythonAround = facts.language === "python" && (given.nearness === "direct" || given.nearness === "apart");
    for (const string of facts.strings) {
      if (!isAskedFor(string)) continue;
      // What follows in a hole is known only at run time: only the provider can be read.
      const value = string.hasHoles || placeholder.test(string.value) ? string.value.slice(0, string.value.indexOf("/") + 1) : string.value;
      const prefix = looksLikePrefix(value, { context: string.context, language: facts.language, mentions: nearby, isPythonAround });
      if (prefix !== undefined && !helped.some((model) => contains(model.span, string.span))) {
        const isShared = isSharedSpelling(catalog.provider(prefix), mentions);
        yield { ...prefixMatch(string, prefix, context), onlyNearLiteLlm: isShared, ...(isShared && mentions.isHearsay && { onlyCountedBecause: doubtOf(mentions) }) };
      }
    }
    if (mentions.liteLlm) yield* unreadTables(facts);
    yield* nameTests(given, nearby);
  },
});

/** Where LiteLLM is used elsewhere, what may be its name is not left out without a word. */
function doubtfulModel(value: string, around: StringSurroundings): DoubtfulModel | undefined {
  const { mentions } = around;
  const reading = looksLikeModel(value, { ...around, mentions: { ...mentions, liteLlm: true, isAmongOthers: false } });
  return reading ? { reading, because: doubtOf(mentions) } : anothersModel(value, around);
}

/** What a file works with, as far as it says so itself or those around it do. */
function mentionsIn({ facts, nearness, uri }: RuleContext): FileMentions {
  if (nearness === undefined) return mentionsOf(facts);
  if (nearness === "beside" && !isCalledAfterOther(uri)) return weighed(mentionsBeside(facts), true);
  const isShared = (nearness === "aside" && (!facts.speaksOfLiteLlm || holdsForMany(facts))) || (nearness === "among-others" && !speaksOfLiteLlm(uri.slice(uri.lastIndexOf("/"))));
  const mentions = weighed(mentionsOf(facts), nearness !== "direct" && nearness !== "aside");
  return isShared && !isAboutLiteLlm(facts) ? { ...mentions, isAmongOthers: true } : mentions;
}

/** Whether a file has tables for so many other providers that what it speaks of LiteLLM is no more than an entry of its own. */
const holdsForMany = ({ strings }: FileFacts): boolean => new Set(strings.flatMap(({ heldBy }) => heldBy.filter(isCalledAfterService))).size >= many;
const many = 3;

/** Whether other files of the workspace use LiteLLM. */
const isUsedElsewhere = ({ facts, nearness }: RuleContext): boolean => facts.language === "typescript" && nearness !== undefined && nearness !== "framework" && nearness !== "far";

/** A file called after another gateway holds that gateway's names. */
const isCalledAfterOther = (uri: string): boolean => gatewayHolding([uri.slice(uri.lastIndexOf("/"))]) !== undefined;

/** Whether other tools spell names of a provider's models as LiteLLM does, and nothing in the file says that it is LiteLLM. */
const isSharedSpelling = (provider: ProviderEntry | undefined, { liteLlm }: FileMentions): boolean => provider?.spelling !== "own" && !liteLlm;

/** Imports of JSON that by its name holds models, in a file that works with LiteLLM: JSON itself is not read. */
function* unreadTables({ language, anchors }: FileFacts): Iterable<Match> {
  if (language !== "typescript") return;
  for (const { module, local, clause } of anchors.imports) {
    if (!/^[.~@#].*\.json$/.test(module) || !/model|llm|deployment|provider/i.test(`${module.slice(module.lastIndexOf("/"))} ${local}`)) continue;
    yield {
      span: clause,
      focus: clause,
      message: `"${module}" may hold LiteLLM's names of models: JSON is not read`,
      symbol: null,
      severity: "information",
      fixes: [],
      manual: "Look for names such as `openai/gpt-4o` in it: where a request takes its model from there, Portkey wants `@slug/model`.",
    };
  }
}

/** How frameworks mark a name that they give to LiteLLM. */
const framed = "litellm/";

/** A prefix whose model is filled in: `"openai/{}".format(name)`, `"azure/%s" % name`. */
const placeholder = /^[\w-]+\/(?:\{[\w.!:]*\}|%s|%\(\w+\)s)$/;

const framedMatch = ({ span, value }: StringFact, reading: LiteLlmModel): Match => ({
  span,
  focus: span,
  message: `"${value}" is a name that a framework gives to LiteLLM (${readAs(reading)})`,
  symbol: null,
  fixes: [],
  manual: "Give the framework a client on Portkey's address and `@slug/model`, or keep LiteLLM behind it with `openai/@slug/model` and Portkey's address and key.",
});

const vendorMatch = ({ span, value }: StringFact, { prefix, what }: LookAlikeEntry): Match => ({
  span,
  focus: span,
  message: `"${value}" is a name that a LiteLLM proxy gives to a model`,
  symbol: null,
  fixes: [],
  manual: `LiteLLM itself has no provider \`${prefix}\`, its own names start with ${what}: look up in the proxy's configuration which model it is, and name it \`@slug/model\`.`,
});

interface StringRuleContext extends RuleContext {
  /** Calls by what stands in their brackets: each string asks for those around it. */
  readonly calls: SpanIndex<Call>;
  /** The requests that a dictionary hands a value to as their model, by where the value starts: they know all that is done with it. */
  readonly handed: ReadonlyMap<number, readonly Span[]>;
  /** What settings and other places of LiteLLM and its like are set to. */
  readonly written: readonly Span[];
  /** Calls of LiteLLM itself may read the names, not only a proxy. */
  readonly isCalledHere: boolean;
  /** The requests to routes that only LiteLLM's proxy has: it is the proxy that is told of a model there. */
  readonly ofProxy: readonly Span[];
  /** The clients and requests that name models to a proxy, whose own finding is about these names too. */
  readonly asksProxy: readonly Span[];
  /** Where the strings start that classes of the workspace are given for LiteLLM. */
  readonly ofConstructions: ReadonlySet<number>;
}

function proxyPlaces(context: RuleContext): Pick<StringRuleContext, "ofProxy" | "asksProxy"> {
  if (context.facts.strings.length === 0) return { ofProxy: [], asksProxy: [] };
  const requests = context.facts.httpCalls.length > 0 ? [...proxyRequestsIn(context)] : [];
  const spansOf = (isWanted: (kind: "request" | "common" | "own" | undefined) => boolean): readonly Span[] => requests.flatMap(({ call, route }) => (isWanted(route?.kind) ? [call.span] : []));
  const clients = [...proxyClientsIn(context)].flatMap((client) => [client.call.span, ...callsOn(client, context).map(({ argumentsSpan }) => argumentsSpan)]);
  return { ofProxy: spansOf((kind) => kind === "own"), asksProxy: [...clients, ...spansOf((kind) => kind === "request" || kind === "common")] };
}

/** Whether the calls that read a file's names can be those of LiteLLM's package: a proxy would take `openai/@slug/model` for a name of its own. */
function isCalledHere(context: RuleContext): boolean {
  const { facts, settings } = context;
  if (defaultStrategy(settings, facts.language) !== "keep-litellm") return true;
  if (facts.language === "typescript" && !facts.references.some(({ path }) => isLiteLlm(path))) return false;
  return !someOf(proxyClientsIn(context)) && !someOf(proxyRequestsIn(context));
}

const someOf = (found: Iterable<unknown>): boolean => !found[Symbol.iterator]().next().done;

const proxyReads = "With LiteLLM kept, names go to its calls; here they may go to a LiteLLM proxy, whose names they are until its clients are pointed at Portkey.";

/** The strings of another rule: what a request, a setting or a class that calls LiteLLM is given, what its proxy is asked for, and every call on an OpenAI client, whose models are not LiteLLM's or its proxy's. */
function isOwned({ span }: StringFact, { calls, written, ofConstructions, asksProxy, catalog }: StringRuleContext): boolean {
  const isAround = (place: Span): boolean => contains(place, span);
  if (ofConstructions.has(span.start) || asksProxy.some(isAround) || written.some(isAround)) return true;
  for (const call of calls.covering(span)) {
    const { path } = call.callee;
    const wrapper = catalog.wrapper(path);
    if (catalog.isRequest(path) || path.startsWith("openai.") || (wrapper && wrappedModel(call, wrapper)?.span.start === span.start)) return true;
  }
  return false;
}

const prefixMatch = ({ span }: StringFact, prefix: string, context: RuleContext): Match => ({
  span,
  focus: span,
  message: `"${prefix}/" is how LiteLLM's names for models of ${prefix} start`,
  symbol: null,
  fixes: [],
  manual: readAtRunTime(context) ?? "Portkey's names start with `@slug/` instead: change this test or text by hand, together with the names it meets.",
});

function modelMatch(string: StringFact, reading: LiteLlmModel, context: StringRuleContext): Match {
  const model = mappedByUser(string.value, context.settings) ?? portkeyModel(reading, context.settings);
  const match = { span: string.span, focus: string.span, message: `"${string.value}" is a LiteLLM model name (${readAs(reading)})`, symbol: null };
  const strategy = defaultStrategy(context.settings, context.facts.language);
  const staying = readAtRunTime(context);
  const obstacle = staying === undefined ? obstacleOf(string, context) : senderOf(string, context);
  const resolved = model.kind === "manual" ? (resolveAlias(reading, context) ?? model) : model;
  if (resolved.kind === "manual") return { ...match, fixes: [], manual: resolved.reason };
  if (obstacle !== undefined) return { ...match, fixes: [], manual: `${obstacle} Portkey's name is \`${resolved.name}\`.` };
  if (staying !== undefined) return { ...match, fixes: [], manual: staying };
  if (strategy === "keep-litellm" && !context.isCalledHere) return { ...match, fixes: [], manual: `${proxyReads} Portkey's name is \`${resolved.name}\`.` };
  // Where the engine withdraws the fix, because a call that reads the string has none, the text below is what is left to say.
  const manual = `A call that reads it needs LiteLLM's name until it is rewritten too. Portkey's name is \`${resolved.name}\`.`;
  return { ...match, manual, fixes: offered(strategy, context).map((each) => replacement(string, resolved, each, each === strategy, context)) };
}

const readAs = ({ provider, model }: LiteLlmModel): string => `provider ${provider.prefix}, ${provider.prefix.startsWith("azure") && provider.prefix !== "azure_ai" ? "deployment" : "model"} ${model}`;

/** Why the string is for something else than calls of the program's own, which needs another name, or LiteLLM's. */
function senderOf(string: StringFact, { facts, catalog, calls, nearness }: StringRuleContext): string | undefined {
  const reads = readsOf(string, facts);
  if (reads.some((read) => calls.innermost(read)?.callee.path.startsWith("openai."))) return "An OpenAI client sends it, so it is a name that the server behind the client gives.";
  const paths = [string.span, ...reads].map((place) => calls.innermost(place)?.callee.path ?? "");
  const framework = paths.find((path) => catalog.wrapper(path) || catalog.isOfWrapper(path));
  if (framework !== undefined) return ofFramework(framework);
  return nearness === "framework" ? onlyFrameworks : undefined;
}

const ofFramework = (path: string): string => `\`${path}\` calls LiteLLM itself: keep it and give it \`openai/\` and Portkey's name, with \`api_base\` and \`api_key\` of Portkey.`;
const onlyFrameworks = "Nothing here uses LiteLLM but a framework, which needs LiteLLM's name: give it `openai/` and Portkey's name, with `api_base` and `api_key` of Portkey.";

/** Why the string cannot be replaced where it stands, whatever its new name is. */
function obstacleOf(string: StringFact, { facts, catalog, calls, nearness, ofProxy }: StringRuleContext): string | undefined {
  const { span, context, isPlain } = string;
  if (ofProxy.some((request) => contains(request, span))) return "It is told to LiteLLM's proxy itself, which knows it by no other name: it goes with the request.";
  if (context.kind === "record-key") return "A key of a table: replaced alone, look-ups by the old name would miss it.";
  if (context.kind === "comparison") return "A comparison: replaced alone, it would no longer meet the names that are still LiteLLM's.";
  if (context.kind === "argument" && expectation.test(context.callee)) return "A test expects it: replaced alone, the test would no longer meet the name that the code gives.";
  if (context.kind === "record-value" && context.key !== undefined && isModelName(context.key)) return "A value of a table whose keys are LiteLLM's names: the table has to change as a whole.";
  if (context.kind === "type") return "A type: it has to change together with the values it allows.";
  if (!isPlain) return "The text is written with escapes or in pieces.";
  if (readsOf(string, facts).some((read) => calls.innermost(read)?.callee.path.startsWith("openai."))) return "An OpenAI client sends it, so it is a name that the server behind the client gives.";
  for (const place of [span, ...readsOf(string, facts)]) {
    const own = facts.constructions.find((construction) => contains(construction.span, place));
    if (own) return `\`${own.name}\` calls LiteLLM with it and needs LiteLLM's name until the class is migrated.`;
    const { path } = calls.innermost(place)?.callee ?? { path: "" };
    const family = catalog.symbol(path)?.family;
    if (catalog.wrapper(path) || catalog.isOfWrapper(path)) return ofFramework(path);
    // A request that reads a constant is rewritten with it.
    if ((family !== undefined || path.startsWith("litellm.")) && (place === span || !catalog.isRequest(path))) return `\`${path}\` is LiteLLM's and needs LiteLLM's name until it goes itself.`;
  }
  if (context.kind === "argument" && catalog.symbol(context.path ?? "") === undefined && isRequestName(context.callee, catalog)) {
    return `\`${context.callee}\` may be LiteLLM's by way of another file: then the whole call has to change with its model.`;
  }
  if (context.kind === "argument" && /lite_?llm/i.test(context.callee)) return `\`${context.callee}\`, by its name, calls LiteLLM with it and needs LiteLLM's name until it goes itself.`;
  const unknown = context.kind === "argument" && context.path === undefined ? facts.references.find(({ path, role }) => role !== "call" && catalog.isRequest(path)) : undefined;
  if (unknown) return `\`${unknown.path}\` is handed on in this file and may be what is called here: then it needs LiteLLM's name until it goes itself.`;
  if (nearness === "framework") return onlyFrameworks;
  const carried = context.kind === "argument" ? facts.references.find((reference) => isHandedOn(reference, context.call, catalog)) : undefined;
  return carried && `\`${carried.path}\` is handed on beside it and needs LiteLLM's name until it goes itself.`;
}

/** What tests compare with: `assertEqual`, `assert_called_once_with`, `toBe`, `toHaveBeenCalledWith`. */
const expectation = /(?:^|\.)(?:assert\w*|to(?:Be|Contain|Equal|Have|Match|StrictEqual)\w*)$/;

function isModelName(text: string): boolean {
  const reading = readModel(text);
  return reading?.kind === "litellm" && reading.evidence === "prefix";
}

/** Whether a callee that nothing in the file explains is called like one of LiteLLM's request functions. */
const isRequestName = (callee: string, catalog: Catalog): boolean => catalog.isRequest(`litellm.${callee.slice(callee.lastIndexOf(".") + 1)}`);

/** Where a constant is read, or the list or table that a string stands in; nowhere for a string that no name stands for. */
function readsOf({ context, span }: StringFact, { bindings }: FileFacts): readonly Span[] {
  if (context.kind === "initial") return bindings[context.binding]?.reads ?? [];
  return bindings.find(({ initial }) => (initial?.kind === "list" || initial?.kind === "record") && contains(initial.span, span))?.reads ?? [];
}

const isHandedOn = ({ span, path, role }: Reference, call: Span, catalog: Catalog): boolean => role === "value" && contains(call, span) && catalog.isRequest(path);

/** The one model that an alias of a proxy in the workspace stands for. */
function resolveAlias(reading: LiteLlmModel, { settings, workspace: { proxyModels } }: RuleContext): PortkeyModel | undefined {
  if (reading.provider.prefix !== "litellm_proxy" || !Object.hasOwn(proxyModels, reading.model)) return undefined;
  const models = [...new Set(proxyModels[reading.model])];
  const target = models.length === 1 ? readModel(models[0] ?? "") : undefined;
  return target && portkeyModel(target, settings);
}

/** The folder's strategy, and the one that rewritten calls of the language take, since a string may have to change with them. */
const offered = (strategy: Strategy, { facts }: RuleContext): readonly Strategy[] => [...new Set([strategy, languageStrategy(facts.language)])];

function replacement(string: StringFact, model: MappedModel, strategy: Strategy, isDefault: boolean, { facts, catalog, calls, handed: ofValues }: StringRuleContext): Fix {
  const { content, context: place } = string;
  const name = strategy === "keep-litellm" ? `openai/${model.name}` : model.name;
  const reads = readsOf(string, facts);
  const handedTo = ({ start }: Span): readonly Span[] => ofValues.get(start) ?? [];
  const handed = handedTo(string.span);
  const requestsOf = (read: Span): readonly Span[] => (catalog.isRequest(calls.innermost(read)?.callee.path ?? "") ? [read] : handedTo(read));
  const requests = [...handed, ...reads.flatMap(requestsOf)];
  const isRead = place.kind === "initial" && isLocal(facts.bindings[place.binding]) && reads.length > 0 && reads.every((read) => requestsOf(read).length > 0);
  const isClosed = handed.length > 0 || isRead;
  const reasons = [
    ...(isClosed ? [] : ["Other code may read this value, and would get Portkey's name."]),
    ...(strategy === "keep-litellm" && !isClosed ? ["LiteLLM's calls need `api_base` and `api_key` of Portkey as well."] : []),
    ...(model.slugSource === "suggested" ? [`\`${model.slug}\` is a suggestion: create an AI Provider of that slug, or map the provider in \`portkeyMigrate.providerSlugs\`.`] : []),
    ...(model.rewriteClass === "B" ? model.notes : []),
    ...(readsEnvironment(place) ? ["The environment may still give a LiteLLM name."] : []),
  ];
  const safety: Safety = reasons.length === 0 ? "safe" : "unsafe";
  return {
    title: `Replace with "${name}"${isDefault ? "" : ` (${strategy})`}`,
    strategy,
    safety,
    notes: model.rewriteClass === "A" ? [...reasons, ...model.notes] : reasons,
    needsMigratedCalls: !isClosed,
    // LiteLLM would refuse Portkey's name, so the calls that read it change with it or it stays.
    together: [...requests, ...namesakes(string, facts, catalog)],
    apply: (edit) => edit.replace(content, name),
  };
}

function requestsByHandedModel({ facts: { calls }, catalog }: RuleContext): ReadonlyMap<number, readonly Span[]> {
  const requests = new Map<number, Span[]>();
  for (const { span, callee, arguments: given } of calls) {
    if (!catalog.isRequest(callee.path)) continue;
    const models = given.flatMap(({ keywords }) => keywords?.entries.flatMap(({ key, value }) => (key === "model" ? [value.span.start] : [])) ?? []);
    for (const start of new Set(models)) {
      const known = requests.get(start);
      if (known) known.push(span);
      else requests.set(start, [span]);
    }
  }
  return requests;
}

const valuesWritten = ({ facts: { references }, catalog }: RuleContext): Span[] =>
  references.flatMap(({ role, path, value }) => (role === "write" && value && catalog.symbolOwner(path) !== undefined ? [value.span] : []));

/** Where requests read their model from a parameter, a variable or a member that is called like the one a string is given to. */
function namesakes({ context: place, span }: StringFact, facts: FileFacts, catalog: Catalog): Span[] {
  const name =
    place.kind === "default"
      ? place.name
      : place.kind === "assignment"
        ? place.target
        : readsEnvironment(place)
          ? facts.bindings.find(({ initial }) => initial && leavesOpen(initial, span))?.name
          : undefined;
  if (name === undefined) return [];
  return [...modelArguments(facts, catalog).values()].flatMap((value) => {
    const read = value.kind === "name" ? value.name : value.kind === "chain" ? value.text : undefined;
    return read !== undefined && lastPart(read) === lastPart(name) ? [value.span] : [];
  });
}

/** Whether a value is the string at a place where the environment gives none. */
function leavesOpen(value: Expression, span: Span): boolean {
  if (value.kind === "choice") return value.options.some((option) => leavesOpen(option, span));
  return value.kind === "environment" && value.fallback?.span.start === span.start;
}

const lastPart = (chain: string): string => chain.slice(chain.lastIndexOf(".") + 1);

const isLocal = (binding: Binding | undefined): boolean => binding !== undefined && !binding.isExported && binding.place !== "module" && binding.place !== "class-body";

const readsEnvironment = (place: StringFact["context"]): boolean => place.kind === "argument" && /getenv|environ/.test(place.callee);
