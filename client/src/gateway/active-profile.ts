import { commands, ProgressLocation, window } from "vscode";
import type { GatewayProfile, Refusal } from "../../../server/src/gateway/outcome.ts";
import { createProfile } from "../../../server/src/gateway/profiles.ts";
import type { Gateway } from "./gateway.ts";
import { gatewayIsSaved, setGatewayUrl } from "./write-settings.ts";

/** The gateway that the user's settings name, the local one started; undefined where they name none that may be asked, which is said. */
export async function activeProfile({ settings, local }: Pick<Gateway, "settings" | "local">): Promise<GatewayProfile | undefined> {
  await gatewayIsSaved();
  const { profile: id, url, extraHeaders } = settings();
  const baseUrl = id === "local" ? (await startLocal(local)).baseUrl : url;
  const made = createProfile(id, baseUrl, extraHeaders);
  if ("profile" in made) return made.profile;
  // an address that cannot be asked is said, and nothing waits for what the user does about it
  void offerRepair(made.refusal);
  return undefined;
}

async function startLocal(local: Gateway["local"]) {
  const options = { location: ProgressLocation.Window, title: "Starting the local gateway" };
  return window.withProgress(options, () => local.running());
}

async function offerRepair({ why, instead }: Refusal): Promise<void> {
  const use = instead === null ? [] : [`Use ${instead}`];
  const chosen = await window.showErrorMessage(`Portkey Migrate: ${why}`, ...use, "Select Gateway Profile…");
  if (chosen === undefined) return;
  if (instead !== null && chosen === use[0]) await setGatewayUrl(instead);
  else await commands.executeCommand("portkeyMigrate.selectGatewayProfile");
}
