import type { Catalog } from "../catalog/catalog.ts";
import { hostedGateway } from "../catalog/gateway.ts";
import type { Argument, Expression, RecordEntry } from "../facts/facts.ts";
import type { HttpCall } from "../facts/http-facts.ts";
import type { Span } from "../text/span.ts";
import type { CallPlan, PlanContext, Remarks } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { droppedKey, isForBrowser, isProgramKey, keyInBrowser } from "./program-key.ts";
import { otherAddress } from "./proxy-evidence.ts";
import { headerEntries, planProxyFields } from "./proxy-fields.ts";
import { addReadHeaders, planProxyHeaders } from "./proxy-headers.ts";
import { placesOf, proxyModel } from "./proxy-model.ts";
import { otherServer } from "./proxy-plan.ts";
import { gatewayKeyBeside } from "./typescript.ts";

/** The parts of a request over HTTP, as its function takes them. */
interface HttpParts {
  readonly url: Expression;
  readonly headers: RecordEntry | undefined;
  readonly body: Expression | undefined;
  /** Where headers are given that the request has none of yet: behind an entry of its options, or behind its last argument. */
  readonly behind: { readonly span: Span; readonly isEntry: boolean };
}

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

  const fields = bodyEntries(parts.body);
  if (!fields) return { kind: "blocked", reasons: ["The body of the request is not written out in the call"] };
  const model = fields.find(({ name }) => name === "model")?.value;
  const asModel = new Set(placesOf(model));
  const named = proxyModel(model, asModel, context);
  if (named.kind === "blocked") blocked.add(named.reason);
  else for (const reason of named.reasons) reasons.add(reason);
  const { gone, headers } = planProxyFields(fields, call.span, asModel, context, remarks);
  addReadHeaders(context, remarks);
  const headerValues = parts.headers?.value.kind === "record" ? parts.headers.value.entries.map(({ value }) => value) : [];
  if (isForBrowser([parts.url, ...headerValues], facts)) reasons.add(keyInBrowser);
  const key = planKey(call.span, parts.headers, context, remarks);
  const other = otherAddress(parts.url, context);
  if (other !== undefined) blocked.add(otherServer(other));
  if (facts.anchors.taken.has("process")) blocked.add("`process` is another thing in this file, and the key is read with the module of that name");
  if (blocked.size > 0 || named.kind === "blocked") return { kind: "blocked", reasons: [...blocked] };
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
      for (const { literal, portkeyName } of named.names) edit.replace(literal.content, portkeyName);
      if (gone.length > 0 && parts.body)
        removeFields(
          parts.body,
          gone.map(({ span }) => span),
          edit,
        );
      const added = headerEntries(headers, edit);
      key.apply(added, parts.behind, edit);
    },
  };
}

/** What a call gives its function, by the ways of `fetch`, of axios, and of ky and got. */
function partsOf({ callee, arguments: given }: HttpCall): HttpParts | undefined {
  const [first, second, third] = given;
  const names = callee.name.replaceAll("?.", ".").split(".");
  const last = names.at(-1) ?? "";
  if (!first || given.some(({ kind }) => kind === "splat")) return undefined;
  if (/^\$?o?fetch$/.test(last) || ((names[0] === "ky" || names[0] === "got") && (last === "post" || names.length === 1))) {
    const options = second && recordOf(second);
    const body = options?.find(({ key }) => key === "body" || key === "json");
    const behind = options?.at(-1);
    return options && behind ? { url: first.value, headers: options.find(({ key }) => key === "headers"), body: body && bodyOf(body.value), behind: { span: behind.span, isEntry: true } } : undefined;
  }
  if (names[0] !== "axios") return undefined;
  if (last === "post" && second) {
    const options = third ? recordOf(third) : [];
    const behind = options?.at(-1);
    if (!options || (third && !behind)) return undefined;
    return {
      url: first.value,
      headers: options.find(({ key }) => key === "headers"),
      body: bodyOf(second.value),
      behind: behind ? { span: behind.span, isEntry: true } : { span: second.span, isEntry: false },
    };
  }
  if (names.length > 1 && last !== "request") return undefined;
  const options = recordOf(first);
  const [url, body, behind] = [options?.find(({ key }) => key === "url"), options?.find(({ key }) => key === "data"), options?.at(-1)];
  if (!options || !url || !behind || options.some(({ key }) => key === "baseURL")) return undefined;
  return { url: url.value, headers: options.find(({ key }) => key === "headers"), body: body && bodyOf(body.value), behind: { span: behind.span, isEntry: true } };
}

/** The entries of a record that is written out whole. */
function recordOf({ value }: Argument): readonly RecordEntry[] | undefined {
  return value.kind === "record" && value.entries.every(({ key }) => key !== undefined) ? value.entries : undefined;
}

/** The value that becomes the text of the body. */
const bodyOf = (value: Expression): Expression => (value.kind === "call" && value.callee === "JSON.stringify" ? (value.arguments[0]?.value ?? value) : value);

/** The fields of a body that is written out. */
function bodyEntries(body: Expression | undefined) {
  if (body?.kind !== "record" || body.entries.some(({ key }) => key === undefined)) return undefined;
  return body.entries.map(({ key, span, value }) => ({ name: key ?? "", span, value, isIndirect: false }));
}

function removeFields(body: Expression, gone: readonly Span[], edit: FixBuilder): void {
  if (body.kind !== "record") return;
  edit.removeItems(
    body.entries.map(({ span }) => span),
    (index) => gone.some(({ start }) => start === body.entries[index]?.span.start),
  );
}

/** The route that an address ends in, which has to be written out; what stands before it is the proxy's. */
export function routeOf(url: Expression, context: PlanContext): string | undefined {
  const { facts } = context;
  switch (url.kind) {
    case "string":
      return routes.exec(url.value)?.[0];
    case "template":
      return routes.exec(url.prefix + url.rest)?.[0];
    case "name": {
      const initial = url.initial ?? (url.binding === undefined ? undefined : facts.bindings[url.binding]?.initial);
      return initial?.kind === "string" || initial?.kind === "template" ? routeOf(initial, context) : undefined;
    }
    default:
      return undefined;
  }
}

interface KeyRewrite {
  apply(added: string, behind: HttpParts["behind"], edit: FixBuilder): void;
}

/** Whether a header is one that gives the proxy its key. */
export const isProxyKey = ({ key = "" }: RecordEntry, { proxy }: Catalog): boolean => /^(?:authorization|api-key|x-api-key)$/i.test(key) || proxy.header(key)?.portkey === "x-portkey-api-key";

/** Plans the Portkey key in the place of the proxy's among the headers. */
function planKey(request: Span, headers: RecordEntry | undefined, context: PlanContext, remarks: Remarks): KeyRewrite {
  const keyText = (edit: FixBuilder): string => `${edit.string("x-portkey-api-key")}: ${gatewayKeyBeside(edit.textOf(request), edit.layout)}`;
  if (!headers) {
    return {
      apply(added, { span, isEntry }, edit) {
        const record = `headers: { ${[keyText(edit), ...(added === "" ? [] : [added])].join(", ")} }`;
        edit.addItem(span, isEntry ? record : `{ ${record} }`);
      },
    };
  }
  const { value } = headers;
  if (value.kind !== "record" || value.entries.some(({ key }) => key === undefined)) {
    remarks.blocked.add("The headers of the request are not written out in the call");
    return { apply() {} };
  }
  const isKey = (entry: RecordEntry): boolean => isProxyKey(entry, context.catalog);
  const keys = value.entries.filter(isKey);
  if (keys.some((entry) => !isProgramKey(entry.value, context.facts))) remarks.reasons.add(droppedKey);
  const others = { ...value, entries: value.entries.filter((entry) => !isKey(entry)) };
  const rewrite = planProxyHeaders("headers", others, context, remarks);
  const [first, ...more] = keys;
  const last = value.entries.at(-1);
  return {
    apply(added, _, edit) {
      rewrite.apply(edit);
      if (first) edit.replace(first.span, keyText(edit));
      if (more.length > 0) {
        edit.removeItems(
          value.entries.map(({ span }) => span),
          (index) => more.some(({ span }) => span.start === value.entries[index]?.span.start),
        );
      }
      const texts = [...(first ? [] : [keyText(edit)]), ...(added === "" ? [] : [added])].join(", ");
      if (texts === "") return;
      if (last) edit.addItem(last.span, texts);
      else edit.replace(value.span, `{ ${texts} }`);
    },
  };
}
