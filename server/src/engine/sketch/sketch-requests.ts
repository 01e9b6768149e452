import type { Call, Reference } from "../facts/facts.ts";
import type { Steps } from "../syntax/turns.ts";
import { bySource } from "../text/span.ts";
import { clientMethod } from "./client-method.ts";
import { sketchClientRequest } from "./client-request.ts";
import { sketchLiteLlm } from "./litellm-request.ts";
import type { RequestLibrary, RequestSketch, SketchedRequests, UnreadRequest } from "./request-sketch.ts";
import { quotation, type SketchContext } from "./sketch-reading.ts";
import { sketchedTarget } from "./sketched-target.ts";

/** What holds a request that can be sketched; a text with none of these words has none. */
const needle = /litellm|openai|portkey/i;

/** Whether a text may hold a request, so that it is worth reading; `adapter` is the name of the project's adapter. */
export const mayHoldRequests = (text: string, adapter: string): boolean => needle.test(text) || text.includes(adapter);

/** Sketches every request of a text, one a step, and says of every other use of a function that goes to a model why it cannot be read. */
export function* sketchRequests(context: SketchContext): Steps<SketchedRequests> {
  const { facts, catalog } = context;
  const requests: RequestSketch[] = [];
  const unread: UnreadRequest[] = [];
  for (const call of facts.calls) {
    const sketch = safely(call, context);
    if (sketch && "why" in sketch) unread.push(sketch);
    else if (sketch) requests.push(sketch);
    yield;
  }
  for (const reference of facts.references) if (reference.role !== "call" && catalog.isRequest(reference.path)) unread.push(unreadUse(reference, context));
  return { requests: requests.sort((a, b) => bySource(a.span, b.span)), unread: unread.sort((a, b) => bySource(a.span, b.span)) };
}

/** One call that cannot be read costs no other. */
function safely(call: Call, context: SketchContext): RequestSketch | UnreadRequest | undefined {
  try {
    return sketchOf(call, context);
  } catch (error) {
    return unread(call, `It could not be read: ${error instanceof Error ? error.message : String(error)}.`, context);
  }
}

function sketchOf(call: Call, context: SketchContext): RequestSketch | UnreadRequest | undefined {
  const { catalog } = context;
  const { path } = call.callee;
  if (catalog.isRequest(path)) {
    const function_ = path.replace(/^litellm\.Router\(\)\./, "litellm.");
    const target = sketchedTarget(catalog.request(function_));
    return target
      ? sketchLiteLlm(call, { path: catalog.symbol(function_)?.path ?? function_, target, library: liteLlmLibrary(context) }, context)
      : unread(call, "Such a request is not one that a test sends.", context);
  }
  const client = clientMethod(path, context.catalog);
  if (!client) return undefined;
  return client.target ? sketchClientRequest(call, client, client.target, context) : unread(call, "The prompt is kept in Portkey's library, and not in the code.", context);
}

/** A file that takes LiteLLM's names from elsewhere takes them from the adapter. */
const liteLlmLibrary = ({ facts }: SketchContext): RequestLibrary => (facts.given.some(({ path, origins }) => path?.startsWith("litellm") && origins.length === 0) ? "adapter" : "litellm");

const unread = ({ span, callee }: Call, why: string, context: SketchContext): UnreadRequest => ({ span, callee: quotation(callee.span, context), why });

const unreadUse = ({ span, role }: Reference, context: SketchContext): UnreadRequest => ({
  span,
  callee: quotation(span, context),
  why: role === "write" || role === "delete" ? "Something else is put in its place here." : "It is handed on here: what it is called with stands elsewhere.",
});
