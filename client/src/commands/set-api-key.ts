import { commands, window } from "vscode";
import { gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import type { Extension } from "../extension.ts";
import { addressOf, askForKey } from "../gateway/ask-for-key.ts";
import { originOf } from "../gateway/keys.ts";
import { gatewayIsSaved } from "../gateway/write-settings.ts";

/** Set Portkey API Key…: keeps a key for the gateway of the profile, or for another one that is picked. */
export async function setApiKey({ gateway, log }: Extension): Promise<void> {
  await gatewayIsSaved();
  const { profile, url } = gateway.settings();
  const address = profile === "local" ? await chooseAddress(url) : addressOf(profile, url);
  if (address === undefined) return;
  if (await askForKey(gateway.keys, address)) log.info(`A key is set for ${originOf(address)}`);
}

/** The local gateway has no key of Portkey's. */
async function chooseAddress(url: string): Promise<string | undefined> {
  const known = (["hosted", "airs", "self-hosted"] as const).flatMap((id) => {
    const address = addressOf(id, url);
    return address === undefined ? [] : [{ label: `$(key) Key for ${new URL(address).host}`, description: gatewayFacts(id).name, address }];
  });
  const provider = { label: "$(server) Key of a provider, for the local gateway…", description: "Set Up Local Provider…", address: undefined };
  const chosen = await window.showQuickPick([...known, provider], { title: "Set Portkey API Key", placeHolder: "The local gateway, which is selected, needs no key", ignoreFocusOut: true });
  if (chosen === provider) await commands.executeCommand("portkeyMigrate.setUpLocalProvider");
  return chosen?.address;
}
