import type { Language } from "../source-file.ts";
import type { Neighbors } from "./neighbors.ts";

/** What facts are gathered about: plain data, so that this folder needs no catalog. */
export interface KnownPackages {
  /** Modules as they are imported: `litellm`, `openai`, `portkey-ai`. */
  readonly modules: readonly string[];
  /** Names that new code needs as they are: modules by their own name, classes of a package. */
  readonly neededNames: readonly string[];
  /** The public names of a module, for its star import. */
  readonly exportsOf: (module: string) => readonly string[];
  /** The function that goes to a model which a path leads to or came from. */
  readonly requestOf: (path: string) => string | undefined;
  /** Packages that variables of the environment may be for, by the start of their names. */
  readonly otherClients: readonly string[];
  /** Whether a path is of a class or function that makes a client, which files hand on to each other. */
  readonly isClient: (path: string) => boolean;
  /** What other files of the workspace give to this one. */
  readonly neighbors?: Neighbors | undefined;
  /** The names of the file that others are known to import. */
  readonly taken?: Pick<ReadonlySet<string>, "has"> | undefined;
  /** A file that uses LiteLLM imports this one, or is imported by it. */
  readonly isBesideLiteLlm?: boolean;
  /** Finds where a string may hold a provider's prefix; global, matching the prefix itself within a line. */
  readonly stringPattern: RegExp;
  /** Finds where a string may hold an address or a route of a server that somebody asks for; global. */
  readonly addressPattern: RegExp;
  /** Whether a text is an address that other files may ask for: as written, or as `$` and a variable's name. */
  readonly isAddress: (text: string) => boolean;
  /** Finds where a text speaks of another gateway whose names of models are spelled as LiteLLM's are; global. */
  readonly otherGateway: RegExp;
  /** The functions that make HTTP requests, by language. */
  readonly httpFunctions: (language: Language) => readonly string[];
  /** What makes a comment worth telling of. */
  readonly commentWord: string;
  /** Whether a word is a variable of the environment that somebody asks for. */
  readonly isVariable: (word: string) => boolean;
  /** The members of data, by language, whose readers somebody asks for. */
  readonly fieldNames: (language: Language) => readonly string[];
  /** Whether a file's text is that of a project's adapter. */
  readonly isAdapter: (text: string) => boolean;
}
