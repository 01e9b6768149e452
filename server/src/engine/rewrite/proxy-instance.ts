import { hostedGateway } from "../catalog/gateway.ts";
import type { RecordEntry } from "../facts/facts.ts";
import type { HttpCall } from "../facts/http-facts.ts";
import type { CallPlan, PlanContext, Remarks, Rewrite } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { planKey } from "./http-key.ts";
import { partsOf, recordOf } from "./http-parts.ts";
import { isForBrowser, keyInBrowser } from "./program-key.ts";
import { callersAddress, otherAddress } from "./proxy-evidence.ts";
import { addReadHeaders } from "./proxy-headers.ts";
import { planBody } from "./proxy-http.ts";
import { callersAddressReason, otherServer } from "./proxy-plan.ts";
import type { ProxyRequest } from "./proxy-requests.ts";

/** Plans that what a program has made for the proxy's address (`axios.create({ baseURL })`) asks Portkey, with all its requests or not at all. */
export function planInstances(requests: readonly ProxyRequest[], context: PlanContext): ReadonlyMap<HttpCall, CallPlan> {
  const plans = new Map<HttpCall, CallPlan>();
  for (const { call: made } of context.facts.language === "typescript" ? requests : []) {
    if (made.makes === undefined) continue;
    const sent = requests.flatMap(({ call }) => (call.by === made.makes ? [call] : []));
    const drafts = [draftOf(made, sent, context), ...sent.map((call) => requestDraft(call, made, context))];
    const blocked = [...new Set(drafts.flatMap(({ remarks }) => [...remarks.blocked]))];
    for (const { call, title, remarks, apply } of drafts) {
      const together = drafts.flatMap((other) => (other.call === call ? [] : [other.call.span]));
      const plan: Rewrite = { kind: "rewrite", title, strategy: "openai-client", isOnlyWay: true, reasons: [...remarks.reasons], notes: [...remarks.notes], together, apply };
      plans.set(call, blocked.length > 0 ? { kind: "blocked", reasons: blocked } : plan);
    }
  }
  return plans;
}

/** What becomes of one call, before it is known whether all of them can change. */
interface Draft {
  readonly call: HttpCall;
  readonly title: string;
  readonly remarks: Remarks;
  apply(edit: FixBuilder): void;
}

const noRemarks = (): Remarks => ({ blocked: new Set(), reasons: new Set(), notes: new Set() });

/** The call that makes the instance: its address and its key. */
function draftOf(made: HttpCall, sent: readonly HttpCall[], context: PlanContext): Draft {
  const { facts } = context;
  const remarks = noRemarks();
  const { blocked, reasons } = remarks;
  const [first] = made.arguments;
  const options: readonly RecordEntry[] = (first && recordOf(first)) ?? [];
  const address = options.find(({ key }) => key === (made.callee.name.startsWith("axios") ? "baseURL" : "prefixUrl"));
  const headers = options.find(({ key }) => key === "headers");
  const behind = options.at(-1);
  if (!address || !behind || made.arguments.length !== 1) blocked.add("Its options are put together outside of the call");
  const other = address && otherAddress(address.value, context);
  if (other !== undefined) blocked.add(otherServer(other));
  const parameter = address && callersAddress(address.value, facts);
  if (parameter !== undefined) reasons.add(callersAddressReason(parameter));
  if (address && isForBrowser([address.value, headers?.value], facts)) reasons.add(keyInBrowser);
  if (facts.anchors.taken.has("process")) blocked.add("`process` is another thing in this file, and the key is read with the module of that name");
  addUses(made, sent, context, remarks);
  const key = planKey(made.span, headers, "request", context, remarks);
  addReadHeaders(context, remarks);
  return {
    call: made,
    title: "Point its requests at Portkey",
    remarks,
    apply(edit) {
      if (!address || !behind) return;
      const { span, value } = address;
      edit.replace(value.span, value.span.start === span.start ? `${address.key}: ${edit.string(hostedGateway)}` : edit.string(hostedGateway));
      key.apply("", { span: behind.span, isEntry: true }, edit);
    },
  };
}

/** Whether every use of an instance is a request that is seen. */
function addUses({ makes }: HttpCall, sent: readonly HttpCall[], { facts, workspace, uri }: PlanContext, { blocked, reasons }: Remarks): void {
  const holder = makes === undefined ? undefined : facts.bindings[makes];
  if (!holder) return;
  const { name, kind, isExported, isPrivate, reads } = holder;
  const isTaken = isExported && (workspace.modules?.takenFrom(uri).has(name) ?? true);
  const isSeen = reads.every(({ start }) => sent.some(({ callee }) => callee.span.start === start));
  if (isTaken) blocked.add(`Other files take \`${name}\`: what they ask for by it, and by which of the proxy's names, is not seen here`);
  else if (!isSeen) blocked.add(`\`${name}\` goes where its requests cannot be seen, and the proxy's model names with it`);
  else if (sent.length === 0) blocked.add("No request of it is in this file, so the proxy's model names are not known");
  else if (isExported) reasons.add(`\`${name}\` is exported: code outside of this folder may send requests by it with the proxy's names`);
  else if (kind === "member" && !isPrivate && !name.startsWith("#")) reasons.add(`\`${name}\` is a member: other classes and files may send requests by it with the proxy's names`);
}

/** What the gateway answers as the proxy does, whatever version stands before it. */
const route = /^\/?(?:v1\/)?((?:chat\/)?completions|embeddings|images\/generations|moderations|responses|audio\/speech)$/;
const modelList = /^\/?(?:v1\/)?models$/;

/** A request by the instance: its route, its model and what only the proxy reads. */
function requestDraft(call: HttpCall, made: HttpCall, context: PlanContext): Draft {
  const remarks = noRemarks();
  const { blocked } = remarks;
  const title = "Send the request to Portkey";
  const method = call.callee.text.slice(call.callee.text.lastIndexOf(".") + 1);
  const url = call.arguments[0]?.value;
  const path = url?.kind === "string" ? url.value : undefined;
  const withoutVersion = (edit: FixBuilder): void => {
    if (url?.kind === "string" && /^\/?v1\//.test(url.value)) edit.replace(url.content, url.value.replace(/v1\//, ""));
  };
  if (method === "get" && path !== undefined && modelList.test(path) && call.arguments.length === 1) {
    remarks.reasons.add(`\`${path}\` answers with the models of the Model Catalog, by Portkey's names`);
    return { call, title, remarks, apply: withoutVersion };
  }
  const parts = method === "post" && path !== undefined && route.test(path) ? partsOf(call, `${made.callee.name.replace(/\W.*/s, "")}.post`) : undefined;
  if (!parts) blocked.add(`What \`${call.callee.text}\` asks for${path === undefined ? "" : ` (\`${path}\`)`} is not known to Portkey as it is`);
  const body = parts && planBody(parts.body, call, context, remarks);
  const key = parts && planKey(call.span, parts.headers, "instance", context, remarks);
  return {
    call,
    title,
    remarks,
    apply(edit) {
      withoutVersion(edit);
      if (parts && body) key?.apply(body.apply(edit), parts.behind, edit);
    },
  };
}
