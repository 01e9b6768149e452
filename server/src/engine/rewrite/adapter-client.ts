import { fetchName } from "../adapter/typescript-module.ts";
import { hostedGateway } from "../catalog/gateway.ts";
import type { Expression } from "../facts/facts.ts";
import { adapterOf, loadingReason } from "./adapter-of.ts";
import type { CallPlan, PlanContext, Remarks } from "./call-plan.ts";
import { type ClientOption, giveValue, optionNamed, optionsOf } from "./client-options.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { adapterInBrowser, isForBrowser } from "./program-key.ts";
import type { ProxyClient } from "./proxy-clients.ts";
import { callersAddress, otherAddress } from "./proxy-evidence.ts";
import { addReadHeaders } from "./proxy-headers.ts";
import { lostFallbacks } from "./proxy-model.ts";
import { callersAddressReason, otherServer } from "./proxy-plan.ts";
import { gatewayKey } from "./typescript.ts";

/** Plans that a client of TypeScript sends its requests by the project's adapter, which names their models when they are sent. */
export function planAdapterClient(client: ProxyClient, context: PlanContext): CallPlan {
  const { call, entry, address } = client;
  const place = context.facts.language === "typescript" && entry.fetch !== undefined ? adapterOf(context) : undefined;
  if (place?.kind !== "place" || !address) return { kind: "blocked", reasons: place?.kind === "unclear" ? [place.reason] : [] };
  const other = otherAddress(address.value, context);
  const obstacle = other === undefined ? obstacleOf(client, context) : otherServer(other);
  if (obstacle !== undefined) return { kind: "blocked", reasons: [obstacle] };
  const given = optionsOf(call, context.facts);
  const keys = entry.key.flatMap((name) => optionNamed(given, [name], context.facts) ?? []).filter(({ isIndirect }) => !isIndirect);
  const parameter = callersAddress(address.value, context.facts);
  const loading = loadingReason(place, context);
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(lostFallbacks(context.workspace)), notes: new Set() };
  addReadHeaders(context, remarks);
  const isKnown = Object.keys(context.workspace.proxyModels).length + Object.keys(context.settings.modelMap).length > 0;
  return {
    kind: "rewrite",
    title: `Send its requests by the project's adapter (\`${place.module}\`)`,
    strategy: "adapter",
    reasons: [
      "The adapter translates each request when it is sent, and answers what it does not know like a bad request",
      ...remarks.reasons,
      ...(loading === undefined ? [] : [loading]),
      ...(parameter === undefined ? [] : [callersAddressReason(parameter)]),
      ...(given.some(({ name, value }) => name === "…" && isUnread(value)) ? ["What is spread among its options may hold a `fetch` of its own, which is no longer used"] : []),
      ...(isKnown ? [] : ["No name of the proxy's models is known: the adapter takes names with a provider (`openai/gpt-4o`), and those that `portkeyMigrate.modelMap` maps"]),
    ],
    notes: [],
    together: [],
    adapter: { uri: place.uri, needs: "fetch", form: place.form },
    apply(edit) {
      const sender = edit.imported(place.module, fetchName);
      const give = (option: ClientOption, text: string): void => giveValue(option, text, edit);
      if (!address.isIndirect) give(address, edit.string(hostedGateway));
      for (const key of keys) give(key, gatewayKey(edit.layout));
      addOptions(client, edit, [
        ...(address.isIndirect ? [`baseURL: ${edit.string(hostedGateway)}`] : []),
        ...(keys.length === 0 && entry.fetch === "fetch" ? [`apiKey: ${gatewayKey(edit.layout)}`] : []),
        sender === "fetch" ? sender : `fetch: ${sender}`,
      ]);
    },
  };
}

/** Why the client does not take a function to send requests with. */
function obstacleOf(client: ProxyClient, context: PlanContext): string | undefined {
  const { call, entry } = client;
  const { facts } = context;
  if (facts.anchors.taken.has("process")) return "`process` is another thing in this file, and the key is read with the module of that name";
  const given = optionsOf(call, facts);
  const isInBrowser =
    optionNamed(given, ["dangerouslyAllowBrowser"], facts) !== undefined ||
    isForBrowser(
      given.map(({ value }) => value),
      facts,
    );
  if (isInBrowser) return adapterInBrowser;
  const own = entry.fetch && optionNamed(given, [entry.fetch], facts);
  if (own || given.some(({ name, value }) => name === "…" && holds(value, entry.fetch ?? ""))) return "It sends its requests by a `fetch` of its own";
  const options = recordOf(client);
  if (options === undefined) return "Its options are not given in the call";
  if (entry.kind !== "openai" && options.kind !== "record") return "Its options are put together outside of the call";
  return undefined;
}

/** Whether what is spread among options has one, be it by what a run decides: `...(send ? { fetch: send } : {})`. */
const holds = (value: Expression, name: string): boolean =>
  value.kind === "record" ? value.entries.some(({ key }) => key === name) : value.kind === "choice" && value.options.some((option) => holds(option, name));

/** Whether what is spread cannot be read. */
const isUnread = (value: Expression): boolean => (value.kind === "choice" ? value.options.some(isUnread) : value.kind !== "record" && value.kind !== "nothing" && value.kind !== "boolean");

/** The options that take the function: those of the call, or the inner ones that hold the address. */
function recordOf({ call, entry, address }: ProxyClient): Expression | undefined {
  const options = call.arguments[0]?.value;
  const inner = entry.fetch?.split(".").at(-2);
  if (inner === undefined) return options;
  // In LangChain the address may be an option of another argument.
  const holders = call.arguments.flatMap(({ value }) => (value.kind === "record" ? value.entries : []));
  const holder = holders.find(({ key }) => key === inner)?.value;
  return holder && address && holder.span.start <= address.span.start && address.span.end <= holder.span.end ? holder : undefined;
}

/** Adds options behind those that are there, where they win over what is spread among them. */
function addOptions(client: ProxyClient, edit: FixBuilder, added: readonly string[]): void {
  const options = recordOf(client);
  if (!options) return;
  const last = options.kind === "record" ? options.entries.at(-1) : undefined;
  if (last) for (const text of added) edit.addItem(last.span, text);
  else edit.replace(options.span, `{ ${[...(options.kind === "record" ? [] : [`...${edit.textOf(options.span)}`]), ...added].join(", ")} }`);
}
