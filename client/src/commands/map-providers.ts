import { Uri, window, workspace } from "vscode";
import { type FoundProvider, type ProvidersResult, requests } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { canAskForSlugs, pickSlug } from "../gateway/pick-slug.ts";
import { plainSlug, providerSlugsKey, slugProblem } from "../settings.ts";
import { choosePlace, type SettingsPlace } from "../settings-places.ts";
import { withProgress } from "../with-progress.ts";

/** Map Providers to Slugs…: one after the other until the user has enough; a lightbulb gives the provider and the file it is about. */
export async function mapProviders(extension: Extension, prefix: unknown, resource: unknown): Promise<void> {
  const found = await withProgress<ProvidersResult>(extension, "Looking for providers", requests.providers, {});
  if (!found) return;
  const providers = new Map(found.providers.map((provider) => [provider.prefix, provider]));
  // a lightbulb is about one file; the command is about all folders
  const own = typeof resource === "string" ? workspace.getWorkspaceFolder(Uri.parse(resource)) : undefined;
  const folders = own ? [own] : (workspace.workspaceFolders ?? []);
  let place: SettingsPlace | undefined;
  for (let asked = typeof prefix === "string" ? prefix : await chooseProvider(providers); asked !== undefined; asked = typeof prefix === "string" ? undefined : await chooseProvider(providers)) {
    const slug = await askForSlug(extension.gateway, asked, providers.get(asked));
    if (slug === undefined) return;
    place ??= await choosePlace(folders, "Where to Save the Slugs");
    if (!place) return;
    await place.save([providerSlugsKey, asked], slug);
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

async function askForSlug(gateway: Gateway, prefix: string, provider: FoundProvider | undefined): Promise<string | undefined> {
  if (await canAskForSlugs(gateway)) return pickSlug(gateway, prefix, provider, "Map Providers to Slugs (2 of 2)");
  const typed = await window.showInputBox({
    title: "Map Providers to Slugs (2 of 2)",
    prompt: `Slug of the AI Provider for '${prefix}' in Portkey's Model Catalog`,
    value: provider?.slug ?? provider?.suggestion ?? "",
    validateInput: slugProblem,
    ignoreFocusOut: true,
  });
  return typed === undefined ? undefined : plainSlug(typed);
}
