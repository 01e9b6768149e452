import type { Expression } from "../facts/facts.ts";
import type { HttpCall } from "../facts/http-facts.ts";
import type { PlanContext } from "./call-plan.ts";
import type { ProxyRequest } from "./proxy-requests.ts";

/** A call with the value of its address. */
export interface AskingCall {
  readonly call: HttpCall;
  /** Whether it sends a request, by what it calls. */
  readonly isSender: boolean;
  /** Whether what it calls is known for that, rather than a function of the program. */
  readonly isLibrary: boolean;
  readonly address: Expression | undefined;
}

/**
 * The calls that go to a proxy because another request of the file, for what no other server has, shows which server that is, with the words that say so:
 * they put their paths behind the same name, or are what the function of the program that was asked for it sends.
 */
export function askedBeside(asking: readonly AskingCall[], requests: ReadonlyMap<HttpCall, ProxyRequest | undefined>, context: PlanContext): ReadonlyMap<HttpCall, string> {
  const found = new Map<HttpCall, string>();
  const servers = new Map<string, string>();
  const senders = new Map<string, string>();
  for (const { call, isLibrary, address } of asking) {
    const request = requests.get(call);
    if (request?.route?.kind !== "own" || request.route.isShared) continue;
    const server = serverOf(call, address);
    if (server !== undefined) servers.set(server, request.route.path);
    if (!isLibrary) senders.set(functionName(call), request.route.path);
  }
  if (servers.size === 0 && senders.size === 0) return found;
  for (const { call, isSender, address } of asking) {
    const route = servers.get(serverOf(call, address) ?? "");
    if (route !== undefined && isSender && !requests.get(call)) found.set(call, `the same server is asked for \`${route}\``);
  }
  for (const [name, route] of senders) {
    // One that asks other servers as well is told where it is called.
    if (asking.some(({ call }) => call.isHandedOn && functionName(call) === name && !requests.get(call) && !found.has(call))) continue;
    for (const { call, isLibrary, address } of asking)
      if (isLibrary && !requests.get(call) && call.within.some((around) => plainName(around) === name) && isOfParameter(address, context)) found.set(call, `\`${name}\` asks it for \`${route}\``);
  }
  return found;
}

const plainName = (name: string): string => name.replace(/^this\??\./, "");

const functionName = ({ callee }: HttpCall): string => plainName(callee.text);

/** What stands for the server in an address that begins with it: a variable, or a member of a class. */
function serverOf({ within }: HttpCall, address: Expression | undefined): string | undefined {
  if (address?.kind !== "template" || address.prefix !== "" || address.rest === "") return undefined;
  const { hole } = address;
  if (hole?.kind === "name") return hole.binding === undefined ? undefined : `${hole.binding}`;
  return hole?.kind === "chain" && hole.text.startsWith("this.") ? `${within.at(-1)} ${hole.text}` : undefined;
}

/** Whether callers decide what is asked for. */
function isOfParameter(address: Expression | undefined, { facts: { bindings } }: PlanContext): boolean {
  const isParameter = (value: Expression | string): boolean => typeof value !== "string" && value.kind === "name" && value.binding !== undefined && bindings[value.binding]?.kind === "parameter";
  return address !== undefined && (isParameter(address) || (address.kind === "template" && address.parts.some(isParameter)));
}
