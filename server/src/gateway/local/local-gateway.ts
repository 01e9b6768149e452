/** What slugs stand for on this machine; it is kept in memory alone. */
export interface LocalCatalog {
  /** Slugs without their `@`. Any other slug is answered with 400, which names these. */
  readonly providers: Readonly<Record<string, LocalProvider>>;
}

/** A provider by its options in the gateway's config, or the echo that needs no account and no network. */
export type LocalProvider = "echo" | ProviderOptions;

/** The options of a provider in the words of the gateway's config: `{ provider: "openai", api_key: … }`, `aws_region` for Bedrock. */
export interface ProviderOptions {
  readonly provider: string;
  readonly [option: string]: string;
}

/** What a local gateway is started with. */
export interface LocalGatewayOptions {
  readonly catalog: LocalCatalog;
  /** The gateway's bundle `gateway.mjs`; without it, the one beside the running bundle or in `dist`. */
  readonly program?: string;
  /** Ends the start, and the gateway with it. */
  readonly signal?: AbortSignal;
}

/** How the gateway's process ended without being told to. */
export interface GatewayExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last of what it printed, without keys. */
  readonly output: string;
}

/** The open-source Portkey gateway as a child process, behind a Model Catalog of this machine. */
export interface LocalGateway {
  /** `http://127.0.0.1:49152/v1`; it stays the same over a restart. */
  readonly baseUrl: string;
  /** Goes as `x-portkey-api-key`; it is random, so that nobody else on this machine can spend the providers' keys. */
  readonly token: string;
  /** Other providers from the next request on. */
  setCatalog(catalog: LocalCatalog): void;
  /** Is told when the process ends by itself; requests are then answered with 503 until `restart`. */
  onExit(listener: (exit: GatewayExit) => void): void;
  /** Starts the process again, with the same address and token. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it and waits until it answers; rejects with what it printed where it does not. */
export type StartLocalGateway = (options: LocalGatewayOptions) => Promise<LocalGateway>;
