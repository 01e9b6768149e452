import { copyAs } from "../../../server/src/gateway/copy/copy-as.ts";
import { activeProfile } from "./active-profile.ts";
import { slugsOf } from "./confirmations.ts";
import type { Gateway } from "./gateway.ts";
import type { PreparedTest } from "./gateway-tests.ts";
import type { HistoryEntry } from "./history.ts";

/** A kept test as one that can be sent. */
export const fromHistory = ({ title, request }: HistoryEntry): PreparedTest => ({ title, request, notes: [], isEchoed: false, curl: "", stubbed: null, source: null });

/** A test for the gateway that the settings name now: a kept address is never asked, and never gets a key. */
export async function againOf(gateway: Gateway, test: PreparedTest): Promise<PreparedTest | undefined> {
  const profile = await activeProfile(gateway);
  if (profile === undefined) return undefined;
  const request = { ...test.request, profile };
  const echoed = profile.id === "local" ? await gateway.local.answerFor(slugsOf(request)) : [];
  return { ...test, request, isEchoed: echoed.length > 0, curl: copyAs("curl-bash", request) };
}
