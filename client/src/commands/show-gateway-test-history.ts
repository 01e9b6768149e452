import { type QuickPickItem, window } from "vscode";
import { gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import type { Extension } from "../extension.ts";
import { againOf, fromHistory } from "../gateway/again.ts";
import type { HistoryEntry } from "../gateway/history.ts";
import { duration } from "../gateway/panel-view.ts";
import { testAgain } from "../gateway/test-code.ts";
import { mayAsk } from "../gateway/trust.ts";

/** Gateway Test History: the last tests, the newest first; one that is picked is shown, and can be sent again. */
export async function showGatewayTestHistory({ gateway, pages }: Extension): Promise<void> {
  const entries = await gateway.history.entries();
  if (entries.length === 0) {
    // only a piece of information, which nothing waits for
    void window.showInformationMessage(gateway.settings().keepsHistory ? "No request has been tested yet." : "The history is off: the setting portkeyMigrate.test.history.");
    return;
  }
  const chosen = await window.showQuickPick(entries.map(itemOf), {
    title: "Gateway Test History",
    placeHolder: "A test to look at or to send again",
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const rerun = { label: "$(debug-restart) Rerun", description: "the same body, to the gateway that is selected now, with the key of now", act: "rerun" as const };
  const show = { label: "$(json) Show Request and Answer", description: "as they are kept, without keys", act: "show" as const };
  const what = await window.showQuickPick([rerun, show], { title: chosen.entry.title, ignoreFocusOut: true });
  if (what === show) await window.showTextDocument(pages.put("gateway-test.json", chosen.entry.at, `${JSON.stringify(chosen.entry, null, 2)}\n`), { preview: true });
  if (what !== rerun || !mayAsk()) return;
  const again = await againOf(gateway, fromHistory(chosen.entry));
  if (again !== undefined) await testAgain(gateway, again);
}

function itemOf(entry: HistoryEntry): QuickPickItem & { readonly entry: HistoryEntry } {
  const { at, title, request, ok, status, totalMs, headline } = entry;
  const figures = [request.model, status, totalMs === null ? null : duration(totalMs)].filter((each) => each !== null);
  return {
    label: `$(${ok ? "pass" : "error"}) ${title}`,
    description: figures.join(" · "),
    detail: `${new Date(at).toLocaleString()} · ${gatewayFacts(request.profile.id).name} · ${headline}`,
    entry,
  };
}
