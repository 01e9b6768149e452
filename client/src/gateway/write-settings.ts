import { ConfigurationTarget, workspace } from "vscode";
import { section } from "../settings.ts";
import type { ProfileId } from "./user-settings.ts";

/** Saves which gateway is meant, in the user's settings. */
export async function setGatewayProfile(id: ProfileId): Promise<void> {
  await workspace.getConfiguration(section).update("gateway.profile", id, ConfigurationTarget.Global);
}

/** Saves the address of a gateway of the user's own. */
export async function setGatewayUrl(url: string): Promise<void> {
  await workspace.getConfiguration(section).update("gateway.url", url, ConfigurationTarget.Global);
}
