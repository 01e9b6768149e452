import { window } from "vscode";
import { gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import { type Keys, keyProblem } from "./keys.ts";
import type { ProfileId } from "./user-settings.ts";

/** Asks for a key and keeps it for the origin of an address; says whether one was given. */
export async function askForKey(keys: Keys, address: string): Promise<boolean> {
  const { host } = new URL(address);
  const typed = await window.showInputBox({
    title: `Portkey API Key for ${host}`,
    prompt: `Kept in the editor's secret storage and sent to ${host} alone`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text === "" ? undefined : keyProblem(text)),
  });
  if (typed === undefined || keyProblem(typed) !== undefined) return false;
  await keys.set(address, typed.trim());
  return true;
}

/** The address of a gateway that takes a key of the user's; undefined where none is set. */
export const addressOf = (profile: Exclude<ProfileId, "local">, url: string): string | undefined =>
  profile === "self-hosted" ? (url === "" ? undefined : url) : (gatewayFacts(profile).baseUrl ?? undefined);
