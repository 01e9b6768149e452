import { isIP } from "node:net";
import { type AddressPolicy, forbiddenAddress, forbiddenName, isLoopback } from "./addresses.ts";
import type { Refusal } from "./outcome.ts";

/** A base address that a request may go to: without a slash at the end. */
export type CheckedUrl = { readonly kind: "url"; readonly url: string } | { readonly kind: "refused"; readonly refusal: Refusal };

/** Checks a gateway's base address as a user wrote it; what is refused says what was probably meant. */
export function checkGatewayUrl(text: string, policy: AddressPolicy = "reachable"): CheckedUrl {
  const written = text.trim();
  const url = parse(written);
  if (url === undefined) return refuse("url-invalid", `${written === "" ? "The gateway's address is empty." : `${quoted(written)} is not an address.`}`, guessed(written));
  const plain = plainForm(url);
  if (url.protocol !== "https:" && url.protocol !== "http:") return refuse("url-invalid", `${quoted(url.protocol)} is not how a gateway is spoken to.`, guessed(written));
  if (url.username !== "" || url.password !== "")
    return refuse("url-userinfo", "A user name or a password in the address would end in logs and histories; the key is kept elsewhere.", endingInV1(plain));
  if (url.search !== "" || url.hash !== "")
    return refuse("url-query", `A gateway's address ends with its path: what follows ${url.search === "" ? "#" : "?"} cannot be part of it.`, endingInV1(plain));
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const forbidden = forbiddenName(host) ?? (isIP(host) === 0 ? undefined : forbiddenAddress(host, policy === "public" ? "public" : "reachable"));
  if (forbidden !== undefined) return refuse("address-forbidden", `${host} ${forbidden}.`, null);
  if (url.protocol === "http:" && !isLoopback(host))
    return refuse("url-not-https", `Without https everybody between here and ${host} could read the key.`, endingInV1(plain.replace(/^http:/, "https:")));
  if (policy === "loopback" && !isLoopback(host)) return refuse("address-forbidden", `${host} is not on this machine.`, null);
  return checkPath(plain);
}

/** What the path has to be: all clients put `/chat/completions` and the like behind it. */
function checkPath(url: string): CheckedUrl {
  const instead = endingInV1(url);
  if (instead === url) return { kind: "url", url };
  if (/\/v1(\/v1)+$/.test(url)) return refuse("url-doubled-v1", `${quoted(url)} ends in /v1 twice.`, instead);
  if (/\/v1\/./.test(url)) return refuse("url-endpoint", `${quoted(url)} is the address of one endpoint, not that of the gateway.`, instead);
  return refuse("url-without-v1", `${quoted(url)} does not end in /v1, behind which a gateway has its endpoints.`, instead);
}

/** The URL up to its first `/v1`, which is added where there is none. */
function endingInV1(url: string): string {
  const first = /^(https?:\/\/[^/]+(?:\/.*?)??\/v1)(?:\/|$)/.exec(url)?.[1];
  return first ?? `${url}/v1`;
}

const plainForm = (url: URL): string => `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`;

/** A host without a scheme, such as `gateway.example.com/v1`, is probably meant with https. */
function guessed(text: string): string | null {
  const url = /^[a-z0-9.-]+\.[a-z]{2,}([:/]|$)/i.test(text) ? parse(`https://${text}`) : undefined;
  return url === undefined ? null : endingInV1(plainForm(url));
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Without what might be a password before the host. */
const quoted = (text: string): string => `"${text.replace(/\/\/[^/@]*@/, "//…@")}"`;

const refuse = (code: Refusal["code"], why: string, instead: string | null): CheckedUrl => ({ kind: "refused", refusal: { code, why, instead } });
