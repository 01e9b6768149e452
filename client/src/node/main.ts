import { commands, type ExtensionContext, window } from "vscode";
import { createServer } from "../client.ts";
import { registerCommands } from "../commands/index.ts";
import { copyPart } from "../gateway/copy-part.ts";
import { createGateway } from "../gateway/gateway.ts";
import { offerRestart } from "../gateway/offer-restart.ts";
import { runAction } from "../gateway/run-action.ts";
import { testCode } from "../gateway/test-code.ts";
import { guarded } from "../guarded.ts";
import { Pages } from "../pages.ts";
import { ScanResults } from "../scan-results.ts";
import { StatusItem } from "../views/status-item.ts";

/** What another extension, or a test, may wait for. */
export interface Api {
  readonly whenReady: Promise<void>;
}

/** Kept for `deactivate`, which the editor calls without a context and waits for. */
let stop: (() => Promise<void>) | undefined;

/** Called by the editor when one of the languages is opened or a command is run. */
export function activate(context: ExtensionContext): Api {
  const log = window.createOutputChannel("Portkey Migrate", { log: true });
  const server = createServer({ module: context.asAbsolutePath("dist/server.js"), log, onDiagnostics: (uri) => scans.standBack(uri) });
  const scans = new ScanResults(server);
  const status = new StatusItem();
  const pages = new Pages();
  const inBackground = (name: string, work: () => Promise<void>): void => void guarded(log, name, work);
  const gateway = createGateway(context, log, {
    onRerun: () => inBackground("Rerun", async () => commands.executeCommand("portkeyMigrate.rerunGatewayTest")),
    onAction: (result, action) => inBackground(action.kind, () => runAction(extension, result, action)),
    onOwnPrompt: (found, model) => inBackground("Send", () => testCode(gateway, found, { model, prompt: "code" })),
    onCopy: (what) => inBackground("Copy", () => copyPart(gateway.panel.state, what)),
    onLocalExit: () => inBackground("Restart", offerRestart),
  });
  const extension = { server, scans, status, pages, gateway, log };
  context.subscriptions.push(
    log,
    scans,
    status,
    pages,
    server.onDidChangeRunning((isRunning) => status.setRunning(isRunning)),
    registerCommands(extension),
    { dispose: () => stop?.() },
  );
  stop = async () => {
    await Promise.all([server.stop(), gateway.stop()]);
  };
  const whenReady = server.start();
  whenReady.catch((error: unknown) => log.error(`The server could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  return { whenReady };
}

/** Called by the editor at its end. */
export async function deactivate(): Promise<void> {
  await stop?.();
}
