import type { Connection, InitializeParams, InitializeResult, ServerCapabilities } from "vscode-languageserver";
import { DidChangeConfigurationNotification, DidChangeWatchedFilesNotification, TextDocumentSyncKind } from "vscode-languageserver";
import type { AnalysisContext, Engine, EngineHost, FileReport } from "../engine/engine.ts";
import type { Rule } from "../engine/rules/rule.ts";
import { settingsFileName } from "../engine/settings-file.ts";
import type { Host } from "../host/host.ts";
import { type ClientFeatures, clientFeatures, codeActionKinds } from "./client-features.ts";
import { codeActions, resolveCodeAction, uriOfAction } from "./code-actions.ts";
import { Contexts } from "./contexts.ts";
import { DiagnosticPush, pullDiagnostics } from "./diagnostics.ts";
import { Documents } from "./documents.ts";
import { createGuard } from "./guard.ts";
import { hover } from "./hovers.ts";
import {
  configurationSection,
  type ExplainParams,
  type ExplainResult,
  type PlanParams,
  type PlanResult,
  type ProvidersResult,
  type RulesResult,
  requests,
  type ScanResult,
  type Targets,
} from "./protocol.ts";
import { type Analysis, isRead, Reports } from "./reports.ts";
import { rulePage } from "./rule-pages.ts";
import { answerPlan, answerProviders, answerScan, answerWorkspaceDiagnostics } from "./scan-requests.ts";
import { readSettings } from "./settings.ts";
import { diagnosticsOf } from "./to-protocol.ts";
import { configGlob, ProxyConfigs } from "./workspaces.ts";

/** What the server offers: the engine and the rules it runs. */
export interface Product {
  readonly version: string;
  readonly rules: readonly Rule[];
  /** The reference page of a rule, where it was shipped. */
  readonly pageOf: (rule: string) => string | undefined;
  createEngine(host: EngineHost): Promise<Engine>;
}

/** Serves one client over a connection that is not listening yet. */
export function startServer(connection: Connection, host: Host, product: Product): void {
  const engine = product.createEngine(host);
  // whoever needs the engine gets the error; here it is only told
  engine.catch((error: unknown) => connection.console.error(`The engine could not start: ${String(error)}`));
  connection.onInitialize((params) => {
    const client = clientFeatures(params);
    serve(connection, host, product, engine, client, params);
    return { capabilities: serverCapabilities(client), serverInfo: { name: "Portkey Migrate", version: product.version } } satisfies InitializeResult;
  });
  connection.listen();
}

function serverCapabilities(client: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    ...(client.takesCodeActions ? { codeActionProvider: { codeActionKinds, resolveProvider: client.resolvesEdits } } : {}),
    ...(client.pullsDiagnostics ? { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: client.options.workspaceDiagnostics !== false } } : {}),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

function serve(connection: Connection, host: Host, product: Product, engine: Promise<Engine>, client: ClientFeatures, params: InitializeParams): void {
  const { console } = connection;
  const guard = createGuard(console);
  const rules: ReadonlyMap<string, Rule> = new Map(product.rules.map((rule) => [rule.id, rule]));
  const documents = new Documents(client.encoding);
  const proxyConfigs = new ProxyConfigs(host);
  const contexts = new Contexts(async (scope): Promise<AnalysisContext> => {
    const settings = await readSettings({ workspace: connection.workspace, console, host, client }, scope);
    return { settings, workspace: await proxyConfigs.workspaceOf(scope, settings) };
  });
  contexts.setFolders(foldersOf(params));
  const reports = new Reports({ engine, host, documents, contexts, encoding: client.encoding, onReport: logOnce((message) => console.warn(message)) });
  const scanParts = { host, contexts, documents, reports };

  const ofOpen = async (uri: string): Promise<Analysis | undefined> => {
    const result = documents.get(uri) && (await reports.of(uri));
    return result && isRead(result) ? result : undefined;
  };

  const push = new DiagnosticPush(ofOpen, (uri, analysis) => {
    const document = documents.get(uri);
    const diagnostics = document && analysis ? diagnosticsOf(analysis.report, analysis.text, document.uri, client.diagnostics) : [];
    void connection.sendDiagnostics({ uri, diagnostics, ...(document && analysis?.version != null ? { version: analysis.version } : {}) });
  });
  const update = async (uri: string): Promise<void> => {
    if (!client.pullsDiagnostics) await push.update(uri);
  };
  const refresh = async (): Promise<void> => {
    contexts.drop();
    if (!client.pullsDiagnostics) await Promise.all(documents.all().map(({ uri }) => push.update(uri)));
    else if (client.refreshesDiagnostics) await connection.languages.diagnostics.refresh();
  };

  connection.onDidOpenTextDocument(guard.notification("didOpen", (event) => update(documents.open(event).uri)));
  connection.onDidChangeTextDocument(
    guard.notification("didChange", async (event) => {
      const document = documents.change(event);
      if (document) await update(document.uri);
    }),
  );
  connection.onDidCloseTextDocument(
    guard.notification("didClose", async ({ textDocument: { uri } }) => {
      const document = documents.close(uri);
      if (!document) return;
      contexts.forget(document.uri);
      await Promise.all([update(document.uri), reports.close(document)]);
    }),
  );

  connection.onInitialized(
    guard.notification("initialized", async () => {
      if (client.hasWorkspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          guard.notification("didChangeWorkspaceFolders", async ({ added, removed }) => {
            const gone = new Set(removed.map(({ uri }) => uri));
            contexts.setFolders([...contexts.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)]);
            await refresh();
          }),
        );
      }
      if (client.registersConfigurationChange) await connection.client.register(DidChangeConfigurationNotification.type, { section: configurationSection });
      if (client.registersWatchers) {
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: `**/${settingsFileName}` }, { globPattern: configGlob }] });
      }
    }),
  );
  connection.onDidChangeConfiguration(guard.notification("didChangeConfiguration", refresh));
  connection.onDidChangeWatchedFiles(
    guard.notification("didChangeWatchedFiles", async ({ changes }) => {
      const matters = await Promise.all(changes.map(async ({ uri }) => uri.endsWith(`/${settingsFileName}`) || proxyConfigs.concerns(uri)));
      if (matters.includes(true)) await refresh();
    }),
  );

  if (client.pullsDiagnostics) {
    connection.languages.diagnostics.on(
      guard.request(
        "textDocument/diagnostic",
        () => ({ kind: "full" as const, items: [] }),
        ({ textDocument: { uri }, previousResultId }) => pullDiagnostics(reports, uri, previousResultId, client.diagnostics),
      ),
    );
    connection.languages.diagnostics.onWorkspace((params, token, progress, partial) =>
      guard.request(
        "workspace/diagnostic",
        () => ({ items: [] }),
        () => answerWorkspaceDiagnostics(scanParts, params, { token, progress }, partial, client.diagnostics),
      )(params, token),
    );
  }

  connection.onCodeAction(
    guard.request(
      "textDocument/codeAction",
      () => [],
      async (params) => {
        const analysis = await ofOpen(params.textDocument.uri);
        if (!analysis) return [];
        const actions = codeActions(params, analysis, rules, client);
        if (client.resolvesEdits) return actions;
        const ready = await engine;
        return actions.map(({ data, ...action }) => resolveCodeAction(action, data, analysis, ready, client));
      },
    ),
  );
  connection.onCodeActionResolve((action, token) =>
    guard.request(
      "codeAction/resolve",
      () => action,
      async () => {
        const uri = uriOfAction(action.data);
        return resolveCodeAction(action, action.data, uri === undefined ? undefined : await ofOpen(uri), await engine, client);
      },
    )(action, token),
  );
  connection.onHover(
    guard.request(
      "textDocument/hover",
      () => null,
      async ({ textDocument: { uri }, position }) => {
        const analysis = await ofOpen(uri);
        return analysis ? hover(position, analysis, rules, await engine, client.rendersMarkdown ? "markdown" : "plaintext") : null;
      },
    ),
  );

  const progressOf = (params: Targets | undefined) => connection.window.attachWorkDoneProgress(params?.workDoneToken);
  const nothing = { findings: 0, safe: 0, unsafe: 0, manual: 0, suppressed: 0, byRule: {} };
  connection.onRequest(
    requests.scan,
    guard.request<Targets, ScanResult>(
      requests.scan,
      () => ({ files: [], scanned: 0, totals: nothing, skipped: [] }),
      (params, token) => answerScan(scanParts, params, { token, progress: progressOf(params) }, client.diagnostics),
    ),
  );
  connection.onRequest(
    requests.plan,
    guard.request<PlanParams, PlanResult>(
      requests.plan,
      () => ({ files: [], totals: nothing, notes: [], skipped: [], left: [] }),
      async (params, token) => answerPlan(scanParts, await engine, params, { token, progress: progressOf(params) }),
    ),
  );
  connection.onRequest(
    requests.providers,
    guard.request<Targets, ProvidersResult>(
      requests.providers,
      () => ({ providers: [] }),
      (params, token) => answerProviders(scanParts, params, { token, progress: progressOf(params) }),
    ),
  );
  connection.onRequest(
    requests.explain,
    guard.request<ExplainParams, ExplainResult>(
      requests.explain,
      () => null,
      ({ rule }) => {
        const found = rules.get(rule);
        return found ? rulePage(found, product.pageOf(rule)) : null;
      },
    ),
  );
  connection.onRequest(
    requests.rules,
    guard.request<unknown, RulesResult>(
      requests.rules,
      () => [],
      () => product.rules.map(({ id, title }) => ({ id, title })),
    ),
  );
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return rootUri ? [rootUri] : [];
}

/** Says what a report could not do, once for each file and reason. */
function logOnce(log: (message: string) => void): (report: FileReport) => void {
  const said = new Set<string>();
  return ({ source: { uri }, skipped, problems }) => {
    for (const problem of [...(skipped === undefined ? [] : [`not read: ${skipped}`]), ...problems]) {
      const message = `${uri}: ${problem}`;
      if (said.has(message)) continue;
      said.add(message);
      log(message);
    }
  };
}
