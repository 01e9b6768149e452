import type { Node } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { ModuleSystem } from "./anchor-facts.ts";
import type { EnvironmentUse } from "./environment-facts.ts";
import type { Argument, Expression, ImportFact, Place, Role, Step, StringContext, TopLevelImport, UseEnd } from "./facts.ts";
import type { HandedKeywords, NameUses } from "./handed-keywords.ts";
import type { StatementFact } from "./statement-facts.ts";
import type { TryHandler } from "./try-facts.ts";

/**
 * What one language's grammar has to tell; everything that both languages share (bindings, paths, uses) is built on it.
 * Each function looks at one place of the tree and its ancestors, never at the whole tree.
 */
export interface LanguageReader {
  /** Types of the nodes that stand for a plain name. */
  readonly nameTypes: ReadonlySet<string>;
  /** How a name node stands; undefined where it is no variable: an attribute, a keyword, a property's key. */
  nameUse(node: Node): NameUse | undefined;
  /** The scope that a node is evaluated in. */
  scopeOf(node: Node): Node;
  /** The scopes in which a read in `scope` looks a name up, innermost first; class bodies are left out beyond the first. */
  lookupScopes(scope: Node): Node[];
  /** Whether a name is read where it was found to hold a plain dictionary, which an answer of the SDK is not: `x["a"] if isinstance(x, dict) else x.a`. */
  isPlainDictionary(read: Node): boolean;
  /** What the parent does with a value; the parts that only wrap it (brackets, casts) are `group`. */
  surrounding(node: Node): Surrounding;
  /** The import around a node that holds a module's name, in whatever form. */
  importAt(node: Node): ImportDraft | undefined;
  /** The expression around a node that is a module by itself, or that a function gives which is called after loading: `sys.modules["name"]`, `lazy_import("name")`. */
  moduleAt(node: Node): ModuleExpression | undefined;
  /** The member access `self.name` / `this.name` whose name is at `node`, and the class it is a member of. */
  memberAt(node: Node): { readonly access: Node; readonly owner: Node } | undefined;
  /** The declaration of a class's member at `node`: a class-level assignment, a field, a method. */
  memberDeclaration(node: Node): { readonly owner: Node; readonly declaration: Declaration } | undefined;
  /** The parts of a chain: its object and name, its callee, what is awaited or grouped; undefined for another node. */
  chainPart(node: Node): ChainPart | undefined;
  /** The value assigned to a node that is an assignment's target; `value` is undefined where it takes only a part. */
  assignmentTo(target: Node): { readonly value: Node | undefined; readonly annotation?: Node | undefined } | undefined;
  /** The function, named or not, that returns a value to its caller. */
  functionReturning(value: Node): Node | undefined;
  /** The name that a function or class is defined by; undefined for an expression such as a lambda. */
  definitionName(definition: Node): Node | undefined;
  needsArguments(definition: Node): boolean;
  /** The type that a function says it returns. */
  returnType(definition: Node): Node | undefined;
  /** The names of what a class's own body declares. */
  memberNames(definition: Node): readonly string[];
  /** What a class inherits from, as written. */
  superclasses(definition: Node): readonly Node[];
  /** The class that names a node as one of those. */
  classInheriting(base: Node): Node | undefined;
  /** Words for the object that a method is called on, and for that object as its superclass has it. */
  readonly selfWords: readonly string[];
  /** The names in a target that takes a value apart; the target itself where it is one. */
  targetNames(target: Node): readonly Node[];
  /** The values in a collection that is written out, with their keys where they are literal. */
  itemsOf(collection: Node): readonly CollectionItem[];
  /** What an attribute of a collection is there for. */
  collectionMember(name: string): CollectionMember | undefined;
  argumentAt(call: Node, index: number): Node | undefined;
  /** A literal that an element can be asked for by. */
  literalKey(node: Node): string | number | undefined;
  /** Functions of the language and of other packages, by their paths, that give back or call what they are given. */
  readonly wrappers: ReadonlyMap<string, Wrapper>;
  placeOf(node: Node): Place;
  /** The statement that does nothing but call what a node is, or give it a value. */
  ownStatement(node: Node): StatementFact | undefined;
  /** Whether a loop or a comprehension may run a node more than once each time its function or module runs. */
  isRepeated(node: Node): boolean;
  /** Whether a node stands in a hole of a string that code with its own quotes would end. */
  isInLine(node: Node): boolean;
  /** Whether a node of the module's own level stands in none of its blocks. */
  isUnconditional(node: Node): boolean;
  /** The callee, as written, that takes a node as an argument. */
  takerOf(argument: Node): string | undefined;
  /** What a declared name may stand for besides: its default in a pattern, the items of the list, or the values of the record, that a loop goes over, all that a getter returns. */
  possibleValues(name: Node): readonly Node[];
  /** Whether other files can see what these nodes declare. */
  isExported(declarations: readonly Node[]): boolean;
  /** Whether a member that these nodes declare can be reached by its own class alone. */
  isPrivate(declarations: readonly Node[]): boolean;
  /** What the module's own statements give to other files. */
  surface(root: Node): Surface;
  /** Where the first statement could stand: after a shebang, an encoding line, leading comments. */
  startOfCode(root: Node, text: string): number;
  /** What is declared with a value as its default, or to be of its type: `(send = fetch)`, `send: typeof fetch`. */
  declaredWith?(value: Node): Node | undefined;
  /** Whether a file says by its directives that a browser gets it. */
  isForBrowser?(root: Node): boolean;
  /** How a file takes and gives modules, where its code says it. */
  moduleSystem?(root: Node): ModuleSystem | undefined;
  handlersAround(node: Node): readonly { readonly span: Span; readonly types: readonly Node[]; readonly catchesAll: boolean }[];
  /** The `try` statement of the handler around a class that it catches; undefined where handlers name no classes. */
  tryOf(caught: Node): TryDraft | undefined;
  /** The string literal that stands for a type, around its text. */
  quotedAnnotation(node: Node): Node | undefined;
  /** Whether a string literal names a logger in a table or a loop, where no call takes it as one by itself; `readsOf` tells where a name is read. */
  isLoggerName(literal: Node, readsOf: (name: Node) => readonly Node[]): boolean;
  /** The text before the first hole of an f-string or template; undefined for any other node. */
  templatePrefix(node: Node): string | undefined;
  /** What a call or a construction calls; undefined for another node. */
  calleeOf(node: Node): Node | undefined;
  /** The types of nodes that are functions. */
  readonly functionTypes: ReadonlySet<string>;
  /** A string literal's value and the span between its quotes; undefined for a string with holes. */
  stringAt(node: Node): { readonly value: string; readonly content: Span; readonly isPlain: boolean } | undefined;
  /** The string literal around a place in the text, and what stands around that. */
  stringContext(literal: Node, reader: ExpressionContext): StringContext;
  /** The variable of the environment that a node names, and what is done with it; undefined where it is another word. */
  environmentAt(node: Node): VariableName | undefined;
  /** What is done with the variable of the environment that an expression's text names; undefined for a text that is compared, or stands there for readers. */
  usedAsVariable(node: Node): Pick<EnvironmentUse, "access" | "taker"> | undefined;
  /** The statements of the module's own level, in source order. */
  topLevel(root: Node): readonly TopLevelStatement[];
  expression(node: Node, reader: ExpressionContext): Expression;
  argumentsOf(call: Node, reader: ExpressionContext): readonly Argument[];
  /** The argument list's node of a call. */
  argumentList(call: Node): Node | undefined;
  /** What a spread argument hands on, where each key that it can have is written in the file. */
  keywordsOf(splat: Node, usesOf: (name: Node) => NameUses<Node> | undefined, reader: ExpressionContext): HandedKeywords | undefined;
}

/** A `try` statement before it becomes a fact. */
export interface TryDraft {
  readonly node: Node;
  readonly body: Node;
  readonly handlers: readonly HandlerDraft[];
}

/** A handler before it becomes a fact. */
export interface HandlerDraft extends Pick<TryHandler, "block" | "isOneLine" | "isGroup"> {
  readonly node: Node;
  readonly caught: Node | undefined;
  readonly classes: readonly Node[];
  readonly name: Node | undefined;
}

/** A function that gives back what is one of its arguments, or what that gives: its result, an element, its elements with their numbers. */
export interface Wrapper {
  readonly argument: number;
  readonly gives: "same" | "result" | "element" | "pairs";
}

/** One value in a collection that is written out. */
export interface CollectionItem {
  readonly key: string | number | undefined;
  readonly value: Node;
}

/** What the attribute of a collection gives: the element of that key; or, when it is called, one element, all of them, pairs with their keys, a copy. */
export type CollectionMember = "key" | "element" | "elements" | "pairs" | "same";

/** What a module gives to other files. */
export interface Surface {
  /** `all` where each name of the module's own level can be imported. */
  readonly names: "all" | readonly ExportedName[];
  /** Modules, as written, whose names are all given on by a statement that binds none of them. */
  readonly stars: readonly string[];
  /** The names that a star import takes, where the module lists them. */
  readonly listed: readonly string[] | undefined;
}

/** A name that a module gives to others: a value of its own, or one of another module. */
export interface ExportedName {
  readonly name: string;
  readonly node: Node;
  /** The name or the expression that is given. */
  readonly local: Node | undefined;
  /** The path of what is given on from another module, as written. */
  readonly imported: string | undefined;
}

/** What an expression's reader may ask about names. */
export interface ExpressionContext {
  pathOf(node: Node): string | undefined;
  /** The value a name is bound to once and for all, if it is; with the binding's number. */
  constant(name: Node): { readonly binding: number | undefined; readonly value: Node | undefined; readonly part?: NamedPart | undefined } | undefined;
  /** The value that the file gives a member or an entry of a record, where it gives one only, as `read` reads it. */
  initialOf(chain: Node, read: (value: Node) => Expression): Expression | undefined;
  /** The number of the binding that a declared name belongs to. */
  bindingOf(name: Node): number | undefined;
  /** The number of the member that a name behind `this.` is, where its class declares it. */
  memberOf(name: Node): number | undefined;
}

/** A name that takes an attribute of a value: `const { key: name } = of`. */
export interface NamedPart {
  readonly name: Node;
  readonly of: Node;
  readonly key: string;
}

/** A variable of the environment where it is named. */
export interface VariableName extends Pick<EnvironmentUse, "access" | "taker"> {
  /** The literal, the property, the keyword. */
  readonly node: Node;
  readonly name: string;
  /** For a write by an assignment or a call: what is assigned to or called, and the value. */
  readonly written?: { readonly target: Node; readonly value: Node } | undefined;
  /** For a write: the value, where `written` does not tell it. */
  readonly given?: Node | undefined;
}

/** A statement of the module's own level, as far as it decides where new code may go. */
export interface TopLevelStatement {
  readonly span: Span;
  /**
   * `import` includes guarded ones; `setup` is what has to run before a client is made: `load_dotenv()`; `head` is what imports
   * come after; `run` may call what is defined above it, where `other` gives a value to a name.
   */
  readonly kind: "head" | "import" | "setup" | "definition" | "run" | "other";
  readonly imports: readonly TopLevelImport[];
  /** What its blocks import. */
  readonly guardedImports?: readonly TopLevelImport[];
}

/** How a name node stands in the scope it belongs to; `x += 1` both reads and declares. */
export interface NameUse {
  readonly scope: Node;
  readonly reads: boolean;
  /** The declaration only gives a value to a name that is declared in this scope or one around it: `x = 1` in TypeScript. */
  readonly isWrite?: boolean;
  readonly declares: Declaration | undefined;
}

/** What a name stands for where it is declared. */
export type Declaration =
  | { readonly kind: "import"; readonly path: string }
  /** `value` is undefined where the name takes a part of a value that nobody can name: a loop, augmented assignment; `isExpression`: a part of an expression gives it, `(name := value)`. */
  | { readonly kind: "assign"; readonly value: Node | undefined; readonly annotation?: Node | undefined; readonly isExpression?: true }
  /** A part of a value, or what it stands for: `const { chat } = client`, `promise.then((value) => …)`, an alias of a type. */
  | { readonly kind: "part"; readonly value: Node; readonly steps: readonly PartStep[] }
  /** No value yet: `let x;`, `x: int`. */
  | { readonly kind: "bare"; readonly annotation: Node | undefined }
  /** `value` is its default. */
  | { readonly kind: "parameter"; readonly annotation: Node | undefined; readonly value?: Node | undefined }
  | { readonly kind: "function"; readonly node: Node }
  /** A method that is read like an attribute. */
  | { readonly kind: "getter"; readonly node: Node }
  | { readonly kind: "class"; readonly node: Node }
  /** `global x`, `nonlocal x`: the name belongs to an outer scope. */
  | { readonly kind: "outer"; readonly module: boolean }
  | { readonly kind: "other" };

/** A step into a pattern or a loop: a key, an index, any element. */
export type PartStep = Extract<Step, { readonly kind: "attribute" | "index" | "iterate" }>;

/** What a value is assigned to: the whole of it, or the part that `steps` lead to. */
export interface Target {
  readonly node: Node;
  readonly steps: readonly PartStep[];
}

/** What the parent of a node does with its value. `node` is where the value goes on. */
export type Surrounding =
  | { readonly kind: "attribute"; readonly node: Node; readonly name: string; readonly span: Span }
  | { readonly kind: "index"; readonly node: Node; readonly key: string | number | undefined; readonly span: Span; readonly brackets?: Span | undefined }
  | { readonly kind: "call"; readonly node: Node; readonly isNew: boolean }
  | { readonly kind: "group"; readonly node: Node }
  | { readonly kind: "await"; readonly node: Node }
  /** One of several values of the parent: `a or b`, a branch of a conditional. */
  | { readonly kind: "choice"; readonly node: Node }
  /** Assigned to targets; `node` is the assignment where it is itself a value (walrus, TypeScript). */
  | { readonly kind: "assigned"; readonly targets: readonly Target[]; readonly node: Node | undefined }
  | { readonly kind: "iterated"; readonly target: Node | undefined }
  | { readonly kind: "entered"; readonly target: Node | undefined }
  | { readonly kind: "annotates"; readonly target: Node | undefined }
  /** An attribute that is named by a string: `getattr(module, "name")`, `setattr(module, "name", value)`. */
  | { readonly kind: "named"; readonly node: Node; readonly name: string; readonly role: Role }
  | { readonly kind: "end"; readonly role: Role; readonly end: UseEnd; readonly onward?: Onward | undefined };

/** Where a value can still be found after its use has ended. */
export type Onward =
  /** In a collection. */
  | { readonly kind: "held"; readonly node: Node }
  /** In a collection that is named elsewhere: `names[key] = value`, `names.append(value)`. */
  | { readonly kind: "added"; readonly collection: Node }
  /** In what a call gives, if it is one that wraps a function: `partial(value)`. */
  | { readonly kind: "passed"; readonly call: Node }
  /** In a parameter that it is the default of. */
  | { readonly kind: "default"; readonly target: Node }
  /** Behind the attributes of a class's instances: a method gives those of the value. */
  | { readonly kind: "delegate"; readonly method: Node };

/** How an expression continues a chain, so that its path can be put together. */
export type ChainPart =
  | { readonly kind: "name"; readonly node: Node }
  | { readonly kind: "member"; readonly node: Node; readonly owner: Node; readonly name: string }
  | { readonly kind: "attribute"; readonly object: Node; readonly name: string }
  | { readonly kind: "index"; readonly object: Node; readonly key: string | number | undefined }
  /** `loads` is the module that it gives going by what is called, where nothing else tells. */
  | { readonly kind: "call"; readonly callee: Node; readonly loads?: string | undefined }
  | { readonly kind: "same"; readonly node: Node }
  /** A type that is written as a string. */
  | { readonly kind: "quoted"; readonly node: Node; readonly names: readonly string[]; readonly isElements: boolean }
  /** A function without a name. */
  | { readonly kind: "function" }
  /** A collection that is written out. */
  | { readonly kind: "collection" }
  /** The type of a collection, by the type of its elements. */
  | { readonly kind: "elements"; readonly node: Node }
  /** The object of a method as its superclass has it. */
  | { readonly kind: "super"; readonly owner: Node }
  | { readonly kind: "choice"; readonly options: readonly Node[] }
  | { readonly kind: "import"; readonly path: string };

/** An expression that gives a module; `isLoaded` where only what is called there says so. */
export interface ModuleExpression {
  readonly node: Node;
  readonly path: string;
  readonly isLoaded?: true;
}

/** An import statement before its names are bound. */
export interface ImportDraft {
  readonly node: Node;
  readonly fact: Omit<ImportFact, "names" | "hasComments">;
  readonly names: readonly { readonly span: Span; readonly path: string; readonly local: Node | undefined }[];
}
