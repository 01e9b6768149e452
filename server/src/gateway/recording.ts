import { parseJson } from "../engine/text/json.ts";
import { type AnswerPart, readAnswer, readEvent } from "./answer.ts";
import { createEventStreamReader, type ServerSentEvent } from "./event-stream.ts";
import type { Listener } from "./exchange.ts";
import type { Ending, GatewayHeaders, LiveEvent, Outcome, Phase, ReceivedBody, RequestKind, StreamEvent, Timings, Usage } from "./outcome.ts";
import { createStreamRedactor, type Redactor } from "./redact.ts";

/** What one request has brought so far; everything it shows or keeps is redacted. */
export interface Recording extends Listener {
  outcome(ending: Ending): Outcome;
}

/** What a recording knows beforehand. */
export interface RecordingOptions {
  readonly kind: RequestKind;
  readonly redactor: Redactor;
  readonly onEvent: (event: LiveEvent) => void;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds since the request began. */
  elapsed(): number;
}

/** So many characters of a body, and so many events of a stream, are kept to be shown. */
const keptCharacters = 1_000_000;
const keptEvents = 2000;
/** A secret that lies across the end of what is kept is still known for one. */
const longestSecret = 10_000;

/** Starts a recording. */
export function createRecording({ kind, redactor, onEvent, startedAt, elapsed }: RecordingOptions): Recording {
  const timings: { -readonly [name in keyof Timings]: Timings[name] } = { connectMs: null, firstByteMs: null, firstTokenMs: null, totalMs: 0 };
  const decoder = new TextDecoder();
  const stream = createEventStreamReader();
  const shown = createStreamRedactor(redactor);
  const events: StreamEvent[] = [];
  let eventCount = 0;
  let status: number | null = null;
  let headers: Readonly<Record<string, string>> = {};
  let form: ReceivedBody["form"] = "none";
  let bytes = 0;
  const texts: string[] = [];
  let answer: { text: string; isAnswer: boolean; finishReason: string | null; usage: Usage | null; error: AnswerPart["error"] } = {
    text: "",
    isAnswer: false,
    finishReason: null,
    usage: null,
    error: null,
  };

  const show = (delta: string): void => {
    if (delta === "") return;
    answer.text += delta;
    onEvent({ kind: "text", delta, atMs: elapsed() });
  };
  const hear = ({ name, data }: ServerSentEvent): void => {
    const event = { name, data: redactor.text(data), atMs: elapsed() };
    eventCount++;
    if (events.length < keptEvents) events.push(event);
    onEvent({ kind: "event", event });
    const json = parseJson(data);
    if (json === undefined) {
      // The end of a stream of OpenAI's form, which says nothing about how the answer ended.
      if (data.trim() !== "[DONE]" && name === "error") answer.error ??= redactor.text(data);
      return;
    }
    const part = readEvent(kind, name, json);
    answer.isAnswer ||= part.isAnswer;
    answer.finishReason = part.finishReason ?? answer.finishReason;
    answer.usage = part.usage ?? answer.usage;
    if (part.error !== null) answer.error ??= redactor.json(part.error);
    if (part.text === "") return;
    timings.firstTokenMs ??= elapsed();
    show(shown.read(part.text));
  };

  return {
    phase(phase: Phase) {
      if (phase === "first-byte") timings.connectMs ??= elapsed();
      onEvent({ kind: "phase", phase, atMs: elapsed() });
    },
    head(code, received) {
      status = code;
      headers = redactor.headers(received);
      timings.firstByteMs = elapsed();
      onEvent({ kind: "head", status: code, headers, atMs: timings.firstByteMs });
    },
    piece(part) {
      bytes += part.length;
      if (form === "binary") return;
      const text = decoder.decode(part, { stream: true });
      if (form === "none" && text.trim() !== "") form = formOf(headers["content-type"], texts.join("") + text);
      if (form === "binary") return;
      texts.push(text);
      if (form === "stream") for (const event of stream.read(text)) hear(event);
    },
    outcome(ending) {
      timings.totalMs = elapsed();
      if (form === "stream") {
        for (const event of [...stream.read(decoder.decode()), ...stream.end()]) hear(event);
        show(shown.end());
      }
      const whole = form === "binary" ? "" : texts.join("");
      const parsed = form === "json" ? parseJson(whole) : undefined;
      if (form === "json" && parsed === undefined) form = "text";
      // A string may spell a secret in escapes, which only its value shows.
      const json = parsed === undefined ? undefined : redactor.json(parsed);
      if (json !== undefined) answer = readAnswer(kind, json);
      if (kind === "speech" && form === "binary") answer = { ...answer, isAnswer: true, text: `${bytes} bytes of ${headers["content-type"] ?? "something"}` };
      const isShortened = whole.length > keptCharacters;
      return {
        ending: redactedEnding(ending, redactor),
        startedAt,
        status,
        headers,
        body: { text: redactor.text(whole.slice(0, keptCharacters + longestSecret)).slice(0, keptCharacters), bytes, form, json: isShortened ? null : (json ?? null), isShortened },
        ...answer,
        events,
        eventCount,
        timings,
        gateway: gatewayHeaders(headers),
      };
    },
  };
}

/** Servers mislabel their answers: what a body begins with decides where its type leaves a doubt. */
function formOf(contentType: string | undefined, beginning: string): ReceivedBody["form"] {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  const start = beginning.trimStart();
  if (type === "text/event-stream") return /^[{<]/.test(start) ? formOfText(start) : "stream";
  if (/^(audio|image|video|font)\/|^application\/(octet-stream|zip|pdf)$/.test(type)) return "binary";
  return formOfText(start, type === "text/html" ? "html" : "text");
}

function formOfText(start: string, otherwise: "html" | "text" = "text"): ReceivedBody["form"] {
  if (/^(data|event|id|retry):|^:/.test(start)) return "stream";
  if (/^[{["]/.test(start)) return "json";
  return /^<(!doctype|html|head|body|title|h1|\?xml|!--)/i.test(start) ? "html" : otherwise;
}

function gatewayHeaders(headers: Readonly<Record<string, string>>): GatewayHeaders {
  const value = (name: string): string | null => headers[`x-portkey-${name}`]?.trim() || null;
  const retries = Number(value("retry-attempt-count") ?? Number.NaN);
  return {
    traceId: value("trace-id"),
    cacheStatus: value("cache-status"),
    retries: Number.isInteger(retries) ? retries : null,
    optionIndex: value("last-used-option-index"),
    provider: value("provider"),
  };
}

const redactedEnding = (ending: Ending, redactor: Redactor): Ending => (ending.kind === "network" ? { ...ending, message: redactor.text(ending.message) } : ending);
