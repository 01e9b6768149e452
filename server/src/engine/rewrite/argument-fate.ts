import type { OwnParameterEntry, RequestEntry } from "../catalog/entries.ts";
import type { Argument, Expression, FileFacts, RecordEntry } from "../facts/facts.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import type { RequestArgument } from "./request-call.ts";

/** What becomes of an argument of LiteLLM's Python package; what speaks against it is added to the remarks. */
export function fateOf(name: string, argument: Argument, target: RequestEntry, { catalog, facts }: PlanContext, { blocked, reasons, notes }: Remarks): RequestArgument["fate"] {
  const { value } = argument;
  const own = target.parameters?.find((entry) => entry.name === name);
  const parameter: OwnParameterEntry | undefined = own ?? catalog.parameter(name);
  const sentence = parameter?.note ? `\`${name}\`: ${parameter.note.replace(/\.$/, "")}` : undefined;
  const written = parameter?.kind === "rename" ? (parameter.to ?? name) : name;
  const isBeside = !own && besideBody.has(written);
  if (isBeside && target.takes && !target.takes.includes(written) && value.kind !== "nothing") {
    blocked.add(`\`${name}\`: \`client.${target.method}\` of Portkey's SDK takes none, and would send it to the provider in the body`);
    return { kind: "stays" };
  }
  const key = isBeside && value.kind === "record" ? value.entries.find((entry) => keyHeaders.test(entry.key ?? ""))?.key : undefined;
  if (key !== undefined) {
    blocked.add(`\`${name}\`: \`${key}\` holds a key, which the gateway would be sent: store it with the provider in the Model Catalog`);
    return { kind: "stays" };
  }
  if (!own && !isBeside && target.takes?.includes(name)) return kept(name, argument);
  if (target.isClosed && (!parameter || (parameter.kind === "same" && !own))) {
    blocked.add(`\`${name}\` is no argument of \`client.${target.method}\``);
    return { kind: "stays" };
  }
  if (!parameter || (parameter.kind === "same" && !own && !isBeside && target.takes)) {
    reasons.add(`\`${name}\` is not known to LiteLLM or OpenAI${parameter ? " in such a call" : ""}; it goes to the provider as it is`);
    return kept(name, argument);
  }
  switch (parameter.kind) {
    case "same":
      if (parameter.values && value.kind !== "nothing" && !(value.kind === "string" && parameter.values.includes(value.value))) blocked.add(sentence ?? `\`${name}\` does not take this value`);
      if (name === "response_format" && !parameter.values && !isDictOrNone(value, facts))
        blocked.add("`response_format` may be a Pydantic class from elsewhere, which `create()` cannot send: with a class call `client.chat.completions.parse()`, with a dict write it out here");
      if (parameter.rewriteClass === "B") reasons.add(sentence ?? `\`${name}\` may mean something else to the gateway`);
      if (parameter.rewriteClass === "C") blocked.add(sentence ?? `\`${name}\` has no counterpart`);
      return kept(name, argument);
    case "drop":
      if (parameter.rewriteClass !== "A" && value.kind !== "nothing") reasons.add(sentence ?? `\`${name}\` has no counterpart in the call`);
      if (!isFixed(value) && !isPlain(value)) blocked.add(`\`${name}\` is given the value of an expression that may do more than give a value`);
      if (name === "api_key" && !isFixed(value)) reasons.add("The key given to this call is dropped: all calls are made with the Portkey key");
      if (sentence && parameter.rewriteClass === "A") notes.add(sentence);
      return { kind: "goes" };
    case "options": {
      if (value.kind === "nothing") return { kind: "goes" };
      const option = asOption(value, parameter);
      if (option === undefined) blocked.add(sentence ?? `\`${name}\` is LiteLLM's own`);
      else if (sentence) (parameter.rewriteClass === "A" ? notes : reasons).add(sentence);
      return { kind: "option", to: parameter.to ?? name, value: option ?? "" };
    }
    case "rename":
      if (parameter.rewriteClass === "C" || parameter.to === undefined) blocked.add(sentence ?? `\`${name}\` is LiteLLM's own`);
      else if (sentence) (parameter.rewriteClass === "A" ? notes : reasons).add(sentence);
      return kept(parameter.to ?? name, argument);
    case "config":
      return value.kind === "nothing" ? { kind: "goes" } : { kind: "config" };
    case "none":
      blocked.add(sentence ?? `\`${name}\` is LiteLLM's own`);
      return { kind: "stays" };
    default:
      return parameter.kind satisfies never;
  }
}

/** What a request is given beside its body. */
export const besideBody: ReadonlySet<string> = new Set(["extra_headers", "extra_query", "extra_body"]);

/** Headers by which providers are given a key. */
const keyHeaders = /^(?:authorization|(?:x-)?api-key|x-goog-api-key)$/i;

/** An argument that stays, by its name from now on. */
export function kept(name: string, { span, keyword }: Argument): RequestArgument["fate"] {
  if (keyword === name) return { kind: "stays" };
  const rename = keyword === undefined ? { span: { start: span.start, end: span.start }, text: `${name}=` } : { span: { start: span.start, end: span.start + keyword.length }, text: name };
  return { kind: "stays", rename };
}

/** An option's value, written anew or as it stands in the call; undefined where it would not mean the same. */
function asOption(value: Expression, { to }: OwnParameterEntry): string | Expression | undefined {
  switch (to) {
    case "request_timeout":
      // Seconds that are written out, as the gateway counts them.
      if (value.kind !== "number" || value.value <= 0) return undefined;
      // Less than a second is written with its unit: a number alone would be taken for seconds.
      return value.value < 1 ? `int(${value.value} * 1000)` : String(Math.round(value.value * 1000));
    case "metadata":
      return value.kind === "record" && value.entries.every(isMetadata) ? value : undefined;
    case "openai_organization":
    case "openai_project":
      return value.kind === "environment" || value.kind === "string" || value.kind === "name" || value.kind === "chain" ? value : undefined;
    case "trace_id":
      return value.kind === "string" || value.kind === "name" || value.kind === "chain" ? value : undefined;
    default:
      return undefined;
  }
}

/** An entry that Portkey takes as it is: a short text, under a key that LiteLLM's loggers read nothing out of. */
const isMetadata = ({ key, value }: RecordEntry): boolean => key !== undefined && !loggerKeys.test(key) && value.kind === "string" && value.value.length <= 128;

/** Keys that are instructions to LiteLLM's loggers (LiteLLM 1.82.6 integrations/langfuse). */
const loggerKeys =
  /^(?:tags|trace_\w+|existing_trace_id|update_trace_keys|session_id|generation_\w+|parent_observation_id|prompt|mask_\w+|debug_langfuse|version|user_id|hidden_params|requester_metadata|user_api_key\w*)$/;

/** Whether a value is a dict, or none, wherever it may come from in the file. */
function isDictOrNone(value: Expression, facts: FileFacts, depth = 0): boolean {
  if (value.kind === "record" || value.kind === "nothing") return true;
  if (value.kind === "choice") return value.options.every((option) => isDictOrNone(option, facts, depth));
  const binding = value.kind === "name" && value.binding !== undefined ? facts.bindings[value.binding] : undefined;
  if (binding?.kind !== "variable" || depth > maxNames) return false;
  const given = binding.initial ? [binding.initial] : binding.values;
  return given.length === binding.declarations.length && given.every((each) => isDictOrNone(each, facts, depth + 1));
}

/** Names that stand for each other in a longer row say nothing. */
const maxNames = 2;

/** A value that is the same each time. */
export const isFixed = (value: Expression): boolean =>
  value.kind === "environment" || value.kind === "string" || value.kind === "number" || value.kind === "boolean" || value.kind === "nothing" || (value.kind === "name" && value.initial !== undefined);

/** Reading it does nothing else. */
export const isPlain = ({ kind }: Expression): boolean => kind === "name" || kind === "chain" || kind === "list" || kind === "record";
