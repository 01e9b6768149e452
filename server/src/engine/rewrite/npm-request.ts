import type { RequestEntry } from "../catalog/entries.ts";
import type { Call, Expression, RecordEntry, Use } from "../facts/facts.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import { patchedName, patchReason } from "./call-surroundings.ts";
import { looserAnswer } from "./looser-types.ts";
import { openAiSdk, type PythonSdk, portkeySdk } from "./python-sdk.ts";
import type { RequestArgument, WrittenRequest } from "./request-call.ts";
import { type ResultChanges, readResult } from "./result-uses.ts";
import { isTypedFile } from "./typescript.ts";

/** Reads npm litellm's `completion({…})` or `embedding({…})`, which becomes a call of the OpenAI client on Portkey, or of Portkey's; undefined where its options are not written out. */
export function npmRequest(call: Call, target: RequestEntry, context: PlanContext, remarks: Remarks, sdk: PythonSdk = openAiSdk): WrittenRequest | undefined {
  const { blocked, reasons } = remarks;
  const isPortkey = sdk === portkeySdk;
  const options = call.arguments[0]?.value;
  if (call.arguments.length !== 1 || options?.kind !== "record") {
    blocked.add("The options are not written out in the call");
    return undefined;
  }
  // In `(0, completion)(…)` the client's method would be called without its client.
  if (call.callee.span.start !== call.span.start) {
    blocked.add("The function is not called by its name alone");
    return undefined;
  }
  const patched = patchedName(context.facts);
  if (patched !== undefined) reasons.add(patchReason(patched));
  const binding = context.facts.bindings[call.callee.binding];
  if (binding && !binding.isCertain) reasons.add(`\`${binding.name}\` is not LiteLLM under every condition in this file`);
  const given = options.entries.map((entry): RequestArgument => ({ name: entry.key ?? "", span: entry.span, value: entry.value, fate: fateOf(entry, target, context, remarks) }));
  return {
    title: isPortkey ? "Rewrite to the Portkey SDK" : "Rewrite to the OpenAI client on Portkey",
    strategy: sdk.strategy,
    client: isPortkey ? "portkey" : "openai",
    options: "client",
    arguments: given,
    together: [],
    hasUnseen: options.entries.some(({ key }) => key === undefined),
    customProvider: undefined,
    missing: [],
    result(stream, provider) {
      const read = target.answer === "chat" ? readResult(call, { answer: target.answer, stream, provider }, context, remarks) : vectors(call, remarks);
      return isPortkey && isTypedFile(context.uri) ? { ...read, write: looserAnswer(call, given, remarks) } : read;
    },
  };
}

/** The npm package's own options, which must not be sent in the body (npm litellm 0.12.0), and how they are spelled for the Python package: the npm package hands those on as they are. */
const addressOptions: ReadonlySet<string> = new Set(["baseUrl", "apiBase", "base_url", "api_base"]);
const keyOptions: ReadonlySet<string> = new Set(["apiKey", "api_key"]);

/** What becomes of an option. */
function fateOf({ key, value }: RecordEntry, { takes = [] }: RequestEntry, { catalog }: PlanContext, { blocked, reasons, notes }: Remarks): RequestArgument["fate"] {
  if (key === undefined) blocked.add("What a spread or computed key holds is known only at run time");
  else if (addressOptions.has(key)) blocked.add(`\`${key}\`: the address belongs to the provider in the Model Catalog; a server of your own needs a custom host there`);
  else if (keyOptions.has(key)) {
    notes.add(`\`${key}\`: the key lives in the Model Catalog; left in the call it would be sent in the body`);
    if (!isPlain(value)) reasons.add("The key given to this call is dropped: all calls are made with the Portkey key");
    return { kind: "goes" };
  } else if (catalog.parameter(key)?.kind !== "same" && !takes.includes(key)) reasons.add(`\`${key}\` is not known to OpenAI; it goes to the provider as it is`);
  return { kind: "stays" };
}

/** An answer with vectors is the OpenAI client's own, which its types describe. */
function vectors(call: Call, { reasons }: Remarks): ResultChanges {
  if (!call.result.every(isOfVectors)) reasons.add("The answer goes where its type may matter");
  return { changes: [], together: [] };
}

/** A use that reads what both answers have, and hands on no answer as a whole. */
const isOfVectors = ({ steps }: Use): boolean => {
  const first = steps[0]?.kind === "await" ? steps[1] : steps[0];
  return first?.kind === "attribute" && (first.name === "data" || first.name === "usage");
};

const isPlain = (value: Expression): boolean => value.kind === "environment" || value.kind === "string" || (value.kind === "choice" && value.options.every(isPlain)) || value.kind === "nothing";
