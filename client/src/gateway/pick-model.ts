import { ProgressLocation, window } from "vscode";
import type { GatewayProfile } from "../../../server/src/gateway/outcome.ts";
import { allowed } from "./allowed.ts";
import type { Gateway } from "./gateway.ts";
import { echoSlug } from "./local-gateway-host.ts";
import { catalogModels } from "./model-catalog.ts";
import { listTest } from "./model-probe.ts";
import { type TextItem, typedOrPicked } from "./typed-or-picked.ts";

/** Asks for the model of a request: one of the gateway's catalog, of those that are near, or a typed one. */
export async function pickModel(gateway: Gateway, profile: GatewayProfile, { title, near }: { readonly title: string; readonly near: readonly string[] }): Promise<string | undefined> {
  const canList = profile.id !== "local" && (await gateway.sender.hasKey(profile));
  const load: TextItem = { label: `$(cloud-download) Ask ${new URL(profile.baseUrl).host} for its models`, text: undefined };
  const known = [...new Set([...near, ...(profile.id === "local" ? [`@${echoSlug}/hello`] : [])])].map((model): TextItem => ({ label: model, text: model }));
  const chosen = await typedOrPicked({ title, placeholder: "@slug/model, from the Model Catalog", items: [...known, ...(canList ? [load] : [])] });
  if (chosen !== load) return chosen?.text;
  if (!(await allowed(gateway, listTest(profile, "models")))) return undefined;
  const listed = await window.withProgress({ location: ProgressLocation.Notification, title: "Asking for the models" }, () => catalogModels(gateway, profile, new AbortController().signal));
  const items = (listed.entries ?? []).map((model): TextItem => ({ label: model, text: model }));
  return (await typedOrPicked({ title, placeholder: listed.entries === null ? `${listed.why} Type @slug/model` : "@slug/model", items }))?.text;
}
