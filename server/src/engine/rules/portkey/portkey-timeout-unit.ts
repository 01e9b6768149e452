import type { Expression } from "../../facts/facts.ts";
import { defaultStrategy } from "../../settings.ts";
import { contains } from "../../text/span.ts";
import { defineRule, type Fix, type RuleContext } from "../rule.ts";
import { configParts } from "./config-parts.ts";
import { givenOptions, type NamedValue } from "./sdk-calls.ts";

/** A limit below this many milliseconds was meant in seconds: no model answers as fast, and Portkey's documentation begins here. */
const leastMilliseconds = 1000;

export const portkeyTimeoutUnit = defineRule({
  id: "portkey-timeout-unit",
  title: "Timeout that looks like seconds",
  why: "Portkey counts `request_timeout` in milliseconds, where LiteLLM and the OpenAI SDK count seconds. The gateway gives up after that time, with status 408. Only numbers that are written out and below 1000 are taken for seconds.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 1,

  *detect(context) {
    const seen = new Set<number>();
    for (const { name, value, span } of limits(context)) {
      if (value.kind !== "number" || value.value <= 0 || value.value >= leastMilliseconds || seen.has(value.span.start)) continue;
      seen.add(value.span.start);
      const isHere = contains(span, value.span);
      const milliseconds = Math.round(value.value * 1000);
      yield {
        span: isHere ? span : value.span,
        focus: value.span,
        message: `\`${name}\` of ${value.value} is ${value.value} milliseconds`,
        symbol: null,
        ...(isHere ? { fixes: [inMilliseconds(value, milliseconds, context)] } : { fixes: [], manual: `Write ${milliseconds} if it is in seconds, and look at what else uses the constant.` }),
      };
    }
  },
});

/** The limits that options and configs give to requests. */
function* limits(context: RuleContext): Iterable<NamedValue> {
  for (const { entries } of givenOptions(context)) for (const entry of entries) if (entry.name === "request_timeout" || entry.name === "requestTimeout") yield entry;
  for (const { part, entries } of configParts(context)) for (const entry of entries) if (part === "config" && entry.name === "request_timeout") yield entry;
}

function inMilliseconds({ span, value }: Expression & { readonly kind: "number" }, milliseconds: number, { settings, facts }: RuleContext): Fix {
  return {
    title: `Change it to ${milliseconds} milliseconds`,
    strategy: defaultStrategy(settings, facts.language),
    safety: "unsafe",
    notes: [`The gateway waits ${value} seconds instead of ${value} milliseconds.`],
    apply: (edit) => edit.replace(span, String(milliseconds)),
  };
}
