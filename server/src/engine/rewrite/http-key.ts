import type { Catalog } from "../catalog/catalog.ts";
import type { RecordEntry } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import type { HttpParts } from "./http-parts.ts";
import { droppedKey, isProgramKey } from "./program-key.ts";
import { planProxyHeaders } from "./proxy-headers.ts";
import { gatewayKeyBeside } from "./typescript.ts";

/** What becomes of the headers of a request. */
export interface KeyRewrite {
  /** Gives the key and other headers, as entries of a record; `behind` is where the options go on. */
  apply(added: string, behind: HttpParts["behind"], edit: FixBuilder): void;
}

/** Who sends the key: the request itself, or the instance that it is sent by. */
export type KeySender = "request" | "instance";

/** Whether a header is one that gives the proxy its key. */
export const isProxyKey = ({ key = "" }: RecordEntry, { proxy }: Catalog): boolean => /^(?:authorization|api-key|x-api-key)$/i.test(key) || proxy.header(key)?.portkey === "x-portkey-api-key";

/** Plans the Portkey key in the place of the proxy's among the headers. */
export function planKey(request: Span, headers: RecordEntry | undefined, sender: KeySender, context: PlanContext, remarks: Remarks): KeyRewrite {
  const keyText = (edit: FixBuilder): string => `${edit.string("x-portkey-api-key")}: ${gatewayKeyBeside(edit.textOf(request), edit.layout)}`;
  if (!headers) {
    return {
      apply(added, { span, isEntry }, edit) {
        const entries = [...(sender === "request" ? [keyText(edit)] : []), ...(added === "" ? [] : [added])];
        if (entries.length === 0) return;
        const record = `headers: { ${entries.join(", ")} }`;
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
      const texts = [...(first || sender === "instance" ? [] : [keyText(edit)]), ...(added === "" ? [] : [added])].join(", ");
      if (texts === "") return;
      if (last) edit.addItem(last.span, texts);
      else edit.replace(value.span, `{ ${texts} }`);
    },
  };
}
