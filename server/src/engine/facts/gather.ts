import type { Language } from "../source-file.ts";
import { commentsIn, type Node, spanOf, unreadableSpans } from "../syntax/nodes.ts";
import { type Layout, layoutOf } from "../text/layout.ts";
import { bySource, type Span } from "../text/span.ts";
import { anchorsOf } from "./anchors.ts";
import { environmentUses } from "./environment.ts";
import type { Binding, Call, FileFacts, ImportFact, Reference, Role } from "./facts.ts";
import type { ExpressionContext, ImportDraft, LanguageReader } from "./language.ts";
import { Names, type Variable } from "./names.ts";
import { Paths, preferred } from "./paths.ts";
import { stringFacts } from "./strings.ts";
import { traceUses } from "./uses.ts";

/** What facts are gathered about: plain data, so that this folder needs no catalog. */
export interface KnownPackages {
  /** Modules as they are imported: `litellm`, `openai`, `portkey-ai`. */
  readonly modules: readonly string[];
  /** Names that new code needs as they are: modules by their own name, classes of a package. */
  readonly neededNames: readonly string[];
  /** The public names of a module, for its star import. */
  readonly exportsOf: (module: string) => readonly string[];
  /** Finds where a string may hold a provider's prefix; global, matching the prefix itself within a line. */
  readonly stringPattern: RegExp;
  /** What makes a comment worth telling of. */
  readonly commentWord: string;
  /** Whether a word is a variable of the environment that somebody asks for. */
  readonly isVariable: (word: string) => boolean;
}

/** Called at every step; stops the gathering by throwing. */
export type Checkpoint = () => void;

/** Reads the facts off a tree. Starts from the imports of known packages and follows each name to all its uses. */
export function gatherFacts(root: Node, text: string, language: Language, reader: LanguageReader, known: KnownPackages, checkpoint: Checkpoint = () => {}): FileFacts {
  return new Gatherer(root, text, language, reader, known, checkpoint).facts();
}

const maxPathLength = 200;

/** A module, a function, a class or an instance, whose callers are worth following; not a part of some call's answer. */
const isWorthFollowing = (path: string): boolean => !path.includes("[]") && !/\(\)(?=.)/.test(path);

interface OpenReference {
  readonly node: Node;
  readonly root: Node;
  readonly variable: Variable;
  readonly path: string;
  readonly role: Role;
  readonly taker: string | undefined;
}

class Gatherer {
  readonly #root: Node;
  readonly #text: string;
  readonly #language: Language;
  readonly #reader: LanguageReader;
  readonly #known: KnownPackages;
  readonly #checkpoint: Checkpoint;
  readonly #names: Names;
  readonly #paths: Paths;
  readonly #starNames = new Map<string, string>();
  /** What functions return that is followed. */
  readonly #returned = new Map<string, readonly Node[]>();
  readonly #queue: Variable[] = [];
  readonly #ids = new Map<string, number>();
  readonly #variables: Variable[] = [];
  readonly #references: OpenReference[] = [];
  readonly #calls = new Map<number, { readonly node: Node; readonly callee: OpenReference; readonly isNew: boolean }>();

  constructor(root: Node, text: string, language: Language, reader: LanguageReader, known: KnownPackages, checkpoint: Checkpoint) {
    this.#root = root;
    this.#text = text;
    this.#language = language;
    this.#reader = reader;
    this.#known = known;
    this.#checkpoint = checkpoint;
    this.#names = new Names(root, reader);
    this.#paths = new Paths(this.#names, reader, this.#starNames);
  }

  facts(): FileFacts {
    const drafts = this.#importDrafts();
    for (const draft of drafts) this.#seed(draft);
    for (let variable = this.#queue.shift(); variable; variable = this.#queue.shift()) for (const read of variable.reads) this.#follow(read, variable);
    const references = this.#references.map((open) => this.#reference(open)).sort((a, b) => bySource(a.span, b.span));
    const calls = [...this.#calls.values()].map((call) => this.#call(call)).sort((a, b) => bySource(a.span, b.span));
    // only edits need the layout, and most reports are only shown
    const [text, language] = [this.#text, this.#language];
    let layout: Layout | undefined;
    return {
      language,
      get layout() {
        layout ??= layoutOf(text, language);
        return layout;
      },
      imports: drafts.map((draft) => this.#import(draft)),
      bindings: this.#variables.map((variable, id) => this.#binding(variable, id)),
      references,
      calls,
      strings: stringFacts(this.#root, this.#reader, this.#known.stringPattern, this.#context),
      comments: this.#comments(),
      environment: environmentUses(this.#root, this.#reader, this.#known.isVariable),
      anchors: anchorsOf({
        root: this.#root,
        text: this.#text,
        reader: this.#reader,
        names: this.#names,
        calls: [...this.#calls.values()].map(({ node }) => node),
        neededNames: this.#known.neededNames,
      }),
      unreadable: unreadableSpans(this.#root),
    };
  }

  /** Imports of known packages, each statement once, in source order. */
  #importDrafts(): ImportDraft[] {
    const drafts = new Map<number, ImportDraft>();
    for (const module of this.#known.modules) {
      for (const { start, end } of this.#root.tree.lookUp.text(module)) {
        const draft = this.#reader.importAt(this.#root.descendantForIndex(start, end));
        if (!draft || drafts.has(draft.node.id)) continue;
        const isOurs = (path: string) => this.#known.modules.some((name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}/`));
        const names = draft.names.filter(({ path }) => isOurs(path));
        if (names.length > 0 || (isOurs(draft.fact.module) && draft.names.length === 0)) drafts.set(draft.node.id, { ...draft, names });
      }
    }
    return [...drafts.values()].sort((a, b) => bySource(a.fact.span, b.fact.span));
  }

  #seed(draft: ImportDraft): void {
    for (const { local } of draft.names) {
      const variable = local && this.#names.variableOf(local);
      if (variable) this.#enqueue(variable);
      const member = local && this.#reader.memberDeclaration(local);
      if (member) this.#enqueue(this.#names.memberOf(member.owner, local.text));
    }
    if (draft.fact.form === "star") for (const name of this.#known.exportsOf(draft.fact.module)) this.#seedStarName(name, `${draft.fact.module}.${name}`);
    if (draft.fact.form === "dynamic" || draft.fact.form === "require") this.#flow(draft.node, draft.fact.module);
  }

  /** A name that only a star import can have brought in; its variable has no declaration of its own. */
  #seedStarName(name: string, path: string): void {
    const reads = this.#names.undeclaredReads(name);
    if (reads.length === 0) return;
    this.#starNames.set(name, path);
    this.#enqueue({ key: `*:${name}`, name, isMember: false, scope: this.#root, declarations: [], reads });
  }

  #enqueue(variable: Variable): void {
    if (this.#ids.has(variable.key)) return;
    this.#ids.set(variable.key, this.#variables.length);
    this.#variables.push(variable);
    this.#queue.push(variable);
  }

  #pathsOf(variable: Variable): { readonly paths: readonly string[]; readonly isCertain: boolean } {
    const star = variable.key.startsWith("*:") ? this.#starNames.get(variable.name) : undefined;
    return star === undefined ? this.#paths.ofVariable(variable) : { paths: [star], isCertain: true };
  }

  /** Follows one read outwards: through attributes and calls, to the names it is bound to. */
  #follow(read: Node, variable: Variable): void {
    const path = preferred(this.#pathsOf(variable).paths) ?? "";
    const returns = this.#paths.returnsOf(variable);
    if (path === "" && returns === undefined) return;
    this.#flow(read, path, variable, returns);
  }

  #flow(start: Node, startPath: string, variable?: Variable, returns?: string): void {
    let node = start;
    // The chain so far, without the brackets and casts around it.
    let chain = start;
    let path = startPath;
    let isEmitted = variable === undefined;
    const emit = (role: Role, taker?: string): OpenReference | undefined => {
      if (!variable) return undefined;
      const reference: OpenReference = { node: chain, root: start, variable, path, role, taker };
      if (!isEmitted && path !== "") this.#references.push(reference);
      isEmitted = true;
      return reference;
    };
    for (;;) {
      this.#checkpoint();
      // No real chain is as long, and each of its calls would be read with all before it.
      if (path.length > maxPathLength) return;
      const around = this.#reader.surrounding(node);
      switch (around.kind) {
        case "attribute":
          path += `.${around.name}`;
          chain = around.node;
          node = around.node;
          continue;
        case "index":
          path += "[]";
          chain = around.node;
          node = around.node;
          continue;
        case "call": {
          const callee = emit("call");
          const isFunction = node.id === start.id && returns !== undefined;
          if (callee && !isFunction) this.#calls.set(around.node.id, { node: around.node, callee: { ...callee, role: "call" }, isNew: around.isNew });
          path = isFunction ? returns : `${path}()`;
          node = around.node;
          continue;
        }
        case "group":
        case "choice":
          if (around.kind === "choice") emit("value");
          node = around.node;
          continue;
        case "await":
          node = around.node;
          continue;
        case "assigned":
          emit("value");
          for (const target of around.targets) this.#bind(target.node);
          if (!around.node) return;
          node = around.node;
          continue;
        case "entered":
          emit("value");
          if (around.target) this.#bind(around.target);
          return;
        case "annotates":
          emit("annotation");
          if (around.target) this.#bind(around.target);
          return;
        case "iterated":
          emit("value");
          return;
        case "end": {
          emit(around.role, around.end === "argument" ? this.#reader.takerOf(node) : undefined);
          const name = around.end === "returned" && isWorthFollowing(path) ? this.#reader.functionReturning(node) : undefined;
          const definition = name && (this.#methodOf(name) ?? this.#names.variableOf(name));
          if (definition) {
            this.#paths.setReturns(definition, path);
            this.#returned.set(definition.key, [...(this.#returned.get(definition.key) ?? []), node]);
            this.#enqueue(definition);
          }
          return;
        }
      }
    }
  }

  #methodOf(name: Node): Variable | undefined {
    const declared = this.#reader.memberDeclaration(name);
    return declared && this.#names.memberOf(declared.owner, name.text);
  }

  /** A name or member that a known value was given to. */
  #bind(target: Node): void {
    const part = this.#reader.chainPart(target);
    if (part?.kind === "member") this.#enqueue(this.#names.memberOf(part.owner, part.name));
    if (part?.kind !== "name") return;
    const variable = this.#names.variableOf(part.node);
    if (!variable) return;
    this.#enqueue(variable);
    const member = this.#reader.memberDeclaration(part.node);
    if (member) this.#enqueue(this.#names.memberOf(member.owner, part.node.text));
  }

  readonly #context: ExpressionContext = {
    pathOf: (node) => this.#paths.of(node),
    bindingOf: (name) => {
      const variable = this.#names.variableOf(name);
      return variable && this.#idOf(variable);
    },
    constant: (name) => {
      const variable = this.#names.variableOf(name);
      if (!variable) return undefined;
      const only = variable.declarations.length === 1 ? variable.declarations[0]?.declaration : undefined;
      return { binding: this.#idOf(variable), value: only?.kind === "assign" ? only.value : undefined };
    },
  };

  /** The number of a variable, which becomes a binding of the facts by being asked for. */
  #idOf(variable: Variable): number {
    const known = this.#ids.get(variable.key);
    if (known !== undefined) return known;
    this.#ids.set(variable.key, this.#variables.length);
    this.#variables.push(variable);
    return this.#variables.length - 1;
  }

  #import(draft: ImportDraft): ImportFact {
    return {
      ...draft.fact,
      hasComments: commentsIn(draft.node).length > 0,
      names: draft.names.map(({ span, path, local }) => {
        const variable = local && this.#names.variableOf(local);
        return { span, path, local: local?.text, binding: variable && this.#idOf(variable) };
      }),
    };
  }

  #binding(variable: Variable, id: number): Binding {
    const { paths, isCertain } = this.#pathsOf(variable);
    const returns = this.#paths.returnsOf(variable);
    const only = variable.declarations.length === 1 ? variable.declarations[0] : undefined;
    const returned = this.#returned.get(variable.key) ?? [];
    const value = only?.declaration.kind === "assign" ? only.declaration.value : undefined;
    const kinds = new Set(variable.declarations.map(({ declaration }) => declaration.kind));
    const first = variable.declarations[0]?.node ?? variable.reads[0];
    return {
      id,
      name: variable.name,
      paths,
      isCertain: isCertain || (returns !== undefined && variable.declarations.length === 1),
      kind: variable.isMember
        ? "member"
        : kinds.has("import") || kinds.size === 0
          ? "import"
          : kinds.has("parameter")
            ? "parameter"
            : kinds.has("function")
              ? "function"
              : kinds.has("class")
                ? "class"
                : "variable",
      returns,
      returned: returned.length === 1 && returned[0] ? this.#reader.expression(returned[0], this.#context) : undefined,
      isModuleConstant: only !== undefined && !variable.isMember && this.#reader.isUnconditional(only.node) && this.#names.isUnique(variable),
      declarations: variable.declarations.map(({ node }) => spanOf(node)),
      reads: [...variable.reads.map(spanOf), ...(kinds.has("import") ? this.#names.quotedReads(variable) : [])].sort(bySource),
      fallback: only?.declaration.kind === "parameter" && only.declaration.value ? this.#reader.expression(only.declaration.value, this.#context) : undefined,
      initial: value && this.#reader.expression(value, this.#context),
      place: first ? this.#reader.placeOf(first) : "module",
      isExported: this.#reader.isExported(variable.declarations.map(({ node }) => node)),
    };
  }

  #reference({ node, root, variable, path, role, taker }: OpenReference): Reference {
    const value = role === "write" ? this.#reader.assignmentTo(node)?.value : undefined;
    return {
      span: spanOf(node),
      root: spanOf(root),
      binding: this.#idOf(variable),
      path,
      role,
      taker,
      place: this.#reader.placeOf(root),
      value: value && this.#reader.expression(value, this.#context),
    };
  }

  #call({ node, callee, isNew }: { readonly node: Node; readonly callee: OpenReference; readonly isNew: boolean }): Call {
    this.#checkpoint();
    const around = this.#reader.surrounding(node);
    const list = this.#reader.argumentList(node);
    return {
      span: spanOf(node),
      callee: this.#reference(callee),
      isNew,
      arguments: this.#reader.argumentsOf(node, this.#context),
      argumentsSpan: list ? spanOf(list) : { start: node.endIndex, end: node.endIndex },
      awaited: around.kind === "await" ? spanOf(around.node) : undefined,
      place: this.#reader.placeOf(node),
      isRepeated: this.#reader.isRepeated(node),
      handlers: this.#reader.handlersAround(node).map(({ span, types, catchesAll }) => ({ span, types: types.map((type) => this.#paths.of(type)), catchesAll })),
      result: traceUses(around.kind === "await" ? around.node : node, this.#names, this.#reader),
    };
  }

  #comments(): Span[] {
    const comments = new Map<number, Span>();
    const { commentWord } = this.#known;
    for (const { start, end } of this.#root.tree.lookUp.text(commentWord)) {
      const node = this.#root.descendantForIndex(start, end);
      if (node.type === "comment") comments.set(node.startIndex, spanOf(node));
    }
    return [...comments.values()];
  }
}
