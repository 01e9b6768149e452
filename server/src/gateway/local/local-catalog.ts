/** What slugs stand for on this machine; it is kept in memory alone. */
export interface LocalCatalog {
  /** Slugs without their `@`. Any other slug is answered with 400, which names these. */
  readonly providers: Readonly<Record<string, LocalProvider>>;
  /** What `GET /v1/models` lists under a slug; without a list nothing is known of its models, and any name is sent. */
  readonly models?: Readonly<Record<string, readonly string[]>>;
}

/** A provider by its options in the gateway's config, or the echo that needs no account and no network. */
export type LocalProvider = "echo" | ProviderOptions;

/** The options of a provider in the words of the gateway's config: `{ provider: "openai", api_key: … }`, `aws_region` for Bedrock. */
export interface ProviderOptions {
  readonly provider: string;
  readonly [option: string]: string;
}

/** The models of the catalog in the shape of hosted Portkey's `GET /v1/models`. */
export const modelList = ({ providers, models = {} }: LocalCatalog): object => {
  const data = Object.keys(providers).flatMap((slug) => (models[slug] ?? []).map((name) => ({ id: `@${slug}/${name}`, slug: name, object: "model" })));
  return { object: "list", data };
};

/** The providers of the catalog in the shape of hosted Portkey's `GET /v1/providers`, without their keys. */
export const providerList = ({ providers }: LocalCatalog): object => {
  const data = Object.entries(providers).map(([slug, provider]) => ({ slug, name: slug, provider: provider === "echo" ? "echo" : provider.provider, status: "active" }));
  return { object: "list", total: data.length, data };
};
