import type { CancellationToken, Connection, DocumentDiagnosticReport, InitializeParams, InitializeResult, ServerCapabilities } from "vscode-languageserver";
import { CodeActionTriggerKind, CodeLensRefreshRequest, DidChangeConfigurationNotification, DidChangeWatchedFilesNotification, FileChangeType, TextDocumentSyncKind } from "vscode-languageserver";
import type { AnalysisContext, Engine, EngineHost, FileReport } from "../engine/engine.ts";
import type { Rule } from "../engine/rules/rule.ts";
import type { Settings } from "../engine/settings.ts";
import { settingsFileName } from "../engine/settings-file.ts";
import { isProjectFile } from "../engine/workspace/typescript-projects.ts";
import type { Host } from "../host/host.ts";
import { uriKey } from "../host/uris.ts";
import { type Analysis, isRead } from "./analysis.ts";
import { type ClientFeatures, clientFeatures, codeActionKinds } from "./client-features.ts";
import { codeActions, resolveCodeAction, uriOfAction } from "./code-actions.ts";
import { Contexts } from "./contexts.ts";
import { DiagnosticPush, DiagnosticRefresh, pullDiagnostics, resultIdsOf } from "./diagnostics.ts";
import { Documents } from "./documents.ts";
import { createGuard, type Guard } from "./guard.ts";
import { hover } from "./hovers.ts";
import { logOnce } from "./log-once.ts";
import { Notebooks, type OpenNotebook } from "./notebooks.ts";
import {
  configurationSection,
  type ExplainParams,
  type ExplainResult,
  type PlanParams,
  type PlanResult,
  type ProvidersResult,
  type ReportParams,
  type ReportResult,
  type RulesResult,
  requests,
  type ScanResult,
  type StrategiesResult,
  type Targets,
  type Totals,
} from "./protocol.ts";
import { Reports } from "./reports.ts";
import { rulePage } from "./rule-pages.ts";
import { answerPlan, answerProviders, answerReport, answerScan, answerStrategies, answerWorkspaceDiagnostics, type Run } from "./scan-requests.ts";
import { readSettings } from "./settings.ts";
import { answerSketches, requestActionsAt, showsLenses } from "./sketch-requests.ts";
import { diagnosticsOf } from "./to-protocol.ts";
import { UnreadFiles } from "./unread-files.ts";
import { WorkspaceModules } from "./workspace-modules.ts";
import type { ScanParts } from "./workspace-scan.ts";
import { configGlob, ProxyConfigs, projectGlobs, sourceGlob } from "./workspaces.ts";

/** What the server offers: the engine and the rules it runs. */
export interface Product {
  readonly version: string;
  readonly rules: readonly Rule[];
  /** The reference page of a rule, where it was shipped. */
  readonly pageOf: (rule: string) => string | undefined;
  /** Whether the bytes of a source file are one that can be read and that holds nothing to find. */
  holdsNothing(bytes: Uint8Array, maxFileSizeKB: number): boolean;
  createEngine(host: EngineHost): Promise<Engine>;
}

/** Serves one client over a connection that is not listening yet. */
export function startServer(connection: Connection, host: Host, product: Product): void {
  const engine = product.createEngine(host);
  // whoever needs the engine gets the error; here it is only told
  engine.catch((error: unknown) => connection.console.error(`The engine could not start: ${String(error)}`));
  connection.onInitialize((params) => {
    const client = clientFeatures(params);
    const session = openSession(connection, host, product, engine, client);
    session.contexts.setFolders(foldersOf(params));
    followDocuments(session);
    followNotebooks(session);
    followSettings(session);
    answerEditor(session);
    answerCustomRequests(session);
    answerSketches(
      session,
      (uri) => openAnalysis(session, uri),
      (params, token) => runOf(session, params, token),
    );
    return { capabilities: serverCapabilities(client), serverInfo: { name: "Portkey Migrate", version: product.version } } satisfies InitializeResult;
  });
  connection.listen();
}

function serverCapabilities(client: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    notebookDocumentSync: { notebookSelector: [{ notebook: "jupyter-notebook", cells: [{ language: "python" }] }] },
    hoverProvider: true,
    ...(showsLenses(client) ? { codeLensProvider: {} } : {}),
    ...(client.takesCodeActions ? { codeActionProvider: { codeActionKinds, resolveProvider: client.resolvesEdits } } : {}),
    ...(client.pullsDiagnostics ? { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: client.options.workspaceDiagnostics !== false } } : {}),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

/** One client's session, from `initialize` on. */
interface Session extends ScanParts {
  readonly connection: Connection;
  readonly product: Product;
  readonly engine: Promise<Engine>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly client: ClientFeatures;
  readonly guard: Guard;
  readonly proxyConfigs: ProxyConfigs;
  readonly push: DiagnosticPush;
}

function openSession(connection: Connection, host: Host, product: Product, engine: Promise<Engine>, client: ClientFeatures): Session {
  const { console, workspace } = connection;
  const documents = new Documents(client.encoding);
  const notebooks = new Notebooks(client.encoding);
  const proxyConfigs = new ProxyConfigs(host);
  const contexts = new Contexts(async (scope): Promise<AnalysisContext> => {
    const settings = await readSettings({ workspace, console, host, client, rules: product.rules.map(({ id }) => id) }, scope);
    const configured = await proxyConfigs.workspaceOf(scope, settings);
    return { settings, workspace: scope.isFolder ? { ...configured, modules: modules.index, adapterUri: adapterUriIn(scope.uri, settings) } : configured };
  });
  const log = logOnce((message) => console.warn(message));
  const onReport = (report: FileReport): void => {
    log(report);
    modules.analyzed(report);
  };
  const reports = new Reports({ engine, host, documents, notebooks, contexts, encoding: client.encoding, holdsNothing: product.holdsNothing, onReport });
  const modules: WorkspaceModules = new WorkspaceModules({
    host,
    contexts,
    analyze: (uri) => reports.of(uri),
    isOpen: (uri) => (documents.get(uri) ?? notebooks.get(uri)) !== undefined,
    onChange: () => showAnew({ connection, client, documents, notebooks, push }),
    onError: (error) => console.error(`what files give to each other is not known: ${String(error)}`),
  });
  const push = new DiagnosticPush(reports, async (uri, analysis) => {
    // it may have been closed while it was analyzed
    const isOpen = documents.get(uri) !== undefined || notebooks.get(uri) !== undefined;
    const shown = isOpen && analysis ? diagnosticsOf(analysis.report, analysis.documents, client.diagnostics) : [{ uri, version: null, diagnostics: [] }];
    await Promise.all(shown.map(({ version, ...document }) => connection.sendDiagnostics({ ...document, ...(version === null ? {} : { version }) })));
  });
  const rules: ReadonlyMap<string, Rule> = new Map(product.rules.map((rule) => [rule.id, rule]));
  const unreadFiles = new UnreadFiles(host);
  return { connection, host, product, engine, client, documents, notebooks, contexts, reports, modules, unreadFiles, push, rules, proxyConfigs, guard: createGuard(console) };
}

/** The file of the adapter that a folder's settings choose. */
function adapterUriIn(folder: string, { adapterPath }: Settings): string | undefined {
  return adapterPath === undefined ? undefined : uriKey(`${folder.replace(/\/$/, "")}/${adapterPath.split("/").map(encodeURIComponent).join("/")}`);
}

/** Has the client show what there is to say now of all that it has open. */
async function showAnew({ connection, client, documents, notebooks, push }: Pick<Session, "connection" | "client" | "documents" | "notebooks" | "push">): Promise<void> {
  if (!client.pullsDiagnostics) await Promise.all([...documents.all(), ...notebooks.all()].map(({ uri }) => push.update(uri)));
  else if (client.refreshesDiagnostics) await connection.languages.diagnostics.refresh();
  if (client.refreshesCodeLenses && showsLenses(client)) await connection.sendRequest(CodeLensRefreshRequest.type);
}

/** The analysis of a document that is open and ours to read. */
async function openAnalysis({ documents, notebooks, reports }: Pick<Session, "documents" | "notebooks" | "reports">, uri: string): Promise<Analysis | undefined> {
  const result = (documents.get(uri) ?? notebooks.get(uri)) && (await reports.of(uri));
  return result && isRead(result) ? result : undefined;
}

/** The same, for what an editor asks for by itself and again soon: nobody waits for a long analysis. */
async function analysisAtHand({ documents, notebooks, reports }: Pick<Session, "documents" | "notebooks" | "reports">, uri: string): Promise<Analysis | undefined> {
  const shown = (documents.get(uri) ?? notebooks.get(uri)) && (await reports.shown(uri));
  return shown && !shown.isStale && isRead(shown.analysis) ? shown.analysis : undefined;
}

function followDocuments({ connection, guard, client, documents, contexts, reports, push, modules }: Session): void {
  const update = async (uri: string): Promise<void> => {
    if (!client.pullsDiagnostics) await push.update(uri);
  };
  connection.onDidOpenTextDocument(
    guard.notification("didOpen", async (event) => {
      const document = documents.open(event);
      reports.opened(document);
      await update(document.uri);
      modules.start();
    }),
  );
  connection.onDidChangeTextDocument(
    guard.notification("didChange", async (event) => {
      const document = documents.change(event);
      if (!document) return;
      reports.edited(document);
      await update(document.uri);
    }),
  );
  connection.onDidCloseTextDocument(
    guard.notification("didClose", async ({ textDocument: { uri } }) => {
      const document = documents.close(uri);
      if (!document) return;
      contexts.forget(document.uri);
      await modules.changed(document.uri);
      await Promise.all([client.pullsDiagnostics ? undefined : push.closed(document.uri), reports.closed(document)]);
    }),
  );
}

function followNotebooks(session: Session): void {
  const { connection, guard, client, notebooks, contexts, reports, push } = session;
  const { synchronization } = connection.notebooks;
  /** What was said of each cell, for a client pulls anew for a cell that was changed only. */
  const said = new Map<string, ReadonlyMap<string, string>>();
  const update = async ({ uri, key }: OpenNotebook, changed: ReadonlySet<string>): Promise<void> => {
    if (!client.pullsDiagnostics) return push.update(uri);
    const analysis = await openAnalysis(session, uri);
    const before = said.get(key);
    const now = analysis ? resultIdsOf(analysis, client.diagnostics) : new Map<string, string>();
    said.set(key, now);
    const isAboutOthers = before !== undefined && [...now].some(([cell, id]) => !changed.has(cell) && before.has(cell) && before.get(cell) !== id);
    if (isAboutOthers && client.refreshesDiagnostics) await connection.languages.diagnostics.refresh();
  };
  const clear = async (uris: readonly string[]): Promise<void> => {
    if (!client.pullsDiagnostics) await Promise.all(uris.map((uri) => connection.sendDiagnostics({ uri, diagnostics: [] })));
  };
  synchronization.onDidOpenNotebookDocument(
    guard.notification("notebookDocument/didOpen", async (event) => {
      const notebook = notebooks.open(event);
      reports.opened(notebook);
      await update(notebook, new Set());
    }),
  );
  synchronization.onDidChangeNotebookDocument(
    guard.notification("notebookDocument/didChange", async (event) => {
      const change = notebooks.change(event);
      if (!change) return;
      reports.edited(change.notebook);
      await clear(change.closed);
      await update(change.notebook, new Set(event.change.cells?.textContent?.map(({ document }) => document.uri)));
    }),
  );
  synchronization.onDidCloseNotebookDocument(
    guard.notification("notebookDocument/didClose", async ({ notebookDocument: { uri } }) => {
      const notebook = notebooks.close(uri);
      if (!notebook) return;
      said.delete(notebook.key);
      contexts.forget(notebook.uri);
      await clear(notebook.source().documents.all.map((document) => document.uri));
      await reports.closed(notebook);
    }),
  );
}

function followSettings(session: Session): void {
  const { connection, host, guard, client, contexts, proxyConfigs, modules } = session;
  const refresh = async (): Promise<void> => {
    contexts.drop();
    modules.relist();
    await showAnew(session);
  };
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
      if (client.registersWatchers)
        await connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [`**/${settingsFileName}`, configGlob, sourceGlob, ...projectGlobs].map((globPattern) => ({ globPattern })),
        });
    }),
  );
  connection.onDidChangeConfiguration(guard.notification("didChangeConfiguration", refresh));
  connection.onDidChangeWatchedFiles(
    guard.notification("didChangeWatchedFiles", async ({ changes }) => {
      for (const { uri, type } of changes) {
        if (type !== FileChangeType.Changed) host.cameOrWent(uri);
        if (isProjectFile(uri)) modules.projectChanged();
        else if (type === FileChangeType.Deleted) modules.deleted(uri);
        else await modules.changed(uri);
      }
      const matters = await Promise.all(changes.map(async ({ uri }) => uri.endsWith(`/${settingsFileName}`) || proxyConfigs.concerns(uri)));
      if (matters.includes(true)) await refresh();
    }),
  );
}

function answerEditor(session: Session): void {
  const { connection, guard, client, reports, rules, engine } = session;
  if (client.pullsDiagnostics) {
    const refresh = new DiagnosticRefresh(reports, client.diagnostics, () => connection.languages.diagnostics.refresh());
    // without a way to send the truth later, the answer has to wait for it
    const afterStale = client.refreshesDiagnostics ? guard.notification("refresh", (shown: Parameters<typeof refresh.afterStale>[0]) => refresh.afterStale(shown)) : undefined;
    const neutral = (): DocumentDiagnosticReport => ({ kind: "full", items: [] });
    connection.languages.diagnostics.on(
      guard.request("textDocument/diagnostic", neutral, ({ textDocument: { uri }, previousResultId }) => pullDiagnostics(reports, uri, previousResultId, client.diagnostics, afterStale)),
    );
    connection.languages.diagnostics.onWorkspace((params, token, progress, partial) => {
      const answer = () => answerWorkspaceDiagnostics(session, params, { token, progress }, partial, client.diagnostics);
      return guard.request("workspace/diagnostic", () => ({ items: [] }), answer)(params, token);
    });
  }
  connection.onCodeAction(
    guard.request(
      "textDocument/codeAction",
      () => [],
      async (params, token) => {
        // a menu that opens by itself is asked for again when the diagnostics change
        const isAutomatic = params.context.triggerKind === CodeActionTriggerKind.Automatic && params.context.only === undefined;
        const analysis = await (isAutomatic ? analysisAtHand : openAnalysis)(session, params.textDocument.uri);
        if (!analysis) return [];
        const ofFindings = codeActions(params, analysis, rules, client);
        const isAsked = params.context.only === undefined && (!isAutomatic || ofFindings.length > 0);
        const actions = isAsked ? [...ofFindings, ...(await requestActionsAt(params, analysis, session, token))] : ofFindings;
        if (client.resolvesEdits) return actions;
        const ready = await engine;
        return Promise.all(actions.map(({ data, ...action }) => resolveCodeAction(action, data, analysis, ready, client, session)));
      },
    ),
  );
  connection.onCodeActionResolve((action, token) => {
    const answer = async () => {
      const uri = uriOfAction(action.data);
      const analysis = uri === undefined ? undefined : await openAnalysis(session, uri);
      return resolveCodeAction(action, action.data, analysis, await engine, client, session);
    };
    return guard.request("codeAction/resolve", () => action, answer)(action, token);
  });
  connection.onHover(
    guard.request(
      "textDocument/hover",
      () => null,
      async ({ textDocument: { uri }, position }) => {
        const analysis = await analysisAtHand(session, uri);
        return analysis ? hover(uri, position, analysis, rules, await engine, client.rendersMarkdown ? "markdown" : "plaintext") : null;
      },
    ),
  );
}

const runOf = ({ connection }: Pick<Session, "connection">, { workDoneToken }: Targets, token: CancellationToken): Run => ({
  token,
  progress: connection.window.attachWorkDoneProgress(workDoneToken),
});

function answerCustomRequests(session: Session): void {
  const { connection, guard, client, product, rules, engine } = session;
  const run = (params: Targets, token: CancellationToken): Run => runOf(session, params, token);
  const totals: Totals = { findings: 0, safe: 0, unsafe: 0, manual: 0, suppressed: 0, leftOut: 0, byRule: {} };
  const noScan = (): ScanResult => ({ files: [], scanned: 0, totals, skipped: [] });
  const noPlan = (): PlanResult => ({ files: [], totals, offered: { safe: 0, unsafe: 0 }, notes: [], skipped: [], left: [] });
  const noProviders = (): ProvidersResult => ({ providers: [] });
  const noStrategies = (): StrategiesResult => ({ strategies: [], current: null });
  const explain = ({ rule }: ExplainParams): ExplainResult => {
    const found = rules.get(rule);
    return found ? rulePage(found, product.pageOf(rule)) : null;
  };
  connection.onRequest(
    requests.scan,
    guard.request(requests.scan, noScan, (params: Targets, token) => answerScan(session, params, run(params, token), client.diagnostics)),
  );
  connection.onRequest(
    requests.plan,
    guard.request(requests.plan, noPlan, async (params: PlanParams, token) => answerPlan(session, await engine, client, params, run(params, token))),
  );
  connection.onRequest(
    requests.providers,
    guard.request(requests.providers, noProviders, (params: Targets, token) => answerProviders(session, params, run(params, token))),
  );
  connection.onRequest(
    requests.strategies,
    guard.request(requests.strategies, noStrategies, async (params: Targets, token) => answerStrategies(session, await engine, params, run(params, token))),
  );
  connection.onRequest(
    requests.report,
    guard.request(
      requests.report,
      (): ReportResult => ({ text: "" }),
      async (params: ReportParams, token) => answerReport(session, await engine, params, run(params, token), product),
    ),
  );
  connection.onRequest(
    requests.explain,
    guard.request(requests.explain, (): ExplainResult => null, explain),
  );
  connection.onRequest(
    requests.rules,
    guard.request(
      requests.rules,
      (): RulesResult => [],
      () => product.rules.map(({ id, title }) => ({ id, title })),
    ),
  );
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return rootUri ? [rootUri] : [];
}
