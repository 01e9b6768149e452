import type { Expression, RecordEntry, StringFact } from "../facts/facts.ts";
import { contains } from "../text/span.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";

/** What becomes of headers that are written out for a proxy. */
export interface HeaderRewrite {
  /** None of them stays. */
  readonly goes: boolean;
  apply(edit: FixBuilder): void;
}

/** Plans what becomes of a record of headers, `name` by name: a key for the proxy goes, what Portkey has under another name takes that. */
export function planProxyHeaders(name: string, value: Expression, { catalog }: PlanContext, { blocked, reasons }: Remarks): HeaderRewrite {
  if (value.kind !== "record" || value.entries.some(({ key }) => key === undefined)) {
    reasons.add(`\`${name}\` may hold headers that are meant for the proxy`);
    return { goes: false, apply() {} };
  }
  const gone: RecordEntry[] = [];
  const renamed: { readonly entry: RecordEntry; readonly key: string; readonly to: string }[] = [];
  for (const entry of value.entries) {
    const key = entry.key ?? "";
    const header = catalog.proxy.header(key);
    if (/^authorization$/i.test(key)) blocked.add(`\`${key}\` among the headers takes the place of the key`);
    if (!header) continue;
    if (header.portkey === keyHeader) gone.push(entry);
    else if (header.portkey !== undefined) renamed.push({ entry, key, to: header.portkey });
    else reasons.add(`\`${key}\`: ${header.text.replace(/\.$/, "")}`);
  }
  return {
    goes: gone.length > 0 && gone.length === value.entries.length,
    apply(edit) {
      // A name with hyphens stands in quotes in both languages.
      for (const { entry, key, to } of renamed) edit.replace({ start: entry.span.start, end: entry.span.start + key.length + 2 }, edit.string(to));
      if (gone.length === 0) return;
      edit.removeItems(
        value.entries.map(({ span }) => span),
        (index) => value.entries[index] !== undefined && gone.includes(value.entries[index]),
      );
    },
  };
}

/** Adds why an answer of Portkey's is another one to a file that looks up the headers of LiteLLM's. */
export function addReadHeaders(context: PlanContext, { reasons }: Remarks): void {
  const read = context.facts.strings.find((string) => /^x-litellm-/i.test(string.value) && isReadHeader(string, context));
  if (read) reasons.add(`\`${read.value}\` is looked up in this file, which Portkey's answers do not have`);
}

/** Whether a header is one of an answer, which a program looks up. */
export function isReadHeader({ value, context, span }: StringFact, { catalog, facts }: PlanContext): boolean {
  const on = catalog.proxy.header(value)?.on;
  if (on === undefined || on === "request") return false;
  if (on === "response") return true;
  if (context.kind === "argument") return /(?:^|\.)(?:get|has|getAll|header|getHeader)$/.test(context.callee);
  return context.kind === "record-key" && !facts.httpCalls.some((call) => contains(call.span, span));
}

/** The key is given as the client's own, which the hosted gateway takes. */
const keyHeader = "x-portkey-api-key";
