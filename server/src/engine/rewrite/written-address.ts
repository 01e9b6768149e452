import type { Expression } from "../facts/facts.ts";
import type { PlanContext } from "./call-plan.ts";
import { addressGiven } from "./proxy-evidence.ts";

/** Stands for what of an address is not written out. */
export const unread = "…";

/** Values that name each other deeper than this are not read. */
const maxDepth = 4;

/** An address as far as it is written out, here or in what gives it: `$LITELLM_URL/v1/models`, `…/key/generate`. */
export function writtenAddress(url: Expression, context: PlanContext, depth = 0): string {
  if (depth > maxDepth) return unread;
  const { bindings } = context.facts;
  const of = (value: Expression | undefined): string => (value ? writtenAddress(value, context, depth + 1) : unread);
  switch (url.kind) {
    case "string":
      return url.value;
    case "template":
      return url.parts.map((part) => (typeof part === "string" ? part : of(part))).join("");
    case "name":
      return addressGiven(url.span, context)?.text ?? of(url.initial ?? (url.binding === undefined ? undefined : bindings[url.binding]?.initial));
    case "chain":
      return addressGiven(url.span, context)?.text ?? of(url.initial);
    case "call":
      return addressGiven(url.span, context)?.text ?? of(url.binding === undefined ? undefined : bindings[url.binding]?.returned);
    default:
      return unread;
  }
}

/** The path that an address asks for, with {@link unread} for its parts that are not written out; undefined where nothing of it is known. */
export function pathOf(url: Expression, context: PlanContext): string | undefined {
  const written = writtenAddress(url, context).replace(/^\$\w+/, unread);
  const [, path] = /^(?:\u2026|[\w+.-]+:\/\/[^/]*)?(.*)$/s.exec(written) ?? [];
  return path === undefined || path === "" ? undefined : path.replace(/[?#].*/s, "");
}
