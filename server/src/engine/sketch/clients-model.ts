import type { RequestEntry } from "../catalog/entries.ts";
import { isHostedGateway } from "../catalog/gateway.ts";
import { readModel } from "../catalog/model-string.ts";
import type { Expression } from "../facts/facts.ts";
import { nameModel } from "../rewrite/model-argument.ts";
import { addressEvidence } from "../rewrite/proxy-evidence.ts";
import { proxyModel } from "../rewrite/proxy-model.ts";
import type { ClientMethod } from "./client-method.ts";
import type { ClientOptions } from "./client-options.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import { quotation, type SketchContext } from "./sketch-reading.ts";
import { type ModelName, providersName, sentence, slugStatus, undecided, unknownName, type WrittenModel } from "./sketched-model.ts";

/** The client that asks for a model. */
export interface AskingClient {
  readonly library: ClientMethod["library"];
  readonly client: ClientOptions;
  readonly target: RequestEntry;
  readonly carried: GatewayOptions;
}

/** What the model of a client's call is called in Portkey: by where the client's address leads. */
export function clientsName(model: WrittenModel, { library, client, target, carried }: AskingClient, context: SketchContext): ModelName {
  const address = client.option("base_url", "baseURL", "azure_endpoint", "endpoint");
  const isGateway = library === "portkey" || (address?.kind === "string" && isHostedGateway(address.value)) || carried.isRouted || carried.provider !== null;
  if (isGateway) return gatewayName(model, carried, target, context);
  if (library === "azure-openai") return providersName(azureModel(model, client), "azure", target, context);
  if (address === undefined || address.kind === "nothing") return providersName(model, "openai", target, context);
  const host = address.kind === "string" ? hostAt(address.value, context) : undefined;
  const provider = address.kind === "string" && /^https:\/\/([a-z]+\.)?api\.openai\.com(?:\/|$)/i.test(address.value) ? "openai" : host?.provider;
  if (provider !== undefined) return providersName(model, provider, target, context);
  const exact = model.written !== null && Object.hasOwn(context.settings.modelMap, model.written) ? providersName(model, "openai", target, context) : undefined;
  return exact ?? unknownName(null, `The client's address (\`${quotation(address.span, context)}\`) is not that of a provider that is known here: name the model in \`portkeyMigrate.modelMap\`.`);
}

/** The provider at an address: by its path too, else by its host alone, where that is one provider's. */
function hostAt(address: string, { catalog: { models } }: SketchContext) {
  const hostOf = (url: string): string => url.replace(/^https?:\/\//, "").split("/", 1)[0] ?? "";
  const alike = models.hosts.filter(({ host }) => hostOf(host) === hostOf(address));
  return models.hosts.find(({ host }) => address.includes(host)) ?? (new Set(alike.map(({ provider }) => provider)).size === 1 ? alike[0] : undefined);
}

/** A call that goes through Portkey already: by the model's own name, or by what says where it goes. */
function gatewayName(model: WrittenModel, carried: GatewayOptions, target: RequestEntry, context: SketchContext): ModelName {
  const { written } = model;
  if (written === null) return unknownName(null, undecided(model));
  const reading = readModel(written);
  if (reading?.kind === "portkey") return { portkeyName: written, slug: "written", provider: null, why: null };
  if (carried.isRouted) return { portkeyName: written, slug: "written", provider: null, why: null };
  const { provider } = carried;
  if (provider?.startsWith("@")) return { portkeyName: `${provider}/${written}`, slug: "written", provider: null, why: null };
  if (carried.hasVirtualKey) return unknownName(provider, "A virtual key says where the request goes: name the model as `@slug/model` to test it without that key.");
  if (provider !== null) return providersName(model, provider, target, context);
  return unknownName(null, `\`${written}\` has no slug, and neither a config nor a provider is given that would say where it goes.`);
}

/** The deployment is the model, be it named in the call or when the client is made. */
function azureModel(model: WrittenModel, client: ClientOptions): WrittenModel {
  const deployment: Expression | undefined = client.option("azure_deployment", "deployment");
  return deployment?.kind === "string" ? { ...model, written: deployment.value } : model;
}

/** Whether a client leads to LiteLLM's proxy. */
export function isOnProxy({ client }: Pick<AskingClient, "client">, context: SketchContext): boolean {
  const address = client.option("base_url", "baseURL");
  const evidence = address && addressEvidence(address, context);
  return evidence !== undefined && evidence !== "elsewhere";
}

/** A name that a LiteLLM proxy gives, as the rewrite of its client reads it. */
export function proxyName(model: WrittenModel, context: SketchContext): ModelName {
  const { written } = model;
  if (written === null) return unknownName(null, undecided(model));
  const span = { start: 0, end: 0 };
  const named = proxyModel({ kind: "string", span, content: span, value: written, isPlain: true }, new Set(), context);
  if (named.kind === "blocked") return unknownName(null, sentence(named.reason));
  const [first] = named.names;
  if (!first) return { portkeyName: written, slug: "written", provider: null, why: null };
  const { proxyModels } = context.workspace;
  const [deployment = written] = Object.hasOwn(proxyModels, written) ? (proxyModels[written] ?? []) : [];
  const asLiteLlm = first.provider === undefined ? undefined : nameModel(deployment, context, {});
  return { portkeyName: first.portkeyName, slug: asLiteLlm?.kind === "model" ? slugStatus(asLiteLlm.slugSource) : "mapped", provider: first.provider ?? null, why: null };
}
