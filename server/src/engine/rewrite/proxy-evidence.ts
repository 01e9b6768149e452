import { isCalledAfterLiteLlm } from "../catalog/environment-name.ts";
import { gatewayNamedIn, isCalledAfterService, serviceAt } from "../catalog/other-services.ts";
import type { Expression, FileFacts } from "../facts/facts.ts";
import { isLiteLlm } from "../facts/litellm-path.ts";
import type { Span } from "../text/span.ts";
import type { PlanContext } from "./call-plan.ts";

/** What says that something leads to a LiteLLM proxy. */
export interface ProxyEvidence {
  /** For the message: the address, the variable, the name. */
  readonly text: string;
  /** Only the port says so, which other servers have as well. */
  readonly isPortOnly: boolean;
}

/** What says that an address is a LiteLLM proxy's; `elsewhere` where the address is written out and is another, undefined where nothing says either. */
export const addressEvidence = (value: Expression, context: PlanContext): ProxyEvidence | "elsewhere" | undefined => evidenceOf(value, context, 0);

/** Values that name each other deeper than this are not read. */
const maxDepth = 6;

const named = (text: string): ProxyEvidence => ({ text, isPortOnly: false });
const word = /lite_?-?llm/i;
/** What is called after LiteLLM: `LITELLM_URL`, `config.litellm.baseUrl`. What the package itself has is no proxy. */
const byName = (text: string, path?: string): ProxyEvidence | undefined => (word.test(text) && !(path !== undefined && isLiteLlm(path)) ? named(`\`${text}\``) : undefined);

function evidenceOf(value: Expression, context: PlanContext, depth: number): ProxyEvidence | "elsewhere" | undefined {
  if (depth > maxDepth) return undefined;
  const of = (inner: Expression | undefined): ReturnType<typeof evidenceOf> => inner && evidenceOf(inner, context, depth + 1);
  switch (value.kind) {
    case "string":
      return ofText(value.value, context);
    case "template": {
      const written = ofText(value.prefix + (/^\w*:\/\/$/.test(value.prefix) ? "…" : "") + value.rest, context);
      if (written !== undefined && written !== "elsewhere") return written;
      return value.prefix === "" || /^\w*:?\/\/$/.test(value.prefix) ? of(value.hole) : written;
    }
    case "environment":
      return isOfProxy(value.variable, context) ? named(`\`${value.variable}\``) : of(value.fallback);
    case "name":
      return ofName(value, context, depth);
    case "chain":
      // `LiteLlm.addresses.openrouter`
      if (gatewayNamedIn([lastPart(value.text)]) !== undefined) return of(value.initial) ?? "elsewhere";
      return givenAddress(value, context) ?? byName(value.text, value.path) ?? of(value.initial ?? gotBy(value, context));
    case "choice":
      return firstOf(value.options.map(of));
    case "call": {
      const returned = value.binding === undefined ? undefined : context.facts.bindings[value.binding]?.returned;
      return givenAddress(value, context) ?? byName(value.callee, value.path) ?? firstOf([of(value.object), ...value.arguments.slice(0, 2).map((argument) => of(argument.value)), of(returned)]);
    }
    default:
      return undefined;
  }
}

/** What a member gives that is read like a field. */
const gotBy = ({ member }: Expression & { readonly kind: "chain" }, { facts }: PlanContext): Expression | undefined => (member === undefined ? undefined : facts.bindings[member]?.possible[0]);

const lastPart = (chain: string): string => chain.slice(chain.lastIndexOf(".") + 1);

/** The first that says it is a proxy; another address only where none does. */
const firstOf = (found: readonly ReturnType<typeof evidenceOf>[]): ReturnType<typeof evidenceOf> =>
  found.find((each) => each !== undefined && each !== "elsewhere") ?? found.find((each) => each !== undefined);

function ofName(value: Expression & { readonly kind: "name" }, context: PlanContext, depth: number): ReturnType<typeof evidenceOf> {
  const binding = value.binding === undefined ? undefined : context.facts.bindings[value.binding];
  const initial = value.initial ?? binding?.initial ?? binding?.fallback;
  const written = initial ? evidenceOf(initial, context, depth + 1) : firstOf([...(binding?.values ?? []), ...(binding?.possible ?? [])].map((each) => evidenceOf(each, context, depth + 1)));
  if (written !== undefined && written !== "elsewhere") return written;
  const given = givenAddress(value, context);
  if (given) return given;
  // A public address is none of a proxy's, whatever its name.
  const isPublic = initial?.kind === "string" && context.catalog.proxy.isPublic(initial.value);
  return isPublic ? written : (byName(value.name, value.path) ?? written);
}

/** What another file says of an address that it gives. */
function givenAddress({ span }: Expression, context: PlanContext): ReturnType<typeof evidenceOf> {
  const address = addressGiven(span, context)?.text;
  return address === undefined ? undefined : address.startsWith("$") ? named(`\`${address.slice(1).replace(/\W.*/s, "")}\``) : ofText(address, context);
}

/** An address that something else than the code at hand says. */
interface GivenAddress {
  /** As written, or `$` and the variable that it is read from, with what is put behind either. */
  readonly text: string;
  /** What gives it may give something else. */
  readonly isOpen: boolean;
}

/** The address that another file, or a function of this one, gives at a place. */
export function addressGiven({ start, end }: Span, { facts: { given, addressCalls } }: PlanContext): GivenAddress | undefined {
  const isHere = ({ span }: { readonly span: Span }): boolean => span.start === start && span.end === end;
  const address = given.find(isHere)?.address ?? addressCalls.filter(isHere).at(-1)?.address;
  return address === undefined ? undefined : { text: address.replace(/^\?/, ""), isOpen: address.startsWith("?") };
}

function ofText(text: string, { catalog }: PlanContext): ReturnType<typeof evidenceOf> {
  const kind = catalog.proxy.address(text);
  if (kind === undefined || kind === "other") return kind && "elsewhere";
  return { text: text.replace(/\/\/[^/@]*@/, "//"), isPortOnly: kind === "port" };
}

const isOfProxy = (variable: string, { catalog }: PlanContext): boolean => !testDouble.test(variable) && (catalog.environment(variable)?.role === "proxy-address" || isCalledAfterLiteLlm(variable));

/** What stands behind a proxy in its tests: `LITELLM_FAKE_URL`. */
const testDouble = /(?:^|_)(?:fake|mock|stub)(?:_|$)/i;

/** What {@link otherAddress} says of one that is not written out. */
export const unknownServer = "another server";

/** The written address of another server that a value may be as well, by what a run decides. */
export function otherAddress(value: Expression, context: PlanContext, depth = 0): string | undefined {
  if (depth > maxDepth) return undefined;
  if (addressGiven(value.span, context)?.isOpen) return unknownServer;
  const among = (values: readonly Expression[]): string | undefined => values.map((each) => otherAddress(each, context, depth + 1)).find((found) => found !== undefined);
  switch (value.kind) {
    case "string":
      return ofText(value.value, context) === "elsewhere" ? value.value : undefined;
    case "environment": {
      const other = value.fallback && otherAddress(value.fallback, context, depth + 1);
      // What stands in for LiteLLM's own variable is its address in public, as long as it is nobody else's.
      return other !== undefined && isCalledAfterLiteLlm(value.variable) && serviceAt(other) === undefined ? undefined : other;
    }
    case "template":
      return value.prefix === "" && value.hole ? otherAddress(value.hole, context, depth + 1) : undefined;
    case "call":
      if (value.object) return otherAddress(value.object, context, depth + 1);
      // A function that nothing is known of knows the server, whatever key goes along.
      return addressEvidence(value, context) === undefined ? unknownServer : undefined;
    case "chain": {
      // What a table calls its own entry may be a proxy's by that name; a provider's address is the provider's.
      const table = value.text.endsWith("]") && value.of?.binding !== undefined ? context.facts.bindings[value.of.binding]?.initial : undefined;
      const entries = value.initial ? [value.initial] : table?.kind === "record" ? table.entries.map((entry) => entry.value) : fieldOfEntries(value, context);
      return entries.map((entry) => otherAddress(entry, context, depth + 1)).find((written) => written !== undefined && serviceAt(written) !== undefined);
    }
    case "choice": {
      const isOwn = value.options.some((option) => option.kind === "environment" && isCalledAfterLiteLlm(option.variable));
      const other = among(value.options);
      return other !== undefined && isOwn && serviceAt(other) === undefined ? undefined : other;
    }
    case "name": {
      const binding = value.binding === undefined ? undefined : context.facts.bindings[value.binding];
      const initial = value.initial ?? binding?.initial;
      return among(initial ? [initial] : [...(binding?.values ?? []), ...(binding?.possible ?? [])]);
    }
    default:
      return undefined;
  }
}

/** What the entries of a table have in a field that is asked of one of them: `PROVIDERS[name]` before `provider.url`. */
function fieldOfEntries({ text, of }: Expression & { readonly kind: "chain" }, { facts: { bindings } }: PlanContext): readonly Expression[] {
  const entry = of?.binding === undefined ? undefined : bindings[of.binding]?.initial;
  const table = entry?.kind === "chain" && entry.of?.binding !== undefined ? bindings[entry.of.binding]?.initial : undefined;
  const records = table?.kind === "record" ? table.entries.map(({ value }) => value) : table?.kind === "list" ? table.items : [];
  return records.flatMap((record) => (record.kind === "record" ? record.entries.flatMap(({ key, value }) => (key === lastPart(text) ? [value] : [])) : []));
}

/** The parameter, or the field of one, that an address is taken from: its callers decide it. */
export function callersAddress(value: Expression, facts: FileFacts, depth = 0): string | undefined {
  if (depth > maxDepth) return undefined;
  const among = (values: readonly Expression[]): string | undefined => values.map((each) => callersAddress(each, facts, depth + 1)).find((found) => found !== undefined);
  const isParameter = (binding: number | undefined): boolean => binding !== undefined && facts.bindings[binding]?.kind === "parameter";
  switch (value.kind) {
    case "name": {
      if (isParameter(value.binding)) return value.name;
      const binding = value.binding === undefined ? undefined : facts.bindings[value.binding];
      const initial = value.initial ?? binding?.initial ?? binding?.takenFrom;
      return among(initial ? [initial] : (binding?.values ?? []));
    }
    case "chain":
      return isParameter(value.of?.binding) ? value.text : undefined;
    case "template":
      return value.prefix === "" && value.hole ? among([value.hole]) : undefined;
    case "choice":
      return among(value.options);
    default:
      return undefined;
  }
}

/** What says that a key is one of a LiteLLM proxy: its variable, or a name. */
export function keyEvidence(value: Expression, context: PlanContext): string | undefined {
  switch (value.kind) {
    case "environment":
      return isCalledAfterLiteLlm(value.variable) ? `\`${value.variable}\`` : value.fallback && keyEvidence(value.fallback, context);
    case "name": {
      const binding = value.binding === undefined ? undefined : context.facts.bindings[value.binding];
      return byName(value.name)?.text ?? (binding?.initial && binding.initial.kind !== "name" ? keyEvidence(binding.initial, context) : undefined);
    }
    case "chain":
      return byName(value.text)?.text ?? (value.initial && keyEvidence(value.initial, context));
    case "choice":
      return value.options.map((option) => keyEvidence(option, context)).find((found) => found !== undefined);
    case "template":
      return value.hole && keyEvidence(value.hole, context);
    default:
      return undefined;
  }
}

/** The names that an address is put together of. */
export function namesIn(value: Expression): string {
  switch (value.kind) {
    case "name":
      return value.name;
    case "chain":
      return value.text;
    case "environment":
      return value.variable;
    case "template":
      return `${value.prefix}${value.hole ? namesIn(value.hole) : ""}`;
    case "call":
      return [value.callee, ...value.arguments.map((argument) => namesIn(argument.value))].join(" ");
    default:
      return "";
  }
}

/** A name that speaks of LiteLLM. */
export const speaksOfLiteLlm = (name: string): boolean => word.test(name);

/** Whether something is called after a provider or another gateway, or stands in for one. */
export const isCalledAfterOther = (name: string): boolean => isCalledAfterService(name) || standIn.test(name);

const standIn = /(?:^|[^a-z])(?:fake|mock|stub|upstream)/i;
