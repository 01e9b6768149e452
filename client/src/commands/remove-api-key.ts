import { window } from "vscode";
import type { Extension } from "../extension.ts";

/** Remove Portkey API Key…: forgets the key of a gateway, or those of a provider behind the local one. */
export async function removeApiKey({ gateway, log }: Extension): Promise<void> {
  const ofGateways = gateway.keys.origins().map((origin) => ({ label: `$(key) ${new URL(origin).host}`, description: "key of a gateway", name: origin, forget: () => gateway.keys.remove(origin) }));
  const ofProviders = Object.keys(await gateway.local.providers()).map((slug) => ({
    label: `$(server) @${slug}`,
    description: "provider of the local gateway",
    name: `@${slug}`,
    forget: () => gateway.local.setProvider(slug, undefined),
  }));
  const items = [...ofGateways, ...ofProviders];
  if (items.length === 0) {
    // only a piece of information, which nothing waits for
    void window.showInformationMessage("No key is set.");
    return;
  }
  const chosen = await window.showQuickPick(items, { title: "Remove Portkey API Key", placeHolder: "The key is deleted from the editor's secret storage", canPickMany: true, ignoreFocusOut: true });
  for (const { name, forget } of chosen ?? []) {
    await forget();
    log.info(`The key of ${name} is removed`);
  }
}
