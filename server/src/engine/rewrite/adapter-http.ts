import { fetchName } from "../adapter/typescript-module.ts";
import { hostedGateway } from "../catalog/gateway.ts";
import type { Expression, RecordEntry } from "../facts/facts.ts";
import { adapterOf, loadingReason } from "./adapter-of.ts";
import type { CallPlan, PlanContext, Remarks } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { isProxyKey } from "./http-key.ts";
import { adapterInBrowser, droppedKey, isForBrowser, isProgramKey } from "./program-key.ts";
import { callersAddress, otherAddress } from "./proxy-evidence.ts";
import { addReadHeaders } from "./proxy-headers.ts";
import { routeOf } from "./proxy-http.ts";
import { lostFallbacks } from "./proxy-model.ts";
import { callersAddressReason, otherServer } from "./proxy-plan.ts";
import type { ProxyRequest } from "./proxy-requests.ts";

/** Plans that a request by `fetch` goes by the project's adapter, which reads its body when it is sent, whatever it is put together of. */
export function planAdapterHttp({ call, route: asked, evidence }: ProxyRequest, context: PlanContext): CallPlan {
  const { facts, workspace, settings } = context;
  const place = facts.language === "typescript" && call.callee.text === "fetch" && call.callee.name === "fetch" ? adapterOf(context) : undefined;
  const [url, init, ...others] = call.arguments;
  const route = url && routeOf(url.value, context);
  if (!place || !url || !init || route === undefined || others.length > 0 || url.kind === "splat" || init.kind === "splat") return { kind: "blocked", reasons: [] };
  if (place.kind !== "place") return { kind: "blocked", reasons: [place.reason] };
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  const { blocked, reasons } = remarks;
  const headers = init.value.kind === "record" ? init.value.entries.find(({ key }) => key === "headers") : undefined;
  const keys = headers ? keysIn(headers.value, context) : [];
  if (facts.anchors.taken.has("fetch")) blocked.add("`fetch` is a function of the program's own in this file");
  if (place.form === "commonjs" && facts.anchors.moduleSystem === undefined) blocked.add("The file takes nothing of other modules, and is perhaps none: give it the adapter by hand");
  const other = otherAddress(url.value, context);
  if (other !== undefined) blocked.add(otherServer(other));
  if (isForBrowser([url.value, ...keys.map(({ value }) => value)], facts)) blocked.add(adapterInBrowser);
  const parameter = callersAddress(url.value, facts);
  reasons.add("The adapter translates the request when it is sent, and answers what it does not know like a bad request");
  const loading = loadingReason(place, context);
  if (loading !== undefined) reasons.add(loading);
  if (evidence === `\`${asked?.path}\``) reasons.add("Its route alone says that it goes to LiteLLM's proxy, in a file that speaks of it");
  if (parameter !== undefined) reasons.add(callersAddressReason(parameter));
  if (keys.some(({ value }) => !isProgramKey(value, facts))) reasons.add(droppedKey);
  if (Object.keys(workspace.proxyModels).length + Object.keys(settings.modelMap).length === 0)
    reasons.add("No name of the proxy's models is known: the adapter takes names with a provider (`openai/gpt-4o`), and those that `portkeyMigrate.modelMap` maps");
  for (const reason of lostFallbacks(context.workspace)) remarks.reasons.add(reason);
  addReadHeaders(context, remarks);
  if (blocked.size > 0) return { kind: "blocked", reasons: [...blocked] };
  return {
    kind: "rewrite",
    title: `Send the request by the project's adapter (\`${place.module}\`)`,
    strategy: "adapter",
    reasons: [...reasons],
    notes: [...remarks.notes],
    together: [],
    adapter: { uri: place.uri, needs: "fetch", form: place.form },
    apply(edit) {
      edit.replace(call.callee.span, edit.imported(place.module, fetchName));
      edit.replace(url.value.span, edit.string(`${hostedGateway}${route}`));
      if (headers) removeKeys(headers.value, keys, edit);
    },
  };
}

/** The entries that give the proxy's key, of headers that are written out. */
function keysIn(headers: Expression, { catalog }: PlanContext): readonly RecordEntry[] {
  return headers.kind === "record" ? headers.entries.filter((entry) => isProxyKey(entry, catalog)) : [];
}

/** The adapter sends Portkey's key instead; headers of nothing else stay as they are. */
function removeKeys(headers: Expression, keys: readonly RecordEntry[], edit: FixBuilder): void {
  if (headers.kind !== "record" || keys.length === 0 || keys.length === headers.entries.length) return;
  edit.removeItems(
    headers.entries.map(({ span }) => span),
    (index) => keys.some(({ span }) => span.start === headers.entries[index]?.span.start),
  );
}
