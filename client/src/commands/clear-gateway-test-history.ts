import { window } from "vscode";
import type { Extension } from "../extension.ts";

/** Clear History: forgets every test that was kept. */
export async function clearGatewayTestHistory({ gateway }: Extension): Promise<void> {
  await gateway.history.clear();
  // only a piece of information, which nothing waits for
  void window.showInformationMessage("The history of gateway tests is empty.");
}
