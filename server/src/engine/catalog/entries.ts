/** The shapes of the catalog's data; `schema.json` says the same and a test holds the files to it. */
import type { Language } from "../source-file.ts";

/** Where a fact was read, and when it was last found to be true. */
export interface Sourced {
  readonly source: string;
  /** A date, `YYYY-MM-DD`. */
  readonly checked: string;
}

/** How a rewrite may be offered: A keeps the behavior, B needs a review, C is not rewritten. */
export type RewriteClass = "A" | "B" | "C";

/** A LiteLLM provider prefix and what it is in Portkey. */
export interface ProviderEntry extends Sourced {
  /** LiteLLM's spelling, without the slash. */
  readonly prefix: string;
  /** The type to create in the Model Catalog; null where there is none. */
  readonly portkey: string | null;
  /** The slug to suggest; null where nothing can be suggested. */
  readonly slug: string | null;
  readonly rewriteClass: RewriteClass;
  readonly certainty: "source" | "documented" | "inferred" | "none";
  /**
   * Who else writes `prefix/…`: nobody (`own`), the vendor's own documents (`vendor`),
   * listings of other gateways too (`listing`), or anybody, because it is an ordinary name (`word`).
   */
  readonly spelling: "own" | "vendor" | "listing" | "word";
  /** The provider needs a custom host: this address, or one of the user's own. */
  readonly customHost?: string;
  /** A prefix of the same provider, whose slug setting serves this one too. */
  readonly sharesSlugWith?: string;
  /** Arguments that LiteLLM fills in and Portkey does not. */
  readonly requires?: readonly string[];
  /** Where the model answers, if not on chat completions. */
  readonly endpoint?: "completions";
  readonly note?: string;
  /** Variables that become unnecessary; a trailing `*` stands for any ending. */
  readonly environment: readonly string[];
}

/** What a symbol is to a program; the members of a `service`'s instances are LiteLLM's too, those of other classes are plain data. */
export type SymbolKind = "function" | "method" | "class" | "service" | "module" | "setting" | "value";

/** A public name of the litellm package, or of one that wraps it. */
export interface SymbolEntry extends Sourced {
  /** The canonical path: `litellm.completion`, `litellm.Router().acompletion`. */
  readonly path: string;
  /** Other paths that lead to the same thing. */
  readonly aliases?: readonly string[];
  /** The rule that owns it. */
  readonly family: string;
  readonly kind: SymbolKind;
  readonly isAsync?: boolean;
  /** Its synchronous or asynchronous twin. */
  readonly pair?: string;
  /** A call of it goes to a model. */
  readonly isRequest?: boolean;
  /** Those of a family that share the next step. */
  readonly group?: string;
  /** What a class is given by place, in order, as far as its versions agree. */
  readonly parameters?: readonly string[];
}

/** Names of the litellm package about which there is nothing more to say than what they are. */
export interface SymbolGroup extends Sourced {
  readonly family: string;
  readonly group?: string;
  readonly kind: SymbolKind;
  /** Canonical paths; `*` stands for any part of one name. */
  readonly names: readonly string[];
}

/** A module of the litellm package, and whose its names are where no symbol lists them. */
export interface SymbolModule extends Sourced {
  readonly path: string;
  readonly family: string;
  readonly group?: string;
  /** The names of the package's top level that it has are the same things. */
  readonly sharesNames?: boolean;
}

/** What a person does about a name of LiteLLM. */
export interface NextStepEntry extends Sourced {
  /** Symbols by their path, a `family/group`, or a family; the most exact one is told. */
  readonly of: readonly string[];
  readonly text: string;
  /** A statement that sets it, or calls it, may be taken out with the calls of its file. */
  readonly removal?: SettingRemoval;
}

/** What becomes of requests without a setting: nothing, nothing once they go through Portkey, or something that a person has to know. */
export type SettingRemoval = "unnoticed" | "with-calls" | "reviewed";

/** What arguments of LiteLLM's Router are in a Portkey config; the text goes on a sentence that begins with the argument. */
export interface RouterParameterEntry extends Sourced {
  readonly names: readonly string[];
  /** `config` becomes a part of it, `drop` goes, `none` has no counterpart. */
  readonly kind: "config" | "drop" | "none";
  /** The gateway has a way of its own without it: code that makes a config at run time may leave it out. */
  readonly isOfGateway?: true;
  readonly rewriteClass: RewriteClass;
  readonly text: string;
}

/** Arguments of single providers, which LiteLLM and the gateway pass on to them. */
export interface ProviderOwnEntry extends Sourced {
  readonly names: readonly string[];
}

/** A keyword argument of LiteLLM's completion and embedding. */
export interface ParameterEntry extends Sourced {
  readonly name: string;
  /** `same` stays, `rename` takes the name in `to`, `drop` goes, `config` and `options` move to `to`, `none` has no counterpart. */
  readonly kind: "same" | "rename" | "drop" | "config" | "options" | "none";
  readonly to?: string;
  readonly rewriteClass: RewriteClass;
  readonly note?: string;
}

/** An argument that means something else to one kind of request. */
export interface OwnParameterEntry extends ParameterEntry {
  /** The only values that the method takes. */
  readonly values?: readonly string[];
}

/** An argument that a request has to give now. */
export interface AddedArgument {
  readonly name: string;
  readonly value: string | boolean;
  /** Which models need it, by their Portkey names; all where nothing stands. */
  readonly models?: string;
  /** The only client that needs it; both where nothing stands. */
  readonly only?: "portkey-sdk";
  readonly note: string;
}

/** A function of LiteLLM that sends one request, and the method of the client that sends the same. */
export interface RequestEntry extends Sourced {
  /** Its paths: synchronous, asynchronous. */
  readonly of: readonly string[];
  /** Those of its paths whose `num_retries` counts how often they ask in all, by default so often. */
  readonly attempts?: { readonly of: readonly string[]; readonly default: number; readonly note: string };
  /** The method, from the client on. */
  readonly method: string;
  /** That of the OpenAI client, where it is called otherwise. */
  readonly openAiMethod?: string;
  /** The method's first argument, where one method serves all addresses. */
  readonly route?: string;
  /** Where the gateway takes the request, behind its base address; only what asks a model has one. */
  readonly address?: string;
  /** The methods of OpenAI's clients that send it, those of releases before 1.0 (Python) and 4 (npm) among them. */
  readonly clientMethods?: readonly string[];
  readonly answer: AnswerKind;
  /** It goes to a provider, not to a model: to the one that `custom_llm_provider` names, or to this one of LiteLLM's. */
  readonly byProvider?: { readonly default?: string };
  /** Arguments besides the model without which there is no request. */
  readonly required: readonly string[];
  /** What the model has to answer on. */
  readonly endpoints: readonly ("chat" | "completions" | "responses")[];
  /** What to do about a model that answers on something else. */
  readonly otherwise?: string;
  /** The arguments that the method takes besides the model; without a list, those that the catalog calls the same. */
  readonly takes?: readonly string[];
  /** What the method of the OpenAI client takes by name; it has none where nothing stands. */
  readonly openAiTakes?: readonly string[];
  /** The types with their module that the OpenAI client declares its arguments with where LiteLLM takes any list or dictionary (Python). */
  readonly openAiTypes?: Readonly<Record<string, string>>;
  /** Arguments that the Portkey SDK needs to do what LiteLLM does without them. */
  readonly adds?: readonly AddedArgument[];
  /** The model of OpenAI that LiteLLM takes where a call names none. */
  readonly defaultModel?: { readonly name: string; readonly note?: string };
  /** Arguments that mean something else here than elsewhere. */
  readonly parameters?: readonly OwnParameterEntry[];
  /** The providers whose requests LiteLLM does not translate in a way of its own. */
  readonly sameFor?: readonly string[];
  /** What happens with the others. */
  readonly elsewhere?: string;
  /** What has to be reviewed about every such request. */
  readonly note?: string;
  /** The method takes no other arguments. */
  readonly isClosed?: boolean;
  /** The answer has attributes only, where others of its kind are read by keys too. */
  readonly answersObject?: boolean;
  /** What the request is with an argument that its method does not take. */
  readonly variants?: readonly RequestVariant[];
}

/** A request by another method, because an argument is something that only this one takes: what is said here holds instead. */
export interface RequestVariant extends Partial<Omit<RequestEntry, keyof Sourced | "of" | "variants">>, Sourced {
  readonly argument: string;
  readonly holds: "class";
}

/** The order of positional arguments of a function. */
export interface PositionalEntry extends Sourced {
  readonly path: string;
  readonly names: readonly string[];
}

/** What an access gives of Portkey's answer: `differs` works with another value, `changed` fails, `litellm-only` is in LiteLLM's alone. */
export type ResponseVerdict = "same" | "differs" | "changed" | "litellm-only" | "unknown";

/** The kinds of answers. */
export type AnswerKind =
  | "chat"
  | "text"
  | "embedding"
  | "image"
  | "moderation"
  | "transcription"
  | "speech"
  | "answer"
  | "rerank"
  | `file${"" | "-list" | "-deleted" | "-content"}`
  | `batch${"" | "-list"}`
  | `fine-tuning-${"job" | "list"}`
  | `vector-${"store" | "search"}`
  | "message";

/** An answer, or a piece of one that is streamed. */
export type AnswerForm = AnswerKind | `${AnswerKind}-chunk`;

/** An access to an answer or to a chunk of a stream. */
export interface ResponseEntry extends Sourced {
  readonly on: AnswerForm;
  /** `choices[*].message.content`, `model_dump()`; empty for the whole. */
  readonly path: string;
  readonly verdict: ResponseVerdict;
  /** How Portkey's objects from here on are read: by attributes where no entry says more. */
  readonly access?: "attributes" | "keys" | "both";
  /** LiteLLM has a dict here, so that code elsewhere reads it by keys. */
  readonly was?: "keys";
  /** The method of Portkey's object that does what this one of LiteLLM's does. */
  readonly to?: string;
  /** It leads to an object whose parts are not listed. */
  readonly isObject?: boolean;
  /** Providers for which the access is the same all the same. */
  readonly sameFor?: readonly string[];
  readonly note?: string;
}

/** A class of LiteLLM that is a part of an answer or a chunk. */
export interface AnswerTypeEntry extends Sourced {
  readonly class: string;
  readonly on: AnswerForm;
  /** Where in the answer it stands: `choices[*].message`; empty for the whole. */
  readonly at: string;
}

/** An environment variable; a trailing `*` stands for any ending. */
export interface EnvironmentEntry extends Sourced {
  readonly name: string;
  readonly role: "proxy-key" | "proxy-address" | "provider-key" | "provider-address" | "provider-option" | "other";
  readonly meaning: string;
  /** Other programs usually read it too, so that it is never removed unasked. */
  readonly isShared?: boolean;
}

/** A package as its registry names it, and as programs import it. */
export interface PackageEntry extends Sourced {
  readonly name: string;
  readonly registry: "pypi" | "npm";
  readonly modules: readonly string[];
  readonly role: "litellm" | "openai" | "azure-openai" | "bedrock" | "portkey" | "wrapper" | "framework" | "ai-sdk" | "library";
}

/** A class or function of a framework that calls LiteLLM with the model's name it is given. */
export interface WrapperEntry extends Sourced {
  readonly path: string;
  readonly aliases?: readonly string[];
  readonly kind: "class" | "function";
  /** The argument that names the model, and its position where it has one. */
  readonly model?: string;
  readonly position?: number;
  /** The arguments that give the provider's address and key. */
  readonly address?: string;
  readonly key?: string;
  /** It takes other models too: only a name in a string makes it call LiteLLM. */
  readonly onlyNames?: boolean;
  /** What such a name begins with. */
  readonly prefix?: string;
  /** Newer versions call some providers by themselves. */
  readonly isMixed?: boolean;
  /** What of the framework does without LiteLLM, as a phrase. */
  readonly instead?: string;
}

/** Bare names that LiteLLM gives to a provider. */
export interface BareNameEntry extends Sourced {
  readonly provider: string;
  readonly pattern: string;
  readonly note?: string;
}

/** A part of an address by which LiteLLM knows the provider. */
export interface HostEntry extends Sourced {
  readonly host: string;
  readonly provider: string;
}

/** Models of a provider that do not answer on chat completions. */
export interface ModelEndpointEntry extends Sourced {
  readonly provider: string;
  readonly pattern: string;
  readonly endpoint: "completions" | "responses";
}

/** How the names of a family of models start. */
export interface FamilyEntry extends Sourced {
  readonly stem: string;
}

/** What follows a prefix (`*`: any) in strings that name something else than a model. */
export interface LookAlikeEntry extends Sourced {
  readonly prefix: string;
  readonly pattern: string;
  readonly what: string;
}

/** A gateway, or a provider, that a program may work with instead of LiteLLM or beside it. */
export interface OtherServiceEntry extends Sourced {
  readonly name: string;
  readonly kind: "gateway" | "provider";
  /** A pattern of how code and its comments call it, in any case. */
  readonly word: string;
  /** What something that holds its names of models may be called besides; elsewhere the word says nothing. */
  readonly holderWord?: string;
  /** Programs call a server of their own so: as the name of an address it says nothing. */
  readonly isCommonWord?: true;
  /** The domains of its servers. */
  readonly hosts: readonly string[];
  /** Programs that work with LiteLLM alone name it as well. */
  readonly isEverywhere?: true;
  /** It serves the models of others, by names that start with their vendors. */
  readonly servesOthers?: true;
  /** How it spells names of models, where that is as LiteLLM does. */
  readonly spelling?: string;
}

/** What a class of Portkey's SDK takes when a client is made. */
export interface PortkeyClientEntry extends Sourced {
  readonly language: Language;
  readonly paths: readonly string[];
  readonly options: readonly string[];
  /** Its methods that give a client with other options. */
  readonly copies: readonly string[];
}

/** Headers of Portkey without their prefix, which the SDK makes of options of the same name. */
export interface PortkeyHeaderEntry extends Sourced {
  readonly names: readonly string[];
}

/** An option of other clients that Portkey's SDK does not have, and what is meant instead. */
export interface ForeignOptionEntry extends Sourced {
  readonly names: readonly string[];
  readonly note: string;
}

/** Methods of Portkey's SDK that send what they do not know in the body of the request. */
export interface PortkeyRequestEntry extends Sourced {
  readonly methods: readonly string[];
  /** Arguments that are no part of the body. */
  readonly takes: readonly string[];
}

/** Options of a request that Portkey's SDK for TypeScript does not heed. */
export interface IgnoredOptionEntry extends Sourced {
  readonly methods: readonly string[];
  readonly options: readonly string[];
}

/** Members of Portkey's Python client that send their requests without its copy of the OpenAI SDK, and so raise other exceptions. */
export interface OwnTransportEntry extends Sourced {
  readonly members: readonly string[];
}

/** How many characters a value of Portkey's metadata may have. */
export interface MetadataEntry extends Sourced {
  readonly longest: number;
}

/** An object of a Portkey config, and what the gateway takes there. */
export interface ConfigPartEntry extends Sourced {
  readonly of: ConfigPart;
  readonly keys: readonly string[];
  readonly required?: readonly string[];
  /** The only texts that a key takes. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** What keys of other tools, and of older configs, became. */
  readonly instead?: Readonly<Record<string, string>>;
}

/** The objects that a Portkey config is made of; a target is a config too. */
export type ConfigPart = "config" | "strategy" | "condition" | "retry" | "cache" | "cb_config";
