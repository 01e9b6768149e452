import type { Argument, Call } from "../facts/facts.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { surroundingReasons } from "./call-surroundings.ts";
import { type ClientKind, clientObstacle } from "./client.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { type ModelSource, resolveModel } from "./model-argument.ts";
import { unreadResult } from "./result-uses.ts";

interface NamedArgument {
  readonly name: string;
  readonly argument: Argument;
}

/** Plans the rewrite of `litellm.completion(…)` or `litellm.acompletion(…)` to a call on a shared Portkey client: the whole call or nothing. */
export function planChatCall(call: Call, context: PlanContext): CallPlan {
  const entry = context.catalog.symbol(call.callee.path);
  const isAsync = entry?.isAsync === true;
  const blocked: string[] = [];
  const reasons: string[] = [];
  const notes: string[] = [];

  const named = nameArguments(call, context, blocked, reasons);
  const kept: boolean[] = [];
  for (const { name, argument } of named) kept.push(name === "model" || keepsArgument(name, argument, context, { blocked, reasons, notes }));

  const twice = named.find(({ name }, index) => named.findIndex((other) => other.name === name) < index);
  if (twice) blocked.push(`\`${twice.name}\` is given twice`);
  // A splat may hold the model and the messages; it has been named as the obstacle already.
  const hasSplat = call.arguments.some(({ kind }) => kind === "splat");
  const model = named.find(({ name }) => name === "model");
  const provider = customProvider(named, blocked);
  const source = model ? resolveModel(model.argument.value, context, provider) : undefined;
  if (!source) {
    if (!hasSplat) blocked.push("The call names no model");
  } else if (source.kind === "blocked") blocked.push(source.reason);
  else {
    reasons.push(...source.reasons);
    notes.push(...source.notes);
    const address = [`${source.provider.toUpperCase()}_BASE_URL`, `${source.provider.toUpperCase()}_API_BASE`].find((name) => context.facts.anchors.uses(name));
    if (address !== undefined && !/^azure/.test(source.provider))
      reasons.push(`\`${address}\` in this file may send LiteLLM's calls elsewhere; in Portkey the address belongs to the provider in the Model Catalog`);
    for (const required of source.requires) {
      if (!named.some(({ name }) => name === required || (required === "max_tokens" && name === "max_completion_tokens")))
        reasons.push(`The provider ${source.provider} needs \`${required}\`: LiteLLM filled it in, Portkey does not`);
    }
  }
  if (!hasSplat && !named.some(({ name }) => name === "messages")) blocked.push("The call names no messages");

  const stream = streaming(named);
  const prefix = source?.kind === "model" ? source.provider : undefined;
  const result = unreadResult(call, { stream: stream === "yes", provider: prefix }, context.catalog);
  blocked.push(...result.blocked);
  reasons.push(...result.reasons);
  if (stream === "unknown") reasons.push("Whether the answer is streamed is decided at run time");
  if (stream === "yes") {
    reasons.push(...streamReasons(named, prefix));
    // LiteLLM 1.82.6 swallows them; the gateway passes on what the provider sends. `test/programs` shows both.
    notes.push("Chunks without text, such as a first one with the role alone, reach the loop: LiteLLM leaves them out");
  }
  reasons.push(...surroundingReasons(call, isAsync, context));

  const obstacle = clientObstacle(context.facts, call);
  if (obstacle !== undefined) blocked.push(obstacle);
  if (blocked.length > 0 || source?.kind !== "model") return { kind: "blocked", reasons: [...new Set(blocked)] };
  return {
    kind: "rewrite",
    title: "Rewrite to the Portkey SDK",
    strategy: "portkey-sdk",
    reasons: [...new Set(reasons)],
    notes: [...new Set(notes)],
    together: source.together,
    apply: (edit) => apply(call, named, kept, source, isAsync, edit),
  };
}

function apply(call: Call, named: readonly NamedArgument[], kept: readonly boolean[], source: ModelSource, isAsync: boolean, edit: FixBuilder): void {
  const kind: ClientKind = isAsync ? "async-portkey" : "portkey";
  edit.replace(call.callee.span, `${edit.client(kind)}.chat.completions.create`);
  for (const { name, argument } of named) if (argument.kind === "positional") edit.insert(argument.span.start, `${name}=`);
  if (kept.some((stays) => !stays)) {
    edit.removeItems(
      named.map(({ argument }) => argument.span),
      (index) => kept[index] === false,
    );
  }
  edit.replace(source.literal.content, source.portkeyName);
}

/** The provider that the call names beside the model: it becomes part of the name, so it has to be written out. */
function customProvider(named: readonly NamedArgument[], blocked: string[]): string | undefined {
  const value = named.find(({ name }) => name === "custom_llm_provider")?.argument.value;
  if (value === undefined || value.kind === "nothing") return undefined;
  if (value.kind === "string") return value.value;
  blocked.push("`custom_llm_provider`: which provider it names is decided at run time");
  return undefined;
}

/** Gives every argument its name, in source order; a splat cannot be named. */
function nameArguments(call: Call, { catalog }: PlanContext, blocked: string[], reasons: string[]): NamedArgument[] {
  const positional = catalog.positional(call.callee.path);
  return call.arguments.flatMap((argument, index) => {
    if (argument.kind === "splat") {
      blocked.push("What a `*` or `**` argument holds is known only at run time");
      return [];
    }
    if (argument.keyword !== undefined) return [{ name: argument.keyword, argument }];
    const name = positional[index];
    if (name === undefined) {
      blocked.push(`The name of positional argument ${index + 1} is not known`);
      return [];
    }
    if (call.arguments.slice(0, index).some(({ kind }) => kind === "keyword")) blocked.push("A positional argument stands behind a keyword, which Python refuses");
    if (index >= 2) reasons.push(`Positional argument ${index + 1} is taken for \`${name}\`, its place in current LiteLLM releases`);
    return [{ name, argument }];
  });
}

interface Findings {
  readonly blocked: string[];
  readonly reasons: string[];
  readonly notes: string[];
}

/** Whether an argument stays in the call; what speaks against it is added to the findings. */
function keepsArgument(name: string, { value }: Argument, { catalog }: PlanContext, { blocked, reasons, notes }: Findings): boolean {
  const parameter = catalog.parameter(name);
  const sentence = parameter?.note ? `\`${name}\`: ${parameter.note.replace(/\.$/, "")}` : undefined;
  if (!parameter) {
    reasons.push(`\`${name}\` is not known to LiteLLM or OpenAI; it goes to the provider as it is`);
    return true;
  }
  switch (parameter.kind) {
    case "same":
      if (name === "response_format" && value.kind !== "record" && value.kind !== "nothing")
        blocked.push("`response_format` may be a Pydantic class, which `create()` cannot send; `client.chat.completions.parse()` can");
      if (parameter.rewriteClass === "B") reasons.push(sentence ?? `\`${name}\` may mean something else to the gateway`);
      if (parameter.rewriteClass === "C") blocked.push(sentence ?? `\`${name}\` has no counterpart`);
      return true;
    case "drop": {
      if (parameter.rewriteClass !== "A") blocked.push(sentence ?? `\`${name}\` has to move out of the call`);
      const isFixed =
        value.kind === "environment" ||
        value.kind === "string" ||
        value.kind === "number" ||
        value.kind === "boolean" ||
        value.kind === "nothing" ||
        (value.kind === "name" && value.initial !== undefined);
      const isPlain = isFixed || value.kind === "name" || value.kind === "chain" || value.kind === "list" || value.kind === "record";
      if (!isPlain) blocked.push(`\`${name}\` is given the value of an expression that may do more than give a value`);
      if (name === "api_key" && !isFixed) reasons.push("The key given to this call is dropped: all calls are made with the Portkey key");
      if (sentence) notes.push(sentence);
      return false;
    }
    case "rename":
    case "config":
    case "options":
    case "none":
      blocked.push(sentence ?? `\`${name}\` is LiteLLM's own`);
      return true;
    default:
      return parameter.kind satisfies never;
  }
}

function streaming(named: readonly NamedArgument[]): "yes" | "no" | "unknown" {
  const value = named.find(({ name }) => name === "stream")?.argument.value;
  if (!value || value.kind === "nothing") return "no";
  return value.kind === "boolean" ? (value.value ? "yes" : "no") : "unknown";
}

/** Chunks without choices, which LiteLLM does not pass on. */
function streamReasons(named: readonly NamedArgument[], provider: string | undefined): string[] {
  if (named.some(({ name }) => name === "stream_options")) return ["The last chunk has no choices when usage is included: check for `chunk.choices` before reading it"];
  if (provider === "azure") return ["Azure's first chunk has no choices: check for `chunk.choices` before reading it"];
  return [];
}
