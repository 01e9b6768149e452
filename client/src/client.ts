import {
  type CancellationToken,
  type CodeLens,
  type Diagnostic,
  type DocumentSelector,
  type Event,
  type LogOutputChannel,
  type Progress,
  type TextDocument,
  type TextEdit,
  Uri,
  workspace,
} from "vscode";
import { LanguageClient, State, TransportKind, type Diagnostic as WireDiagnostic, type TextEdit as WireEdit, WorkDoneProgress } from "vscode-languageclient/node";
import { copyRequestCommand, type InitializationOptions, mapProvidersCommand, serverNodeOptions, testRequestCommand } from "../../server/src/lsp/protocol.ts";
import { section } from "./settings.ts";

/** The languages that are read, in documents the user edits: files, new ones, and those of a virtual workspace. */
const files = ["python", "typescript", "typescriptreact", "javascript", "javascriptreact"].flatMap((language) => ["file", "untitled", "vscode-vfs"].map((scheme) => ({ language, scheme })));

const notebookType = "jupyter-notebook";

/** The same and the cells of notebooks, for the editor. */
export const selector: DocumentSelector = [...files, { notebookType, language: "python" }];

/** The language server, as the rest of the client sees it. */
export interface Server {
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  readonly onDidChangeRunning: Event<boolean>;
  request<R>(method: string, params: object): Promise<R>;
  /** Undefined when the user has canceled. */
  requestWithProgress<R>(method: string, params: object, progress: Progress<{ message?: string; increment?: number }>, token: CancellationToken): Promise<R | undefined>;
  asDiagnostics(diagnostics: readonly WireDiagnostic[]): Promise<Diagnostic[]>;
  asTextEdits(edits: readonly WireEdit[]): Promise<TextEdit[]>;
}

interface ServerOptions {
  /** The path of the server's bundle. */
  readonly module: string;
  readonly log: LogOutputChannel;
  /** Told of each document whose diagnostics the server has given. */
  readonly onDiagnostics: (uri: Uri) => void;
}

/** Prepares the server as a Node process of its own; nothing runs before `start`. */
export function createServer({ module, log, onDiagnostics }: ServerOptions): Server {
  const initializationOptions: InitializationOptions = { commands: [mapProvidersCommand, testRequestCommand, copyRequestCommand], workspaceDiagnostics: false };
  const run = { module, transport: TransportKind.ipc, options: { execArgv: [...serverNodeOptions] } };
  const client = new LanguageClient(
    section,
    "Portkey Migrate",
    { run, debug: { ...run, options: { execArgv: [...serverNodeOptions, "--nolazy", "--inspect=127.0.0.1:6021"] } } },
    {
      // the protocol has another name for the type of a notebook
      documentSelector: [...files, { notebook: notebookType, language: "python" }],
      outputChannel: log,
      initializationOptions,
      diagnosticPullOptions: { onChange: true },
      middleware: {
        provideDiagnostics: async (document, previousResultId, token, next) => {
          const report = await next(document, previousResultId, token);
          if (report) onDiagnostics(document instanceof Uri ? document : uriOf(document));
          return report;
        },
        provideCodeLenses: async (document, token, next) => (await next(document, token))?.map(withTrust),
        resolveCodeLens: async (lens, token, next) => {
          const resolved = await next(lens, token);
          return resolved ? withTrust(resolved) : resolved;
        },
      },
    },
  );
  let lastToken = 0;
  return {
    start: () => client.start(),
    stop: () => client.dispose(),
    restart: () => client.restart(),
    onDidChangeRunning: (listener, thisArg, disposables) => client.onDidChangeState(({ newState }) => listener.call(thisArg, newState === State.Running), undefined, disposables),
    request: (method, params) => client.sendRequest(method, params),
    async requestWithProgress(method, params, progress, token) {
      const workDoneToken = `${section}/${++lastToken}`;
      let shown = 0;
      const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
        if (value.kind !== "report") return;
        const percentage = value.percentage ?? shown;
        progress.report({ increment: percentage - shown, ...(value.message === undefined ? {} : { message: value.message }) });
        shown = percentage;
      });
      try {
        return await client.sendRequest(method, { ...params, workDoneToken }, token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      } finally {
        listener.dispose();
      }
    },
    asDiagnostics: (diagnostics) => client.protocol2CodeConverter.asDiagnostics([...diagnostics]),
    asTextEdits: (edits) => client.protocol2CodeConverter.asTextEdits([...edits]),
  };
}

/** Where no request may be sent, the lens says what is to be done about it; its command does the same. */
function withTrust(lens: CodeLens): CodeLens {
  if (lens.command?.command === testRequestCommand && !workspace.isTrusted) lens.command = { ...lens.command, title: "$(shield) Trust workspace to test via Portkey" };
  return lens;
}

const uriOf = ({ uri }: TextDocument): Uri => uri;
