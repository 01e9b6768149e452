import { addressParts } from "./address-parts.ts";
import type { OtherServiceEntry } from "./entries.ts";
import data from "./other-services.json" with { type: "json" };

// The border where JSON becomes typed: test/engine/catalog.test.ts checks the file against schema.json.
const entries = data.entries as readonly OtherServiceEntry[];
const gateways = entries.filter(({ kind }) => kind === "gateway");
const providers = entries.filter(({ kind }) => kind === "provider");

const anyWord = (words: readonly string[], flags: string): RegExp => new RegExp(words.join("|"), flags);

/** Finds where a text names a gateway, or a tool of its own registry, that spells names of models as LiteLLM does; global. */
export const gatewayWords = anyWord(
  gateways.map(({ word }) => word),
  "gi",
);

/** Whether a text names such a gateway. */
export const namesGateway = (text: string): boolean => text.search(gatewayWords) >= 0;

/** The words of some services: all at once, for most texts have none of them, and service by service. */
interface ServiceWords {
  readonly any: RegExp;
  readonly each: readonly { readonly entry: OtherServiceEntry; readonly pattern: RegExp }[];
}

const patternsOf = (of: readonly OtherServiceEntry[], wordsOf: (entry: OtherServiceEntry) => readonly string[]): ServiceWords => ({
  any: anyWord(of.flatMap(wordsOf), "i"),
  each: of.map((entry) => ({ entry, pattern: anyWord(wordsOf(entry), "i") })),
});

const named = patternsOf(gateways, ({ word }) => [word]);
const holding = patternsOf(gateways, ({ word, holderWord }) => (holderWord === undefined ? [word] : [word, holderWord]));
const serving = patternsOf(
  providers.filter(({ servesOthers }) => servesOthers),
  ({ word }) => [word],
);
const called = anyWord(
  entries.filter(({ isCommonWord }) => !isCommonWord).map(({ word }) => word),
  "i",
);

/** The first service that one of some texts names, of those whose words are not in `but`. */
function firstIn({ any, each }: ServiceWords, texts: readonly string[], but = ""): string | undefined {
  const telling = texts.filter((text) => any.test(text));
  return telling.length === 0 ? undefined : each.find(({ pattern }) => telling.some((text) => pattern.test(text)) && !(but !== "" && pattern.test(but)))?.entry.name;
}

/** The gateway that one of some texts names. */
export const gatewayNamedIn = (texts: readonly string[]): string | undefined => firstIn(named, texts);

/** The gateway after which something is called that holds names of models: those are the gateway's. */
export const gatewayHolding = (names: readonly string[]): string | undefined => firstIn(holding, names);

/** The provider after which something is called and that serves the models of others, by names that start with their vendors; none whose own prefix a name has. */
export const providerServing = (names: readonly string[], prefix: string): string | undefined => firstIn(serving, names, prefix);

/** Whether something is called after a provider or a gateway that is not LiteLLM. */
export const isCalledAfterService = (name: string): boolean => called.test(name);

/** Whose server an address is of that is known to be no proxy of LiteLLM's. */
export function serviceAt(address: string): OtherServiceEntry | undefined {
  const host = addressParts(address)?.host.toLowerCase();
  return host === undefined ? undefined : entries.find(({ hosts }) => hosts.some((known) => host === known || host.endsWith(`.${known}`)));
}

/** The providers that tell one among many: what programs that work with LiteLLM alone name as well is not counted. */
const counted = providers.filter(({ isEverywhere }) => !isEverywhere);
/** In front of a slash they may be prefixes of LiteLLM's. */
const anyCounted = new RegExp(`(?:${counted.map(({ word }) => `(${word})`).join("|")})(?!\\w*/)`, "gi");
const many = 4;
const manyBesideGateway = 2;

/** Whether a program has code for so many providers, or for some beside a gateway, that LiteLLM is one among them. */
export function offersMany(text: string): boolean {
  const enough = namesGateway(text) ? manyBesideGateway : many;
  const found = new Set<number>();
  for (const [, ...groups] of text.matchAll(anyCounted)) if (found.add(groups.findIndex((group) => group !== undefined)).size === enough) return true;
  return false;
}
