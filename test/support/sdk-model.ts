// What the methods of the clients take, as the catalog lists it: holds a rewritten program's calls to it.
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import type { RequestEntry } from "../../server/src/engine/catalog/entries.ts";
import portkeyData from "../../server/src/engine/catalog/portkey.json" with { type: "json" };
import requestData from "../../server/src/engine/catalog/requests.json" with { type: "json" };

/** A call as `written_calls.py` reads it. */
export interface WrittenCall {
  /** The attributes behind the first name or call: `chat.completions.create`. */
  readonly method: string;
  /** The first name, where the chain starts with one. */
  readonly name: string | null;
  readonly positional: number;
  /** The first of them, where it is written out: one method serves many addresses. */
  readonly route: string | number | null;
  /** Null for `**`. */
  readonly keywords: readonly (string | null)[];
  /** The keywords of a `with_options` before it. */
  readonly options: readonly string[];
  /** The keys of arguments that are dicts. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** What the CPython of the tests says of a program. */
export type ReadProgram = { readonly error: string } | { readonly unbound: readonly string[]; readonly calls: readonly WrittenCall[] };

/** A client and how it is told apart. */
export type SdkName = "portkey-sdk" | "openai-client";

const options = new Set(portkeyData.clients.flatMap((client) => (client.language === "python" ? client.options : [])));

/** The entries of a method, each with what a variant says in place of it. */
const entriesByMethod = new Map<string, RequestEntry>(
  // The border where JSON becomes typed is the catalog's; here every entry is asked for by one of its paths.
  requestData.entries.flatMap(({ of: [path = ""] }) => {
    const entry = catalog.request(path);
    const variants = entry ? [entry, ...(entry.variants ?? []).map((variant): RequestEntry => ({ ...entry, ...variant, of: entry.of }))] : [];
    return variants.flatMap((each) => [each.method + (each.route ?? ""), each.openAiMethod ?? []].flat().map((method) => [method, each] as const));
  }),
);

/** The calls of a program that a client answers. */
export const clientCalls = (calls: readonly WrittenCall[]): WrittenCall[] => calls.filter((call) => entryOf(call) !== undefined);

const entryOf = ({ method, route }: WrittenCall): RequestEntry | undefined => entriesByMethod.get(method) ?? entriesByMethod.get(`${method}${route}`);

/** What is wrong with a call of a client: arguments that only LiteLLM knows, that the method does not take, or that are missing. */
export function callFailures(call: WrittenCall, sdk: SdkName): string[] {
  const entry = entryOf(call);
  if (!entry) return [`no client has \`${call.method}\``];
  const failures: string[] = [];
  const given = call.keywords.flatMap((name) => name ?? []);
  if (given.length < call.keywords.length) failures.push("arguments that cannot be seen are handed on");
  if (call.positional > (entry.route === undefined ? 0 : 1)) failures.push(`${call.positional} arguments are given by position`);
  for (const name of [...("byProvider" in entry ? [] : ["model"]), ...entry.required]) if (!given.includes(name)) failures.push(`\`${name}\` is missing`);
  for (const added of entry.adds ?? []) if ((added.only ?? sdk) === sdk && added.models === undefined && !given.includes(added.name)) failures.push(`\`${added.name}\` is missing`);
  for (const name of [...given, ...(call.keys.extra_body ?? [])]) if (isLiteLlmOnly(name, entry, sdk)) failures.push(`\`${name}\` means something to LiteLLM alone`);
  if (sdk === "openai-client") {
    for (const name of given) if (!entry.openAiTakes?.includes(name)) failures.push(`\`${name}\` is no argument of \`${call.method}\``);
    if (call.options.length > 0) failures.push("the OpenAI client has other options");
  }
  for (const name of call.options) if (!options.has(name)) failures.push(`\`${name}\` is no option of the client`);
  if (entry.isClosed) for (const name of given) if (name !== "model" && sdk === "portkey-sdk" && !entry.takes?.includes(name)) failures.push(`\`${name}\` is no argument of \`${call.method}\``);
  return failures;
}

/** Whether an argument would reach the provider, or the gateway's logs, and mean nothing there. */
function isLiteLlmOnly(name: string, entry: RequestEntry, sdk: SdkName): boolean {
  const isTimeout = name === "timeout" && sdk === "openai-client";
  const own = entry.parameters?.find((parameter) => parameter.name === name);
  if (isTimeout || (!own && entry.takes?.includes(name))) return false;
  const parameter = own ?? catalog.parameter(name);
  return parameter !== undefined && parameter.kind !== "same";
}
