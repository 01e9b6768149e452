import { type ExtensionContext, type LogOutputChannel, Uri, workspace } from "vscode";
import { explain } from "../../../server/src/gateway/explain.ts";
import { startLocalGateway } from "../../../server/src/gateway/local/local-gateway.ts";
import type { Action } from "../../../server/src/gateway/outcome.ts";
import { createRedactor } from "../../../server/src/gateway/redact.ts";
import { defaultLimits, send } from "../../../server/src/gateway/send.ts";
import { section } from "../settings.ts";
import { actionLabel } from "./action-labels.ts";
import type { FoundRequest } from "./code-requests.ts";
import { Confirmations } from "./confirmations.ts";
import { GatewayTests, type TestResult } from "./gateway-tests.ts";
import { History } from "./history.ts";
import { historyFile } from "./history-file.ts";
import { Keys } from "./keys.ts";
import { LocalGatewayHost } from "./local-gateway-host.ts";
import { Panel, type PanelListener } from "./panel.ts";
import { Sender } from "./sender.ts";
import { type GatewaySettings, readGatewaySettings } from "./user-settings.ts";

/** Everything about requests to a gateway, as commands see it. Nothing of it does anything before a command asks for it. */
export interface Gateway {
  readonly settings: () => GatewaySettings;
  readonly keys: Keys;
  readonly confirmations: Confirmations;
  readonly local: LocalGatewayHost;
  readonly sender: Sender;
  readonly history: History;
  readonly tests: GatewayTests;
  readonly panel: Panel;
  /** Ends what is under way, and the local gateway with it. */
  stop(): Promise<void>;
}

/** What happens in the panel that is for commands to do. */
export interface GatewayListener {
  onRerun(): void;
  onAction(result: TestResult, action: Action): void;
  /** The code's own messages are to be sent, in the place of the test text. */
  onOwnPrompt(found: FoundRequest, model: string | null): void;
  onCopy: PanelListener["onCopy"];
  onLocalExit(output: string): void;
}

/** Puts the parts together. */
export function createGateway(context: ExtensionContext, log: LogOutputChannel, listener: GatewayListener): Gateway {
  const settings = () => readGatewaySettings(workspace.getConfiguration(section));
  const keys = new Keys(context.secrets, context.globalState);
  const local = new LocalGatewayHost(startLocalGateway, context.asAbsolutePath("dist/gateway.mjs"), context.secrets, (output) => {
    log.error(`The local gateway has ended by itself: ${output}`);
    listener.onLocalExit(output);
  });
  const sender = new Sender({ isTrusted: () => workspace.isTrusted, keys, local, send });
  const history = new History(historyFile(Uri.joinPath(context.globalStorageUri, "gateway-tests.json")));
  const panel = new Panel(context.extensionUri, {
    onStop: () => tests.cancel(),
    onRerun: listener.onRerun,
    onAction: (index) => {
      const action = tests.last?.diagnosis.actions[index];
      if (tests.last === undefined) return;
      if (action !== undefined) listener.onAction(tests.last, action);
      else if (tests.last.test.stubbed !== null) listener.onOwnPrompt(tests.last.test.stubbed, tests.last.test.request.model);
    },
    onCopy: listener.onCopy,
  });
  const tests = new GatewayTests({ sender, panel, history, settings, limits: defaultLimits, explain, createRedactor, labelsOf });
  return {
    settings,
    keys,
    confirmations: new Confirmations(context.globalState),
    local,
    sender,
    history,
    tests,
    panel,
    async stop() {
      tests.cancel();
      panel.dispose();
      await local.stop();
    },
  };
}

/** What the buttons say, in the order of the actions; the last one may send what the code itself asks. */
const labelsOf = ({ test, diagnosis }: TestResult): readonly string[] => [...diagnosis.actions.map(actionLabel), ...(test.stubbed !== null && diagnosis.ok ? ["Send the Messages of the Code…"] : [])];
