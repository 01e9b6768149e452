import type { Language } from "../source-file.ts";
import type { Sourced } from "./entries.ts";

/** A class or function that makes a client, or a provider of models, of an address. */
export interface ProxyClientEntry extends Sourced {
  readonly of: readonly string[];
  /** Whose clients they are, which decides how one is pointed elsewhere. */
  readonly kind: ProxyClientKind;
  /** The options that hold the address, the key and the headers, the likeliest first; `configuration.baseURL` is one of a record inside. */
  readonly address: readonly string[];
  readonly key: readonly string[];
  readonly headers: readonly string[];
  /** In TypeScript: the option that takes a function to send requests with. */
  readonly fetch?: string;
  /** The option that gives it a name. */
  readonly name?: string;
  /** The methods of a `client` are requests; a `provider` makes models by name; a `model` is made for one. Missing where none can be pointed at Portkey as it is. */
  readonly makes?: "client" | "provider" | "model";
  /** Options of a `model` that name it. */
  readonly model?: readonly string[];
  /** Members of a `provider` that take a model's name first; the empty one is the provider itself. */
  readonly models?: readonly string[];
  /** Those of them that ask by OpenAI's Responses API. */
  readonly responses?: readonly string[];
  /** Members of a `provider` that have nothing to do with a model. */
  readonly others?: readonly string[];
  /** Methods of a `client` that name no model, with what is different once Portkey answers them. */
  readonly withoutModel?: readonly { readonly methods: readonly string[]; readonly note: string }[];
  /** Methods of a `client` that Portkey answers; missing where it answers all. */
  readonly requests?: readonly string[];
  /** The address of Portkey's gateway for it, where that is not the usual one. */
  readonly gateway?: string;
  /** It sends its own key in a way that Portkey does not read as one: Portkey's goes into the headers. */
  readonly keyInHeaders?: true;
  /** The only providers, by LiteLLM's prefixes, whose models are sure to answer in its form through Portkey. */
  readonly providers?: readonly string[];
  /** Matches the names of models that it treats otherwise than others. */
  readonly readsNames?: string;
}

/** Whose a client is that may talk to a proxy. */
export type ProxyClientKind = "openai" | "azure-openai" | "openai-configuration" | "ai-sdk" | "ai-sdk-other" | "langchain" | "llamaindex" | "mastra" | "anthropic";

/** A host by a part of its name: one of a proxy, or one that carries LiteLLM's name and is none. */
export interface ProxyHostEntry extends Sourced {
  readonly kind: "proxy" | "other";
  readonly pattern: string;
}

/** Routes of the proxy: those of requests to models, those whose names any server may have (`common`), and those that are LiteLLM's own. */
export interface ProxyRouteEntry extends Sourced {
  readonly kind: "request" | "common" | "own";
  /** Other programs have routes of these names too. */
  readonly isShared?: true;
  readonly paths: readonly string[];
  readonly text: string;
}

/** Headers of the proxy; a trailing `*` stands for any ending. */
export interface ProxyHeaderEntry extends Sourced {
  readonly names: readonly string[];
  readonly on: "request" | "response" | "both";
  /** The header of Portkey's that takes the same value. */
  readonly portkey?: string;
  readonly text: string;
}

/** Fields of a request's body that only LiteLLM's proxy reads. */
export interface ProxyFieldEntry extends Sourced {
  readonly names: readonly string[];
  readonly text: string;
}

/** The functions by which programs of a language make HTTP requests, as they are usually called. */
export interface HttpFunctionsEntry extends Sourced {
  readonly language: Language;
  readonly names: readonly string[];
  /** What is called on them to send a request, or to make a client that will. */
  readonly methods: readonly string[];
}
