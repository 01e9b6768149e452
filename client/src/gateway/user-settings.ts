import type { WorkspaceConfiguration } from "vscode";

/** Which gateway is meant; `local` needs neither an account nor a key. */
export type ProfileId = "local" | "hosted" | "airs" | "self-hosted";

/** Every profile, in the order that it is offered. */
export const profileIds: readonly ProfileId[] = ["local", "hosted", "airs", "self-hosted"];

/** What decides where a request goes and what it carries; none of it can be said by a workspace. */
export interface GatewaySettings {
  readonly profile: ProfileId;
  /** The base URL of the profile `self-hosted`, ending in `/v1`; empty where none is set. */
  readonly url: string;
  /** Sent with each request, where they may be. */
  readonly extraHeaders: Readonly<Record<string, string>>;
  /** For a whole request, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether a request is confirmed once for each host or each time. */
  readonly confirm: "once" | "always";
  /** The cap on the tokens of an answer; null: what the code says. */
  readonly maxTokens: number | null;
  readonly keepsHistory: boolean;
}

/** The names of the settings behind the section's prefix, all of them of application scope. */
export const gatewaySettingNames = ["gateway.profile", "gateway.url", "gateway.extraHeaders", "gateway.timeoutMs", "gateway.confirm", "test.maxTokens", "test.history"] as const;

/** The part of the editor's configuration that is asked: who set what. */
export type Inspectable = Pick<WorkspaceConfiguration, "inspect">;

/**
 * Reads the user's settings, and only the user's: `get` would merge in what a folder or a `.code-workspace` says.
 * Their scope alone would do, were there no editor that forgets it. The proxy is the editor's own matter: it puts the user's
 * `http.proxy` under every request of an extension, and takes none from a workspace.
 */
export function readGatewaySettings(configuration: Inspectable): GatewaySettings {
  const user = (name: string): unknown => {
    const value = configuration.inspect<unknown>(name);
    return value?.globalValue ?? value?.defaultValue;
  };
  const profile = user("gateway.profile");
  const url = user("gateway.url");
  const timeout = user("gateway.timeoutMs");
  const maxTokens = user("test.maxTokens");
  return {
    profile: profileIds.find((id) => id === profile) ?? "local",
    url: typeof url === "string" ? url.trim() : "",
    extraHeaders: headersOf(user("gateway.extraHeaders")),
    timeoutMs: typeof timeout === "number" && timeout >= 1000 ? Math.min(timeout, longestTimeoutMs) : 60_000,
    confirm: user("gateway.confirm") === "always" ? "always" : "once",
    maxTokens: maxTokens === null ? null : typeof maxTokens === "number" && maxTokens >= 1 ? Math.floor(maxTokens) : 16,
    keepsHistory: user("test.history") !== false,
  };
}

const longestTimeoutMs = 600_000;

/** What may stand in a header is for the profile to say, which refuses the rest and tells why. */
function headersOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
