import { commands, Disposable } from "vscode";
import { copyRequestCommand, mapProvidersCommand, testRequestCommand } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { guarded } from "../guarded.ts";
import { menuCommand } from "../views/status-item.ts";
import { cancelGatewayTest } from "./cancel-gateway-test.ts";
import { chooseStrategy } from "./choose-strategy.ts";
import { clearGatewayTestHistory } from "./clear-gateway-test-history.ts";
import { copyRequest } from "./copy-request.ts";
import { exportReport } from "./export-report.ts";
import { fixAllSafeInFile } from "./fix-all-safe-in-file.ts";
import { mapProviders } from "./map-providers.ts";
import { migrateFile } from "./migrate-file.ts";
import { migrateFolder } from "./migrate-folder.ts";
import { openRuleReference } from "./open-rule-reference.ts";
import { removeApiKey } from "./remove-api-key.ts";
import { rerunGatewayTest } from "./rerun-gateway-test.ts";
import { restartLocalGateway } from "./restart-local-gateway.ts";
import { restartServer } from "./restart-server.ts";
import { scanWorkspace } from "./scan-workspace.ts";
import { selectGatewayProfile } from "./select-gateway-profile.ts";
import { setApiKey } from "./set-api-key.ts";
import { setUpLocalProvider } from "./set-up-local-provider.ts";
import { showGatewayTestHistory } from "./show-gateway-test-history.ts";
import { showLogs } from "./show-logs.ts";
import { showMenu } from "./show-menu.ts";
import { startLocalGateway } from "./start-local-gateway.ts";
import { testGatewayConnection } from "./test-gateway-connection.ts";
import { testRequest } from "./test-request.ts";
import { verifyModelSlugs } from "./verify-model-slugs.ts";

/** What a command does; its arguments come from menus, code actions and other people's key bindings. */
export type Command = (extension: Extension, ...args: readonly unknown[]) => Promise<void> | void;

const table: Readonly<Record<string, Command>> = {
  "portkeyMigrate.scanWorkspace": scanWorkspace,
  "portkeyMigrate.chooseStrategy": chooseStrategy,
  [mapProvidersCommand]: mapProviders,
  "portkeyMigrate.fixAllSafeInFile": fixAllSafeInFile,
  "portkeyMigrate.migrateFile": migrateFile,
  "portkeyMigrate.migrateFolder": migrateFolder,
  "portkeyMigrate.exportReport": exportReport,
  "portkeyMigrate.openRuleReference": openRuleReference,
  "portkeyMigrate.testGatewayConnection": testGatewayConnection,
  [testRequestCommand]: testRequest,
  "portkeyMigrate.rerunGatewayTest": rerunGatewayTest,
  "portkeyMigrate.cancelGatewayTest": cancelGatewayTest,
  "portkeyMigrate.showGatewayTestHistory": showGatewayTestHistory,
  "portkeyMigrate.clearGatewayTestHistory": clearGatewayTestHistory,
  [copyRequestCommand]: copyRequest("curl-bash"),
  "portkeyMigrate.copyRequestAsPowerShell": copyRequest("curl-powershell"),
  "portkeyMigrate.copyRequestAsPython": copyRequest("python"),
  "portkeyMigrate.copyRequestAsTypeScript": copyRequest("typescript"),
  "portkeyMigrate.copyRequestAsHttp": copyRequest("http"),
  "portkeyMigrate.verifyModelSlugs": verifyModelSlugs,
  "portkeyMigrate.selectGatewayProfile": selectGatewayProfile,
  "portkeyMigrate.setApiKey": setApiKey,
  "portkeyMigrate.removeApiKey": removeApiKey,
  "portkeyMigrate.startLocalGateway": startLocalGateway,
  "portkeyMigrate.restartLocalGateway": restartLocalGateway,
  "portkeyMigrate.setUpLocalProvider": setUpLocalProvider,
  "portkeyMigrate.restartServer": restartServer,
  "portkeyMigrate.showLogs": showLogs,
  [menuCommand]: showMenu,
};

/** Registers every command; one that fails says so and leaves the details in the log. */
export function registerCommands(extension: Extension): Disposable {
  return Disposable.from(...Object.entries(table).map(([id, command]) => commands.registerCommand(id, (...args: unknown[]) => guarded(extension.log, id, () => command(extension, ...args)))));
}
