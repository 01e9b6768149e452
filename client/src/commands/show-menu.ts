import { commands, window } from "vscode";

const entries: readonly { readonly label: string; readonly command: string }[] = [
  { label: "$(search) Scan Workspace", command: "portkeyMigrate.scanWorkspace" },
  { label: "$(wand) Fix All Safe Problems in File", command: "portkeyMigrate.fixAllSafeInFile" },
  { label: "$(diff-multiple) Migrate File…", command: "portkeyMigrate.migrateFile" },
  { label: "$(diff-multiple) Migrate Folder…", command: "portkeyMigrate.migrateFolder" },
  { label: "$(list-selection) Choose Migration Strategy…", command: "portkeyMigrate.chooseStrategy" },
  { label: "$(arrow-swap) Map Providers to Slugs…", command: "portkeyMigrate.mapProviders" },
  { label: "$(play) Test Request Under Cursor", command: "portkeyMigrate.testRequest" },
  { label: "$(plug) Test Gateway Connection", command: "portkeyMigrate.testGatewayConnection" },
  { label: "$(history) Gateway Test History", command: "portkeyMigrate.showGatewayTestHistory" },
  { label: "$(checklist) Verify All Model Slugs…", command: "portkeyMigrate.verifyModelSlugs" },
  { label: "$(server-environment) Select Gateway Profile…", command: "portkeyMigrate.selectGatewayProfile" },
  { label: "$(graph) Export Report…", command: "portkeyMigrate.exportReport" },
  { label: "$(book) Open Rule Reference", command: "portkeyMigrate.openRuleReference" },
  { label: "$(output) Show Logs", command: "portkeyMigrate.showLogs" },
  { label: "$(debug-restart) Restart Server", command: "portkeyMigrate.restartServer" },
];

/** What a click on the language status item offers. */
export async function showMenu(): Promise<void> {
  const chosen = await window.showQuickPick(entries, { title: "Portkey Migrate" });
  if (chosen) await commands.executeCommand(chosen.command);
}
