import { commands, window } from "vscode";
import { requests, type ScanResult } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { withProgress } from "../with-progress.ts";
import { count, summaryOf } from "../wording.ts";

/** Scan Workspace: everything into Problems, and a summary. */
export async function scanWorkspace(extension: Extension): Promise<void> {
  const result = await withProgress<ScanResult>(extension, "Scanning for LiteLLM", requests.scan, {});
  if (!result) return;
  await extension.scans.replace(result);
  for (const { uri, reason } of result.skipped) extension.log.info(`Not scanned: ${uri}: ${reason}`);
  // the message may stay for as long as the user likes, and the scan is over without it
  void showSummary(extension, result);
}

async function showSummary({ log }: Extension, { files, scanned, totals, skipped }: ScanResult): Promise<void> {
  const missed = skipped.length === 0 ? "" : ` ${count(skipped.length, "file")} not read.`;
  const actions = [...(totals.findings > 0 ? ["Show Problems", "Migrate Folder…"] : []), ...(skipped.length > 0 ? ["Show Logs"] : [])];
  const leftOut = totals.leftOut === 0 ? "" : ` ${count(totals.leftOut, "name")} of models left out, since nothing around them says that they are LiteLLM's.`;
  const message = totals.findings === 0 ? `No LiteLLM use in ${count(scanned, "file")}.` : `${summaryOf(totals, files.length)}.`;
  const chosen = await window.showInformationMessage(message + leftOut + missed, ...actions);
  if (chosen === "Show Problems") await commands.executeCommand("workbench.actions.view.problems");
  if (chosen === "Migrate Folder…") await commands.executeCommand("portkeyMigrate.migrateFolder");
  if (chosen === "Show Logs") log.show();
}
