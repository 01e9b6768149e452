// What goes to a gateway, what comes back, and what that means: plain data, so that it can be shown, kept and compared.
import type { RequestKind as SketchedKind } from "../engine/sketch/request-sketch.ts";
import type { Json, JsonObject } from "../engine/text/json.ts";

export { isJsonObject, type Json, type JsonObject } from "../engine/text/json.ts";

/** Which gateway is asked, and how it wants the key. */
export interface GatewayProfile {
  readonly id: "hosted" | "airs" | "self-hosted" | "local";
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  /** How the key is sent; `none` sends none, whatever key there is. */
  readonly auth: "x-portkey-api-key" | "bearer" | "none";
  /** In lower case; none of them holds a credential. */
  readonly extraHeaders: Readonly<Record<string, string>>;
}

/** What a request asks for, which decides where it goes and where its answer stands; `list` and `greeting` ask for no model. */
export type RequestKind = SketchedKind | "list" | "greeting";

/** A request as it is shown, copied and kept: the key is not in it. */
export interface GatewayRequest {
  readonly profile: GatewayProfile;
  readonly kind: RequestKind;
  readonly method: "GET" | "POST";
  /** Below the profile's base URL, such as `/chat/completions`; that of a greeting is below its origin. */
  readonly path: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** With `model` and `stream`; null where nothing is sent. */
  readonly body: JsonObject | null;
  readonly stream: boolean;
  readonly model: string | null;
}

/** How long each part of a request may take, in milliseconds, and how many bytes of an answer are read. */
export interface Limits {
  /** Name, socket and TLS together. */
  readonly connect: number;
  /** From the request's last byte to the answer's headers. */
  readonly firstByte: number;
  /** Between two pieces of the answer. */
  readonly idle: number;
  readonly total: number;
  /** Of the answer's body as it arrives and as it is decompressed. */
  readonly bytes: number;
}

/** What `send` needs beside the request. */
export interface SendOptions {
  /** The only place where the key is; undefined sends none. */
  readonly key: string | undefined;
  readonly signal: AbortSignal;
  readonly limits: Limits;
  /** Hears of the answer while it arrives. */
  readonly onEvent?: (event: LiveEvent) => void;
}

/** What is heard of an answer while it arrives, redacted; times are in milliseconds since `send` was called. */
export type LiveEvent =
  | { readonly kind: "phase"; readonly phase: Phase; readonly atMs: number }
  | { readonly kind: "head"; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly atMs: number }
  /** What the model wrote next. */
  | { readonly kind: "text"; readonly delta: string; readonly atMs: number }
  /** One event of the stream as it was sent. */
  | { readonly kind: "event"; readonly event: StreamEvent };

/** One event of a stream; `name` is that of its `event:` line. */
export interface StreamEvent {
  readonly name: string | null;
  readonly data: string;
  readonly atMs: number;
}

/** What a request is busy with. */
export type Phase = "name" | "connect" | "tls" | "first-byte" | "body";

/** How a request ended, whatever its status is. */
export type Ending =
  /** The answer arrived whole. */
  | { readonly kind: "complete" }
  | { readonly kind: "cancelled"; readonly phase: Phase }
  | { readonly kind: "timed-out"; readonly phase: Phase; readonly limit: "connect" | "first-byte" | "idle" | "total"; readonly afterMs: number }
  /** The answer is longer than is read; what was read is kept. */
  | { readonly kind: "too-long"; readonly bytes: number }
  /** Nothing was sent, for the request may not go where it would. */
  | { readonly kind: "not-sent"; readonly refusal: Refusal }
  /** The network failed before or while the answer arrived. */
  | { readonly kind: "network"; readonly phase: Phase; readonly code: string; readonly message: string };

/** Why a request may not be sent; `why` is a whole sentence, `instead` the URL that was probably meant. */
export interface Refusal {
  readonly code:
    | "url-invalid"
    | "url-not-https"
    | "url-userinfo"
    | "url-query"
    | "url-without-v1"
    | "url-doubled-v1"
    | "url-endpoint"
    | "address-forbidden"
    | "header-forbidden"
    | "auth-forbidden"
    | "key-invalid";
  readonly why: string;
  readonly instead: string | null;
}

/** All that came of a request: plain data without the key, good for keeping. */
export interface Outcome {
  readonly ending: Ending;
  /** Milliseconds since 1970 at which the request began. */
  readonly startedAt: number;
  /** Null where no answer began. */
  readonly status: number | null;
  /** In lower case, redacted. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReceivedBody;
  /** What the model wrote, as far as it arrived; of an embedding or an image, what came in words. */
  readonly text: string;
  /** Whether the answer has the form of its kind, be it cut off. */
  readonly isAnswer: boolean;
  /** Of a stream, the first ones; `eventCount` is how many there were. */
  readonly events: readonly StreamEvent[];
  readonly eventCount: number;
  readonly finishReason: string | null;
  readonly usage: Usage | null;
  readonly timings: Timings;
  readonly gateway: GatewayHeaders;
  /** The error that the answer carries, be it its body or an event of its stream. */
  readonly error: Json | null;
}

/** The body of an answer, redacted. */
export interface ReceivedBody {
  readonly text: string;
  /** As read, decompressed. */
  readonly bytes: number;
  /** `stream`: server-sent events. `binary`: not a text. */
  readonly form: "none" | "json" | "stream" | "html" | "text" | "binary";
  /** Of form `json`, where it is not too long to be kept. */
  readonly json: Json | null;
  /** Whether `text` is only its beginning. */
  readonly isShortened: boolean;
}

/** Tokens, as the provider counts them. */
export interface Usage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** Milliseconds since `send` was called; null where it did not come to that. */
export interface Timings {
  readonly connectMs: number | null;
  readonly firstByteMs: number | null;
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
}

/** What the gateway says about its own part in its headers; null where it says nothing. */
export interface GatewayHeaders {
  readonly traceId: string | null;
  readonly cacheStatus: string | null;
  /** -1: all retries were used up. */
  readonly retries: number | null;
  /** Which target of the config answered, such as `config.targets[1]`. */
  readonly optionIndex: string | null;
  readonly provider: string | null;
}

/** Whose side a failure is on. */
export type Side = "gateway" | "provider" | "network" | "configuration";

/** What an outcome means and what to do about it. */
export interface Diagnosis {
  /** An answer came, be it with a warning. */
  readonly ok: boolean;
  readonly level: "success" | "warning" | "failure";
  /** Null where nothing is wrong. */
  readonly side: Side | null;
  /** Stable, in kebab-case. */
  readonly code: string;
  /** A sentence in the user's terms. */
  readonly message: string;
  /** The next step as a sentence; null where there is none to take. */
  readonly next: string | null;
  /** The first one is the one to offer first. */
  readonly actions: readonly Action[];
  /** More about the answer, a sentence each: which target answered, how often was retried, what is not reported. */
  readonly details: readonly string[];
}

/** A next step that a shell can take or say; what it needs for that is in it. */
export type Action =
  | { readonly kind: "set-key" }
  | { readonly kind: "change-profile" }
  | { readonly kind: "fix-url"; readonly url: string | null }
  | { readonly kind: "retry" }
  /** Milliseconds since 1970. */
  | { readonly kind: "retry-at"; readonly at: number }
  | { readonly kind: "retry-longer"; readonly limit: "connect" | "first-byte" | "idle" | "total" }
  | { readonly kind: "map-slug"; readonly provider: string | null }
  | { readonly kind: "pick-model"; readonly nearest: readonly string[] }
  /** The parameter of the request that was complained of. */
  | { readonly kind: "show-argument"; readonly name: string }
  | { readonly kind: "edit-request" }
  | { readonly kind: "show-body" }
  /** Pages of the dashboard: logs (of a trace), providers, limits, keys, the status of the service. */
  | { readonly kind: "open-logs"; readonly traceId: string | null }
  | { readonly kind: "open-providers" }
  | { readonly kind: "open-limits" }
  | { readonly kind: "open-status" }
  | { readonly kind: "open-proxy-settings" }
  | { readonly kind: "restart-local" };
