import { window } from "vscode";
import { checkGatewayUrl } from "../../../server/src/gateway/gateway-url.ts";
import { addressPolicy, gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import type { Extension } from "../extension.ts";
import { type ProfileId, profileIds } from "../gateway/user-settings.ts";
import { setGatewayProfile } from "../gateway/write-settings.ts";

/** Select Gateway Profile…: which gateway requests are tested with, and the address of one's own; kept in the user's settings. */
export async function selectGatewayProfile({ gateway, log }: Extension): Promise<void> {
  const { profile, url } = gateway.settings();
  const origins = new Set(gateway.keys.origins().map((origin) => new URL(origin).host));
  const items = profileIds.map((id) => {
    const address = id === "self-hosted" ? url : gatewayFacts(id).baseUrl;
    const hasKey = address ? origins.has(new URL(address).host) : false;
    return { label: `${id === profile ? "$(check) " : ""}${labels[id].label}`, description: address ?? "", detail: `${labels[id].detail}${hasKey ? " A key is set." : ""}`, id };
  });
  const chosen = await window.showQuickPick(items, { title: "Select Gateway Profile", placeHolder: "The gateway that requests are tested with", matchOnDescription: true, ignoreFocusOut: true });
  if (chosen === undefined) return;
  const address = chosen.id === "self-hosted" ? await askForUrl(url) : undefined;
  if (chosen.id === "self-hosted" && address === undefined) return;
  await setGatewayProfile(chosen.id, address);
  log.info(`Chose the gateway profile ${chosen.id}`);
}

const labels: Readonly<Record<ProfileId, { readonly label: string; readonly detail: string }>> = {
  local: { label: "Local", detail: "The open-source gateway on this machine, started when it is needed; no account, no key, and an echo for slugs without a provider." },
  hosted: { label: "Portkey", detail: "The hosted gateway." },
  airs: { label: "Prisma AIRS", detail: "The hosted gateway of Prisma AIRS, which takes the key as a bearer token." },
  "self-hosted": { label: "Self-hosted…", detail: "A gateway of your own." },
};

/** Asks for the address of a gateway of the user's own. */
export async function askForUrl(value: string): Promise<string | undefined> {
  const typed = await window.showInputBox({
    title: "Address of the Gateway",
    prompt: "Ends in /v1, such as https://gateway.example.com/v1",
    value: value === "" ? "http://127.0.0.1:8787/v1" : value,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const checked = checkGatewayUrl(text, addressPolicy({ id: "self-hosted", baseUrl: text }));
      return checked.kind === "url" ? undefined : `${checked.refusal.why}${checked.refusal.instead === null ? "" : ` Perhaps ${checked.refusal.instead}`}`;
    },
  });
  if (typed === undefined) return undefined;
  const checked = checkGatewayUrl(typed, addressPolicy({ id: "self-hosted", baseUrl: typed }));
  return checked.kind === "url" ? checked.url : undefined;
}
