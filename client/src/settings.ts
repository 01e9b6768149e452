import { ConfigurationTarget, type WorkspaceFolder, workspace } from "vscode";
import { configurationSection, isSlug } from "../../server/src/lsp/protocol.ts";

/** The section of every setting, and the id by which the language client finds `trace.server`. */
export const section = configurationSection;

/** The settings file that a folder shares with other editors and CI. */
export const settingsFileName = "portkey-migrate.json";

/** The setting that gives LiteLLM prefixes their slugs; also its key in the settings file. */
export const providerSlugsKey = "providerSlugs";

/** Where a slug can be kept in the editor's own settings. */
export type SettingsLevel = "user" | "workspace" | "folder";

/** Adds one slug to those that the level has already. */
export async function saveProviderSlug(prefix: string, slug: string, level: SettingsLevel, folder: WorkspaceFolder | undefined): Promise<void> {
  const configuration = workspace.getConfiguration(section, folder?.uri);
  const known = configuration.inspect<Readonly<Record<string, string>>>(providerSlugsKey);
  const [target, own] = {
    user: [ConfigurationTarget.Global, known?.globalValue] as const,
    workspace: [ConfigurationTarget.Workspace, known?.workspaceValue] as const,
    folder: [ConfigurationTarget.WorkspaceFolder, known?.workspaceFolderValue] as const,
  }[level];
  await configuration.update(providerSlugsKey, { ...own, [prefix]: slug }, target);
}

/** Why a text is no slug, or undefined; a leading `@` is allowed, as Portkey writes slugs in model names. */
export function slugProblem(text: string): string | undefined {
  return isSlug(plainSlug(text)) ? undefined : "A slug starts with a letter or a digit, followed by letters, digits, dots, dashes and underscores, such as openai-prod";
}

/** The slug as settings keep it. */
export const plainSlug = (text: string): string => text.trim().replace(/^@/, "");
