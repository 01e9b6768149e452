import { commands, window, workspace } from "vscode";
import type { JsonObject } from "../../../server/src/gateway/outcome.ts";
import { codeColumn } from "./code-column.ts";
import { readBody } from "./edit-body-text.ts";

/** Opens a request's body in an editor until the user sends it or goes away. */
export async function editBody(body: JsonObject): Promise<JsonObject | undefined> {
  const document = await workspace.openTextDocument({ language: "jsonc", content: `${JSON.stringify(body, null, 2)}\n` });
  await window.showTextDocument(document, codeColumn(undefined));
  for (let problem = ""; ; ) {
    const answer = await window.showInformationMessage(`${problem}Edit the body of the request, then send it.`, "Send", "Cancel");
    if (answer !== "Send") return undefined;
    const edited = readBody(document.getText());
    if (typeof edited === "string") {
      problem = `${edited}. `;
      continue;
    }
    await window.showTextDocument(document, codeColumn(document.uri));
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    return edited;
  }
}
