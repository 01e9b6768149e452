import type { Json, JsonObject } from "../text/json.ts";
import type { Span } from "../text/span.ts";

/** The kinds of requests that can be sketched, each with an endpoint of its own. */
export type RequestKind = "chat" | "text" | "embedding" | "image" | "moderation" | "transcription" | "speech" | "responses" | "rerank";

/** Whose client or function makes the request today; `adapter` is the module that a migration wrote into the project. */
export type RequestLibrary = "litellm" | "adapter" | "openai" | "azure-openai" | "portkey";

/** A request to a model as it is written in the code, as far as it can be told without running it. Plain data. */
export interface RequestSketch {
  readonly kind: RequestKind;
  readonly library: RequestLibrary;
  /** The whole call. */
  readonly span: Span;
  /** What is called, as written: `litellm.acompletion`. */
  readonly callee: string;
  /** Where the gateway takes such a request, behind its base address: `/chat/completions`. */
  readonly endpoint: string;
  readonly model: SketchedModel;
  readonly stream: boolean;
  /** What is known of the body in the gateway's terms, without the model and `stream`. */
  readonly body: JsonObject;
  /** What only a run of the program would tell, in source order. */
  readonly holes: readonly Hole[];
  /** A Portkey config that the call carries, by its id or written out, or that its LiteLLM options mean. */
  readonly config: JsonObject | string | null;
  /** Metadata for Portkey's logs. */
  readonly metadata: JsonObject | null;
  /** The trace that Portkey's logs sort the request into. */
  readonly traceId: string | null;
  /** Other headers for the gateway, none of which holds a credential: `x-portkey-cache-namespace`. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the call gives and the request does without, in source order. */
  readonly unsupported: readonly UnsentArgument[];
}

/** The model of a request, by the names that are known for it. */
export interface SketchedModel {
  /** The string that the program gives; null where it is decided at run time, or where the call gives none. */
  readonly written: string | null;
  /** The expression as it stands in the call; null where the call gives none. */
  readonly source: string | null;
  /** `default`: what is given where nobody gives anything else, such as a parameter's default. */
  readonly certainty: "certain" | "default" | "unknown";
  /** `@slug/model`, or what the code sends where a config or a provider that it names says the rest; null where nothing says which it is. */
  readonly portkeyName: string | null;
  /** `mapped` by the user's settings, `written` in the code, `suggested` by the catalog and confirmed by nobody. */
  readonly slug: "mapped" | "written" | "suggested" | "unknown";
  /** LiteLLM's prefix of the provider, which a slug is mapped for: `azure`. */
  readonly provider: string | null;
  /** Why there is no Portkey name, as a whole sentence. */
  readonly why: string | null;
}

/** A part of a request that only a run of the program would tell. */
export interface Hole {
  /** Where in the body it belongs: `messages[0].content`; `model`, `stream`, `config`, `metadata`, `traceId` and `headers` for those; empty where it may be any part of the body. */
  readonly path: string;
  /** The expression as written. */
  readonly source: string;
  /** Why it is not known, as a fragment: `a parameter`. */
  readonly why: string;
  /** The text that stands for it inside the string at `path`; null where the body has nothing in its place. */
  readonly placeholder: string | null;
  /** What it is where nobody gives anything else: a parameter's default; undefined where nothing is known. */
  readonly likely?: Json;
}

/** An argument of the call that is not part of the request. */
export interface UnsentArgument {
  readonly name: string;
  /** A whole sentence. */
  readonly why: string;
}

/** A call or a use of a function that goes to a model, of which no request can be read. */
export interface UnreadRequest {
  readonly span: Span;
  readonly callee: string;
  /** A whole sentence. */
  readonly why: string;
}

/** The requests of one text. */
export interface SketchedRequests {
  /** In source order. */
  readonly requests: readonly RequestSketch[];
  /** In source order. */
  readonly unread: readonly UnreadRequest[];
}
