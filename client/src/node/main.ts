import { type ExtensionContext, window } from "vscode";
import { createServer, type Server } from "../client.ts";
import { registerCommands } from "../commands/index.ts";
import { Pages } from "../pages.ts";
import { ScanResults } from "../scan-results.ts";
import { StatusItem } from "../views/status-item.ts";

/** What another extension, or a test, may wait for. */
export interface Api {
  readonly whenReady: Promise<void>;
}

/** Kept for `deactivate`, which the editor calls without a context and waits for. */
let running: Server | undefined;

/** Called by the editor when one of the languages is opened or a command is run. */
export function activate(context: ExtensionContext): Api {
  const log = window.createOutputChannel("Portkey Migrate", { log: true });
  const server = createServer({ module: context.asAbsolutePath("dist/server.js"), log, onDiagnostics: (uri) => scans.standBack(uri) });
  const scans = new ScanResults(server);
  const status = new StatusItem();
  const pages = new Pages();
  context.subscriptions.push(
    log,
    scans,
    status,
    pages,
    server.onDidChangeRunning((isRunning) => status.setRunning(isRunning)),
    registerCommands({ server, scans, status, pages, log }),
    { dispose: () => server.stop() },
  );
  running = server;
  const whenReady = server.start();
  whenReady.catch((error: unknown) => log.error(`The server could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  return { whenReady };
}

/** Called by the editor at its end. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}
