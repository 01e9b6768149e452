import type { Call, FileFacts } from "../facts/facts.ts";
import { oncePerFile } from "../facts/once-per-file.ts";
import type { Span } from "../text/span.ts";

/** The call of what a reference names. */
export function callOf({ start, end }: Span, facts: FileFacts): Call | undefined {
  const call = callsByCallee(facts).get(end);
  return call?.callee.span.start === start ? call : undefined;
}

/** Calls by where what they call ends: in `a().b()` both begin at one place. */
const callsByCallee = oncePerFile(({ calls }) => new Map(calls.map((call) => [call.callee.span.end, call])));
