import type { Argument, Expression, FileFacts } from "../facts/facts.ts";
import { isOwnSpelling } from "./model-evidence.ts";
import { gatewayNamedIn, serviceAt } from "./other-services.ts";
import { proxy } from "./proxy.ts";
import { nameOf } from "./string-name.ts";

/** Which tools a file works with; names of models are read in this light. */
export interface FileMentions {
  readonly liteLlm: boolean;
  /** A gateway whose listings name models as LiteLLM does: OpenRouter, Vercel's. */
  readonly gateway?: MentionedGateway | undefined;
  /** Only comments and texts for readers name LiteLLM. */
  readonly isOnlySpokenOf?: boolean;
  /** They say no more than that something is like LiteLLM's. */
  readonly isCompared?: boolean;
  /** For those words nothing else speaks, so that its names are not taken for LiteLLM's. */
  readonly isHearsay?: boolean;
  /** That it works with LiteLLM is only known of a file which imports it, or which it imports. */
  readonly isOnlyBeside?: boolean;
  /** It works with many providers and gateways, LiteLLM being one of them. */
  readonly isAmongOthers?: boolean;
}

/**
 * Another gateway, by what a file does with it: it sends requests there, and nothing says of any that it goes to LiteLLM, whatever the file is called (`asked`);
 * it gives a call something that is called so (`given`); its code names it elsewhere (`named`); or only a comment or a text does (`spoken-of`).
 */
export interface MentionedGateway {
  readonly name: string;
  readonly is: "asked" | "given" | "named" | "spoken-of";
}

/** The same for a file that lies beside one which uses LiteLLM itself: its names of models are LiteLLM's too, unless it speaks of another gateway. */
export function mentionsBeside(facts: FileFacts): FileMentions {
  const mentions = mentionsOf(facts);
  const isSilent = facts.language === "typescript" && !mentions.liteLlm && mentions.gateway === undefined;
  return isSilent ? { ...mentions, liteLlm: true, isOnlyBeside: true } : mentions;
}

/** Reads off a file's imports, names and client options which tools it works with. */
export function mentionsOf(facts: FileFacts): FileMentions {
  const given = facts.calls.flatMap(givenTo);
  const worksWithIt = worksWithLiteLlm(facts, given);
  const isSpokenOf = facts.language === "typescript" && facts.speaksOfLiteLlm;
  return {
    liteLlm: worksWithIt || isSpokenOf,
    ...(isSpokenOf && !worksWithIt && !facts.codeNamesLiteLlm && { isOnlySpokenOf: true, isCompared: facts.onlyComparesWithLiteLlm }),
    gateway: gatewayOf(facts, given.map(wordsOf)),
  };
}

/** Whether names, strings, variables of the environment or what calls are given say that a file works with LiteLLM. */
const worksWithLiteLlm = (facts: FileFacts, given: readonly Expression[]): boolean =>
  facts.imports.some(({ module, names }) => liteLlmWord.test(module) || names.some(({ path }) => liteLlmWord.test(path))) ||
  facts.bindings.some(({ name, paths }) => liteLlmWord.test(name) || paths.some((path) => liteLlmWord.test(path))) ||
  facts.environment.some(({ variable }) => liteLlmWord.test(variable)) ||
  facts.httpCalls.some(({ within }) => within.some((name) => liteLlmWord.test(name))) ||
  facts.strings.some(({ value, context, hasHoles }) => /^litellm(?:\.|_proxy\/)/.test(value) || liteLlmWord.test(nameOf(context)) || (!hasHoles && isOwnSpelling(value, context))) ||
  given.some((value) => liteLlmWord.test(wordsOf(value)));

function gatewayOf(facts: FileFacts, given: readonly string[]): MentionedGateway | undefined {
  const asked = [...given, ...facts.httpCalls.flatMap(givenTo).map(wordsOf)].map(serviceAt).find((service) => service?.kind === "gateway");
  if (asked && !leadsToLiteLlm(facts)) return { name: asked.name, is: "asked" };
  const name = gatewayNamedIn(given);
  if (name !== undefined) return { name, is: "given" };
  return facts.speaksOfOtherGateway ? { name: "another gateway", is: facts.codeNamesOtherGateway ? "named" : "spoken-of" } : undefined;
}

const givenTo = ({ arguments: given }: { readonly arguments: readonly Argument[] }): readonly Expression[] => given.flatMap(({ value }) => partsOf(value));

/** Whether the package, or an address of its proxy, stands in a file. */
const leadsToLiteLlm = ({ imports, environment, strings, httpCalls }: FileFacts): boolean =>
  imports.some(({ module }) => /^litellm\b/.test(module)) ||
  environment.some(({ variable }) => proxy.isAddress(`$${variable}`)) ||
  strings.some(({ value }) => proxy.isAddress(value) || value.startsWith("litellm_proxy/")) ||
  httpCalls.flatMap(givenTo).some((value) => liteLlmWord.test(wordsOf(value)));

const liteLlmWord = /lite_?llm/i;

/** The expression and all that it holds. */
function partsOf(value: Expression): readonly Expression[] {
  switch (value.kind) {
    case "record":
      return value.entries.flatMap((entry) => partsOf(entry.value));
    case "list":
      return value.items.flatMap(partsOf);
    case "choice":
      return value.options.flatMap(partsOf);
    case "environment":
      return value.fallback ? [value, ...partsOf(value.fallback)] : [value];
    case "name":
      return value.initial ? [value, value.initial] : [value];
    default:
      return [value];
  }
}

/** What is written in an expression that may name a tool. */
function wordsOf(value: Expression): string {
  switch (value.kind) {
    case "string":
      return value.value;
    case "name":
      return value.name;
    case "chain":
      return value.text;
    case "environment":
      return value.variable;
    case "template":
      return value.prefix;
    default:
      return "";
  }
}
