import type { Settings } from "../settings.ts";
import { catalog } from "./catalog.ts";
import type { ProviderEntry } from "./entries.ts";
import { type LiteLlmModel, type ModelReading, readModel } from "./model-string.ts";

/** The settings that decide a model's name. */
export type SlugSettings = Pick<Settings, "modelMap" | "providerSlugs">;

/** What a model is called in Portkey, or why a person has to say. */
export type PortkeyModel = MappedModel | ManualModel;

/** A name in Portkey's Model Catalog. */
export interface MappedModel {
  readonly kind: "mapped";
  /** `@slug/model`. */
  readonly name: string;
  readonly slug: string;
  /** `written`: the string named it already. */
  readonly slugSource: "setting" | "model-map" | "suggested" | "written";
  readonly rewriteClass: "A" | "B";
  /** What the model answers on, where LiteLLM would not use chat completions. */
  readonly endpoint: "chat" | "completions" | "responses";
  /** Arguments that the call has to give now. */
  readonly requires: readonly string[];
  /** Whole sentences. */
  readonly notes: readonly string[];
}

/** A model that a person has to name. */
export interface ManualModel {
  readonly kind: "manual";
  /** A whole sentence. */
  readonly reason: string;
}

/** The Portkey name of a model that was read, or why there is none. */
export function portkeyModel(reading: ModelReading, settings: SlugSettings): PortkeyModel {
  const chosen = mappedByUser(reading.value, settings) ?? (reading.kind === "litellm" ? mappedByUser(`${reading.provider.prefix}/${reading.model}`, settings) : undefined);
  if (chosen) return chosen;
  if (reading.kind === "portkey") return mapped(reading.slug, reading.model, "written", { rewriteClass: "A", endpoint: "chat", requires: [], notes: [] });
  if (reading.model.includes("*")) return manual("A wildcard names no model: it becomes a target that passes the model through.");
  const draft = transform(reading);
  if ("reason" in draft) return draft;
  const { provider, model, ...rest } = draft;
  const slug = slugOf(provider, draft, settings);
  return "reason" in slug ? slug : mapped(slug.slug, model, slug.source, rest);
}

/** The replacement that the user's `modelMap` gives an exact string, which may be an alias that nothing else explains. */
export function mappedByUser(value: string, { modelMap }: SlugSettings): PortkeyModel | undefined {
  if (!Object.hasOwn(modelMap, value)) return undefined;
  const target = readModel(modelMap[value] ?? "");
  if (target?.kind !== "portkey") return manual(`portkeyMigrate.modelMap gives "${modelMap[value]}" for "${value}", which does not have the form @slug/model.`);
  return mapped(target.slug, target.model, "model-map", { rewriteClass: "A", endpoint: "chat", requires: [], notes: [] });
}

interface Draft {
  readonly provider: ProviderEntry;
  readonly model: string;
  readonly rewriteClass: "A" | "B";
  readonly endpoint: MappedModel["endpoint"];
  readonly requires: readonly string[];
  readonly notes: readonly string[];
  /** Where the string names a region, the slug to suggest for it. */
  readonly regionalSlug?: string;
}

const manual = (reason: string): ManualModel => ({ kind: "manual", reason });

const mapped = (
  slug: string,
  model: string,
  slugSource: MappedModel["slugSource"],
  { rewriteClass, endpoint, requires, notes }: Pick<MappedModel, "rewriteClass" | "endpoint" | "requires" | "notes">,
): MappedModel => ({
  kind: "mapped",
  name: `@${slug}/${model}`,
  slug,
  slugSource,
  rewriteClass,
  endpoint,
  requires,
  notes,
});

type Transform = (draft: Draft, reading: LiteLlmModel) => Draft | ManualModel;

const review = (draft: Draft, model: string, ...notes: readonly string[]): Draft => ({ ...draft, model, rewriteClass: "B", notes: [...draft.notes, ...notes] });

function transform(reading: LiteLlmModel): Draft | ManualModel {
  const { provider, model, note } = reading;
  const draft: Draft = {
    provider,
    model,
    rewriteClass: provider.rewriteClass === "A" && reading.evidence !== "name" && note === undefined ? "A" : "B",
    endpoint: provider.endpoint ?? "chat",
    requires: provider.requires ?? [],
    notes: [note, provider.note].filter((sentence) => sentence !== undefined),
  };
  return (transforms.get(provider.prefix) ?? unchanged)(draft, reading);
}

const unchanged: Transform = (draft) => draft;

const textModels = catalog.models.endpoints.filter(({ provider }) => provider === "openai").map(({ pattern, endpoint }) => ({ pattern: new RegExp(pattern), endpoint }));

/** An OpenAI model behind another address is a server of the user's own (vLLM, LM Studio, TGI). */
const openAi: Transform = (draft, reading) => {
  const own = catalog.provider("custom_openai");
  if (own && reading.apiBase !== undefined && !isOpenAiHost(reading.apiBase)) return review({ ...draft, provider: own }, draft.model, own.note ?? "");
  if (draft.model.startsWith("responses/")) return review({ ...draft, endpoint: "responses" }, draft.model.slice("responses/".length), "The model answers on the Responses API.");
  const endpoint = textModels.find(({ pattern }) => pattern.test(draft.model))?.endpoint;
  if (endpoint) return { ...draft, endpoint };
  if (draft.model.startsWith("ft:")) return review(draft, draft.model, "A fine-tuned model has to be enabled in the provider's list of models, and lives in the organization that trained it.");
  return draft;
};

const isOpenAiHost = (address: string): boolean => /^https?:\/\/([a-z]+\.)?api\.openai\.com(\/|$)/i.test(address);

const azureRoutes = new Set(["o_series", "gpt5_series", "responses", "global-standard", "global", "data-zone", "eu", "us"]);

/** The name is the deployment; words before it tell LiteLLM how to call it. */
const azure: Transform = (draft) => {
  const segments = draft.model.split("/");
  const deployment = segments.pop() ?? "";
  const strange = segments.find((segment) => !azureRoutes.has(segment));
  if (strange !== undefined || deployment === "") return manual(`"${draft.model}" is not a deployment name that LiteLLM documents.`);
  const responses = segments.includes("responses");
  const dropped = segments.length > 0 ? [`The word ${segments.map((segment) => `"${segment}"`).join(", ")} tells LiteLLM how to call the deployment and is dropped.`] : [];
  return review({ ...draft, endpoint: responses ? "responses" : draft.endpoint }, deployment, ...dropped);
};

const bedrockRoutes = new Set(["converse", "invoke", "converse_like", "openai"]);
const awsRegion = /^[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d$/;

/** Words, regions and commitments before the model id are LiteLLM's; the gateway finds its way by the id alone. */
const bedrock: Transform = (draft) => {
  const arn = draft.model.search(/(?<=^|\/)arn:/);
  if (arn >= 0) return review(draft, draft.model.slice(arn), "An ARN belongs to one account and region: the provider has to be of that account.");
  const segments = draft.model.split("/");
  const model = segments.pop() ?? "";
  if (segments[0] === "agent" || segments[0] === "agentcore") return manual("Portkey does not call Bedrock agents.");
  const strange = segments.find((segment) => !bedrockRoutes.has(segment) && !awsRegion.test(segment) && !/^\d+-month-commitment$/.test(segment));
  if (strange !== undefined || model === "") return manual(`"${draft.model}" holds a word that LiteLLM's Bedrock routing does not document.`);
  const region = segments.find((segment) => awsRegion.test(segment));
  if (region) return { ...review(draft, model, `The region ${region} belongs to the provider in the Model Catalog.`), regionalSlug: `bedrock-${region}` };
  return { ...draft, model };
};

/** How Vertex AI's publishers are written in Portkey; Google's own models have no publisher. */
const vertexModels: readonly { readonly pattern: RegExp; readonly publisher: string; readonly rewriteClass: "A" | "B"; readonly requires?: readonly string[] }[] = [
  { pattern: /^(?:anthropic[/.])?(claude.*)$/, publisher: "anthropic.", rewriteClass: "A", requires: ["max_tokens"] },
  { pattern: /^(?:meta[/.])?(llama.*)$/i, publisher: "meta.", rewriteClass: "B" },
  { pattern: /^(?:mistralai[/.])?((?:mistral|codestral|ministral)[^/]*)$/, publisher: "mistralai.", rewriteClass: "B" },
  { pattern: /^(?:(?:openai|gemini|endpoints)[/.])?(\d+)$/, publisher: "endpoints.", rewriteClass: "B" },
  {
    pattern:
      /^(?:google[/.])?((?:gemini|gemma|imagen|imagegeneration|veo|medlm|chat-bison|text-bison|code-bison|codechat-bison|code-gecko|textembedding-gecko|text-embedding|text-multilingual-embedding|multimodalembedding)[^/]*)$/,
    publisher: "",
    rewriteClass: "A",
  },
];

const vertex: Transform = (draft) => {
  for (const { pattern, publisher, rewriteClass, requires = [] } of vertexModels) {
    const name = pattern.exec(draft.model)?.[1];
    if (name === undefined) continue;
    const model = publisher + name;
    const renamed = { ...draft, requires: [...draft.requires, ...requires] };
    return rewriteClass === "A" ? { ...renamed, model } : review(renamed, model, `Portkey writes the publisher before the model: "${model}".`);
  }
  return manual(`The gateway knows no publisher on Vertex AI for "${draft.model}".`);
};

/** LiteLLM completes short names. */
const fireworks: Transform = (draft) => {
  if (draft.model.startsWith("accounts/")) return draft;
  if (draft.model.includes("/")) return manual(`"${draft.model}" is neither a short name nor a full name of Fireworks.`);
  return review(draft, `accounts/fireworks/models/${draft.model}`, "LiteLLM completes the short name; Portkey needs the full one.");
};

/** `org/model`, `provider/org/model`, or the name of a dedicated endpoint. */
const huggingFace: Transform = (draft, reading) => {
  const segments = draft.model.split("/");
  if (reading.apiBase !== undefined) return review(draft, draft.model, "A dedicated endpoint is given to the client as `huggingface_base_url`.");
  if (segments.length === 3) return review(draft, segments.slice(1).join("/"), `"${segments[0]}" chooses the inference provider in LiteLLM; Portkey's provider decides it.`);
  return segments.length === 2 ? draft : review(draft, draft.model, "The name is not of the form organization/model.");
};

const transforms: ReadonlyMap<string, Transform> = new Map([
  ["openai", openAi],
  ["aiohttp_openai", openAi],
  ["azure", azure],
  ["azure_text", azure],
  ["bedrock", bedrock],
  ["bedrock_converse", bedrock],
  ["vertex_ai", vertex],
  ["vertex_ai_beta", vertex],
  ["fireworks_ai", fireworks],
  ["huggingface", huggingFace],
]);

/** The slug of a provider that is named without a model, or why there is none. */
export function portkeyProvider(provider: ProviderEntry, settings: SlugSettings): ProviderSlug | ManualModel {
  return slugOf(provider, {}, settings);
}

/** A provider in Portkey's Model Catalog, and who says that it is this one. */
export interface ProviderSlug {
  readonly slug: string;
  readonly source: "setting" | "suggested";
}

/** The slug: the user's for the prefix, or for the prefix of the same provider; else a suggestion, which class C does not have. */
function slugOf(provider: ProviderEntry, { regionalSlug }: Pick<Draft, "regionalSlug">, { providerSlugs }: SlugSettings): ProviderSlug | ManualModel {
  const key = [provider.prefix, provider.sharesSlugWith].find((prefix) => prefix !== undefined && Object.hasOwn(providerSlugs, prefix));
  if (key !== undefined) {
    const slug = (providerSlugs[key] ?? "").replace(/^@/, "");
    return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(slug) ? { slug, source: "setting" } : manual(`portkeyMigrate.providerSlugs gives "${providerSlugs[key]}" for "${key}", which is not a slug.`);
  }
  const suggestion = regionalSlug ?? provider.slug;
  if (provider.rewriteClass === "C" || suggestion === null) return manual(provider.note ?? `Portkey has no provider for "${provider.prefix}".`);
  return { slug: suggestion, source: "suggested" };
}
