import { explain } from "../../../server/src/gateway/explain.ts";
import type { GatewayProfile, Json } from "../../../server/src/gateway/outcome.ts";
import { freeRequest } from "../../../server/src/gateway/request.ts";
import { defaultLimits } from "../../../server/src/gateway/send.ts";
import type { Gateway } from "./gateway.ts";

/** What a gateway's catalog says; null where it could not be asked, with the reason. */
export interface CatalogAnswer<T> {
  readonly entries: readonly T[] | null;
  /** A sentence where there are none. */
  readonly why: string;
}

/** An AI Provider of the catalog. */
export interface CatalogProvider {
  readonly slug: string;
  /** What kind of provider it is, such as `openai`. */
  readonly provider: string | null;
}

/** The models of a gateway, as `@slug/model`; asked once for each window and gateway unless it is to be asked again. */
export async function catalogModels({ sender }: Pick<Gateway, "sender">, profile: GatewayProfile, signal: AbortSignal): Promise<CatalogAnswer<string>> {
  const request = freeRequest(profile, "models");
  const outcome = await sender.send(request, { signal, limits: defaultLimits });
  if (outcome.status !== 200 || outcome.body.json === null) return { entries: null, why: explain(request, outcome).message };
  const ids = itemsOf(outcome.body.json).flatMap(({ id }) => (typeof id === "string" ? [id] : []));
  // an open-source gateway answers with an empty list, having no catalog
  return ids.length === 0 ? { entries: null, why: "This gateway has no catalog of models." } : { entries: [...new Set(ids)].sort(), why: "" };
}

/** The AI Providers of a gateway's catalog that are in use. */
export async function catalogProviders({ sender }: Pick<Gateway, "sender">, profile: GatewayProfile, signal: AbortSignal): Promise<CatalogAnswer<CatalogProvider>> {
  const request = freeRequest(profile, "providers");
  const outcome = await sender.send(request, { signal, limits: defaultLimits });
  if (outcome.status !== 200 || outcome.body.json === null) return { entries: null, why: explain(request, outcome).message };
  const entries = itemsOf(outcome.body.json).flatMap(({ slug, provider, ai_provider_id: id, status }) =>
    typeof slug === "string" && (status === undefined || status === "active")
      ? [{ slug: slug.replace(/^@/, ""), provider: typeof provider === "string" ? provider : typeof id === "string" ? id : null }]
      : [],
  );
  return entries.length === 0 ? { entries: null, why: "This gateway has no catalog of providers." } : { entries, why: "" };
}

/** The objects of a list, as OpenAI's API wraps them. */
function itemsOf(json: Json): readonly Readonly<Record<string, Json>>[] {
  const list = typeof json === "object" && json !== null && "data" in json ? json.data : json;
  return Array.isArray(list) ? list.filter((item): item is Readonly<Record<string, Json>> => typeof item === "object" && item !== null && !Array.isArray(item)) : [];
}
