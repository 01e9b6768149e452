import type { Language } from "../source-file.ts";
import { commentsIn, type Node, namedChildrenOf, parentOf, spanOf, unreadableSpans } from "../syntax/nodes.ts";
import { mapped, type Steps } from "../syntax/turns.ts";
import { bySource, contains, type Span } from "../text/span.ts";
import { type AddressValue, addressCalls, addressValues } from "./addresses.ts";
import { anchorsOf } from "./anchors.ts";
import { callArguments } from "./call-arguments.ts";
import { type CallingClass, callingClasses } from "./calling-classes.ts";
import { constructionFacts, subclassCalls } from "./constructions.ts";
import { environmentUses } from "./environment.ts";
import { exportsOf, type ModuleExports } from "./exports.ts";
import type { Binding, Call, FileFacts, ImportFact, Reference, StringFact } from "./facts.ts";
import { fieldWrites } from "./field-writes.ts";
import { type Checkpoint, Follower } from "./follow.ts";
import { definitionsAround, httpCalls } from "./http-calls.ts";
import { importDrafts, importsFrom } from "./import-drafts.ts";
import type { KnownPackages } from "./known-packages.ts";
import type { ChainPart, Declaration, ExpressionContext, ImportDraft, LanguageReader, ModuleExpression } from "./language.ts";
import { namedTools, nameTestsIn } from "./name-tests.ts";
import { Names, type Variable } from "./names.ts";
import type { OpenCall, OpenReference } from "./open-facts.ts";
import { Paths } from "./paths.ts";
import { stringFacts } from "./strings.ts";
import { triesOf } from "./tries.ts";
import { traceUses } from "./uses.ts";
import { withLayout } from "./with-layout.ts";
import { WrittenValues } from "./written-values.ts";

/** How facts are gathered. */
interface GatherOptions {
  readonly checkpoint?: Checkpoint;
  /** Only what stands here, or at the module's own level, becomes references, calls and constructions, and nothing is told to other files. */
  readonly within?: Span | undefined;
}

/** Reads the facts off a tree. Starts from the imports of known packages and follows each name to all its uses. */
export function gatherFacts(root: Node, text: string, language: Language, reader: LanguageReader, known: KnownPackages, options: GatherOptions = {}): Steps<FileFacts> {
  return new Gatherer(root, text, language, reader, known, options).facts();
}

/** How far values are followed that name others: `options` of a call, `base` in `options`, `system` in `base`. */
const namedSteps = 2;

const modulesOf = (drafts: readonly ImportDraft[]): string[] => [...new Set(drafts.map(({ fact }) => fact.module))];

class Gatherer {
  readonly #root: Node;
  readonly #text: string;
  readonly #language: Language;
  readonly #reader: LanguageReader;
  readonly #known: KnownPackages;
  readonly #checkpoint: Checkpoint;
  readonly #within: Span | undefined;
  readonly #names: Names;
  readonly #paths: Paths;
  readonly #written: WrittenValues;
  readonly #ids = new Map<string, number>();
  readonly #variables: Variable[] = [];

  constructor(root: Node, text: string, language: Language, reader: LanguageReader, known: KnownPackages, { checkpoint = () => {}, within }: GatherOptions) {
    this.#root = root;
    this.#text = text;
    this.#language = language;
    this.#reader = reader;
    this.#known = known;
    this.#checkpoint = checkpoint;
    this.#within = within;
    this.#names = new Names(root, reader);
    this.#written = new WrittenValues(this.#names, reader);
    this.#paths = new Paths(this.#names, reader, (path) => this.#isKnown(path), known.neighbors);
  }

  *facts(): Steps<FileFacts> {
    const drafts = yield* this.#importDrafts(this.#known.modules, (path) => this.#isKnown(path));
    const neighborDrafts = yield* this.#neighborDrafts();
    if (!this.#within) yield* this.#names.prepare();
    const found = yield* this.#follow(drafts, neighborDrafts);
    const calling = yield* this.#followCallingClasses(found);
    for (const variable of this.#within ? [] : found.variables) {
      if (this.#paths.pathsOf(variable).paths.length > 0 || this.#paths.returnsOf(variable) !== undefined) this.#idOf(variable);
      yield;
    }
    const wanted = { references: found.references.filter(({ root }) => this.#isWanted(root)), calls: found.calls.filter(({ node }) => this.#isWanted(node)) };
    const references = (yield* mapped(wanted.references, (open) => this.#reference(open))).sort((a, b) => bySource(a.span, b.span));
    const calls = yield* this.#calls(wanted.calls);
    const constructed = [...found.constructions].filter(({ node }) => this.#isWanted(node));
    const ofSubclasses = yield* this.#calls(subclassCalls(constructed, this.#paths, this.#known.isClient));
    const constructions = yield* constructionFacts(constructed, calling, this.#reader, this.#context);
    const source = { root: this.#root, reader: this.#reader, names: this.#names, context: this.#context };
    const strings = yield* stringFacts(source, [this.#known.stringPattern, this.#known.addressPattern], this.#within);
    const anchors = anchorsOf({ ...source, text: this.#text, calls: found.calls.map(({ node }) => node), neededNames: this.#known.neededNames });
    yield;
    const functions = this.#known.httpFunctions(this.#language);
    const requesting = yield* importsFrom(this.#root, this.#reader, functions);
    const outgoing = yield* httpCalls({ ...source, pattern: this.#known.addressPattern, functions, imports: requesting, idOf: (variable) => this.#idOf(variable) });
    const imports = drafts.map((draft) => this.#import(draft));
    const variables = yield* environmentUses(this.#root, this.#reader, this.#known.isVariable, this.#context);
    const environment = variables.map(({ use }) => use);
    const addresses = addressValues({ ...source, strings, variables, isAddress: this.#known.isAddress });
    // What only functions of addresses call may be left without a reader.
    for (const { variable, way } of addresses) if (way === "()") this.#idOf(variable);
    const bindings = yield* this.#bindings();
    const comments = this.#comments();
    const nameTests = this.#known.isAdapter(this.#text) ? undefined : yield* nameTestsIn(this.#root, this.#reader, this.#context, this.#known.fieldNames(this.#language), this.#known.isBesideLiteLlm);
    yield;
    const tries = yield* triesOf({ ...wanted, names: this.#names, paths: this.#paths, reader: this.#reader });
    const exports = this.#within ? undefined : yield* this.#exports(found, calling, [...drafts, ...neighborDrafts], strings, addresses);
    const facts = {
      language: this.#language,
      imports,
      bindings,
      references,
      calls,
      httpCalls: outgoing,
      tries,
      constructions,
      subclassCalls: ofSubclasses,
      strings,
      comments,
      environment,
      nameTests,
      otherClients: environment.length > 0 ? modulesOf(yield* importsFrom(this.#root, this.#reader, this.#known.otherClients)) : [],
      anchors,
      ...namedTools(this.#root, this.#known.otherGateway),
      unreadable: unreadableSpans(this.#root),
      given: found.given.map(({ node, end }) => ({ span: spanOf(node), text: node.text, ...end })).sort((a, b) => bySource(a.span, b.span)),
      addressCalls: addressCalls(addresses, this.#reader),
      exports,
    };
    return withLayout(facts, this.#text);
  }

  #importDrafts(words: readonly string[], isWanted: (path: string) => boolean): Steps<ImportDraft[]> {
    return importDrafts(this.#root, this.#reader, words, isWanted);
  }

  /** Imports of what other files of the workspace give, which are no facts of their own. */
  *#neighborDrafts(): Steps<ImportDraft[]> {
    const { neighbors } = this.#known;
    return neighbors ? yield* this.#importDrafts(neighbors.words, (path) => neighbors.pathOf(path) !== undefined) : [];
  }

  *#exports(
    found: Follower,
    calling: ReadonlyMap<number, CallingClass>,
    drafts: readonly ImportDraft[],
    strings: readonly StringFact[],
    addresses: readonly AddressValue[],
  ): Steps<ModuleExports | undefined> {
    const constants = new Map<string, string>();
    for (const { context, value, hasHoles } of strings) {
      const variable = context.kind === "initial" && !hasHoles && !/^(?:\w+:)?\/|^x-/i.test(value) ? this.#variables[context.binding] : undefined;
      if (variable) constants.set(variable.key, value);
    }
    const stars = drafts.flatMap(({ fact }) => (fact.form === "star" && fact.place === "module" ? [fact.module] : []));
    const named = [...new Set([...found.variables, ...this.#variables])];
    const source = { root: this.#root, text: this.#text, reader: this.#reader, names: this.#names, paths: this.#paths };
    return yield* exportsOf({ ...source, variables: named, constants, addresses, calling, stars, clients: this.#known });
  }

  /** Other expressions that are modules of known packages, each once. */
  #modules(): Iterable<ModuleExpression> {
    const found = new Map<number, ModuleExpression>();
    for (const place of this.#places(this.#known.modules)) {
      const module = this.#reader.moduleAt(place);
      if (module && this.#isKnown(module.path)) found.set(module.node.id, module);
    }
    return found.values();
  }

  /** Where one of some words stands in the text. */
  *#places(words: readonly string[]): Iterable<Node> {
    for (const word of words) {
      for (const { start, end } of this.#root.tree.lookUp.text(word)) yield this.#root.descendantForIndex(start, end);
    }
  }

  #isWanted(node: Node): boolean {
    return this.#within === undefined || contains(this.#within, spanOf(node)) || !/function/.test(this.#reader.placeOf(node));
  }

  #isKnown(path: string): boolean {
    return this.#known.modules.some((name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}/`));
  }

  *#follow(drafts: readonly ImportDraft[], neighborDrafts: readonly ImportDraft[]): Steps<Follower> {
    const follower = new Follower(this.#names, this.#paths, this.#reader, { checkpoint: this.#checkpoint, isWanted: (read) => this.#isWanted(read) });
    for (const draft of [...drafts, ...neighborDrafts]) {
      follower.import(draft);
      yield;
      const { form, module } = draft.fact;
      if (form !== "star") continue;
      for (const name of this.#known.neighbors?.namesOf(module) ?? this.#known.exportsOf(module)) follower.undeclared(name, `${module}.${name}`, this.#root);
    }
    for (const module of this.#modules()) follower.module(module);
    yield* follower.run();
    return follower;
  }

  /** Finds the classes whose methods call a model, and follows them to where they are constructed, which may lead to more of them. */
  *#followCallingClasses(found: Follower): Steps<ReadonlyMap<number, CallingClass>> {
    for (;;) {
      const requests = found.references.flatMap(({ root, path, role }) => {
        const request = role === "call" || role === "value" ? this.#known.requestOf(path) : undefined;
        return request === undefined ? [] : [{ node: root, path: request }];
      });
      const calling = yield* callingClasses(requests, found.subclasses, this.#names, this.#paths, this.#reader);
      for (const { definition, at } of calling.values()) for (const node of "node" in at ? [definition, at.node] : [definition]) found.spreads(node);
      if (![...calling.values()].map(({ definition }) => found.class(definition)).includes(true)) return calling;
      yield* found.run();
    }
  }

  readonly #context: ExpressionContext = {
    pathOf: (node) => this.#paths.of(node),
    initialOf: (chain, read) => this.#written.valueOf(chain, read),
    bindingOf: (name) => {
      const variable = this.#names.variableOf(name);
      return variable && this.#idOf(variable);
    },
    memberOf: (name) => {
      const owner = this.#reader.memberAt(name)?.owner;
      const member = owner && this.#names.memberOf(owner, name.text);
      return member && member.declarations.length > 0 ? this.#idOf(member) : undefined;
    },
    constant: (name) => {
      const variable = this.#names.variableOf(name);
      if (!variable) return undefined;
      const [first, ...others] = variable.declarations;
      const only = others.length === 0 ? first?.declaration : undefined;
      const [step, ...further] = only?.kind === "part" ? only.steps : [];
      const part = first && only?.kind === "part" && step?.kind === "attribute" && further.length === 0 ? { name: first.node, of: only.value, key: step.name } : undefined;
      return { binding: this.#idOf(variable), value: only?.kind === "assign" ? only.value : undefined, part };
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

  /** Variables with those that their values name, a few steps far; others are known by their number only. */
  *#bindings(): Steps<Binding[]> {
    const bindings: Binding[] = [];
    for (let step = 0; step <= namedSteps && bindings.length < this.#variables.length; step++) {
      for (const variable of this.#variables.slice(bindings.length)) {
        yield* this.#names.prepareFor(variable);
        bindings.push(this.#binding(variable, bindings.length));
      }
    }
    return bindings;
  }

  #binding(variable: Variable, id: number): Binding {
    const { paths, isCertain } = this.#paths.pathsOf(variable);
    const returns = this.#paths.returnsOf(variable);
    const only = variable.declarations.length === 1 ? variable.declarations[0] : undefined;
    const returned = this.#returnedBy(only?.declaration);
    const value = only?.declaration.kind === "assign" && !only.declaration.isExpression ? only.declaration.value : undefined;
    const isImported = variable.declarations.some(({ declaration }) => declaration.kind === "import");
    const first = variable.declarations[0]?.node ?? variable.reads[0];
    const initial = value && this.#reader.expression(value, this.#context);
    const possible = variable.declarations.flatMap(({ node }) => this.#reader.possibleValues(node).map((each) => this.#reader.expression(each, this.#context)));
    const taken = only?.declaration.kind === "part" ? only.declaration : undefined;
    return {
      id,
      name: variable.name,
      paths,
      isCertain: isCertain || (returns !== undefined && variable.declarations.length === 1),
      kind: kindOf(variable),
      definition: only?.declaration.kind === "function" && !variable.isMember ? spanOf(only.declaration.node) : undefined,
      returns,
      returned: returned && this.#reader.expression(returned, this.#context),
      isModuleConstant: only !== undefined && !variable.isMember && this.#reader.isUnconditional(only.node) && this.#names.isUnique(variable),
      declarations: variable.declarations.map(({ node }) => spanOf(node)),
      reads: [...variable.reads.map(spanOf), ...(isImported ? this.#names.quotedReads(variable).map(({ span }) => span) : [])].sort(bySource),
      fallback: only?.declaration.kind === "parameter" && only.declaration.value ? this.#reader.expression(only.declaration.value, this.#context) : undefined,
      initial,
      fieldWrites: initial?.kind === "record" ? fieldWrites(variable.reads, this.#reader) : [],
      values: only
        ? []
        : variable.declarations.flatMap(({ declaration }) =>
            declaration.kind === "assign" && declaration.value && !declaration.isExpression ? [this.#reader.expression(declaration.value, this.#context)] : [],
          ),
      possible,
      takenFrom: taken?.steps.every(({ kind }) => kind === "attribute") && possible.length > 0 ? this.#reader.expression(taken.value, this.#context) : undefined,
      place: first ? this.#reader.placeOf(first) : "module",
      isPrivate: variable.isMember && this.#reader.isPrivate(variable.declarations.map(({ node }) => node)),
      isExported: this.#isTaken(variable) || this.#reader.isExported(variable.declarations.map(({ node }) => node)),
    };
  }

  #isTaken({ name, isMember, scope }: Variable): boolean {
    return !isMember && scope.id === this.#root.id && this.#known.taken?.has(name) === true;
  }

  /** The one value that a function gives whenever it is called. */
  #returnedBy(declaration: Declaration | undefined): Node | undefined {
    const definition = declaration?.kind === "function" ? declaration.node : declaration?.kind === "assign" ? declaration.value : undefined;
    const returned = definition && !this.#reader.needsArguments(definition) ? this.#paths.found.returnedBy(definition) : [];
    return returned.length === 1 ? returned[0] : undefined;
  }

  #reference({ node, root, variable, path, isDirect, role, taker }: OpenReference): Reference {
    const value = role === "write" ? this.#reader.assignmentTo(node)?.value : undefined;
    const around = role === "value" || role === "comparison" ? this.#reader.surrounding(node) : undefined;
    return {
      span: spanOf(node),
      root: spanOf(root),
      binding: this.#idOf(variable),
      path,
      isDirect,
      role,
      isTested: around?.kind === "end" && around.end === "tested",
      taker,
      named: taker === undefined ? undefined : this.#stringBehind(node),
      place: this.#reader.placeOf(root),
      value: value && this.#reader.expression(value, this.#context),
      statement: role === "write" || role === "call" ? this.#reader.ownStatement(node) : undefined,
    };
  }

  /** What the argument behind another one says, where that is a string. */
  #stringBehind(argument: Node): string | undefined {
    const items = namedChildrenOf(parentOf(argument) ?? argument);
    const next = items[items.findIndex(({ id }) => id === argument.id) + 1];
    return next && this.#reader.stringAt(next)?.value;
  }

  #objects(node: Node): Span[] {
    const objects: Span[] = [];
    for (let part = this.#partIn(node); part?.kind === "attribute"; part = this.#partIn(part.object)) objects.push(spanOf(part.object));
    return objects;
  }

  /** A part of a chain without the brackets around it. */
  #partIn(node: Node): ChainPart | undefined {
    const part = this.#reader.chainPart(node);
    return part?.kind === "same" && node.type === "parenthesized_expression" ? this.#partIn(part.node) : part;
  }

  *#calls(open: readonly OpenCall[]): Steps<Call[]> {
    return (yield* mapped(open, (call) => this.#call(call))).sort((a, b) => bySource(a.span, b.span));
  }

  #call({ node, callee, isNew }: OpenCall): Call {
    this.#checkpoint();
    const around = this.#reader.surrounding(node);
    const list = this.#reader.argumentList(node);
    return {
      span: spanOf(node),
      callee: this.#reference(callee),
      objects: this.#objects(callee.node),
      isNew,
      arguments: callArguments(node, { root: this.#root, reader: this.#reader, names: this.#names, context: this.#context }),
      argumentsSpan: list ? spanOf(list) : { start: node.endIndex, end: node.endIndex },
      awaited: around.kind === "await" ? spanOf(around.node) : undefined,
      within: definitionsAround(node, this.#reader),
      place: this.#reader.placeOf(node),
      isRepeated: this.#reader.isRepeated(node),
      isInLine: this.#reader.isInLine(node),
      handlers: this.#reader.handlersAround(node).map(({ span, types, catchesAll }) => ({ span, types: types.map((type) => this.#paths.of(type)), catchesAll })),
      result: this.#within && !contains(this.#within, spanOf(node)) ? [] : traceUses(around.kind === "await" ? around.node : node, this.#names, this.#reader),
    };
  }

  #comments(): Span[] {
    const comments = new Map<number, Span>();
    const { commentWord } = this.#known;
    for (const { start, end } of this.#root.tree.lookUp.text(commentWord)) {
      const node = this.#root.descendantForIndex(start, end);
      // asking for its text says that an edit anywhere in it matters: all of it is read later on
      if (node.type === "comment" && node.text !== "") comments.set(node.startIndex, spanOf(node));
    }
    return [...comments.values()];
  }
}

function kindOf({ isMember, declarations }: Variable): Binding["kind"] {
  const kinds = new Set(declarations.map(({ declaration }) => declaration.kind));
  if (isMember) return "member";
  if (kinds.size === 0) return "import";
  return (["import", "parameter", "function", "class"] as const).find((kind) => kinds.has(kind)) ?? "variable";
}
