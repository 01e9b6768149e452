import { commands, Disposable, window } from "vscode";
import { mapProvidersCommand } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { menuCommand } from "../views/status-item.ts";
import { chooseStrategy } from "./choose-strategy.ts";
import { exportReport } from "./export-report.ts";
import { fixAllSafeInFile } from "./fix-all-safe-in-file.ts";
import { mapProviders } from "./map-providers.ts";
import { migrateFile } from "./migrate-file.ts";
import { migrateFolder } from "./migrate-folder.ts";
import { openRuleReference } from "./open-rule-reference.ts";
import { restartServer } from "./restart-server.ts";
import { scanWorkspace } from "./scan-workspace.ts";
import { showLogs } from "./show-logs.ts";
import { showMenu } from "./show-menu.ts";

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
  "portkeyMigrate.restartServer": restartServer,
  "portkeyMigrate.showLogs": showLogs,
  [menuCommand]: showMenu,
};

/** Registers every command; one that fails says so and leaves the details in the log. */
export function registerCommands(extension: Extension): Disposable {
  const registrations = Object.entries(table).map(([id, command]) =>
    commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        await command(extension, ...args);
      } catch (error) {
        extension.log.error(`${id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        const chosen = await window.showErrorMessage(`Portkey Migrate: ${error instanceof Error ? error.message : String(error)}`, "Show Logs");
        if (chosen) extension.log.show();
      }
    }),
  );
  return Disposable.from(...registrations);
}
