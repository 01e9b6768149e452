// A server that does nothing but answer: what is left of a round trip when nothing is analyzed.
import { createConnection, ProposedFeatures, TextDocumentSyncKind } from "vscode-languageserver/node";

const connection = createConnection(ProposedFeatures.all);
connection.onInitialize(() => ({
  capabilities: { textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental }, diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false } },
}));
connection.onDidOpenTextDocument(() => {});
connection.onDidChangeTextDocument(() => {});
connection.languages.diagnostics.on(() => ({ kind: "full", items: [] }));
connection.listen();
