// A language client without an editor: it speaks JSON-RPC over streams and keeps what the server tells it.
import { type Duplex, duplexPair } from "node:stream";
import {
  type CancellationToken,
  CancellationTokenSource,
  type ClientCapabilities,
  type CodeAction,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";
import type { Host } from "../../server/src/host/host.ts";
import { type Product, startServer } from "../../server/src/lsp/server.ts";

/** What VS Code can do, as far as the server asks. */
export const fullCapabilities: ClientCapabilities = {
  general: { positionEncodings: ["utf-16"] },
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] } },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [""] } }, dataSupport: true, resolveSupport: { properties: ["edit"] }, isPreferredSupport: true, disabledSupport: true },
    hover: { contentFormat: ["markdown", "plaintext"] },
  },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"] },
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
  },
};

/** What a test may decide about a client. */
export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly folders?: readonly string[];
  readonly initializationOptions?: unknown;
  /** Answers `workspace/configuration`; may throw. */
  readonly configuration?: (scopeUri: string | undefined) => unknown;
}

/** Starts the server in this process and a client that is ready to talk to it. */
export async function connect(host: Host, product: Product, options: ClientOptions = {}): Promise<LspClient> {
  const [clientSide, serverSide] = duplexPair();
  startServer(createConnection(new StreamMessageReader(serverSide), new StreamMessageWriter(serverSide)), host, product);
  return LspClient.start(clientSide, clientSide, options, () => {
    clientSide.destroy();
    serverSide.destroy();
  });
}

/** How often the server has had the client ask anew. */
interface Refreshes {
  readonly diagnostics: () => number;
  readonly lenses: () => number;
}

/** A client of one server. */
export class LspClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly logs: string[];
  readonly registrations: string[];
  readonly #published: Map<string, PublishDiagnosticsParams>;
  readonly #listeners: Set<() => void>;
  readonly #dispose: () => void;
  readonly #refreshes: Refreshes;
  readonly #versions = new Map<string, number>();

  static async start(input: NodeJS.ReadableStream | Duplex, output: NodeJS.WritableStream | Duplex, options: ClientOptions, dispose: () => void): Promise<LspClient> {
    const connection = createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
    const logs: string[] = [];
    const registrations: string[] = [];
    const published = new Map<string, PublishDiagnosticsParams>();
    const listeners = new Set<() => void>();
    let refreshes = 0;
    let lensRefreshes = 0;
    const changed = () => {
      for (const listener of [...listeners]) listener();
    };
    connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      logs.push(message);
      changed();
    });
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      published.set(params.uri, params);
      changed();
    });
    connection.onRequest("workspace/configuration", ({ items }: { items: { scopeUri?: string }[] }) => items.map(({ scopeUri }) => options.configuration?.(scopeUri) ?? null));
    connection.onRequest("client/registerCapability", ({ registrations: added }: { registrations: { method: string }[] }) => {
      registrations.push(...added.map(({ method }) => method));
      changed();
      return null;
    });
    connection.onRequest("workspace/diagnostic/refresh", () => {
      refreshes++;
      changed();
      return null;
    });
    connection.onRequest("workspace/codeLens/refresh", () => {
      lensRefreshes++;
      changed();
      return null;
    });
    connection.listen();
    const params: InitializeParams = {
      processId: null,
      rootUri: null,
      capabilities: options.capabilities ?? fullCapabilities,
      workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: uri.slice(uri.lastIndexOf("/") + 1) })),
      ...(options.initializationOptions === undefined ? {} : { initializationOptions: options.initializationOptions }),
    };
    const initialized: InitializeResult = await connection.sendRequest("initialize", params);
    await connection.sendNotification("initialized", {});
    const client = new LspClient(connection, initialized, logs, registrations, published, listeners, { diagnostics: () => refreshes, lenses: () => lensRefreshes }, dispose);
    const { didChangeConfiguration, didChangeWatchedFiles } = params.capabilities.workspace ?? {};
    const expected = [didChangeConfiguration, didChangeWatchedFiles].filter((support) => support?.dynamicRegistration).length;
    await client.when(() => registrations.length === expected);
    return client;
  }

  private constructor(
    connection: ProtocolConnection,
    initialized: InitializeResult,
    logs: string[],
    registrations: string[],
    published: Map<string, PublishDiagnosticsParams>,
    listeners: Set<() => void>,
    refreshes: Refreshes,
    dispose: () => void,
  ) {
    this.connection = connection;
    this.initialized = initialized;
    this.logs = logs;
    this.registrations = registrations;
    this.#published = published;
    this.#listeners = listeners;
    this.#refreshes = refreshes;
    this.#dispose = dispose;
  }

  get refreshes(): number {
    return this.#refreshes.diagnostics();
  }

  get lensRefreshes(): number {
    return this.#refreshes.lenses();
  }

  request<R>(method: string, params: unknown, token?: CancellationToken): Promise<R> {
    // an argument that is there but undefined would be taken for a second parameter
    return token ? this.connection.sendRequest(method, params, token) : this.connection.sendRequest(method, params);
  }

  /** A request that the client may take back. */
  cancelable<R>(method: string, params: unknown): { readonly result: Promise<R>; cancel(): void } {
    const source = new CancellationTokenSource();
    return { result: this.request<R>(method, params, source.token), cancel: () => source.cancel() };
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  async open(uri: string, text: string, languageId = "python"): Promise<void> {
    this.#versions.set(uri, 1);
    await this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  async change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    await this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
  }

  async close(uri: string): Promise<void> {
    await this.notify("textDocument/didClose", { textDocument: { uri } });
  }

  /** Pulls; the report as it is. */
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.request("textDocument/diagnostic", { textDocument: { uri }, ...(previousResultId === undefined ? {} : { previousResultId }) });
  }

  /** Pulls; the diagnostics alone. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.pull(uri);
    return report.kind === "full" ? report.items : [];
  }

  codeActions(uri: string, range: Range, only?: readonly string[]): Promise<CodeAction[]> {
    return this.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [], ...(only ? { only } : {}) } });
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.request("codeAction/resolve", action);
  }

  /** The last diagnostics that were pushed for a document. */
  published(uri: string): PublishDiagnosticsParams | undefined {
    return this.#published.get(uri);
  }

  /** Resolves when a message of the server has made the condition true. */
  when(isMet: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const listener = () => {
        if (!isMet()) return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
      listener();
    });
  }

  /** Ends the session; the server must still answer. */
  async stop(): Promise<void> {
    await this.request("shutdown", undefined);
    this.connection.dispose();
    this.#dispose();
  }
}
