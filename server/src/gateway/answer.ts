// Where the answers of each kind of request hold their text, their end and their count of tokens.
import { isJsonObject, type Json, type JsonObject } from "../engine/text/json.ts";
import type { RequestKind, Usage } from "./outcome.ts";

/** What an answer, or one event of a stream, says. */
export interface AnswerPart {
  /** Whether it has the form of its kind. */
  readonly isAnswer: boolean;
  readonly text: string;
  readonly finishReason: string | null;
  readonly usage: Usage | null;
  readonly error: Json | null;
}

const nothing: AnswerPart = { isAnswer: false, text: "", finishReason: null, usage: null, error: null };

/** Reads a whole answer. */
export function readAnswer(kind: RequestKind, json: Json): AnswerPart {
  if (!isJsonObject(json)) return kind === "list" && Array.isArray(json) ? { ...nothing, isAnswer: true, text: counted(json.length, "entry", "entries") } : nothing;
  const error = errorOf(json);
  if (error !== null) return { ...nothing, error, usage: usageOf(json) };
  const part = reading[kind](json);
  return { ...nothing, usage: usageOf(json), ...part };
}

/** Reads one event of a stream. */
export function readEvent(kind: RequestKind, name: string | null, json: Json): AnswerPart {
  if (!isJsonObject(json)) return nothing;
  if (kind === "responses") return readResponsesEvent(json);
  const error = name === "error" ? json : errorOf(json);
  if (error !== null) return { ...nothing, error };
  const [choice] = objects(json.choices);
  const delta = choice && isJsonObject(choice.delta) ? choice.delta : undefined;
  return {
    ...nothing,
    isAnswer: Array.isArray(json.choices),
    text: kind === "text" ? stringOr(choice?.text) : delta === undefined ? "" : messageText(delta, isFirstOfCall),
    finishReason: stringOrNull(choice?.finish_reason),
    usage: usageOf(json),
  };
}

/** The error that a body carries, as each family of them does; null where it is none. */
export function errorOf(json: JsonObject): Json | null {
  if (json.error !== undefined && json.error !== null && json.error !== "") return json.error;
  if (json.status === "failure" || json.ok === false || json.success === false || typeof json["html-message"] === "string") return json;
  return null;
}

type Reading = (json: JsonObject) => Partial<AnswerPart>;

const reading: Readonly<Record<RequestKind, Reading>> = {
  chat: ({ choices }) => {
    const [choice] = objects(choices);
    if (!choice || !isJsonObject(choice.message)) return {};
    return { isAnswer: true, text: messageText(choice.message, () => true), finishReason: stringOrNull(choice.finish_reason) };
  },
  text: ({ choices }) => {
    const [choice] = objects(choices);
    return choice && typeof choice.text === "string" ? { isAnswer: true, text: choice.text, finishReason: stringOrNull(choice.finish_reason) } : {};
  },
  responses: (json) => {
    if (!Array.isArray(json.output)) return {};
    const { output, status } = json;
    const parts = objects(output).flatMap((item) => (item.type === "function_call" ? [callText(item)] : objects(item.content).map(({ text, refusal }) => stringOr(text) || stringOr(refusal))));
    return { isAnswer: true, text: parts.join(""), finishReason: finishOf(json) ?? stringOrNull(status) };
  },
  embedding: ({ data }) => {
    const [first] = objects(data);
    if (!first || first.embedding === undefined) return {};
    const dimensions = Array.isArray(first.embedding) ? ` of ${first.embedding.length} dimensions` : "";
    return { isAnswer: true, text: `${counted(objects(data).length, "vector", "vectors")}${dimensions}` };
  },
  image: ({ data }) => (Array.isArray(data) ? { isAnswer: true, text: counted(data.length, "image", "images") } : {}),
  moderation: ({ results }) => {
    const flags = objects(results).map(({ flagged, categories }) => {
      const names = isJsonObject(categories) ? Object.keys(categories).filter((name) => categories[name] === true) : [];
      return flagged === true ? `flagged: ${names.join(", ") || "no category named"}` : "not flagged";
    });
    return Array.isArray(results) ? { isAnswer: true, text: flags.join("\n") } : {};
  },
  transcription: ({ text }) => (typeof text === "string" ? { isAnswer: true, text } : {}),
  speech: () => ({}),
  rerank: ({ results }) => {
    if (!Array.isArray(results)) return {};
    return {
      isAnswer: true,
      text: objects(results)
        .map(({ index, relevance_score: score }) => `document ${index}: ${score}`)
        .join("\n"),
    };
  },
  list: ({ data, ...rest }) => {
    const entries = Array.isArray(data) ? data : Object.values(rest).find(Array.isArray);
    return entries === undefined ? {} : { isAnswer: true, text: counted(entries.length, "entry", "entries") };
  },
  greeting: () => ({}),
};

function readResponsesEvent(json: JsonObject): AnswerPart {
  const { type, delta, response } = json;
  const of = isJsonObject(response) ? response : undefined;
  if (type === "error") return { ...nothing, error: json };
  const error = of === undefined ? errorOf(json) : type === "response.failed" ? (of.error ?? json) : null;
  if (error !== null) return { ...nothing, error };
  const ends = type === "response.completed" || type === "response.incomplete";
  const isText = type === "response.output_text.delta" || type === "response.refusal.delta" || type === "response.function_call_arguments.delta";
  return {
    ...nothing,
    isAnswer: typeof type === "string" && type.startsWith("response."),
    text: isText ? stringOr(delta) : "",
    finishReason: ends && of ? (finishOf(of) ?? stringOr(of.status)) : null,
    usage: ends && of ? usageOf(of) : null,
  };
}

const finishOf = ({ incomplete_details: details }: JsonObject): string | null => (isJsonObject(details) ? stringOrNull(details.reason) : null);

/** What a model wrote, be it in parts, and the calls of tools that it asks for. */
function messageText(message: JsonObject, isNamed: (call: JsonObject) => boolean): string {
  const content = Array.isArray(message.content)
    ? objects(message.content)
        .map(({ text }) => stringOr(text))
        .join("")
    : stringOr(message.content) || stringOr(message.refusal);
  const calls = objects(message.tool_calls).flatMap((call) => (isJsonObject(call.function) ? [isNamed(call) ? callText(call.function) : stringOr(call.function.arguments)] : []));
  return content + calls.join("\n");
}

const isFirstOfCall = (call: JsonObject): boolean => isJsonObject(call.function) && typeof call.function.name === "string";

/** The arguments of a streamed call follow in later pieces, so that its bracket is left open. */
const callText = ({ name, arguments: args }: JsonObject): string => `${stringOr(name)} ${stringOr(args)}`;

/** OpenAI counts by two sets of names, Cohere in what it bills. */
function usageOf(json: JsonObject): Usage | null {
  const { usage } = json;
  if (!isJsonObject(usage)) return null;
  const inputTokens = numberOrNull(usage.prompt_tokens) ?? numberOrNull(usage.input_tokens);
  const outputTokens = numberOrNull(usage.completion_tokens) ?? numberOrNull(usage.output_tokens);
  return inputTokens === null && outputTokens === null ? null : { inputTokens, outputTokens };
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const objects = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);
const stringOr = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const stringOrNull = (value: Json | undefined): string | null => (typeof value === "string" && value !== "" ? value : null);
const numberOrNull = (value: Json | undefined): number | null => (typeof value === "number" ? value : null);
