// The neutral model between syntax and rules: what a file says about the packages we know, in either language.
// Plain data with spans in UTF-16 offsets, so that the tree can be freed as soon as the facts are gathered.
import type { Language } from "../source-file.ts";
import type { Layout } from "../text/layout.ts";
import type { Span } from "../text/span.ts";
import type { Anchors } from "./anchor-facts.ts";
import type { EnvironmentUse } from "./environment-facts.ts";
import type { ModuleExports } from "./exports.ts";
import type { HandedKeywords } from "./handed-keywords.ts";
import type { AddressCall, HttpCall } from "./http-facts.ts";
import type { NameTests } from "./name-tests.ts";
import type { Origin, Resolution } from "./neighbors.ts";
import type { StatementFact } from "./statement-facts.ts";
import type { StringArgument } from "./string-argument.ts";
import type { Try } from "./try-facts.ts";

/** All that rules may know of one file. */
export interface FileFacts {
  readonly language: Language;
  readonly layout: Layout;
  /** Import statements of known packages, in source order. */
  readonly imports: readonly ImportFact[];
  /** Names that lead to a known package, with everything that uses them. */
  readonly bindings: readonly Binding[];
  /** Each use of such a name: the longest chain `a.b.c` around it, with its qualified path. */
  readonly references: readonly Reference[];
  /** Calls and constructions whose callee is such a chain. */
  readonly calls: readonly Call[];
  /** Calls of functions for HTTP, and those that are given an address or a route somebody asks for, in source order. */
  readonly httpCalls: readonly HttpCall[];
  /** `try` statements that catch classes of known packages, in source order (Python). */
  readonly tries: readonly Try[];
  /** Constructions of classes of the workspace whose methods call a model, in source order. */
  readonly constructions: readonly Construction[];
  /** Constructions of classes of the workspace that build on a class of a known package: their path is that class's, and they may take other arguments. */
  readonly subclassCalls: readonly Call[];
  /** String literals that hold a needle of the catalog (a provider prefix, an address). */
  readonly strings: readonly StringFact[];
  /** Comments that hold the word somebody asked for, in source order. */
  readonly comments: readonly Span[];
  /** Where variables of the environment are read or set, and where those that the catalog asks for are named. */
  readonly environment: readonly EnvironmentUse[];
  readonly nameTests: NameTests | undefined;
  /** Other packages that variables of the environment may be for, wherever the file imports them; looked for where it names such a variable. */
  readonly otherClients: readonly string[];
  readonly anchors: Anchors;
  /** LiteLLM is named somewhere in it, be it in a name, a string or a comment. */
  readonly speaksOfLiteLlm: boolean;
  /** All that it says is that something is like LiteLLM's: `litellm-style names`. */
  readonly onlyComparesWithLiteLlm: boolean;
  /** Code names it, not only comments and texts for readers. */
  readonly codeNamesLiteLlm: boolean;
  /** So is another gateway that spells names of models as LiteLLM does. */
  readonly speaksOfOtherGateway: boolean;
  readonly codeNamesOtherGateway: boolean;
  /** Parts the grammar could not read. */
  readonly unreadable: readonly Span[];
  /** Uses of what other files of the workspace give, in source order. */
  readonly given: readonly GivenFact[];
  /** Calls of the file's own functions that return the address of a server. */
  readonly addressCalls: readonly AddressCall[];
  /** What other files can import; undefined where that leads to no known package. */
  readonly exports: ModuleExports | undefined;
}

/** How far a statement is from running when its module is loaded. */
export type Place =
  | "module"
  /** At module level, but only where the file is the program: `if __name__ == "__main__":`. */
  | "main"
  | "function"
  | "async-function"
  | "class-body";

/** An import statement, or a call that loads a module by name. */
export interface ImportFact extends StatementFact {
  readonly form: "import" | "from" | "star" | "require" | "dynamic" | "side-effect";
  /** The module as written: `litellm.exceptions`; for `import a, b` the first one of ours. */
  readonly module: string;
  /** Where the module stands in a `from … import …` of Python, and in the string of TypeScript. */
  readonly moduleSpan?: Span | undefined;
  readonly names: readonly ImportedName[];
  /** Every clause of the statement in order, ours and others. */
  readonly clauses: readonly Span[];
  readonly isTypeOnly: boolean;
  /** Comments stand between its names. */
  readonly hasComments: boolean;
  /** What decides whether the import happens. */
  readonly guard: "none" | "try" | "type-checking" | "condition";
  /** The `try` that is nothing but attempts to import, one a block, and how many they are (Python). */
  readonly attempts?: { readonly span: Span; readonly count: number } | undefined;
  readonly place: Place;
}

/** One name that an import brings in. */
export interface ImportedName {
  /** The clause: `completion as ask`, or the module name of `import litellm`. */
  readonly span: Span;
  /** `litellm.completion`; for an `import litellm.utils` without `as`, `litellm`, which is the name it binds. */
  readonly path: string;
  readonly local: string | undefined;
  readonly binding: BindingId | undefined;
}

/** Names a binding within one file's facts. */
export type BindingId = number;

/** A variable, member, function or class of the file that leads to a known package, or whose value somebody asks for. */
export interface Binding {
  readonly id: BindingId;
  readonly name: string;
  /** Every path that any of its declarations gives it; more than one for conditional imports. */
  readonly paths: readonly string[];
  /** All declarations lead to a known path: none is a stand-in such as `None` or a local function. */
  readonly isCertain: boolean;
  readonly kind: "import" | "variable" | "parameter" | "member" | "function" | "class";
  /** Of a record that is written out: the reads of its name that do nothing but give one of its fields a value. */
  readonly fieldWrites: readonly { readonly read: Span; readonly key: string }[];
  /** Of a function that a statement declares: the statement. */
  readonly definition: Span | undefined;
  /** For a function: the path of what it returns. */
  readonly returns: string | undefined;
  readonly declarations: readonly Span[];
  /** Every occurrence that reads it, in source order. */
  readonly reads: readonly Span[];
  /** For a function that `returns` and needs no argument: the value it returns, where there is one only. */
  readonly returned: Expression | undefined;
  /** Its only declaration is a statement of the module's own level, and no scope inside uses the name for something else. */
  readonly isModuleConstant: boolean;
  /** The value of its only assignment; undefined when it is assigned more than once or not by `name = value`. */
  readonly initial: Expression | undefined;
  /** Where it is declared or assigned more than once: the values it is given by plain assignments. */
  readonly values: readonly Expression[];
  /** What a pattern's default, a loop over a written list or a getter may give it. */
  readonly possible: readonly Expression[];
  /** What a pattern takes it out of that has a default for it. */
  readonly takenFrom: Expression | undefined;
  /** A parameter's default. */
  readonly fallback: Expression | undefined;
  readonly place: Place;
  /** Other files can reach it: exported in TypeScript, listed in `__all__` or bound in an `__init__.py`. */
  readonly isExported: boolean;
  /** A member that its own class alone can reach: `#client`, `private client` (TypeScript). */
  readonly isPrivate: boolean;
}

/** A use of something that another file gives: a function of a package by way of it, the name of a model that it defines. */
export interface GivenFact extends Resolution {
  /** The chain as written, up to where it is that. */
  readonly span: Span;
  readonly text: string;
}

/** What stands around a reference. */
export type Role = "call" | "decorator" | "value" | "write" | "delete" | "annotation" | "base-class" | "except" | "comparison" | "export";

/** One use of a binding, with the chain of attributes behind it. */
export interface Reference {
  /** The chain as written, from its first name or from what stands around that: `litellm.exceptions.Timeout`, `(await get()).chat`. */
  readonly span: Span;
  /** Its first name. */
  readonly root: Span;
  readonly binding: BindingId;
  /** Qualified through aliases: `litellm.completion`, `openai.OpenAI().chat.completions.create`. */
  readonly path: string;
  /** It is this path's and nothing else: only names, attributes and plain functions of the file lead here. What came through a collection, a `partial`, an instance of a class of the file or a function with arguments may be something else, or take other arguments. */
  readonly isDirect: boolean;
  readonly role: Role;
  /** It is only asked whether it is there: `if (!this.client)`. */
  readonly isTested: boolean;
  /** What takes it as an argument, as written: `setattr`. */
  readonly taker: string | undefined;
  /** What the argument behind it there says, where that is a string: the part of it that is meant. */
  readonly named: string | undefined;
  readonly place: Place;
  /** For a write: the value given, where it is a plain assignment. */
  readonly value: Expression | undefined;
  /** The statement that does nothing but call it, or give it a value (Python). */
  readonly statement: StatementFact | undefined;
}

/** A call or construction of something that a known package gives. */
export interface Call {
  /** From the callee (or `new`) to the closing bracket, without `await`. */
  readonly span: Span;
  readonly callee: Reference;
  /** What the callee's attributes are taken of, the longest first: `client.chat.completions`, `client.chat`, `client`. */
  readonly objects: readonly Span[];
  readonly isNew: boolean;
  readonly arguments: readonly Argument[];
  /** The brackets of the argument list and all between them. */
  readonly argumentsSpan: Span;
  /** The `await` expression around the call, brackets between them included; undefined when it is not awaited at once. */
  readonly awaited: Span | undefined;
  /** The names of the functions, methods and classes around it, and of what its value is given to, innermost first. */
  readonly within: readonly string[];
  readonly place: Place;
  /** Stands in a loop or a comprehension of the function or module it runs in. */
  readonly isRepeated: boolean;
  /** Stands in a hole of a string of one line, which before Python 3.12 takes neither its own quotes nor line breaks. */
  readonly isInLine: boolean;
  /** Handlers of the `try` statements around the call, inner ones first. */
  readonly handlers: readonly Handler[];
  /** Where the value goes, followed through local names. */
  readonly result: readonly Use[];
}

/** A construction of a class, of this file or another one, whose methods call a model. */
export interface Construction {
  readonly span: Span;
  /** What is called, as written. */
  readonly callee: Span;
  /** The class by its own name. */
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** The path of the function that its methods call the model with. */
  readonly request: string;
  readonly requestAt: CodePlace;
  /** The declarations that lead to the class, first the one that is used here. */
  readonly declarations: readonly CodePlace[];
}

/** A place in the file at hand, or in another one. */
export type CodePlace = { readonly span: Span } | { readonly origin: Origin };

/** One argument of a call, by position or by keyword. */
export interface Argument {
  /** The argument with its keyword: `timeout=30`, `*rest`, `**options`. */
  readonly span: Span;
  readonly keyword: string | undefined;
  readonly kind: "positional" | "keyword" | "splat";
  readonly value: Expression;
  /** What a `**` argument hands on, where all of it can be told (Python). */
  readonly keywords?: HandedKeywords;
  /** The type that a name, or what a function of the file gives, is declared with, as written; empty for a parameter without one, of which a type checker knows nothing (Python). */
  readonly declaredAs?: string;
}

/** An `except` or `catch` clause. */
export interface Handler {
  readonly span: Span;
  /** Qualified paths of the classes it names; an unknown class is `undefined`. */
  readonly types: readonly (string | undefined)[];
  /** `except:`; every handler in TypeScript. */
  readonly catchesAll: boolean;
}

/** One place a call's value reaches: the steps taken from the value, then what is done with what they lead to. */
export interface Use {
  readonly span: Span;
  readonly steps: readonly Step[];
  readonly end: UseEnd;
  /** Where names on the way are bound to the value. */
  readonly bound: readonly Span[];
  /** Where another value may come in. */
  readonly others: readonly OtherValue[];
  /** What takes an argument, as written: `print`. */
  readonly taker: string | undefined;
  /** What the function that returns it says that it returns, as written. */
  readonly declaredAs?: string;
}

/** A name on a value's way is bound to something else here that is not nothing, or an expression chooses among values. */
export interface OtherValue {
  readonly span: Span;
  /** How many steps have been taken by then. */
  readonly at: number;
}

/** What is done with a value in the end. */
export type UseEnd =
  /** Nothing: an expression statement. */
  | "discarded"
  /** Decides something and goes no further: a condition, `is None`. */
  | "tested"
  /** An operand, part of an f-string. */
  | "read"
  | "argument"
  | "returned"
  | "yielded"
  | "stored"
  | "written"
  /** Reached a place the facts do not follow. */
  | "unknown";

/** One step from a value to a part of it or to what it becomes. */
export type Step =
  | { readonly kind: "attribute"; readonly name: string; readonly span: Span }
  /** `brackets` is what stands behind the value; undefined where it is not all code, and in patterns, which have none. */
  | { readonly kind: "index"; readonly key: string | number | undefined; readonly span: Span; readonly brackets?: Span | undefined }
  /** `key` is the only argument, where that is a plain string: `.get("choices")`; `brackets` hold the arguments. */
  | { readonly kind: "call"; readonly span: Span; readonly count: number; readonly key: string | undefined; readonly brackets?: Span | undefined }
  | { readonly kind: "iterate" }
  | { readonly kind: "await" };

/** A value as far as it can be read without running the program. */
export type Expression =
  | StringLiteral
  | { readonly kind: "number"; readonly span: Span; readonly value: number }
  | { readonly kind: "boolean"; readonly span: Span; readonly value: boolean }
  /** `None`, `null`, `undefined`. */
  | { readonly kind: "nothing"; readonly span: Span }
  | { readonly kind: "list"; readonly span: Span; readonly items: readonly Expression[] }
  | { readonly kind: "record"; readonly span: Span; readonly entries: readonly RecordEntry[] }
  /** A name; `initial` is the literal it is bound to once and never rebound. */
  | { readonly kind: "name"; readonly span: Span; readonly name: string; readonly path: string | undefined; readonly binding: BindingId | undefined; readonly initial: Expression | undefined }
  /**
   * A chain such as `self.model` or `settings.llm.model`; `initial` is what the file gives it, where it can be read: a member's only value, an entry of a record.
   * `of` is the name that one entry is taken of, `MODELS` in `MODELS.fast`, `MODELS["fast"]` and `MODELS[kind]`, and `member` what `this.model` is in its class (TypeScript).
   */
  | {
      readonly kind: "chain";
      readonly span: Span;
      readonly text: string;
      readonly path: string | undefined;
      readonly initial?: Expression | undefined;
      readonly of?: { readonly binding: BindingId; readonly key: string | undefined } | undefined;
      readonly member?: BindingId | undefined;
    }
  | { readonly kind: "environment"; readonly span: Span; readonly variable: string; readonly isRequired: boolean; readonly fallback: Expression | undefined }
  /** A string with holes, or put together with `+`: the text before the first hole, the value of that, the text behind it without the other holes, and all texts and holes in their order. */
  | { readonly kind: "template"; readonly span: Span; readonly prefix: string; readonly hole: Expression | undefined; readonly rest: string; readonly parts: readonly (string | Expression)[] }
  /** `a or b`, `a ?? b`, `a if c else b`: one of several values. */
  | { readonly kind: "choice"; readonly span: Span; readonly options: readonly Expression[] }
  /** `callee` is as written, `binding` that of a plain name, `object` what a method is called on. */
  | {
      readonly kind: "call";
      readonly span: Span;
      readonly path: string | undefined;
      readonly arguments: readonly Argument[];
      readonly callee: string;
      readonly binding: BindingId | undefined;
      readonly object: Expression | undefined;
    }
  | { readonly kind: "opaque"; readonly span: Span };

/** One entry of a dictionary or an object literal. */
export interface RecordEntry {
  readonly span: Span;
  /** Undefined for a spread or a computed key. */
  readonly key: string | undefined;
  readonly value: Expression;
}

/** A string whose whole value stands in the text. */
export interface StringLiteral {
  readonly kind: "string";
  readonly span: Span;
  /** Between the quotes; replacing it keeps quotes and prefix. */
  readonly content: Span;
  readonly value: string;
  /** The content is the value: no escapes, one literal, not raw bytes. */
  readonly isPlain: boolean;
}

/** A string literal with what stands around it. */
export interface StringFact extends StringLiteral {
  /** An f-string or template: `value` is the text before its first hole. */
  readonly hasHoles: boolean;
  readonly context: StringContext;
  /** What the tables are called that it is an entry of, innermost first: `openRouter` and `models` of `models = { openRouter: ["a/b"] }`. */
  readonly heldBy: readonly string[];
  /** The address of a server that a record around the list that it stands in holds as well: `{ baseUrl: "https://…", models: ["a/b"] }`. */
  readonly besideAddress: string | undefined;
  /** It names a logger in a table or a loop (Python); told of names like LiteLLM's. */
  readonly isLogger: boolean;
  readonly place: Place;
}

/** What a string is there for, as far as the code around it tells; in Python also what stands beside an item of a list, and around a text that it is only a part of. */
export type StringContext =
  /** The value of a name that is bound to nothing else. */
  | { readonly kind: "initial"; readonly binding: BindingId; readonly name: string }
  | StringArgument
  /** The value of a key; `call` is the call that the record itself is an argument of, `path` its callee's. */
  | { readonly kind: "record-value"; readonly key: string | undefined; readonly call?: Span; readonly path?: string | undefined }
  /** `owner`, as written, is the call that the record is an argument of, or what is looked up: `patch.dict`, `sys.modules`. */
  | { readonly kind: "record-key"; readonly owner?: string | undefined }
  | { readonly kind: "list-item"; readonly before?: string | undefined; readonly behind?: string | undefined }
  | { readonly kind: "default"; readonly name: string | undefined }
  | { readonly kind: "assignment"; readonly target: string }
  /** `other` is what it is compared with, as written. */
  | { readonly kind: "comparison"; readonly other?: string | undefined }
  | { readonly kind: "type" }
  | { readonly kind: "documentation" }
  | { readonly kind: "other"; readonly whole?: StringContext | undefined };

/** One name imported at module level: `import os as o` has no `name`, `from os import path as p` has `path`. */
export interface TopLevelImport {
  readonly module: string;
  readonly name: string | undefined;
  readonly local: string;
  /** The whole statement. */
  readonly statement: Span;
  /** The clause, after which another name of the same module can be added. */
  readonly clause: Span;
}
