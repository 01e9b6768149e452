import type { InitializeParams } from "vscode-languageserver";
import { fixAllKind, type InitializationOptions, notebookFixAllKind, quickFixKind } from "./protocol.ts";
import type { DiagnosticSupport, PositionEncoding } from "./to-protocol.ts";

/** What the client can do, read once from `initialize`. */
export interface ClientFeatures {
  readonly encoding: PositionEncoding;
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly diagnostics: DiagnosticSupport;
  readonly hasConfiguration: boolean;
  readonly registersConfigurationChange: boolean;
  readonly registersWatchers: boolean;
  readonly hasWorkspaceFolders: boolean;
  readonly takesCodeActions: boolean;
  readonly resolvesEdits: boolean;
  /** It shows actions that cannot be taken, with the reason. */
  readonly showsDisabledActions: boolean;
  readonly takesDocumentChanges: boolean;
  /** An edit may make a file, as the project's adapter is. */
  readonly createsFiles: boolean;
  readonly rendersMarkdown: boolean;
  readonly showsCodeLenses: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly options: InitializationOptions;
}

/** Reads the capabilities; whatever is missing or odd counts as not supported. */
export function clientFeatures({ capabilities, initializationOptions }: InitializeParams): ClientFeatures {
  const { textDocument, workspace, general } = capabilities ?? {};
  const codeAction = textDocument?.codeAction;
  // utf-16 is what every client must understand; the first one that both sides know wins (LSP 3.17, general.positionEncodings)
  const encoding = general?.positionEncodings?.find((each) => each === "utf-16" || each === "utf-8") === "utf-8" ? "utf-8" : "utf-16";
  const shown = [textDocument?.diagnostic, textDocument?.publishDiagnostics];
  return {
    encoding,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    diagnostics: {
      relatedInformation: shown.some((support) => support?.relatedInformation === true),
      codeDescription: shown.some((support) => support?.codeDescriptionSupport === true),
      tags: shown.some((support) => support?.tagSupport !== undefined),
      encoding,
    },
    hasConfiguration: workspace?.configuration === true,
    registersConfigurationChange: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasWorkspaceFolders: workspace?.workspaceFolders === true,
    takesCodeActions: codeAction?.codeActionLiteralSupport !== undefined,
    resolvesEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes("edit") === true,
    showsDisabledActions: codeAction?.disabledSupport === true,
    takesDocumentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles: workspace?.workspaceEdit?.documentChanges === true && workspace.workspaceEdit.resourceOperations?.includes("create") === true,
    rendersMarkdown: textDocument?.hover?.contentFormat?.includes("markdown") === true,
    showsCodeLenses: textDocument?.codeLens !== undefined,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    options: readOptions(initializationOptions),
  };
}

/** The kinds of code actions the server offers. */
export const codeActionKinds = [quickFixKind, fixAllKind, notebookFixAllKind];

function readOptions(value: unknown): InitializationOptions {
  if (typeof value !== "object" || value === null) return {};
  const commands = "commands" in value && Array.isArray(value.commands) ? value.commands.filter((command) => typeof command === "string") : [];
  return {
    commands,
    ...("settings" in value ? { settings: value.settings } : {}),
    ...("workspaceDiagnostics" in value && value.workspaceDiagnostics === false ? { workspaceDiagnostics: false } : {}),
  };
}
