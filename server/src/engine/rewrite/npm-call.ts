import type { Call, Expression, RecordEntry, Use } from "../facts/facts.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { patchedName, patchReason } from "./call-surroundings.ts";
import { clientObstacle } from "./client.ts";
import { resolveModel } from "./model-argument.ts";
import { unreadResult } from "./result-uses.ts";

/** Where the npm package's functions go on the OpenAI client. */
const methods: Readonly<Record<string, string>> = { "litellm.completion": "chat.completions.create", "litellm.embedding": "embeddings.create" };

/** The npm package's own spelling of what belongs to the provider: it must not be sent in the body (npm litellm 0.12.0). */
const ownOptions = new Set(["apiKey", "baseUrl"]);

/** Plans the rewrite of npm litellm's `completion({…})` or `embedding({…})` to the OpenAI client on Portkey. */
export function planNpmCall(call: Call, context: PlanContext): CallPlan {
  const method = methods[context.catalog.symbol(call.callee.path)?.path ?? ""];
  const options = call.arguments[0]?.value;
  if (method === undefined || call.arguments.length !== 1 || options?.kind !== "record") return { kind: "blocked", reasons: ["The options are not written out in the call"] };
  // In `(0, completion)(…)` the client's method would be called without its client.
  if (call.callee.span.start !== call.span.start) return { kind: "blocked", reasons: ["The function is not called by its name alone"] };
  const { entries } = options;
  const blocked: string[] = [];
  const reasons: string[] = [];
  const notes: string[] = [];
  for (const { key, value } of entries) {
    if (key === undefined) blocked.push("What a spread or computed key holds is known only at run time");
    else if (key === "baseUrl") blocked.push("`baseUrl`: the address belongs to the provider in the Model Catalog; a server of your own needs a custom host there");
    else if (key === "apiKey") {
      notes.push("`apiKey`: the key lives in the Model Catalog; left in the call it would be sent in the body");
      if (!isPlain(value)) reasons.push("The key given to this call is dropped: all calls are made with the Portkey key");
    } else if (context.catalog.parameter(key)?.kind !== "same" && !(method === "embeddings.create" && key === "input"))
      reasons.push(`\`${key}\` is not known to OpenAI; it goes to the provider as it is`);
  }
  const model = entries.find(({ key }) => key === "model");
  const source = model ? resolveModel(model.value, context) : undefined;
  if (!source) blocked.push("The call names no model");
  else if (source.kind === "blocked") blocked.push(source.reason);
  else {
    reasons.push(...source.reasons);
    notes.push(...source.notes);
  }
  const stream = entries.find(({ key }) => key === "stream")?.value;
  if (stream && stream.kind !== "boolean") reasons.push("Whether the answer is streamed is decided at run time");
  if (method === "chat.completions.create") {
    const result = unreadResult(call, { stream: stream?.kind === "boolean" && stream.value, provider: source?.kind === "model" ? source.provider : undefined }, context.catalog);
    blocked.push(...result.blocked);
    reasons.push(...result.reasons);
  } else if (!call.result.every(isOfVectors)) reasons.push("The answer goes where its type may matter");
  const patched = patchedName(context.facts);
  if (patched !== undefined) reasons.push(patchReason(patched));
  const binding = context.facts.bindings[call.callee.binding];
  if (binding && !binding.isCertain) reasons.push(`\`${binding.name}\` is not LiteLLM under every condition in this file`);
  const obstacle = clientObstacle(context.facts, call);
  if (obstacle !== undefined) blocked.push(obstacle);
  if (blocked.length > 0 || source?.kind !== "model") return { kind: "blocked", reasons: [...new Set(blocked)] };
  return {
    kind: "rewrite",
    title: "Rewrite to the OpenAI client on Portkey",
    strategy: "openai-client",
    reasons: [...new Set(reasons)],
    notes: [...new Set(notes)],
    together: source.together,
    apply(edit) {
      edit.replace(call.callee.span, `${edit.client("openai")}.${method}`);
      edit.replace(source.literal.content, source.portkeyName);
      const isGone = ({ key }: RecordEntry) => key !== undefined && ownOptions.has(key);
      if (entries.some(isGone)) {
        edit.removeItems(
          entries.map(({ span }) => span),
          (index) => {
            const entry = entries[index];
            return entry !== undefined && isGone(entry);
          },
        );
      }
    },
  };
}

/** A use that reads what both answers have, and hands on no answer as a whole. */
const isOfVectors = ({ steps }: Use): boolean => {
  const first = steps[0]?.kind === "await" ? steps[1] : steps[0];
  return first?.kind === "attribute" && (first.name === "data" || first.name === "usage");
};

const isPlain = (value: Expression): boolean => value.kind === "environment" || value.kind === "string" || (value.kind === "choice" && value.options.every(isPlain)) || value.kind === "nothing";
