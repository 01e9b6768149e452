import { nearest } from "../../text/nearest.ts";
import type { Span } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { type ConfigObject, configParts } from "./config-parts.ts";
import { configProblems } from "./config-problems.ts";

export const portkeyConfig = defineRule({
  id: "portkey-config",
  title: "Config that the gateway refuses or ignores",
  why: "The SDK sends a config as it is. The gateway answers a wrong one with status 400, or leaves out the part that it does not know: then there are no retries, no cache or no fallback.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 5,

  *detect(context) {
    for (const object of configParts(context)) {
      yield* unknownKeys(object, context);
      for (const { at, message, manual } of configProblems(object, context.catalog)) yield match(at, message, manual);
    }
  },
});

function* unknownKeys({ part, entries }: ConfigObject, { catalog }: RuleContext): Iterable<Match> {
  const { keys: known, instead = {} } = catalog.portkey.configPart(part);
  const owner = part === "config" ? "a config or a target" : `\`${part}\``;
  for (const { name, span } of entries) {
    if (known.includes(name)) continue;
    const meant = instead[name] ?? nearest(name, known);
    yield match(
      span,
      `\`${name}\` is no key of ${owner}`,
      meant === undefined ? `The keys are ${known.slice(0, 8).join(", ")}${known.length > 8 ? " and others" : ""}.` : `Write \`${meant}\` if that is meant.`,
    );
  }
}

const match = (span: Span, message: string, manual: string): Match => ({ span, focus: span, message, symbol: null, fixes: [], manual });
