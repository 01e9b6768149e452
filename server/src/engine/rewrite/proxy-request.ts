import type { Argument, Call } from "../facts/facts.ts";
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
      if (gone.length > 0) {
        const items = call.arguments[0]?.value;
        if (items?.kind === "record") {
          edit.removeItems(
            items.entries.map(({ span }) => span),
            (index) => gone.some(({ span }) => span.start === items.entries[index]?.span.start),
          );
        }
      }
      if (place?.kind === "item") edit.addItem(place.behind, place.wrap(texts));
      else if (place?.kind === "replace") edit.replace(place.span, place.wrap(texts));
    },
  };
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
