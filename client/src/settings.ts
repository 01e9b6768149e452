import { ConfigurationTarget, type WorkspaceFolder, workspace } from "vscode";
import { configurationSection, isSlug } from "../../server/src/lsp/protocol.ts";

/** The section of every setting, and the id by which the language client finds `trace.server`. */
export const section = configurationSection;

/** The settings file that a folder shares with other editors and CI. */
export const settingsFileName = "portkey-migrate.json";

/** The setting that gives LiteLLM prefixes their slugs; also its key in the settings file. */
export const providerSlugsKey = "providerSlugs";

/** The setting of what calls become; also its key in the settings file. */
export const strategyKey = "strategy";

/** Where a setting can be kept in the editor's own settings. */
export type SettingsLevel = "user" | "workspace" | "folder";

/** A setting by its name, or an entry of one by the setting's and its own. */
export type SettingPath = readonly [setting: string, entry?: string];

/** Sets a setting on one level; an entry is added to those that the level has already. */
export async function saveSetting([setting, entry]: SettingPath, value: string, level: SettingsLevel, folder: WorkspaceFolder | undefined): Promise<void> {
  const configuration = workspace.getConfiguration(section, folder?.uri);
  const known = configuration.inspect<Readonly<Record<string, string>>>(setting);
  const [target, own] = {
    user: [ConfigurationTarget.Global, known?.globalValue] as const,
    workspace: [ConfigurationTarget.Workspace, known?.workspaceValue] as const,
    folder: [ConfigurationTarget.WorkspaceFolder, known?.workspaceFolderValue] as const,
  }[level];
  await configuration.update(setting, entry === undefined ? value : { ...own, [entry]: value }, target);
}

/** Why a text is no slug, or undefined; a leading `@` is allowed, as Portkey writes slugs in model names. */
export function slugProblem(text: string): string | undefined {
  return isSlug(plainSlug(text)) ? undefined : "A slug starts with a letter or a digit, followed by letters, digits, dots, dashes and underscores, such as openai-prod";
}

/** The slug as settings keep it. */
export const plainSlug = (text: string): string => text.trim().replace(/^@/, "");
