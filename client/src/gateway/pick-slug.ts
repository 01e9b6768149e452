import { ProgressLocation, window, workspace } from "vscode";
import type { FoundProvider } from "../../../server/src/lsp/protocol.ts";
import { plainSlug, slugProblem } from "../settings.ts";
import { activeProfile } from "./active-profile.ts";
import { allowed } from "./allowed.ts";
import type { Gateway } from "./gateway.ts";
import { catalogProviders } from "./model-catalog.ts";
import { listTest } from "./model-probe.ts";
import { type TextItem, typedOrPicked } from "./typed-or-picked.ts";

/** Whether a catalog could be asked for slugs: a gateway with a key, from a folder that is trusted. */
export async function canAskForSlugs({ settings, keys }: Gateway): Promise<boolean> {
  const { profile } = settings();
  return workspace.isTrusted && profile !== "local" && keys.origins().length > 0;
}

/** Asks for a provider's slug: one of the catalog, the suggestion, or a typed one. The catalog is asked when the user says so. */
export async function pickSlug(gateway: Gateway, prefix: string, provider: FoundProvider | undefined, title: string): Promise<string | undefined> {
  const own = provider?.slug ?? provider?.suggestion ?? undefined;
  const known: TextItem[] = own === undefined ? [] : [{ label: `@${own}`, description: provider?.slug === own ? "mapped now" : "suggestion", text: own }];
  const load: TextItem = { label: "$(cloud-download) Ask the gateway for its providers", description: gateway.settings().profile, text: undefined };
  const placeholder = `Slug of the AI Provider for '${prefix}' in Portkey's Model Catalog`;
  const chosen = await typedOrPicked({ title, placeholder, items: [load, ...known], problem: slugProblem });
  if (chosen !== load) return chosen?.text === undefined ? undefined : plainSlug(chosen.text);
  const profile = await activeProfile(gateway);
  if (profile === undefined || !(await allowed(gateway, listTest(profile, "providers")))) return undefined;
  const listed = await window.withProgress({ location: ProgressLocation.Notification, title: "Asking for the providers" }, () => catalogProviders(gateway, profile, new AbortController().signal));
  const isOfKind = ({ provider: kind }: { readonly provider: string | null }): boolean => kind !== null && kind === provider?.portkey;
  const entries = [...(listed.entries ?? [])].sort((a, b) => Number(isOfKind(b)) - Number(isOfKind(a)));
  const items = entries.map(({ slug, provider: kind }): TextItem => ({ label: `@${slug}`, description: kind ?? "", text: slug }));
  const again = await typedOrPicked({ title, placeholder: listed.entries === null ? `${listed.why} Type a slug` : placeholder, items: [...items, ...known], problem: slugProblem });
  return again?.text === undefined ? undefined : plainSlug(again.text);
}
