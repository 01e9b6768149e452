import { Uri, WorkspaceEdit, window, workspace } from "vscode";
import { type PlanParams, type PlanResult, requests } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { count } from "../wording.ts";

/** Fix All Safe Problems in File: what `source.fixAll.portkeyMigrate` does on save, when it is asked for. */
export async function fixAllSafeInFile({ server, status }: Extension): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document) return;
  const params: PlanParams = { files: [document.uri.toString()], safety: "safe" };
  const { files, totals, skipped } = await status.during(server.request<PlanResult>(requests.plan, params));
  if (files.length === 0) {
    const left = totals.findings === 0 ? "There is nothing to fix in this file." : `None of the ${count(totals.findings, "finding")} can be fixed without a review.`;
    // only a piece of information, which nothing waits for
    void window.showInformationMessage(skipped[0] ? `This file was not read: ${skipped[0].reason}` : left);
    return;
  }
  const edit = new WorkspaceEdit();
  // a notebook's cells are documents of their own
  for (const { uri, version, edits } of files) {
    const text = workspace.textDocuments.find((each) => each.uri.toString() === Uri.parse(uri).toString());
    if (text && text.version !== version) throw new Error("the file has changed meanwhile; nothing was applied");
    edit.set(Uri.parse(uri), await server.asTextEdits(edits));
  }
  if (!(await workspace.applyEdit(edit))) throw new Error("the editor refused the edit");
}
