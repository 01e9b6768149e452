import { defineRule } from "../rule.ts";
import { namedValues, sdkCalls } from "./sdk-calls.ts";

export const portkeyAbortSignal = defineRule({
  id: "portkey-abort-signal",
  title: "Abort signal or timeout that is ignored",
  why: "Portkey's SDK for TypeScript reads neither `signal` nor `timeout` of a chat or an embedding: the request goes on after the abort, for as long as the provider takes.",
  languages: ["typescript"],
  severity: "warning",
  minutesByHand: 5,

  *detect(context) {
    for (const { call, use } of sdkCalls(context)) {
      if (use.kind !== "method") continue;
      for (const position of [1, 2]) {
        for (const { name, span } of namedValues(call, context.facts, position).entries) {
          if (!context.catalog.portkey.ignores(use.method, name)) continue;
          yield {
            span,
            focus: span,
            message: `\`${name}\` is ignored here: the request goes on`,
            symbol: call.callee.path,
            fixes: [],
            manual: "Limit the time by `requestTimeout` of the client, in milliseconds; to abort, send the request by the `openai` package with Portkey's base URL.",
          };
        }
      }
    }
  },
});
