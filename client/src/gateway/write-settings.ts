import { ConfigurationTarget, workspace } from "vscode";
import { section } from "../settings.ts";
import type { ProfileId } from "./user-settings.ts";

/** Everything that was asked to be saved so far. */
let saving: Promise<unknown> = Promise.resolve();

/** Resolves when each choice made so far can be read: a request that follows a choice goes where the choice says, however fast it follows. */
export async function gatewayIsSaved(): Promise<void> {
  await saving;
}

/** Saves which gateway is meant, in the user's settings, and the address where it is one of the user's own. */
export async function setGatewayProfile(id: ProfileId, url?: string): Promise<void> {
  await save({ ...(url === undefined ? {} : { "gateway.url": url }), "gateway.profile": id });
}

/** Saves the address of a gateway of the user's own. */
export async function setGatewayUrl(url: string): Promise<void> {
  await save({ "gateway.url": url });
}

async function save(values: Readonly<Record<string, string>>): Promise<void> {
  const saved = write(values);
  // one that fails is said by the command that asked for it
  saving = Promise.allSettled([saving, saved]);
  await saved;
}

async function write(values: Readonly<Record<string, string>>): Promise<void> {
  const settings = workspace.getConfiguration(section);
  for (const [name, value] of Object.entries(values)) await settings.update(name, value, ConfigurationTarget.Global);
}
