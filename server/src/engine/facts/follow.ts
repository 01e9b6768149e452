import { type Node, parentOf, same } from "../syntax/nodes.ts";
import type { Steps } from "../syntax/turns.ts";
import type { Role } from "./facts.ts";
import type { ImportDraft, LanguageReader, ModuleExpression, Onward, Surrounding } from "./language.ts";
import type { Names, Variable } from "./names.ts";
import { isGiven, type Resolution } from "./neighbors.ts";
import type { ConstructedClass, OpenCall, OpenConstruction, OpenReference } from "./open-facts.ts";
import type { Paths } from "./paths.ts";
import { isAnswer, isDirect, isType, isWorthFollowing, pathOf, signatureOf, type Value } from "./values.ts";

/** Called at every step; stops the following by throwing. */
export type Checkpoint = () => void;

const maxPathLength = 200;

/** A chain that has yet to become a reference, that becomes one only if it goes on with an attribute, or that is one. */
type ChainState = "open" | "silent" | "done";

/** Statements of the module's own level from which values have gone on to other statements, by whatever name. */
const spreading = new WeakSet<Node>();

/** How values are followed. */
interface FollowOptions {
  readonly checkpoint: Checkpoint;
  /** Reads that are not wanted are only followed where they led to other statements the last time. */
  readonly isWanted: (read: Node) => boolean;
}

/**
 * Follows values of known packages from where they come into a file to all their uses. It only decides where to look; what a name
 * stands for there is told by `Paths` alone.
 */
export class Follower {
  /** Everything that a followed value was found in, in the order of finding. */
  readonly variables = new Set<Variable>();
  readonly #names: Names;
  readonly #paths: Paths;
  readonly #reader: LanguageReader;
  readonly #options: FollowOptions;
  readonly #references = new Map<number, OpenReference>();
  readonly #calls = new Map<number, OpenCall>();
  readonly #given = new Map<number, { readonly node: Node; readonly end: Resolution }>();
  readonly #constructions = new Map<number, OpenConstruction>();
  /** What each variable stood for when it was followed last. */
  readonly #followed = new Map<string, string>();
  readonly #queue: Variable[] = [];
  /** Classes with members that lead to a known package: their instances are followed when all else is. */
  readonly #holders = new Map<number, Node>();
  readonly #subclasses = new Map<number, Node>();
  readonly #collections = new Set<number>();
  /** How often a value has gone on to where other statements may read it. */
  #spread = 0;

  constructor(names: Names, paths: Paths, reader: LanguageReader, options: FollowOptions) {
    this.#names = names;
    this.#paths = paths;
    this.#reader = reader;
    this.#options = options;
  }

  get references(): readonly OpenReference[] {
    return [...this.#references.values()];
  }

  /** What other files give. */
  get given(): readonly { readonly node: Node; readonly end: Resolution }[] {
    return [...this.#given.values()];
  }

  get calls(): readonly OpenCall[] {
    return [...this.#calls.values()];
  }

  get constructions(): Iterable<OpenConstruction> {
    return this.#constructions.values();
  }

  /** Classes that build on what a known package or another file gives. */
  get subclasses(): Iterable<Node> {
    return this.#subclasses.values();
  }

  /** Follows what an import binds. */
  import({ names, node, fact }: ImportDraft): void {
    for (const { local } of names) if (local) this.#bindName(local);
    // The import tells of itself, and of the names that it takes from the module; all else is a use.
    if (fact.form === "dynamic" || fact.form === "require") this.#module(node, fact.module, names.some(({ path }) => path !== fact.module) ? "done" : "silent");
  }

  /** Follows a class to its constructions; says whether that is news. */
  class(definition: Node): boolean {
    const name = this.#reader.definitionName(definition);
    const variable = name && this.#names.variableOf(name);
    if (!variable || this.variables.has(variable)) return false;
    this.#holders.set(definition.id, definition);
    return true;
  }

  /** Has a statement followed even where it is not wanted. */
  spreads(node: Node): void {
    const statement = node.tree.rootNode.childAround(node.startIndex);
    if (statement) spreading.add(statement);
  }

  /** Follows an expression that is a module by itself. */
  module({ node, path, isLoaded }: ModuleExpression): void {
    // What names the module tells of a call that loads it; all else is a use.
    this.#module(node, path, isLoaded ? "silent" : "open");
  }

  #module(node: Node, path: string, state: ChainState): void {
    const variable: Variable = { key: `at:${node.id}`, name: path, isMember: false, scope: node, declarations: [], reads: [] };
    this.#paths.give(variable, path);
    this.#flow(node, this.#paths.valuesOf(node), variable, state);
  }

  /** Follows names that nothing in the file declares. */
  undeclared(name: string, path: string, root: Node): void {
    const reads = this.#names.undeclaredReads(name);
    if (reads.length === 0) return;
    const variable: Variable = { key: `*:${name}`, name, isMember: false, scope: root, declarations: [], reads };
    this.#paths.give(variable, path);
    this.#paths.giveStarName(name, path);
    this.#enqueue(variable);
  }

  /** Goes on until every use of everything found is known. */
  *run(): Steps<void> {
    for (;;) {
      const variable = this.#queue.shift();
      if (variable) yield* this.#follow(variable);
      else if (!(yield* this.#followHolder())) return;
    }
  }

  /** Whether a variable has to be followed, for the first time or for what it stands for besides. */
  #enqueue(variable: Variable): boolean {
    const values = this.#paths.ofVariable(variable);
    if (values.length === 0) return false;
    const signature = values.map((value) => (value.kind === "function" ? `${signatureOf(value)}:${this.#paths.found.returnedBy(value.node).length}` : signatureOf(value))).join();
    if (this.#followed.get(variable.key) === signature) return false;
    this.#followed.set(variable.key, signature);
    this.variables.add(variable);
    this.#queue.push(variable);
    if (variable.isMember || variable.scope.parent === null) this.#spread++;
    return true;
  }

  *#follow(variable: Variable): Steps<void> {
    const values = this.#paths.ofVariable(variable);
    for (const read of variable.reads) {
      const statement = read.tree.rootNode.childAround(read.startIndex);
      if (!this.#options.isWanted(read) && !(statement && spreading.has(statement))) continue;
      const before = this.#spread;
      this.#flow(read, values, variable, "open");
      if (this.#spread > before) this.spreads(read);
      yield;
    }
    for (const { literal } of values.some(isType) ? this.#names.quotedReads(variable) : []) {
      const around = this.#reader.surrounding(literal);
      if (around.kind === "annotates" && around.target) this.#bind(around.target, literal);
    }
  }

  *#followHolder(): Steps<boolean> {
    for (const [id, definition] of this.#holders) {
      this.#holders.delete(id);
      const name = this.#reader.definitionName(definition);
      const variable = name && this.#names.variableOf(name);
      if (variable) {
        this.variables.add(variable);
        yield* this.#follow(variable);
      }
      return true;
    }
    return false;
  }

  /** A member that a known value was given to, in all classes that share it. */
  #enqueueMember(owner: Node, name: string): void {
    const members = this.#paths.classes.family(owner).map((definition) => this.#names.memberOf(definition, name));
    const isNews = members.filter((member) => this.#enqueue(member)).length > 0;
    if (isNews) this.#enqueueHolder(owner);
  }

  #enqueueHolder(owner: Node): void {
    for (const definition of [owner, ...this.#paths.classes.descendants(owner)]) this.#holders.set(definition.id, definition);
  }

  /** What a class inherits from a known package: read through its instances, and inside it. */
  #followSubclass(definition: Node): void {
    if (this.#subclasses.has(definition.id)) return;
    this.#subclasses.set(definition.id, definition);
    this.#spread++;
    this.#enqueueHolder(definition);
    const name = this.#reader.definitionName(definition);
    const variable = name && this.#names.variableOf(name);
    for (const word of this.#names.selfReads(definition)) {
      const base = [word, parentOf(word)].find((node) => node && this.#reader.chainPart(node)?.kind === "super");
      if (base && variable) this.#flow(base, this.#paths.valuesOf(base), variable, "silent");
      // Where `super` itself is called, it constructs what the class inherits from.
      if (base && variable && this.#reader.surrounding(base).kind === "call") this.#flow(base, this.#paths.packageBasesOf(definition), variable, "open");
      const around = this.#reader.surrounding(word);
      const access = around.kind === "attribute" ? this.#reader.chainPart(around.node) : undefined;
      if (access?.kind === "member") this.#enqueue(this.#names.memberOf(access.owner, access.name));
    }
    for (const descendant of this.#paths.classes.descendants(definition)) this.#followSubclass(descendant);
  }

  /** Follows one value outwards: through attributes and calls, to the names it is bound to. */
  #flow(start: Node, startValues: readonly Value[], variable: Variable, startState: ChainState): void {
    let node = start;
    // The chain so far, without the brackets and casts around it.
    let chain = start;
    let values = startValues;
    let state = startState;
    const emit = (role: Role, taker?: string): OpenReference | undefined => {
      for (const value of values) if (value.kind === "elsewhere" && value.end && isGiven(value.end) && !this.#given.has(start.id)) this.#given.set(start.id, { node: chain, end: value.end });
      const path = pathOf(values);
      if (path === undefined) return undefined;
      const reference: OpenReference = { node: chain, root: start, variable, path, isDirect: isDirect(values), role, taker };
      if (state === "open") {
        this.#references.set(start.id, reference);
        state = "done";
      }
      return reference;
    };
    const goOn = (to: Node, next: readonly Value[]): void => {
      node = to;
      chain = to;
      values = next;
      if (state === "silent") state = "open";
    };
    for (;;) {
      this.#options.checkpoint();
      // No real chain is as long, and each of its calls would be read with all before it.
      if (values.length === 0 || (pathOf(values)?.length ?? 0) > maxPathLength) return;
      const around = this.#reader.surrounding(node);
      switch (around.kind) {
        case "attribute":
        case "named": {
          const member = around.kind === "attribute" ? this.#names.memberByClass(node, around.node) : undefined;
          if (member) {
            this.#enqueue(member);
            return;
          }
          goOn(around.node, this.#paths.attribute(values, around.name));
          if (around.kind === "attribute" || around.role === "value") continue;
          emit(around.role);
          return;
        }
        case "index": {
          // A place in a collection of the file's own is nothing of the package's, whatever is put there.
          const isOwn = values.every(({ kind }) => kind !== "path");
          goOn(around.node, this.#paths.element(values, around.key));
          if (isOwn && this.#reader.assignmentTo(node)) return;
          continue;
        }
        case "call": {
          const callee = emit("call");
          if (callee) this.#calls.set(around.node.id, { node: around.node, callee: { ...callee, role: "call" }, isNew: around.isNew });
          else if (state === "open") state = "silent";
          this.#construct({ node: around.node, callee: chain, root: start, variable, isNew: around.isNew }, values);
          values = this.#paths.call(values, around.node);
          node = around.node;
          chain = around.node;
          continue;
        }
        case "group":
        case "await":
          node = around.node;
          continue;
        case "choice":
          emit("value");
          node = around.node;
          continue;
        case "assigned":
          emit("value");
          for (const target of around.targets) this.#bind(target.node, node);
          if (!around.node) return;
          node = around.node;
          continue;
        case "entered":
          emit("value");
          if (around.target) this.#bind(around.target, node);
          return;
        case "annotates":
          emit("annotation");
          if (around.target) this.#bind(around.target, node);
          return;
        case "iterated":
          emit("value");
          if (around.target && values.some(isAnswer)) this.#bind(around.target, node);
          return;
        case "end": {
          // The module that a function gives is handed on: `getattr(get_litellm(), name)`.
          if (state === "silent" && around.end === "argument" && node !== start && pathOf(values) === "litellm") state = "open";
          emit(around.role, around.end === "argument" ? this.#reader.takerOf(node) : undefined);
          const next = this.#afterEnd(node, values, around);
          if (!next) return;
          node = next;
          values = this.#paths.valuesOf(next);
          continue;
        }
        default:
          around satisfies never;
          return;
      }
    }
  }

  #construct(construction: Omit<OpenConstruction, "classes">, values: readonly Value[]): void {
    const classes = values.flatMap((value): readonly ConstructedClass[] => {
      if (value.kind === "class") return [{ kind: "here", definition: value.node }];
      return value.kind === "elsewhere" && value.end && (value.end.calling ?? value.end.builtOn) ? [{ kind: "elsewhere", end: value.end }] : [];
    });
    if (classes.length > 0) this.#constructions.set(construction.node.id, { ...construction, classes });
  }

  /** Where a value goes on that has reached the end of its use: in what holds it, in the callers of a function that returns it. */
  #afterEnd(node: Node, values: readonly Value[], { role, end, onward }: Surrounding & { readonly kind: "end" }): Node | undefined {
    if (role === "base-class") {
      const subclass = this.#reader.classInheriting(node);
      if (subclass) this.#followSubclass(subclass);
      return undefined;
    }
    if (!values.some(isWorthFollowing)) return undefined;
    if (onward) return this.#goOnward(node, onward);
    const definition = end === "returned" ? this.#reader.functionReturning(node) : undefined;
    if (!definition) return undefined;
    this.#spread++;
    this.#paths.found.addReturned(definition, node);
    const name = this.#reader.definitionName(definition);
    if (!name) return definition;
    this.#bindName(name);
    return undefined;
  }

  #goOnward(node: Node, onward: Onward): Node | undefined {
    switch (onward.kind) {
      case "held": {
        // All elements go where their collection goes.
        const isKnown = this.#collections.has(onward.node.id);
        this.#collections.add(onward.node.id);
        return isKnown ? undefined : onward.node;
      }
      case "added":
        this.#addElement(onward.collection, node, undefined);
        return undefined;
      case "passed":
        return this.#paths.isWrapper(onward.call) ? onward.call : undefined;
      case "default":
        this.#bind(onward.target, node);
        return undefined;
      case "delegate": {
        this.#spread++;
        this.#paths.found.addDelegate(onward.method, node);
        const name = this.#reader.definitionName(onward.method);
        const owner = name && this.#reader.memberDeclaration(name)?.owner;
        if (owner) this.#enqueueHolder(owner);
        return undefined;
      }
      default:
        return onward satisfies never;
    }
  }

  /** A value that is put into a collection with a name. */
  #addElement(collection: Node, value: Node, key: string | number | undefined): void {
    const part = this.#reader.chainPart(collection);
    const variable = part?.kind === "name" ? this.#names.variableOf(part.node) : part?.kind === "member" ? this.#names.memberOf(part.owner, part.name) : undefined;
    if (!variable || !this.#paths.valuesOf(value).some(isWorthFollowing)) return;
    this.#spread++;
    this.#paths.found.addElement(variable, { value, key });
    if (part?.kind === "member") this.#enqueueMember(part.owner, part.name);
    else this.#enqueue(variable);
  }

  /** Names and members that a known value, or a part of it, was given to. */
  #bind(target: Node, value: Node): void {
    for (const node of this.#reader.targetNames(target)) {
      const part = this.#reader.chainPart(node);
      if (part?.kind === "member") this.#enqueueMember(part.owner, part.name);
      if (part?.kind === "index") this.#addElement(part.object, value, part.key);
      if (part?.kind !== "name") continue;
      const isPart = !same(node, target);
      const variable = isPart ? this.#names.variableOf(part.node) : undefined;
      if (!variable || this.#paths.ofVariable(variable).some(isWorthFollowing)) this.#bindName(part.node);
    }
  }

  #bindName(name: Node): void {
    const variable = this.#names.variableOf(name);
    if (variable) this.#enqueue(variable);
    const member = this.#reader.memberDeclaration(name);
    if (member) this.#enqueueMember(member.owner, name.text);
  }
}
