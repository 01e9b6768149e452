import { nameOf } from "../../catalog/string-name.ts";
import type { FileFacts, StringFact } from "../../facts/facts.ts";
import { speaksOfLiteLlm } from "../../rewrite/proxy-evidence.ts";
import { isReadHeader } from "../../rewrite/proxy-headers.ts";
import { unread } from "../../rewrite/written-address.ts";
import { contains, type Span } from "../../text/span.ts";
import type { Match, RuleContext } from "../rule.ts";

/** The addresses and headers of a LiteLLM proxy that stand for themselves: in a constant, a record, a default, a table of headers. */
export function* proxyStrings(context: RuleContext, owned: readonly Span[]): Iterable<Match> {
  const inTests = new Map<string, Match[]>();
  for (const string of context.facts.strings) {
    if (owned.some((span) => contains(span, string.span)) || isToldByVariable(string, context) || isOnlyReadBy(owned, string, context)) continue;
    const match = headerMatch(string, context) ?? addressMatch(string, owned, context);
    if (!match) continue;
    if (testFile.test(context.uri)) inTests.set(string.value, [...(inTests.get(string.value) ?? []), match]);
    else yield match;
  }
  for (const matches of inTests.values()) yield* together(matches);
}

/** Where tests are, by their paths. */
const testFile = /\/(?:tests?|__tests__|specs?|e2e)\/|[._-](?:test|spec)\.[cm]?[jt]sx?$|\/(?:test_[^/]*|[^/]*_test)\.py$/;

/** One address of a test, which stands in many of its cases: they change together. */
function together([first, ...others]: readonly Match[]): readonly Match[] {
  if (!first || others.length === 0) return first ? [first] : [];
  const places = others.length === 1 ? "one more place" : `${others.length} more places`;
  return [{ ...first, message: `${first.message}, here and in ${places} of this test`, related: others.map(({ focus }) => ({ span: focus, message: "The same address" })) }];
}

/** A constant that nothing but told clients and requests read goes with them. */
function isOnlyReadBy(owned: readonly Span[], { context, span }: StringFact, { facts }: RuleContext): boolean {
  const binding = context.kind === "initial" ? facts.bindings[context.binding] : facts.bindings.find(({ initial }) => initial?.kind === "environment" && initial.fallback?.span.start === span.start);
  return binding !== undefined && !binding.isExported && binding.reads.every((read) => owned.some((span) => contains(span, read)));
}

/** Headers that are sent; those that are read are fields of LiteLLM's answers. */
function headerMatch(string: StringFact, context: RuleContext): Match | undefined {
  if (string.hasHoles && /^x-litellm-$/i.test(string.value))
    return { span: string.span, focus: string.span, message: "names of headers that LiteLLM's proxy reads are put together", symbol: null, fixes: [], manual: putTogether };
  const header = /^x-litellm-[\w*-]+$/i.test(string.value) && !isReadHeader(string, context) ? context.catalog.proxy.header(string.value) : undefined;
  if (!header || header.on === "response") return undefined;
  return { span: string.span, focus: string.span, message: `\`${string.value}\` is a header that LiteLLM's proxy reads`, symbol: null, fixes: [], manual: header.text };
}

const putTogether = "Find out which these are: what Portkey has for each is called `x-portkey-…`, and no other server reads LiteLLM's.";

/** An address of this machine, up to its port. */
const openPort = /^https?:\/\/[\w.-]+:$/i;

/** What forms say ahead of what they suggest. */
const forExample = /^(?:e\.?g\.?|for example)[,:]?\s+/i;

const otherNames = /doc|link|home_?page|repo|issue|github|website/i;

function addressMatch(string: StringFact, owned: readonly Span[], { catalog, facts }: RuleContext): Match | undefined {
  const address = string.value.replace(forExample, "");
  // What the port is read from, the name has to say.
  const kind = string.hasHoles && openPort.test(string.value) && speaksOfLiteLlm(nameOf(string.context)) ? "named" : catalog.proxy.address(address);
  if (kind !== "named" && kind !== "port") return undefined;
  if (string.context.kind === "documentation" || string.context.kind === "type" || otherNames.test(nameOf(string.context))) return undefined;
  // Other servers listen on that port too: where nothing else says so, the name has to.
  const isCalledSo = addressName.test(nameOf(string.context)) || isInTable(string, owned, facts) || variablesOf(string, facts).some((variable) => addressName.test(variable));
  if (kind === "port" && !(facts.speaksOfLiteLlm && (isCalledSo || catalog.proxy.route(string.value)))) return undefined;
  return {
    span: string.span,
    focus: string.span,
    message: `"${address.replace(/\/\/[^/@]*@/, "//")}${string.hasHoles ? unread : ""}" is the address of a LiteLLM proxy`,
    symbol: null,
    fixes: [],
    manual: "Point what uses it at Portkey's gateway, https://api.portkey.ai/v1, with the Portkey key in the header `x-portkey-api-key`.",
  };
}

/** An entry of a table of addresses, unless what is told reads that: `PRESET_URLS`. */
const isInTable = ({ heldBy }: StringFact, owned: readonly Span[], { bindings }: FileFacts): boolean =>
  heldBy.some((holder) => addressName.test(holder) && !bindings.some(({ name, reads }) => name === holder && reads.some((read) => owned.some((span) => contains(span, read)))));

const addressName = /lite_?-?llm|placeholder|default|base_?(?:url|path)|end_?point|proxy|gateway|api|url|host|server|CalledWith/i;

/** The default of a variable of LiteLLM's stands right behind it, and goes with it. */
const isToldByVariable = (string: StringFact, { facts }: RuleContext): boolean => variablesOf(string, facts).some((variable) => /(?:^|_)LITELLM_/.test(variable));

/** The variables of the environment that a string is the default of. */
const variablesOf = ({ span }: StringFact, { environment }: FileFacts): string[] =>
  environment.flatMap(({ variable, span: at }) => (at.end <= span.start && span.start - at.end <= maxDistance ? [variable] : []));

/** `process.env.LITELLM_URL || "…"`, `os.getenv("LITELLM_URL", "…")`, `env["LITELLM_URL"] ?? "…"`. */
const maxDistance = 8;
