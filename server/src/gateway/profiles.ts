import gatewayData from "../engine/catalog/gateways.json" with { type: "json" };
import type { AddressPolicy } from "./addresses.ts";
import { checkGatewayUrl } from "./gateway-url.ts";
import { forbiddenHeader } from "./headers.ts";
import type { GatewayProfile, Refusal } from "./outcome.ts";

/** The kinds of gateways, the hosted ones first. */
export const profileIds = ["hosted", "airs", "self-hosted", "local"] as const;

/** What is known of a gateway beside its address. */
export interface GatewayFacts {
  readonly id: GatewayProfile["id"];
  readonly name: string;
  /** Null where the user says. */
  readonly baseUrl: string | null;
  readonly auth: GatewayProfile["auth"];
  /** Whether nothing can be asked without a key. */
  readonly needsKey: boolean;
  /** Whether it has a Model Catalog, so that models are `@slug/model`. */
  readonly hasCatalog: boolean;
  /** Pages for people; null where there is none. */
  readonly dashboard: string | null;
  readonly logs: string | null;
  readonly status: string | null;
}

const facts: readonly GatewayFacts[] = gatewayData.entries.map(({ id, auth, ...entry }) => ({ ...entry, id: checkedId(id), auth: checkedAuth(auth) }));

/** What is known of a profile's gateway. */
export function gatewayFacts(id: GatewayProfile["id"]): GatewayFacts {
  const found = facts.find((each) => each.id === id);
  if (found === undefined) throw new RangeError(`no facts about ${id}`);
  return found;
}

/** A profile as the user set it; `baseUrl` counts for gateways of their own alone. */
export function createProfile(id: GatewayProfile["id"], baseUrl?: string, extraHeaders: Readonly<Record<string, string>> = {}): { readonly profile: GatewayProfile } | { readonly refusal: Refusal } {
  const { baseUrl: fixed, auth } = gatewayFacts(id);
  const headers = Object.fromEntries(Object.entries(extraHeaders).map(([name, value]) => [name.toLowerCase(), value]));
  const wrong = Object.entries(headers).flatMap(([name, value]) => forbiddenHeader(name, value) ?? [])[0];
  if (wrong !== undefined) return { refusal: { code: "header-forbidden", why: wrong, instead: null } };
  const checked = checkGatewayUrl(fixed ?? baseUrl ?? "", addressPolicy({ id, baseUrl: fixed ?? baseUrl ?? "" }));
  return checked.kind === "refused" ? { refusal: checked.refusal } : { profile: { id, baseUrl: checked.url, auth, extraHeaders: headers } };
}

/** The profile that an address is of: one of the hosted gateways, or one that somebody runs. */
export const profileOfUrl = (url: string): "hosted" | "airs" | "self-hosted" => {
  const isOf = (id: "hosted" | "airs"): boolean => hostOf(gatewayFacts(id).baseUrl ?? "") === hostOf(url);
  return isOf("hosted") ? "hosted" : isOf("airs") ? "airs" : "self-hosted";
};

/** Without https only this machine may be asked; a hosted gateway is never in a private network, so a name that leads there was tampered with. */
export function addressPolicy({ id, baseUrl }: Pick<GatewayProfile, "id" | "baseUrl">): AddressPolicy {
  if (id === "local" || /^http:/i.test(baseUrl.trim())) return "loopback";
  return id === "self-hosted" ? "reachable" : "public";
}

const hostOf = (url: string): string => /^https?:\/\/([^/:]+)/i.exec(url.trim())?.[1]?.toLowerCase() ?? "";

function checkedId(id: string): GatewayProfile["id"] {
  const found = profileIds.find((each) => each === id);
  if (found === undefined) throw new RangeError(`gateways.json names a gateway ${id}`);
  return found;
}

function checkedAuth(auth: string): GatewayProfile["auth"] {
  if (auth === "x-portkey-api-key" || auth === "bearer" || auth === "none") return auth;
  throw new RangeError(`gateways.json names an authentication ${auth}`);
}
