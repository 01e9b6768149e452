import type { BindingId } from "../../facts/facts.ts";
import { defineRule } from "../rule.ts";
import { type GivenOptions, givenOptions } from "./sdk-calls.ts";

export const portkeyStickyOption = defineRule({
  id: "portkey-sticky-option",
  title: "Option of one request that stays for the next",
  why: "Portkey's SDK for TypeScript keeps the options that a request is given on the client: later requests are sent with the same config, trace id or metadata, unless they give their own.",
  languages: ["typescript"],
  severity: "warning",
  minutesByHand: 10,

  *detect(context) {
    const requests = new Map<BindingId, GivenOptions[]>();
    for (const given of givenOptions(context)) {
      if (given.use.kind !== "method") continue;
      const { binding } = given.call.callee;
      requests.set(binding, [...(requests.get(binding) ?? []), given]);
    }
    for (const shared of requests.values()) {
      for (const { entries, call } of shared) {
        for (const { name, span } of entries) {
          const without = shared.find((other) => other.call !== call && !other.isOpen && !other.entries.some((entry) => entry.name === name));
          const { binding } = call.callee;
          if (!without && !context.facts.bindings[binding]?.isExported) continue;
          yield {
            span,
            focus: span,
            message: `\`${name}\` stays on the client, for requests ${without ? "" : "of other files "}that do not give it too`,
            symbol: call.callee.path,
            ...(without ? { related: [{ span: without.call.callee.span, message: "This request may be sent with it" }] } : {}),
            fixes: [],
            manual: "Make a client of its own for requests with these options, or give them to every request of this client.",
          };
        }
      }
    }
  },
});
