import type { ProxyClientEntry } from "../catalog/proxy-entries.ts";
import type { Call, Reference } from "../facts/facts.ts";
import type { PlanContext } from "./call-plan.ts";
import { type ClientOption, optionNamed, optionsOf } from "./client-options.ts";
import { addressEvidence, isCalledAfterOther, keyEvidence, namesIn, speaksOfLiteLlm } from "./proxy-evidence.ts";

/** A client whose address leads to a LiteLLM proxy. */
export interface ProxyClient {
  readonly call: Call;
  /** Whose client it is, with the names of its options. */
  readonly entry: ProxyClientEntry;
  /** Undefined where the options that are given cannot be read. */
  readonly address: ClientOption | undefined;
  readonly key: ClientOption | undefined;
  /** What says that it is a proxy, for the message. */
  readonly evidence: string;
  /** The program's own class that it is made of, as written: it builds on the client's, and may do otherwise than that with what it is given. */
  readonly subclass: string | undefined;
}

/** The clients of a file that are pointed at a LiteLLM proxy: by address, by key, or by what they are called. */
export function* proxyClientsIn(context: PlanContext): Iterable<ProxyClient> {
  for (const call of context.facts.calls) {
    const { path } = call.callee;
    const entry = context.catalog.proxy.client(path);
    // `openai` itself is the class where a program requires it: the package's CommonJS export is the constructor.
    const client = entry && (path !== "openai" || call.isNew) ? proxyClient(call, entry, undefined, context) : undefined;
    if (client) yield client;
  }
  for (const call of context.facts.subclassCalls) {
    const entry = context.catalog.proxy.client(call.callee.path);
    const subclass = context.facts.bindings[call.callee.binding]?.name ?? "";
    const client = entry && proxyClient(call, entry, subclass, context);
    if (client) yield client;
  }
}

function proxyClient(call: Call, entry: ProxyClientEntry, subclass: string | undefined, context: PlanContext): ProxyClient | undefined {
  const options = optionsOf(call, context.facts);
  const address = optionNamed(options, entry.address, context.facts);
  const key = optionNamed(options, entry.key, context.facts);
  const found = address && addressEvidence(address.value, context);
  if (found === "elsewhere") return undefined;
  const evidence =
    found?.text ??
    (key && keyEvidence(key.value, context)) ??
    (address && (fileEvidence(address, context) ?? routeEvidence(address, context))) ??
    (address || mayHoldMore(options) ? nameEvidence([...call.within, ...(subclass === undefined ? [] : [subclass])], call, entry, options, address !== undefined) : undefined);
  return evidence === undefined ? undefined : { call, entry, address, key, evidence, subclass };
}

/** A file that is called after LiteLLM and speaks of it, whose client has its address from a variable that names nobody else: `litellm.ts`. */
function fileEvidence({ value }: ClientOption, { facts, uri }: PlanContext): string | undefined {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  const isOpen = value.kind === "environment" && value.fallback === undefined && !isCalledAfterOther(value.variable);
  return isOpen && facts.speaksOfLiteLlm && speaksOfLiteLlm(name) ? `\`${name}\`` : undefined;
}

/** A route that only LiteLLM's proxy has, in a file whose client is given an address by nobody else's name. */
function routeEvidence({ value }: ClientOption, { facts, catalog }: PlanContext): string | undefined {
  if (facts.codeNamesOtherGateway || isCalledAfterOther(namesIn(value))) return undefined;
  const route = facts.strings.find((string) => /^\/\S+$/.test(string.value) && catalog.proxy.isOwnRoute(string.value))?.value;
  return route === undefined ? undefined : `the file asks for \`${route}\``;
}

/** Whether options may have an address that is not written where they are: something is spread into them, or a variable holds them, to which code may add. */
const mayHoldMore = (options: readonly ClientOption[]): boolean => options.every(({ isIndirect }) => isIndirect) || options.some(isUnread);

const isUnread = ({ name }: ClientOption): boolean => name === "…";

/** What the client, its options or the code around it are called: with an address that says nothing, or options that cannot be read. */
function nameEvidence(around: readonly string[], call: Call, { name }: ProxyClientEntry, options: readonly ClientOption[], hasAddress: boolean): string | undefined {
  const given = name === undefined ? undefined : options.find((option) => option.name === name)?.value;
  if (given?.kind === "string" && speaksOfLiteLlm(given.value)) return `\`${given.value}\``;
  const [first] = call.arguments;
  if (!hasAddress) {
    const text = first?.value.kind === "name" ? first.value.name : first?.value.kind === "chain" ? first.value.text : "";
    if (speaksOfLiteLlm(text)) return `\`${text}\``;
    // Options that are put together elsewhere say nothing themselves.
    if (!options.some(isUnread) && call.arguments.every(({ value }) => value.kind === "record" || value.kind === "string")) return undefined;
  }
  const named = around.find(speaksOfLiteLlm);
  return named === undefined ? undefined : `\`${named}\``;
}

/** The places where the module's own address is pointed at a LiteLLM proxy: `openai.base_url = …`. */
export function* proxyAddressesIn(context: PlanContext): Iterable<{ readonly reference: Reference; readonly evidence: string }> {
  for (const reference of context.facts.references) {
    if (reference.role !== "write" || !/^openai\.(?:base_url|api_base)$/.test(reference.path)) continue;
    const evidence = reference.value && addressEvidence(reference.value, context);
    if (evidence && evidence !== "elsewhere") yield { reference, evidence: evidence.text };
  }
}
