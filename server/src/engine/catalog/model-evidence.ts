import type { StringContext } from "../facts/facts.ts";
import type { Language } from "../source-file.ts";
import { catalog } from "./catalog.ts";
import type { LookAlikeEntry } from "./entries.ts";
import type { FileMentions } from "./file-mentions.ts";
import { type LiteLlmModel, readModel } from "./model-string.ts";
import { gatewayHolding } from "./other-services.ts";
import { nameOf } from "./string-name.ts";
import { anothersBecause, anothersPrefixBecause, isOnlyLiteLlm, type NamePlace } from "./whose-name.ts";

/** What is known about the place and the file of a string. */
export interface StringSurroundings extends NamePlace {
  readonly language: Language;
}

/**
 * A string outside of LiteLLM's own calls that is a LiteLLM model name rather than a path, a repository or another gateway's name.
 * The weaker the prefix speaks for itself, the more the name, the place and the file have to say.
 */
export function looksLikeModel(value: string, surroundings: StringSurroundings): LiteLlmModel | undefined {
  const reading = plausibleModel(value);
  return reading && !isElsewhere(surroundings, reading) && speaksFor(reading, surroundings) ? reading : undefined;
}

/** A name that would be taken for LiteLLM's if what stands around it did not say whose it is, and what says so. */
export function anothersModel(value: string, surroundings: StringSurroundings): DoubtfulModel | undefined {
  const reading = surroundings.context.kind === "documentation" ? undefined : plausibleModel(value);
  const because = reading && anothersBecause(reading.provider, surroundings);
  if (reading === undefined || because === undefined) return undefined;
  return speaksFor(reading, { ...surroundings, mentions: { ...surroundings.mentions, liteLlm: true, isAmongOthers: false } }) ? { reading, because } : undefined;
}

/** A name as LiteLLM would read it, and why it is not taken for LiteLLM's. */
export interface DoubtfulModel {
  readonly reading: LiteLlmModel;
  readonly because: string;
}

/** A name of a model in a text that is no code, where nothing but the name can speak for it. */
export function looksLikeModelByItself(value: string): boolean {
  const reading = plausibleModel(value);
  if (reading === undefined) return false;
  const { spelling } = reading.provider;
  return spelling === "own" || (startsLikeFamily(reading.model) && (spelling === "vendor" || !isAmong(sharedNames, reading)));
}

/** A name that LiteLLM does not read, spelled as other gateways spell theirs, where only a proxy of LiteLLM's can have given it. */
export function looksLikeVendorName(value: string, { context, heldBy, language, mentions }: StringSurroundings): LookAlikeEntry | undefined {
  if (language !== "typescript" || !isOnlyLiteLlm(mentions) || context.kind === "documentation" || context.kind === "type" || !plausible.test(value)) return undefined;
  if (gatewayHolding([nameOf(context), ...heldBy]) !== undefined) return undefined;
  const slash = value.indexOf("/");
  return vendorNames.find(({ prefix, pattern }) => prefix === value.slice(0, slash) && pattern.test(value.slice(slash + 1)))?.entry;
}

/** Whether a prefix is one of those names, which a pattern meets. */
export const isVendorPrefix = (word: string, mentions: FileMentions): boolean => isOnlyLiteLlm(mentions) && vendorNames.some(({ prefix }) => prefix === word);

/** A provider's prefix alone, as tests and replacements of prefixes hold it; `isPythonAround` where it is Python among files that use LiteLLM. */
export function looksLikePrefix(value: string, { context, mentions, isPythonAround }: Omit<StringSurroundings, "heldBy"> & { readonly isPythonAround?: boolean }): string | undefined {
  const vendor = value.endsWith("/") ? vendorNames.find(({ prefix }) => `${prefix}/` === value) : undefined;
  if (vendor) return isOnlyLiteLlm(mentions) && modelWord.test(nameOf(context)) ? vendor.prefix : undefined;
  const provider = value.endsWith("/") ? catalog.provider(value.slice(0, -1)) : undefined;
  if (!provider || context.kind === "documentation" || context.kind === "type") return undefined;
  if (provider.spelling === "own") return provider.prefix;
  if (testsOtherName(context) || anothersPrefixBecause(mentions) !== undefined) return undefined;
  if (mentions.isAmongOthers && provider.spelling !== "vendor") return undefined;
  const isNamed = provider.spelling !== "word" || modelWord.test(nameOf(context)) || /prefix/i.test(nameOf(context));
  const isTold = mentions.liteLlm || (isPythonAround === true && mentions.gateway === undefined && provider.spelling !== "word" && takesModelApart(context));
  return isTold && isNamed ? provider.prefix : undefined;
}

/** `model.startswith("azure/")`: the same names that are LiteLLM's elsewhere in a folder are read here. */
const takesModelApart = (context: StringContext): boolean => context.kind === "argument" && /model\w*(?:\.\w+\(\))*\.(?:startswith|removeprefix|replace)$/i.test(context.callee);

/** A string that starts with one of LiteLLM's prefixes and goes on as a name of a model may. */
function plausibleModel(value: string): LiteLlmModel | undefined {
  const reading = readModel(value);
  return reading?.kind === "litellm" && reading.evidence === "prefix" && plausible.test(value) && !isLookAlike(reading) ? reading : undefined;
}

/** `evaluatorType.startsWith("azure/")`: what is tested is called after something else than a model. */
const testsOtherName = (context: StringContext): boolean => context.kind === "argument" && otherName.test(context.callee) && !modelWord.test(context.callee);

const otherName = /(?:type|kind|route|path|url|uri|file|folder|branch|package)\.(?:startsWith|startswith|includes|indexOf)$/i;

/** Words and slashes as model names have them; no empty part, no dot at the end. */
const plausible = /^[\w-]+(?:\/[\w@*][\w.:@+#*-]*)+(?<![.:#-])$/;

const compile = ({ prefix, pattern }: LookAlikeEntry) => ({ prefix, pattern: new RegExp(pattern, "i") });
const lookAlikes = catalog.models.lookAlikes.map(compile);
const sharedNames = catalog.models.sharedNames.map(compile);
const vendorNames = catalog.models.vendorNames.map((entry) => ({ entry, ...compile(entry) }));

const isAmong = (patterns: readonly { readonly prefix: string; readonly pattern: RegExp }[], { provider, model }: LiteLlmModel): boolean =>
  patterns.some(({ prefix, pattern }) => (prefix === "*" || prefix === provider.prefix) && pattern.test(model));

const isLookAlike = (reading: LiteLlmModel): boolean => isAmong(lookAlikes, reading);

/** Functions that take a repository, a file, an address or a module. */
const otherCallees = new Set(
  "from_pretrained load_dataset snapshot_download hf_hub_download pipeline InferenceClient AsyncInferenceClient SentenceTransformer CrossEncoder Path PurePath open join url_for include_router fetch require import import_module createOpenRouter openrouter gateway".split(
    " ",
  ),
);

function isElsewhere(surroundings: StringSurroundings, { provider }: LiteLlmModel): boolean {
  const { context } = surroundings;
  if (context.kind === "documentation" || anothersBecause(provider, surroundings) !== undefined) return true;
  return context.kind === "argument" && (otherCallees.has(lastWord(context.callee)) || /^(?:openai|huggingface_hub|transformers|datasets)\b/.test(context.path ?? ""));
}

/** Whether a string is a model name that no other tool spells so: what else its file holds is read in that light. */
export function isOwnSpelling(value: string, context: StringContext): boolean {
  return context.kind !== "documentation" && plausibleModel(value)?.provider.spelling === "own";
}

const lastWord = (chain: string): string => /(\w+)\W*$/.exec(chain)?.[1] ?? "";

function speaksFor(reading: LiteLlmModel, { context, heldBy, language, mentions }: StringSurroundings): boolean {
  if (reading.provider.spelling === "own") return true;
  if (context.kind === "type" && !mentions.liteLlm) return false;
  const isFamily = startsLikeFamily(reading.model);
  // That LiteLLM is near, or one of many, says little of names that each of the others may have.
  if (mentions.isOnlyBeside && (isAmong(sharedNames, reading) || reading.provider.spelling === "word")) return false;
  if (mentions.isAmongOthers && language === "typescript" && ![nameOf(context), ...heldBy].some((name) => liteLlmWord.test(name))) return false;
  const isNamed = modelWord.test(nameOf(context)) || (mentions.liteLlm && heldBy.some((name) => modelWord.test(name)));
  const hasGateway = mentions.gateway?.is === "asked" || mentions.gateway?.is === "given";
  const isListed = language === "typescript" || hasGateway || isAmong(sharedNames, reading);
  switch (reading.provider.spelling) {
    case "vendor":
      return isFamily || isNamed || mentions.liteLlm;
    case "listing":
      return isListed ? mentions.liteLlm && (isFamily || isNamed) : isFamily || isNamed;
    case "word":
      return mentions.liteLlm ? isFamily || isNamed : isFamily && isNamed && language === "python" && !hasGateway;
    default:
      return reading.provider.spelling satisfies never;
  }
}

const liteLlmWord = /lite_?-?llm/i;
const modelWord = /model|llm|deployment|engine|embed|(?:^|[^a-z])lm(?:$|[^a-z])/i;

const stems = catalog.models.families.map(({ stem }) => stem);

/** Whether a part of the name starts as the names of a known family of models do. */
const startsLikeFamily = (model: string): boolean =>
  model
    .toLowerCase()
    .split("/")
    .some((part) => stems.some((stem) => part.startsWith(stem)));
