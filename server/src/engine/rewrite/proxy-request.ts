import type { Argument, Call, Expression, FileFacts } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import type { ClientOption } from "./client-options.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { headerEntries, planProxyFields } from "./proxy-fields.ts";
import { planProxyHeaders } from "./proxy-headers.ts";

/** What becomes of one request to a proxy besides the name of its model. */
export interface RequestRewrite {
  apply(edit: FixBuilder): void;
}

/** Plans what becomes of a TypeScript request on a client: fields of its body that are the proxy's, and its headers. */
export function planProxyRequest(call: Call, options: readonly ClientOption[], asModel: ReadonlySet<number>, context: PlanContext, remarks: Remarks): RequestRewrite {
  const { blocked } = remarks;
  // In Python they stand in `extra_body`.
  if (context.facts.language !== "typescript") return { apply() {} };
  const { gone, headers } = planProxyFields(bodyOf(call, options), call.span, asModel, context, remarks);
  const beside = call.arguments[1]?.value;
  const ownHeaders = beside?.kind === "record" ? beside.entries.find(({ key }) => key === "headers") : undefined;
  const headerRewrite = ownHeaders && planProxyHeaders("headers", ownHeaders.value, context, remarks);
  if (headerRewrite?.goes && headers.length > 0) blocked.add("The headers of the request are those of the proxy alone: give it Portkey's by hand");
  const place = headers.length > 0 ? headerPlace(call) : undefined;
  if (place?.kind === "blocked") blocked.add("What is given beside the request's body is not written out here, and the gateway's headers belong to it");
  return {
    apply(edit) {
      headerRewrite?.apply(edit);
      const texts = headerEntries(headers, edit);
      for (const record of recordsOf(call, context.facts)) {
        const isGone = (index: number): boolean => gone.some(({ span }) => span.start === record[index]?.start);
        if (record.some((_, index) => isGone(index))) edit.removeItems(record, isGone);
      }
      if (place?.kind === "item") edit.addItem(place.behind, place.wrap(texts));
      else if (place?.kind === "replace") edit.replace(place.span, place.wrap(texts));
    },
  };
}

/** The entries of the record that is a request's body, and of those that it is put together of. */
function recordsOf({ arguments: given }: Call, { bindings }: FileFacts): readonly (readonly Span[])[] {
  const held = (value: Expression | undefined): Expression | undefined => (value?.kind === "name" && value.binding !== undefined ? bindings[value.binding]?.initial : value);
  const body = held(given[0]?.value);
  if (body?.kind !== "record") return [];
  const parts = [body, ...body.entries.flatMap(({ key, value }) => (key === undefined ? (held(value) ?? []) : []))];
  return parts.flatMap((part) => (part.kind === "record" ? [part.entries.map(({ span }) => span)] : []));
}

/** The entries of the request's body. */
function bodyOf(call: Call, options: readonly ClientOption[]): readonly ClientOption[] {
  const beside = call.arguments[1]?.span;
  return beside ? options.filter(({ span, isIndirect }) => isIndirect || span.start < beside.start) : options;
}

type HeaderPlace =
  | { readonly kind: "item"; readonly behind: Argument["span"]; readonly wrap: (headers: string) => string }
  | { readonly kind: "replace"; readonly span: Argument["span"]; readonly wrap: (headers: string) => string }
  | { readonly kind: "blocked" };

/** Where a call takes headers: in its second argument. */
function headerPlace({ arguments: given }: Call): HeaderPlace {
  const [body, beside] = given;
  if (!body || given.some(({ kind }) => kind === "splat")) return { kind: "blocked" };
  if (!beside) return { kind: "item", behind: body.span, wrap: (headers) => `{ headers: { ${headers} } }` };
  if (beside.value.kind !== "record" || beside.value.entries.some(({ key }) => key === undefined)) return { kind: "blocked" };
  const headers = beside.value.entries.find(({ key }) => key === "headers");
  const last = beside.value.entries.at(-1);
  if (!headers) return last ? { kind: "item", behind: last.span, wrap: (texts) => `headers: { ${texts} }` } : { kind: "replace", span: beside.span, wrap: (texts) => `{ headers: { ${texts} } }` };
  const lastHeader = headers.value.kind === "record" ? headers.value.entries.at(-1) : undefined;
  return lastHeader ? { kind: "item", behind: lastHeader.span, wrap: (texts) => texts } : { kind: "blocked" };
}
