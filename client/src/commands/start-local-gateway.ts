import { ProgressLocation, window } from "vscode";
import type { Extension } from "../extension.ts";
import { mayAsk } from "../gateway/trust.ts";
import { setGatewayProfile } from "../gateway/write-settings.ts";

/** Start Local Gateway: starts it, and offers to test with it where another one is selected. */
export async function startLocalGateway({ gateway, log }: Extension): Promise<void> {
  if (!mayAsk()) return;
  const { baseUrl } = await window.withProgress({ location: ProgressLocation.Notification, title: "Starting the local gateway" }, () => gateway.local.running());
  log.info(`The local gateway listens at ${baseUrl}`);
  // the message may stay for as long as the user likes, and the gateway runs without it
  void tellRunning(baseUrl, gateway.settings().profile !== "local");
}

async function tellRunning(baseUrl: string, isOther: boolean): Promise<void> {
  const chosen = await window.showInformationMessage(`The local gateway runs at ${baseUrl}, until this window is closed.`, ...(isOther ? ["Test with It"] : []));
  if (chosen) await setGatewayProfile("local");
}
