import { commands, languages, window } from "vscode";
import { diagnosticSource, type ExplainParams, type ExplainResult, type RulesResult, requests } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";

/** Open Rule Reference: the page of the finding at the cursor, else of the rule that is chosen from all. */
export async function openRuleReference({ server, pages }: Extension, target: unknown): Promise<void> {
  const rule = typeof target === "string" ? target : (ruleAtCursor() ?? (await chooseRule(server)));
  if (rule === undefined) return;
  const params: ExplainParams = { rule };
  const page = await server.request<ExplainResult>(requests.explain, params);
  if (!page) throw new Error(`there is no rule ${rule}`);
  const uri = pages.put(`${page.id}.md`, "rules", page.markdown);
  // The preview belongs to an extension that may be absent; asking for the command first would miss one that still sleeps.
  try {
    await commands.executeCommand("markdown.showPreview", uri);
  } catch {
    await window.showTextDocument(uri, { preview: true });
  }
}

function ruleAtCursor(): string | undefined {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const found = languages.getDiagnostics(editor.document.uri).find(({ source, range }) => source === diagnosticSource && range.contains(editor.selection.active));
  const code = typeof found?.code === "object" ? found.code.value : found?.code;
  return code === undefined ? undefined : String(code);
}

async function chooseRule(server: Extension["server"]): Promise<string | undefined> {
  const rules = await server.request<RulesResult>(requests.rules, {});
  const chosen = await window.showQuickPick(
    rules.map(({ id, title }) => ({ label: title, description: id, id })),
    { title: "Rule Reference", matchOnDescription: true },
  );
  return chosen?.id;
}
