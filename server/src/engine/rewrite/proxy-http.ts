import { hostedGateway } from "../catalog/gateway.ts";
import type { Expression } from "../facts/facts.ts";
import type { HttpCall } from "../facts/http-facts.ts";
import type { CallPlan, PlanContext, Remarks } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { planKey } from "./http-key.ts";
import { bodyRecord, partsOf, removeFields } from "./http-parts.ts";
import { isForBrowser, keyInBrowser } from "./program-key.ts";
import { otherAddress } from "./proxy-evidence.ts";
import { headerEntries, planProxyFields } from "./proxy-fields.ts";
import { addReadHeaders } from "./proxy-headers.ts";
import { placesOf, proxyModel } from "./proxy-model.ts";
import { otherServer } from "./proxy-plan.ts";
import { writtenAddress } from "./written-address.ts";

/** Routes on which the gateway answers as the proxy does, for the model that the body names. */
const routes = /\/(?:chat\/completions|completions|embeddings|images\/generations|moderations|responses|audio\/speech)$/;

/** Plans to send a TypeScript program's own request to Portkey: address, key, model and what only the proxy reads. */
export function planProxyHttp(call: HttpCall, context: PlanContext): CallPlan {
  const { facts } = context;
  const parts = facts.language === "typescript" ? partsOf(call) : undefined;
  const route = parts && routeOf(parts.url, context);
  if (!parts || route === undefined) return { kind: "blocked", reasons: [] };
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  const { blocked, reasons } = remarks;

  const body = planBody(parts.body, call, context, remarks);
  addReadHeaders(context, remarks);
  const headerValues = parts.headers?.value.kind === "record" ? parts.headers.value.entries.map(({ value }) => value) : [];
  if (isForBrowser([parts.url, ...headerValues], facts)) reasons.add(keyInBrowser);
  const key = planKey(call.span, parts.headers, "request", context, remarks);
  const other = otherAddress(parts.url, context);
  if (other !== undefined) blocked.add(otherServer(other));
  if (facts.anchors.taken.has("process")) blocked.add("`process` is another thing in this file, and the key is read with the module of that name");
  if (blocked.size > 0) return { kind: "blocked", reasons: [...blocked] };
  return {
    kind: "rewrite",
    title: "Send the request to Portkey",
    strategy: "openai-client",
    isOnlyWay: true,
    reasons: [...reasons],
    notes: [...remarks.notes],
    together: [],
    apply(edit) {
      edit.replace(parts.url.span, edit.string(`${hostedGateway}${route}`));
      key.apply(body.apply(edit), parts.behind, edit);
    },
  };
}

/** What becomes of the body of a request. */
interface BodyRewrite {
  /** Changes the body; gives the headers that take the place of some of it. */
  apply(edit: FixBuilder): string;
}

/** Plans the model's name in Portkey, and what only the proxy reads, in a body; what stands against it is added to the remarks. */
export function planBody(given: Expression | undefined, call: HttpCall, context: PlanContext, remarks: Remarks): BodyRewrite {
  const nothing: BodyRewrite = { apply: () => "" };
  const body = bodyRecord(given, call.span, context);
  if (body.kind !== "record") {
    remarks.blocked.add(body.reason);
    return nothing;
  }
  const fields = body.entries.map(({ key, span, value }) => ({ name: key ?? "", span, value, isIndirect: false }));
  const model = fields.find(({ name }) => name === "model")?.value;
  const asModel = new Set(placesOf(model));
  const named = proxyModel(model, asModel, context);
  const { gone, headers } = planProxyFields(fields, call.span, asModel, context, remarks);
  if (named.kind === "blocked") {
    remarks.blocked.add(named.reason);
    return nothing;
  }
  for (const reason of named.reasons) remarks.reasons.add(reason);
  return {
    apply(edit) {
      for (const { literal, portkeyName } of named.names) edit.replace(literal.content, portkeyName);
      const spans = gone.map(({ span }) => span);
      if (spans.length > 0) removeFields(body, spans, edit);
      return headerEntries(headers, edit);
    },
  };
}

/** The route that an address ends in, which has to be written out, here or in what gives the address; what stands before it is the proxy's. */
export const routeOf = (url: Expression, context: PlanContext): string | undefined => routes.exec(writtenAddress(url, context))?.[0];
