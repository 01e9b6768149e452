import { env, window } from "vscode";
import type { PanelState } from "../../webview/messages.ts";
import type { PanelListener } from "./panel.ts";

/** Copies a part of what the panel shows, which never held a key. */
export async function copyPart(state: PanelState | undefined, what: Parameters<PanelListener["onCopy"]>[0]): Promise<void> {
  if (state === undefined) return;
  const text = what === "headers" ? state.headers.map(({ name, value }) => `${name}: ${value}`).join("\n") : state[what];
  await env.clipboard.writeText(text);
  window.setStatusBarMessage("Copied", 2000);
}
