import type { RemoteConsole, RemoteWorkspace } from "vscode-languageserver";
import { withKnownRules } from "../engine/rules/known-rules.ts";
import { parseSettings, type Settings } from "../engine/settings.ts";
import { parseSettingsFile, settingsFileName } from "../engine/settings-file.ts";
import type { Host } from "../host/host.ts";
import type { ClientFeatures } from "./client-features.ts";
import type { Scope } from "./contexts.ts";
import { configurationSection } from "./protocol.ts";

interface Parts {
  readonly workspace: Pick<RemoteWorkspace, "getConfiguration">;
  readonly console: Pick<RemoteConsole, "warn">;
  readonly host: Host;
  readonly client: ClientFeatures;
  /** The ids of the rules that there are. */
  readonly rules: readonly string[];
}

/** What holds for a folder or a lone file: the editor's settings over the folder's file; what cannot be used is logged and left out. */
export async function readSettings(parts: Parts, scope: Scope): Promise<Settings> {
  const [file, own] = await Promise.all([scope.isFolder ? readText(parts.host, `${scope.uri.replace(/\/$/, "")}/${settingsFileName}`) : undefined, editorSettings(parts, scope)]);
  const fromFile = withKnownRules(file === undefined ? parseSettings(undefined) : parseSettingsFile(file), parts.rules, settingsFileName);
  const merged = withKnownRules(parseSettings(own, "editor", fromFile.settings), parts.rules, "editor");
  for (const problem of [...fromFile.problems, ...merged.problems]) parts.console.warn(`Settings of ${scope.uri}: ${problem}`);
  return merged.settings;
}

async function editorSettings({ client, workspace, console }: Parts, { uri }: Scope): Promise<unknown> {
  if (!client.hasConfiguration) return client.options.settings;
  try {
    const answer: unknown = await workspace.getConfiguration({ scopeUri: uri, section: configurationSection });
    return answer;
  } catch (error) {
    console.warn(`The client did not tell its settings for ${uri}, so the defaults hold: ${String(error)}`);
    return undefined;
  }
}

/** A folder without the file is the usual case. */
const readText = async (host: Host, uri: string): Promise<string | undefined> =>
  host.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
