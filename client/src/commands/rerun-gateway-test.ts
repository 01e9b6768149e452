import { window } from "vscode";
import type { Extension } from "../extension.ts";
import { againOf, fromHistory } from "../gateway/again.ts";
import { testAgain } from "../gateway/test-code.ts";
import { mayAsk } from "../gateway/trust.ts";

/** Rerun Last Gateway Test: the same body, to the gateway that is selected now, with the key of now. */
export async function rerunGatewayTest({ gateway }: Extension, slower: unknown): Promise<void> {
  if (!mayAsk()) return;
  const [newest] = gateway.tests.sent === undefined ? await gateway.history.entries() : [];
  const last = gateway.tests.sent ?? (newest === undefined ? undefined : fromHistory(newest));
  if (last === undefined) {
    // only a piece of information, which nothing waits for
    void window.showInformationMessage("No request has been tested yet.");
    return;
  }
  const again = await againOf(gateway, last);
  if (again !== undefined) await testAgain(gateway, again, typeof slower === "number" ? { slower } : {});
}
