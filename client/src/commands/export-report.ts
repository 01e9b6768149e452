import { commands, env, Uri, window, workspace } from "vscode";
import { type FileFormat, fileFormats, type ReportParams, type ReportResult, requests } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { withProgress } from "../with-progress.ts";

/** Export Report…: everything that is found in all folders, in a file of a format; other people's commands may give both. */
export async function exportReport(extension: Extension, givenFormat: unknown, givenTarget: unknown): Promise<void> {
  const format = fileFormats.find((each) => each === givenFormat) ?? (await chooseFormat());
  if (format === undefined) return;
  const params: ReportParams = { format };
  const result = await withProgress<ReportResult>(extension, "Scanning for LiteLLM", requests.report, params);
  if (!result) return;
  const target = givenTarget instanceof Uri ? givenTarget : await chooseTarget(format);
  if (!target) return;
  await workspace.fs.writeFile(target, new TextEncoder().encode(result.text));
  // the message may stay for as long as the user likes, and the report is there without it
  void offerToOpen(target, format);
}

const formats: Readonly<Record<FileFormat, { readonly label: string; readonly detail: string; readonly extension: string }>> = {
  html: { label: "HTML", detail: "One page, for people: by rule, by file, with the estimated effort", extension: "html" },
  markdown: { label: "Markdown", detail: "The same for an issue or a pull request", extension: "md" },
  csv: { label: "CSV", detail: "A line for each finding, for a spreadsheet", extension: "csv" },
  json: { label: "JSON", detail: "For programs", extension: "json" },
  sarif: { label: "SARIF", detail: "For code scanning", extension: "sarif" },
};

async function chooseFormat(): Promise<FileFormat | undefined> {
  const items = fileFormats.map((format) => ({ ...formats[format], format }));
  return (await window.showQuickPick(items, { title: "Export Report" }))?.format;
}

function chooseTarget(format: FileFormat): Thenable<Uri | undefined> {
  const { label, extension } = formats[format];
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const name = `portkey-migrate-report.${extension}`;
  return window.showSaveDialog({ title: "Export Report", filters: { [label]: [extension] }, ...(folder ? { defaultUri: Uri.joinPath(folder, name) } : {}) });
}

async function offerToOpen(target: Uri, format: FileFormat): Promise<void> {
  const chosen = await window.showInformationMessage(`The report is in ${workspace.asRelativePath(target)}.`, "Open");
  if (chosen === undefined) return;
  if (format === "html") await env.openExternal(target);
  else if (format === "markdown") await commands.executeCommand("markdown.showPreview", target);
  else await window.showTextDocument(target);
}
