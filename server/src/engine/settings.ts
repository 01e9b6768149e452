/** What a user may set for a folder; never where a request or a key goes. */
export interface Settings {
  readonly enable: boolean;
  /** Undefined: the language's default (`portkey-sdk` in Python, `openai-client` in TypeScript). */
  readonly strategy: Strategy | undefined;
  /** LiteLLM prefix → slug in the Model Catalog, without `@`. */
  readonly providerSlugs: Readonly<Record<string, string>>;
  /** Exact model string → full replacement; wins over the provider's slug. */
  readonly modelMap: Readonly<Record<string, string>>;
  /** Rule ids to run; empty means all. */
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  readonly severity: Readonly<Record<string, Severity | "off">>;
  /** Globs of files to leave out. */
  readonly exclude: readonly string[];
  /** Kilobytes of 1,024 bytes; a larger file is skipped and said so. */
  readonly maxFileSizeKB: number;
}

export type Severity = "error" | "warning" | "information" | "hint";

export const strategies = ["portkey-sdk", "openai-client", "adapter", "keep-litellm"] as const;
export type Strategy = (typeof strategies)[number];
