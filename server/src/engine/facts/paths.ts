import type { Node } from "../syntax/nodes.ts";
import { Classes, type Origin } from "./classes.ts";
import type { Step } from "./facts.ts";
import { FoundValues } from "./found-values.ts";
import type { ChainPart, CollectionItem, Declaration, LanguageReader, Wrapper } from "./language.ts";
import { isLiteLlm } from "./litellm-path.ts";
import type { Names, Variable } from "./names.ts";
import type { Neighbors } from "./neighbors.ts";
import { ValueCache } from "./value-cache.ts";
import { altered, direct, elementsOf, isDouble, ownPath, pairsOf, pathOf, type Value } from "./values.ts";

/** Names with two underscores are the language's own, which every class has. */
const isSpecial = (name: string): boolean => name.startsWith("__") && name.endsWith("__");

/** Qualified paths of names and chains: through aliases, assignments, members, functions, collections and classes of the file. */
export class Paths {
  readonly classes: Classes;
  /** What no declaration tells. */
  readonly found = new FoundValues(() => this.#known.clear());
  readonly #names: Names;
  readonly #reader: LanguageReader;
  readonly #neighbors: Neighbors | undefined;
  /** Whether a path, as written, is of a known package. */
  readonly #isPackage: (path: string) => boolean;
  /** Paths of variables without a declaration in the file: names of star imports, modules loaded by name. */
  readonly #given = new Map<string, string>();
  readonly #starNames = new Map<string, string>();
  readonly #items = new Map<number, readonly CollectionItem[]>();
  readonly #known = new ValueCache();

  constructor(names: Names, reader: LanguageReader, isPackage: (path: string) => boolean, neighbors: Neighbors | undefined) {
    this.#names = names;
    this.#reader = reader;
    this.#neighbors = neighbors;
    this.#isPackage = isPackage;
    this.classes = new Classes(names, reader);
  }

  /** Says where a variable leads that nothing in the file declares. */
  give(variable: Variable, path: string): void {
    this.#given.set(variable.key, path);
  }

  /** Says where a name leads wherever nothing in the file declares it. */
  giveStarName(name: string, path: string): void {
    this.#starNames.set(name, path);
    this.#known.clear();
  }

  /** What a function (by its variable) gives when it is called. */
  returnsOf(variable: Variable): string | undefined {
    return pathOf(this.call(this.ofVariable(variable).filter(({ kind }) => kind === "function")));
  }

  /** The paths that a variable's declarations give it, each once, and whether all of them give one. */
  pathsOf(variable: Variable): { readonly paths: readonly string[]; readonly isCertain: boolean } {
    const paths = this.ofVariable(variable).flatMap((value) => ownPath(value) ?? []);
    // A name without a value yet is no stand-in for one: `let client;`. A default is one value among those that callers give.
    const origins = this.#originsOf(variable).filter(({ declaration }) => declaration.kind !== "bare" || declaration.annotation);
    const isCertain = origins.every(({ declaration, self }) =>
      (declaration.kind === "parameter" ? this.#instances(declaration.annotation) : this.#declared(declaration, self)).some((value) => !isDouble(ownPath(value) ?? "mock")),
    );
    return { paths: [...new Set(paths)], isCertain };
  }

  /** The path of an expression; undefined for anything that is not known for certain to come from a known package. */
  of(node: Node): string | undefined {
    return pathOf(this.valuesOf(node));
  }

  /** What an import gives, by its path as written. */
  imported(written: string): Value {
    const path = this.#neighbors?.pathOf(written);
    return path === undefined ? direct(written) : this.#elsewhere(path);
  }

  /** What an import statement gives; a package that is developed in the workspace is known by its own name besides, where its module leads no further. */
  #importedBy(written: string): readonly Value[] {
    const value = this.imported(written);
    const isOpen = value.kind === "elsewhere" && value.end?.path === undefined && value.end?.value === undefined;
    return isOpen && this.#isPackage(written) ? [value, direct(written)] : [value];
  }

  #elsewhere(path: string): Value {
    return { kind: "elsewhere", path, end: this.#neighbors?.resolve(path) };
  }

  /** What a variable may stand for. */
  ofVariable(variable: Variable): readonly Value[] {
    const given = this.#given.get(variable.key);
    if (given !== undefined) return [this.imported(given)];
    return this.#known.once(variable.key, () => {
      if (variable.isMember) return [variable.scope, ...this.classes.descendants(variable.scope)].flatMap((self) => this.#memberFor(self, variable.name));
      return [...this.#declaredBy(this.#originsOf(variable)), ...this.#elementsAdded([variable])];
    });
  }

  /** What an expression may stand for; `self` is the class whose instance it is evaluated for. */
  valuesOf(node: Node, self?: Node): readonly Value[] {
    return this.#known.deeper(() => this.#valuesAt(node, self));
  }

  #valuesAt(node: Node, self: Node | undefined): readonly Value[] {
    const part = this.#reader.chainPart(node);
    switch (part?.kind) {
      case "name": {
        const variable = this.#names.variableOf(part.node);
        const star = variable ? undefined : this.#starNames.get(part.node.text);
        return variable ? this.ofVariable(variable) : star === undefined ? [] : [this.imported(star)];
      }
      case "member":
        return self && this.classes.inherits(self, part.owner) ? this.#memberFor(self, part.name) : this.ofVariable(this.#names.memberOf(part.owner, part.name));
      case "attribute":
        return this.attribute(this.valuesOf(part.object, self), part.name);
      case "index":
        return this.element(this.valuesOf(part.object, self), part.key);
      case "call":
        return this.#loadedBy(part, this.#callAt(part.callee, node, self));
      case "same":
        return this.valuesOf(part.node, self);
      case "quoted": {
        const [first = "", ...rest] = part.names;
        const variable = this.#names.variableAt(first, part.node);
        const values = rest.reduce<readonly Value[]>((object, name) => this.attribute(object, name), variable ? this.ofVariable(variable) : []);
        return part.isElements ? [elementsOf(values)] : values;
      }
      case "choice":
        return part.options.flatMap((option) => this.valuesOf(option, self));
      case "import":
        return [this.imported(part.path)];
      case "function":
        return [{ kind: "function", node, self }];
      case "collection":
        return [{ kind: "collection", node, self }];
      case "elements":
        return [elementsOf(this.valuesOf(part.node, self))];
      case "super":
        return [{ kind: "super", node: part.owner }];
      case undefined:
        return [];
    }
  }

  /** What the attribute of a value may stand for. */
  attribute(values: readonly Value[], name: string): readonly Value[] {
    return values.flatMap((value): readonly Value[] => {
      switch (value.kind) {
        case "path":
          return [{ ...value, path: `${value.path}.${name}` }];
        case "elsewhere":
          return [this.#elsewhere(`${value.path}.${name}`)];
        case "instance":
        case "class": {
          const members = this.#memberFor(value.node, name);
          const isKnown = members.length > 0 || value.kind === "class" || value.standsFor === undefined || this.#hasMember(value.node, name);
          return isKnown ? members.map(altered) : [{ kind: "path", path: `${value.standsFor}.${name}`, isDirect: false }];
        }
        case "super":
          return this.#inheritedFrom(value.node, name, this.classes.inheritedBy(value.node, name)).map(altered);
        case "collection":
        case "elements": {
          const gives = this.#reader.collectionMember(name);
          if (gives === "key") return this.element([value], name);
          return gives ? [{ kind: "collection-method", of: value, gives }] : [];
        }
        default:
          return [];
      }
    });
  }

  /** What an element of a value may stand for; any element where the key is not known. */
  element(values: readonly Value[], key: string | number | undefined): readonly Value[] {
    return values.flatMap((value): readonly Value[] => {
      switch (value.kind) {
        case "path": {
          // What a module's table of names has under a name is its attribute.
          const isAttribute = typeof key === "string" && value.path.endsWith(".__dict__");
          return [{ ...value, path: isAttribute ? value.path.replace(/__dict__$/, key) : `${value.path}[]` }];
        }
        case "elsewhere":
          return [this.#elsewhere(`${value.path}[]`)];
        case "collection": {
          const items = this.#itemsOf(value.node);
          const wanted = typeof key === "number" && key < 0 ? items.length + key : key;
          return items.flatMap((item) => (wanted === undefined || item.key === wanted ? this.valuesOf(item.value, value.self).map(altered) : []));
        }
        case "elements":
          return key === undefined || value.key === undefined || value.key === key ? value.values.map(altered) : [];
        case "pair":
          return key === 0 ? [] : value.values;
        default:
          return [];
      }
    });
  }

  #itemsOf(collection: Node): readonly CollectionItem[] {
    const known = this.#items.get(collection.id);
    if (known) return known;
    const items = this.#reader.itemsOf(collection);
    this.#items.set(collection.id, items);
    return items;
  }

  /** What calling a value may give. */
  call(values: readonly Value[], call?: Node): readonly Value[] {
    return values.flatMap((value): readonly Value[] => {
      switch (value.kind) {
        case "path":
          return [{ ...value, path: `${value.path}()` }];
        case "elsewhere":
          return [this.#elsewhere(`${value.path}()`)];
        case "class":
          return [this.#instanceOf(value.node)];
        case "function":
          return this.#resultOf(value.node, value.self);
        case "instance":
          return this.call(this.#memberFor(value.node, "__call__"));
        case "collection-method":
          return this.#givenBy(value, call);
        default:
          return [];
      }
    });
  }

  /** Whether a call gives back, or calls, the function that it is given. */
  isWrapper(call: Node): boolean {
    const part = this.#reader.chainPart(call);
    return part?.kind === "call" && this.#wrapper(part.callee, this.valuesOf(part.callee)) !== undefined;
  }

  /** By the path of a callee, or by its name where nothing declares that. */
  #wrapper(callee: Node, values: readonly Value[]): Wrapper | undefined {
    let part = this.#reader.chainPart(callee);
    while (part?.kind === "same") part = this.#reader.chainPart(part.node);
    const builtIn = part?.kind === "name" && !this.#names.variableOf(part.node) ? part.node.text : "";
    return this.#reader.wrappers.get(pathOf(values) ?? builtIn);
  }

  #callAt(callee: Node, call: Node, self: Node | undefined): readonly Value[] {
    const values = this.valuesOf(callee, self);
    const wrapper = this.#wrapper(callee, values);
    const wrapped = wrapper && this.#reader.argumentAt(call, wrapper.argument);
    if (!wrapped) return this.call(values, call);
    const inner = this.valuesOf(wrapped, self).map(altered);
    switch (wrapper.gives) {
      case "same":
        return inner;
      case "result":
        return this.call(inner);
      case "element":
        return this.element(inner, undefined);
      case "pairs":
        return [pairsOf(this.element(inner, undefined))];
      default:
        return wrapper.gives satisfies never;
    }
  }

  /** What a call gives that goes by its name for one that loads a module, where nothing tells what it gives: never certain. */
  #loadedBy({ loads }: ChainPart & { readonly kind: "call" }, values: readonly Value[]): readonly Value[] {
    return loads === undefined || isLiteLlm(pathOf(values) ?? "") ? values : [...values, altered(direct(loads))];
  }

  /** What a step of a pattern or a loop leads to. */
  step(values: readonly Value[], step: Pick<Step, "kind"> & { readonly name?: string; readonly key?: string | number | undefined }): readonly Value[] {
    return step.kind === "attribute" ? this.attribute(values, step.name ?? "") : this.element(values, step.key);
  }

  #givenBy({ of, gives }: Extract<Value, { readonly kind: "collection-method" }>, call: Node | undefined): readonly Value[] {
    switch (gives) {
      case "element":
        return this.element([of], this.#keyOf(call));
      case "same":
        return [of];
      case "elements":
        return [elementsOf(this.element([of], undefined))];
      case "pairs":
        return [pairsOf(this.element([of], undefined))];
      default:
        return gives satisfies never;
    }
  }

  #keyOf(call: Node | undefined): string | number | undefined {
    const argument = call && this.#reader.argumentAt(call, 0);
    return argument && this.#reader.literalKey(argument);
  }

  #resultOf(definition: Node, self: Node | undefined): readonly Value[] {
    return this.#known.once(`${definition.id}()${self?.id ?? ""}`, () => {
      const returned = this.found.returnedBy(definition);
      const values = returned.flatMap((value) => this.valuesOf(value, self));
      const annotated = this.#instances(this.#reader.returnType(definition));
      // What depends on an argument may be something else for another one.
      const isPlain = returned.length === 1 && !this.#reader.needsArguments(definition);
      return [...(isPlain ? values : values.map(altered)), ...annotated];
    });
  }

  #instanceOf(definition: Node): Value {
    const methods = this.classes.declarationsOf(definition, "__getattr__").flatMap(({ declaration }) => (declaration.kind === "function" ? [declaration.node] : []));
    const delegates = methods.flatMap((method) => this.found.delegatesOf(method));
    return { kind: "instance", node: definition, standsFor: pathOf(delegates.flatMap((value) => this.valuesOf(value, definition))) };
  }

  #declaredBy(origins: readonly Origin[]): readonly Value[] {
    // A value says more than the type of a name that has none yet.
    const inOrder = [...origins].sort((a, b) => Number(a.declaration.kind === "bare") - Number(b.declaration.kind === "bare"));
    return inOrder.flatMap(({ declaration, self }) => this.#declared(declaration, self));
  }

  #declared(declaration: Declaration, self: Node | undefined): readonly Value[] {
    switch (declaration.kind) {
      case "import":
        return this.#importedBy(declaration.path);
      case "assign": {
        const values = declaration.value ? this.valuesOf(declaration.value, self) : [];
        return values.length > 0 ? values : this.#instances(declaration.annotation);
      }
      case "parameter":
        return [...this.#instances(declaration.annotation), ...(declaration.value ? this.valuesOf(declaration.value, self).map(altered) : [])];
      case "part":
        return declaration.steps.reduce((values, step) => this.step(values, step), this.valuesOf(declaration.value, self));
      case "getter":
        return this.#resultOf(declaration.node, self);
      case "bare":
        return this.#instances(declaration.annotation);
      case "function":
        return [{ kind: "function", node: declaration.node, self }];
      case "class":
        return [{ kind: "class", node: declaration.node }];
      default:
        return [];
    }
  }

  #instances(type: Node | undefined): readonly Value[] {
    return type ? this.#instancesOf(this.valuesOf(type)) : [];
  }

  #instancesOf(types: readonly Value[]): readonly Value[] {
    return types.flatMap((value): readonly Value[] =>
      value.kind === "elements" ? [{ ...value, values: this.#instancesOf(value.values) }] : ["path", "elsewhere", "class"].includes(value.kind) ? this.call([value]) : [],
    );
  }

  #originsOf(variable: Variable): readonly Origin[] {
    if (!variable.isMember) return variable.declarations.map(({ declaration }) => ({ declaration, self: undefined }));
    return [variable.scope, ...this.classes.descendants(variable.scope)].flatMap((self) => this.classes.declarationsOf(self, variable.name));
  }

  #memberFor(self: Node, name: string): readonly Value[] {
    return this.#known.once(`${self.id}!${name}`, () => {
      const members = [self, ...this.classes.ancestors(self)].map((owner) => this.#names.memberOf(owner, name));
      return [...this.#inheritedFrom(self, name, this.classes.declarationsOf(self, name)), ...this.#elementsAdded(members)];
    });
  }

  /** A member by its declarations, or where no class of the file has one, by the class of a package that it builds on. */
  #inheritedFrom(self: Node, name: string, origins: readonly Origin[]): readonly Value[] {
    return origins.length > 0 ? this.#declaredBy(origins) : this.#ofForeignBase(self, name);
  }

  #hasMember(self: Node, name: string): boolean {
    return this.classes.declarationsOf(self, name).length > 0;
  }

  #elementsAdded(holders: readonly Variable[]): readonly Value[] {
    const added = holders.flatMap((holder) => this.found.elementsOf(holder));
    return added.map(({ value, key }) => ({ kind: "elements", values: this.valuesOf(value), key }));
  }

  /** The classes of packages, and of other files, that a class of the file builds on. */
  packageBasesOf(definition: Node): readonly Value[] {
    return this.classes.foreignBases(definition).flatMap((base) => this.valuesOf(base).filter(({ kind }) => kind === "path" || kind === "elsewhere"));
  }

  #ofForeignBase(self: Node, name: string): readonly Value[] {
    if (isSpecial(name)) return [];
    return this.attribute(this.call(this.packageBasesOf(self)), name).map(altered);
  }
}
