import type { EnvironmentEntry } from "../../catalog/entries.ts";
import { isAmbiguousName, isCalledAfterLiteLlm } from "../../catalog/environment-name.ts";
import { mentionsOf } from "../../catalog/file-mentions.ts";
import type { EnvironmentUse, FilledVariable } from "../../facts/environment-facts.ts";
import type { FileFacts } from "../../facts/facts.ts";
import { otherReader, planProviderKeys, usesPortkey } from "../../rewrite/provider-key-plan.ts";
import { proxyClientsIn } from "../../rewrite/proxy-clients.ts";
import { speaksOfLiteLlm } from "../../rewrite/proxy-evidence.ts";
import { proxyRequestsIn } from "../../rewrite/proxy-requests.ts";
import { contains, type Span } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { plannedMatch } from "./planned-match.ts";

export const liteLlmEnvironment = defineRule({
  id: "litellm-environment",
  title: "Environment variable of LiteLLM",
  why: "LiteLLM reads the providers' keys and its own options from the environment. With Portkey the Model Catalog holds the providers' keys, and a program needs `PORTKEY_API_KEY` alone.",
  languages: ["python", "typescript"],
  severity: "information",
  minutesByHand: 2,

  *detect(context) {
    const { facts, catalog } = context;
    const owners = ownersIn(context);
    const usesLiteLlm = dependsOnLiteLlm(facts);
    const isLeftBehind = !usesLiteLlm && usesPortkey(facts);
    const ofProviders: Variable[] = [];
    const meant = meantUses(facts.environment, context);
    for (const use of facts.environment) {
      if (owners.some((owner) => contains(owner, use.span))) continue;
      const entry = catalog.environment(use.variable);
      if (isCalledAfterLiteLlm(use.variable)) {
        if (meant.has(use)) yield { ...environmentMatch(use, entry), onlyNearLiteLlm: isAmbiguousName(use.variable) };
      } else if (use.access === "write" && entry?.role === "provider-address" && speaksOfLiteLlm(use.given ?? "")) yield pointedMatch(use);
      else if ((usesLiteLlm || isLeftBehind) && entry && isForLiteLlm(use, entry, facts)) ofProviders.push({ use, entry });
    }
    yield* providerMatches(ofProviders, isLeftBehind, context);
    const filled = facts.nameTests?.variables.filter(isOfProvider) ?? [];
    if (filled.length > 0 && mentionsOf(facts).liteLlm) yield* filled.map(filledMatch);
  },
});

interface Variable {
  readonly use: EnvironmentUse;
  readonly entry: EnvironmentEntry;
}

/** A variable by which other programs and clients are sent to the proxy. */
const pointedMatch = ({ span, variable, given = "" }: EnvironmentUse): Match => ({
  span,
  focus: span,
  message: `\`${variable}\` is set to \`${given.length > 40 ? `${given.slice(0, 37)}…` : given}\`, the address of a LiteLLM proxy`,
  symbol: null,
  fixes: [],
  manual: "Set it to Portkey's gateway, or leave it out and give what reads it a client on Portkey, with the Portkey key in the header `x-portkey-api-key`.",
});

/** Where only the name stands, what fills it has to be called like a provider. */
const isOfProvider = ({ access, hole }: FilledVariable): boolean => access !== "name" || /provider|vendor|prefix|model|llm/i.test(hole);

const filledMatch = ({ span, suffix, hole }: FilledVariable): Match => ({
  span,
  focus: span,
  message: `the name of a provider's variable is put together of \`${hole}\` and \`${suffix}\``,
  symbol: null,
  fixes: [],
  manual: `With Portkey the Model Catalog holds the providers' ${suffix.endsWith("KEY") ? "keys: read `PORTKEY_API_KEY` in its place" : "addresses: leave this out"}, and do not take a slug for the name of a provider.`,
});

/** The keys that a file sets for its calls alone go with them; the others of its variables are told of together. */
function* providerMatches(variables: readonly Variable[], isLeftBehind: boolean, context: RuleContext): Iterable<Match> {
  const keys = variables.filter(({ use, entry }) => use.assignment && entry.role === "provider-key");
  const uses = keys.map(({ use }) => use);
  const plan = planProviderKeys(uses, context);
  const going = plan.kind === "rewrite" || (isLeftBehind && otherReader(uses, context.facts) === undefined) ? keys : [];
  const staying = isLeftBehind ? [] : variables.filter((variable) => !going.includes(variable));
  for (const [first, ...others] of [going, staying]) {
    if (!first) continue;
    const match = { ...environmentMatch(first.use, first.entry), ...alsoNamed(first, others) };
    yield plannedMatch(match, keys.includes(first) ? [plan] : [], match.manual ?? "");
  }
}

/** The variables called after LiteLLM that the environment is meant by; one that merely stands there is, too, in a table with such a one. */
function meantUses(uses: readonly EnvironmentUse[], { catalog }: RuleContext): ReadonlySet<EnvironmentUse> {
  const ours = uses.filter(({ variable }) => isCalledAfterLiteLlm(variable));
  const meant = new Set(ours.filter((use) => isMeant(use, catalog.environment(use.variable))));
  // Each may bring in the next: forwards, then backwards.
  for (const ordered of [ours, [...ours].reverse()])
    for (const use of ordered) if (/^LITE_?LLM_/.test(use.variable) && use.access === "name" && [...meant].some((other) => other.access === "name" && areBeside(use, other))) meant.add(use);
  return meant;
}

/** Values of the same property, or keys and items that stand near each other. */
const areBeside = (one: EnvironmentUse, other: EnvironmentUse): boolean =>
  one.taker === other.taker && (one.taker !== undefined || Math.max(one.span.start - other.span.end, other.span.start - one.span.end) <= nearby);

/** The characters of one or two entries of a table. */
const nearby = 240;

/** Where only the name stands it has to be one that LiteLLM reads, or to be called like what the environment holds. */
const isMeant = ({ variable, access, taker }: EnvironmentUse, entry: EnvironmentEntry | undefined): boolean =>
  access !== "name" || (/^LITE_?LLM_/.test(variable) && (entry !== undefined || /_(?:KEY|TOKEN|SECRET|URL|BASE|HOST|ENDPOINT|ADDRESS)$/.test(variable) || /env/i.test(taker ?? "")));

/** A variable that is set is there for LiteLLM to read; one that is read may be for any other client of the file. */
function isForLiteLlm({ access, taker }: EnvironmentUse, { isShared, role }: EnvironmentEntry, { otherClients }: FileFacts): boolean {
  if (access === "name" || (taker !== undefined && /key|token|secret/i.test(taker))) return false;
  const isRead = access === "read" || access === "test";
  return !isRead || !((isShared && role !== "provider-key") || otherClients.length > 0);
}

/** Whether the file itself works with the package: elsewhere a provider's key may be anybody's. */
const dependsOnLiteLlm = ({ imports, references }: FileFacts): boolean => imports.some(({ module }) => /^litellm\b/.test(module)) || references.some(({ path }) => /^litellm\b/.test(path));

/** Calls whose own finding says what becomes of the keys and addresses they are given. */
function ownersIn(context: RuleContext): Span[] {
  const requests = context.facts.calls.filter(({ callee }) => context.catalog.isRequest(callee.path)).map(({ span }) => span);
  return [...requests, ...[...proxyClientsIn(context), ...proxyRequestsIn(context)].map(({ call }) => call.span)];
}

const verbs: Readonly<Record<EnvironmentUse["access"], string>> = { read: "is read", write: "is set", delete: "is removed", test: "is asked for", name: "is named" };

function environmentMatch({ span, variable, access }: EnvironmentUse, entry: EnvironmentEntry | undefined): Match {
  return {
    span,
    focus: span,
    message: `\`${variable}\` ${verbs[access]}${entry ? `, LiteLLM's variable for ${roles[entry.role]}` : ", a variable that is called after LiteLLM"}`,
    symbol: null,
    fixes: [],
    manual: nextStep(entry),
  };
}

function nextStep(entry: EnvironmentEntry | undefined): string {
  if (!entry) return "Nothing of Portkey reads it: remove it, or rename it, together with what it is there for.";
  return `${nextSteps[entry.role]}${entry.isShared ? " Other programs usually read it too: keep it for those." : ""}`;
}

/** The providers' variables of a file are one thing to do: the first is told of, the others with it. */
function alsoNamed({ use: { variable } }: Variable, others: readonly Variable[]): Pick<Match, "related"> & { readonly message?: string } {
  const related = others.map(({ use }) => ({ span: use.span, message: `\`${use.variable}\` ${verbs[use.access]}` }));
  const names = [...new Set([variable, ...others.map(({ use }) => use.variable)])].map((name) => `\`${name}\``);
  return names.length === 1 ? { related } : { related, message: `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are LiteLLM's variables for providers` };
}

const roles: Readonly<Record<EnvironmentEntry["role"], string>> = {
  "proxy-key": "the key of its proxy",
  "proxy-address": "the address of its proxy",
  "provider-key": "a provider's key",
  "provider-address": "a provider's address",
  "provider-option": "an option of a provider",
  other: "an option of its own",
};

const nextSteps: Readonly<Record<EnvironmentEntry["role"], string>> = {
  "proxy-key": "Use `PORTKEY_API_KEY` in its place once the calls go through Portkey.",
  "proxy-address": "Portkey's SDK knows its address: remove it, or set it to `https://api.portkey.ai/v1` where an OpenAI client reads it.",
  "provider-key": "Store the key in Portkey's Model Catalog and set `PORTKEY_API_KEY` instead, once no call goes to the provider past Portkey.",
  "provider-address": "Give the address to the AI Provider in Portkey's Model Catalog as its custom host, and remove it here.",
  "provider-option": "Give it to the AI Provider in Portkey's Model Catalog, and remove it here.",
  other: "Nothing of Portkey reads it: remove it with LiteLLM.",
};
