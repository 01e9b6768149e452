import type { FileFacts, StringContext } from "../facts/facts.ts";
import type { ProviderEntry } from "./entries.ts";
import type { FileMentions } from "./file-mentions.ts";
import { gatewayHolding, providerServing, serviceAt } from "./other-services.ts";
import { proxy } from "./proxy.ts";
import { nameOf } from "./string-name.ts";

/** What is known about the place of a name that LiteLLM would read. */
export interface NamePlace {
  readonly context: StringContext;
  /** What the tables around it are called. */
  readonly heldBy: readonly string[];
  /** The address of a server that stands beside it in a table. */
  readonly besideAddress?: string | undefined;
  readonly mentions: FileMentions;
}

/** Why a name of a model that LiteLLM would read is another service's, in words for all such names; undefined where nothing says so. */
export function anothersBecause({ prefix, spelling }: Pick<ProviderEntry, "prefix" | "spelling">, { context, heldBy, besideAddress, mentions }: NamePlace): string | undefined {
  const isOwn = spelling === "own";
  // Names beside the address of another server are those that it gives.
  if (!isOwn && besideAddress !== undefined && proxy.address(besideAddress) === "other") return `they stand beside the address of ${serviceAt(besideAddress)?.name ?? "another server"}`;
  // LiteLLM has names of its own for the models of gateways: `openrouter/openai/gpt-4o`.
  const isOfGateway = gatewayHolding([prefix]) !== undefined;
  if (mentions.gateway?.is === "asked" && (!isOwn || isOfGateway)) return `their files send requests to ${mentions.gateway.name}`;
  if (isOwn || isOfGateway) return undefined;
  const holders = [nameOf(context), ...heldBy];
  const holder = gatewayHolding(holders) ?? providerServing(holders, prefix);
  return holder && `what holds them is called after ${holder}`;
}

/** Why a prefix alone, or a test of one, is another service's. */
export const anothersPrefixBecause = ({ gateway }: FileMentions): string | undefined => (gateway?.is === "asked" ? `their files send requests to ${gateway.name}` : undefined);

/** Whether names that no prefix of LiteLLM's tells can be those of its proxy alone. */
export const isOnlyLiteLlm = ({ liteLlm, gateway }: FileMentions): boolean => liteLlm && gateway === undefined;

/** Whether a file works with LiteLLM's package, or asks its proxy for what no other server has (`/model/info`): whatever providers it speaks of besides, LiteLLM is not one among them. */
export const isAboutLiteLlm = ({ imports, strings, speaksOfLiteLlm }: FileFacts): boolean =>
  imports.some(({ module }) => /^litellm(?:[./]|$)/.test(module)) || (speaksOfLiteLlm && strings.some(({ value }) => proxy.isOwnRoute(value)));

/** Words about LiteLLM, in comments and texts, say nothing where they only compare; they are outweighed by code that names another gateway, and by words about one where no import leads from LiteLLM to the file (`isLedTo`). */
export const weighed = (mentions: FileMentions, isLedTo: boolean): FileMentions =>
  mentions.isOnlySpokenOf && ((mentions.isCompared && !isLedTo) || (mentions.gateway && (mentions.gateway.is !== "spoken-of" || !isLedTo)))
    ? { ...mentions, liteLlm: false, isHearsay: true }
    : mentions;

/** Why a name is left out where other files of the workspace use LiteLLM. */
export const doubtOf = (mentions: FileMentions): string =>
  doubtAbout(mentions) ?? (mentions.gateway ? "their files name another gateway" : undefined) ?? "nothing leads from their files to those that use LiteLLM";

/** Why names that a file puts together or takes apart may be its own for many providers; what only a comment says of another gateway weighs less than code about LiteLLM, and what a definition around them is called (`toLitellmModelId`) outweighs both. */
export const ownNamesBecause = (mentions: FileMentions, within: readonly string[]): string | undefined =>
  within.some((name) => liteLlmWord.test(name))
    ? undefined
    : doubtAbout(mentions.gateway && (mentions.gateway.is !== "spoken-of" || mentions.isOnlySpokenOf) ? { ...mentions, isAmongOthers: true } : mentions);

const doubtAbout = ({ isHearsay, isAmongOthers }: FileMentions): string | undefined =>
  isHearsay ? "only comments and texts of their files speak of LiteLLM" : isAmongOthers ? "LiteLLM is one of many providers there" : undefined;

const liteLlmWord = /lite_?llm/i;
