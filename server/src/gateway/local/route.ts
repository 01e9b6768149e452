/**
 * Turns a request for hosted Portkey into one for the open-source gateway, which knows no slugs: each `@slug` becomes the
 * provider, key and address that this machine's catalog has for it.
 */
import type { LocalCatalog, ProviderOptions } from "./local-catalog.ts";

/** The headers of a request that decide on its route, in lower case. */
export type RouteHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A config of the gateway that names everything it needs. */
export interface Route {
  readonly config: Readonly<Record<string, unknown>>;
}

/** Why a request has no route. */
export interface Refusal {
  readonly code: "bad-config" | "saved-config" | "unsupported-option" | "unsupported-header" | "no-slug" | "two-slugs" | "unknown-slug";
  readonly message: string;
}

/** The route of a request for a model. Nothing in a request can send a key of the catalog to another address than the catalog's. */
export function routeOf(headers: RouteHeaders, model: unknown, catalog: LocalCatalog, echo: ProviderOptions): Route | Refusal {
  const forbidden = Object.keys(headers).find((name) => choosesAddressOrKey.test(name));
  if (forbidden !== undefined) return refuse("unsupported-header", `the local gateway takes no ${forbidden} header: addresses and keys come from its own catalog`);
  const written = configOf(headers["x-portkey-config"]);
  if ("code" in written) return written;
  const provider = headers["x-portkey-provider"];
  try {
    return { config: bind(written.config, { path: "config", model: text(model), provider: text(provider) }, catalog, echo) };
  } catch (error) {
    if (error instanceof Unroutable) return error.refusal;
    throw error;
  }
}

/** Headers that would choose for themselves where a request goes, with which key, or who else reads it. */
const choosesAddressOrKey =
  /^x-portkey-(?:custom-host|forward-headers|virtual-key|default-(?:in|out)put-guardrails|(?:aws|amzn?|azure|vertex|huggingface|workers-ai|oracle|snowflake|stability-client)-.*)$/;

/** What a config or a target may hold here: how to route and what to send, never where to. */
const targetOptions = new Set(["name", "strategy", "targets", "provider", "weight", "on_status_codes", "retry", "cache", "request_timeout", "override_params", "strict_open_ai_compliance"]);

class Unroutable extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

const refuse = (code: Refusal["code"], message: string): Refusal => ({ code, message });

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

function configOf(header: RouteHeaders[string]): Route | Refusal {
  if (header === undefined) return { config: {} };
  if (typeof header !== "string" || !header.trimStart().startsWith("{")) {
    return refuse("saved-config", `the local gateway has no saved configs such as ${String(header)}: pass the config itself`);
  }
  try {
    const config: unknown = JSON.parse(header);
    if (isObject(config)) return { config };
  } catch {
    // Said below, like JSON that is no object.
  }
  return refuse("bad-config", "the x-portkey-config header is not a JSON object");
}

/** What a target takes over from what it lies in. */
interface Inherited {
  readonly path: string;
  readonly model: string | undefined;
  readonly provider: string | undefined;
}

/** A target whose slugs are replaced by what they stand for. */
function bind(target: Readonly<Record<string, unknown>>, inherited: Inherited, catalog: LocalCatalog, echo: ProviderOptions): Readonly<Record<string, unknown>> {
  const { path } = inherited;
  const strange = Object.keys(target).find((option) => !targetOptions.has(option));
  if (strange !== undefined) {
    throw new Unroutable(refuse("unsupported-option", `${path}.${strange} is not for the local gateway, which takes ${[...targetOptions].join(", ")}; providers and keys come from its catalog`));
  }
  const override = isObject(target.override_params) ? target.override_params : {};
  const own = text(override.model);
  const model = own ?? inherited.model;
  const provider = text(target.provider) ?? inherited.provider;
  if (Array.isArray(target.targets)) {
    const { provider: _, ...rest } = target;
    return { ...rest, targets: target.targets.map((each, index) => bind(isObject(each) ? each : {}, { path: `${path}.targets[${index}]`, model, provider }, catalog, echo)) };
  }
  const [, named, name] = /^@([^/]+)\/(.+)$/s.exec(model ?? "") ?? [];
  const [, given] = /^@(.+)$/.exec(provider ?? "") ?? [];
  const slug = named ?? given;
  if (slug === undefined) throw new Unroutable(refuse("no-slug", noSlug(path, model, provider, catalog)));
  // Which of the two hosted Portkey would take is not documented.
  if (given !== undefined && given !== slug) throw new Unroutable(refuse("two-slugs", `${path} names the provider @${given}, its model ${model} another one`));
  const options = Object.hasOwn(catalog.providers, slug) ? catalog.providers[slug] : undefined;
  if (options === undefined) throw new Unroutable(refuse("unknown-slug", `${path}: no provider @${slug} in the local catalog, which has ${known(catalog)}`));
  return { ...target, ...(options === "echo" ? echo : options), ...(name !== undefined && { override_params: { ...override, model: name } }) };
}

function noSlug(path: string, model: string | undefined, provider: string | undefined, catalog: LocalCatalog): string {
  const seen = [model === undefined ? "no model" : `the model ${model}`, ...(provider === undefined ? [] : [`the provider ${provider}`])].join(" and ");
  return `${path}: ${seen} names no provider of the local catalog, which has ${known(catalog)}: write @slug/model`;
}

const known = ({ providers }: LocalCatalog): string =>
  Object.keys(providers)
    .map((slug) => `@${slug}`)
    .join(", ") || "none";
