import { window } from "vscode";
import type { Extension } from "../extension.ts";

/** Cancel Gateway Test: closes the connection of the request that is under way. */
export function cancelGatewayTest({ gateway }: Extension): void {
  // only a piece of information, which nothing waits for
  if (!gateway.tests.cancel()) void window.showInformationMessage("No request is under way.");
}
