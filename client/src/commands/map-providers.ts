import { Uri, type WorkspaceFolder, window, workspace } from "vscode";
import { type FoundProvider, type ProvidersResult, requests } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { plainSlug, type SettingsLevel, saveProviderSlug, settingsFileName, slugProblem } from "../settings.ts";
import { saveInSettingsFile } from "../settings-file.ts";
import { withProgress } from "../with-progress.ts";

/** Map Providers to Slugs…: one after the other until the user has enough; a lightbulb gives the provider and the file it is about. */
export async function mapProviders(extension: Extension, prefix: unknown, resource: unknown): Promise<void> {
  const found = await withProgress<ProvidersResult>(extension, "Looking for providers", requests.providers, {});
  if (!found) return;
  const providers = new Map(found.providers.map((provider) => [provider.prefix, provider]));
  // a lightbulb is about one file; the command is about all folders
  const own = typeof resource === "string" ? workspace.getWorkspaceFolder(Uri.parse(resource)) : undefined;
  const folders = own ? [own] : (workspace.workspaceFolders ?? []);
  let place: Place | undefined;
  for (let asked = typeof prefix === "string" ? prefix : await chooseProvider(providers); asked !== undefined; asked = typeof prefix === "string" ? undefined : await chooseProvider(providers)) {
    const slug = await askForSlug(asked, providers.get(asked));
    if (slug === undefined) return;
    place ??= await choosePlace(folders);
    if (!place) return;
    await place.save(asked, slug);
    providers.set(asked, { ...(providers.get(asked) ?? unknownProvider(asked)), slug });
    extension.log.info(`Mapped ${asked} to ${slug} in ${place.label}`);
  }
}

const unknownProvider = (prefix: string): FoundProvider => ({ prefix, portkey: null, count: 0, slug: null, suggestion: null });

async function chooseProvider(providers: ReadonlyMap<string, FoundProvider>): Promise<string | undefined> {
  const items = [...providers.values()].map(({ prefix, count, slug, suggestion, portkey }) => ({
    label: prefix,
    description: `${count} ${count === 1 ? "use" : "uses"}`,
    detail: slug !== null ? `$(check) @${slug}` : suggestion !== null ? `not mapped; suggestion: @${suggestion}` : `not mapped${portkey === null ? "; Portkey has no such provider" : ""}`,
    prefix,
  }));
  const other = { label: "$(edit) Another provider…", description: "by its LiteLLM prefix", prefix: undefined };
  const chosen = await window.showQuickPick([...items, other], { title: "Map Providers to Slugs (1 of 2)", placeHolder: "Provider to map; Escape when done", matchOnDetail: true });
  if (chosen !== other) return chosen?.prefix;
  const typed = await window.showInputBox({
    title: "Map Providers to Slugs (1 of 2)",
    prompt: "LiteLLM prefix, such as openai in openai/gpt-4o",
    validateInput: (text) => (/^[\w-]+$/.test(text.trim()) ? undefined : "A prefix has no slash and no spaces"),
  });
  return typed?.trim();
}

async function askForSlug(prefix: string, provider: FoundProvider | undefined): Promise<string | undefined> {
  const typed = await window.showInputBox({
    title: "Map Providers to Slugs (2 of 2)",
    prompt: `Slug of the AI Provider for '${prefix}' in Portkey's Model Catalog`,
    value: provider?.slug ?? provider?.suggestion ?? "",
    validateInput: slugProblem,
    ignoreFocusOut: true,
  });
  return typed === undefined ? undefined : plainSlug(typed);
}

/** Where slugs are kept. */
interface Place {
  readonly label: string;
  save(prefix: string, slug: string): Promise<void>;
}

/** Asked once, for all providers of one run. */
async function choosePlace(folders: readonly WorkspaceFolder[]): Promise<Place | undefined> {
  const isMultiRoot = (workspace.workspaceFolders?.length ?? 0) > 1;
  const inSettings = (level: SettingsLevel, label: string, detail: string, folder?: WorkspaceFolder) => ({
    label,
    detail,
    save: (prefix: string, slug: string) => saveProviderSlug(prefix, slug, level, folder),
  });
  const places: (Place & { readonly detail: string })[] = folders.map((folder) => ({
    label: `$(json) ${isMultiRoot ? `${folder.name}/` : ""}${settingsFileName}`,
    detail: `In ${folder.name}, for everybody who works on it, the command line and CI`,
    save: (prefix, slug) => saveInSettingsFile(folder.uri, prefix, slug),
  }));
  if (folders.length > 0) places.push(inSettings("workspace", "$(root-folder) Workspace settings", "For this workspace"));
  if (isMultiRoot) places.push(...folders.map((folder) => inSettings("folder", `$(folder) Folder settings of ${folder.name}`, `For ${folder.name} in this workspace`, folder)));
  places.push(inSettings("user", "$(account) User settings", "For everything you open"));
  return window.showQuickPick(places, { title: "Where to Save the Slugs", ignoreFocusOut: true });
}
