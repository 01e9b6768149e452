import { ProgressLocation, window } from "vscode";
import type { Extension } from "../extension.ts";
import { mayAsk } from "../gateway/trust.ts";

/** Restart Local Gateway: ends its process and starts another one at the same address. */
export async function restartLocalGateway({ gateway, log }: Extension): Promise<void> {
  if (!mayAsk()) return;
  await window.withProgress({ location: ProgressLocation.Notification, title: "Restarting the local gateway" }, () => gateway.local.restart());
  log.info("The local gateway has been restarted");
}
