import type { Node } from "../syntax/nodes.ts";
import type { Steps } from "../syntax/turns.ts";
import type { AddressValue } from "./addresses.ts";
import { type CallingClass, callingBase, replaces } from "./calling-classes.ts";
import type { KnownPackages } from "./known-packages.ts";
import type { ExportedName, LanguageReader, Surface } from "./language.ts";
import { isLiteLlm } from "./litellm-path.ts";
import type { Names, Variable } from "./names.ts";
import { isElsewhere } from "./neighbors.ts";
import type { Paths } from "./paths.ts";
import type { Value } from "./values.ts";

/**
 * What a module gives to those who import it, as far as it leads to a known package: plain data, so that no tree is kept.
 * The ways start at the module: `.completion`, `.Client().router`, `.make()`.
 */
export interface ModuleExports {
  /** Where each way leads: to a known package, or to another module of the workspace (`@3.client`). */
  readonly paths: Readonly<Record<string, string>>;
  /** The names of models that constants hold. */
  readonly constants: Readonly<Record<string, string>>;
  /** The addresses of servers that constants hold or functions return, or the variables of the environment (`$NAME`) that they are read from. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** What the attributes of a way are besides, because its class builds on others: `.Client()` gives those of `@3.Base()`. */
  readonly bases: Readonly<Record<string, readonly string[]>>;
  /** The members of objects that hand every other access on to a package or a module: nothing of that. */
  readonly own: Readonly<Record<string, readonly string[]>>;
  /** The classes whose methods call a model, by their ways. */
  readonly calling: Readonly<Record<string, ExportedCallingClass>>;
  /** Of classes that build on such a class of another module, the methods that they replace. */
  readonly replaced: Readonly<Record<string, readonly string[]>>;
  /** Modules all of whose names are taken over. */
  readonly stars: readonly string[];
  /** The names that a star import of this module takes, where the module lists them. */
  readonly listed: readonly string[] | undefined;
  /** The paths of the package by which no use in the module, nor an import, is LiteLLM's any more once each is the project's adapter's: every one has a fix for that. */
  readonly movable?: readonly string[];
  /** Where each name of the module is declared. */
  readonly places: Readonly<Record<string, DeclaredPlace>>;
}

/** A place in a file whose text is not at hand. */
export interface DeclaredPlace {
  readonly line: number;
  /** The text before it on its line, since editors differ in how they count characters. */
  readonly before: string;
}

/** What others are told of a class whose methods call a model. */
export interface ExportedCallingClass {
  /** The path of the function that they call the model with. */
  readonly request: string;
  readonly place: DeclaredPlace;
  /** The methods that come to a request; none where the class's own body does. */
  readonly methods: readonly string[];
}

/** What a module's exports are read from. */
export interface ExportSource {
  readonly root: Node;
  readonly text: string;
  readonly reader: LanguageReader;
  readonly names: Names;
  readonly paths: Paths;
  /** The variables and members that lead anywhere. */
  readonly variables: readonly Variable[];
  /** The names of models that variables hold once and for all, by the variables' keys. */
  readonly constants: ReadonlyMap<string, string>;
  /** The variables that hold addresses. */
  readonly addresses: readonly AddressValue[];
  /** The classes whose methods call a model, by their nodes. */
  readonly calling: ReadonlyMap<number, CallingClass>;
  /** Modules, as written, whose star import stands at the module's own level. */
  readonly stars: readonly string[];
  /** The classes and functions of other packages that make clients. */
  readonly clients: Pick<KnownPackages, "isClient" | "exportsOf">;
}

/** Reads off what a module gives to others; undefined where that is nothing. */
export const exportsOf = (source: ExportSource): Steps<ModuleExports | undefined> => new ExportReader(source).exports();

/** More is a table that a program makes, not what one module gives to another. */
const maxWays = 2000;
/** `.make().client.router()`: how many members and calls a way may have. */
const maxDepth = 4;

/** Exported names by their names in the module; `all` where those are the same. */
type ExportedBy = "all" | ReadonlyMap<string, readonly ExportedName[]>;

class ExportReader {
  readonly #source: ExportSource;
  readonly #ways = new Map<string, string>();
  readonly #constants = new Map<string, string>();
  readonly #addresses = new Map<string, string>();
  readonly #bases = new Map<string, string[]>();
  readonly #own = new Map<string, readonly string[]>();
  readonly #calling = new Map<string, ExportedCallingClass>();
  readonly #replaced = new Map<string, readonly string[]>();
  readonly #places = new Map<string, DeclaredPlace>();
  /** Where every name of a module can be imported, most are only used in it. */
  #sharesClients = false;
  /** The names of the members that lead anywhere, by their class. */
  readonly #members = new Map<number, Set<string>>();

  constructor(source: ExportSource) {
    this.#source = source;
    for (const { isMember, scope, name } of source.variables) if (isMember) this.#members.set(scope.id, (this.#members.get(scope.id) ?? new Set()).add(name));
  }

  *exports(): Steps<ModuleExports | undefined> {
    const { reader, root, paths, variables, constants, clients } = this.#source;
    const surface = reader.surface(root);
    this.#sharesClients = surface.names !== "all";
    const exported = this.#exportedBy(surface);
    for (const variable of variables) {
      const value = constants.get(variable.key);
      yield;
      for (const { name, node } of this.#exportedAs(variable, exported)) {
        this.#add(name, node, paths.ofVariable(variable));
        if (value === undefined) continue;
        this.#constants.set(`.${name}`, value);
        this.#addPlace(name, node);
      }
    }
    for (const { variable, way, text } of this.#source.addresses) {
      for (const { name, node } of this.#exportedAs(variable, exported)) {
        this.#addresses.set(`.${name}${way}`, text);
        this.#addPlace(name, node);
      }
    }
    if (surface.names !== "all") {
      for (const { name, node, local, imported } of surface.names) {
        this.#add(name, node, imported === undefined ? (local ? paths.valuesOf(local) : []) : [paths.imported(imported)]);
        yield;
      }
    }
    const stars = [...this.#source.stars, ...surface.stars].flatMap((module) => sharedPath(paths.imported(module)) ?? (this.#sharesClients && clients.exportsOf(module).length > 0 ? module : []));
    if (this.#size + this.#constants.size + this.#addresses.size + stars.length === 0) return undefined;
    return {
      paths: Object.fromEntries(this.#ways),
      constants: Object.fromEntries(this.#constants),
      ...(this.#addresses.size > 0 && { addresses: Object.fromEntries(this.#addresses) }),
      bases: Object.fromEntries(this.#bases),
      own: Object.fromEntries(this.#own),
      calling: Object.fromEntries(this.#calling),
      replaced: Object.fromEntries(this.#replaced),
      stars,
      listed: surface.listed,
      places: Object.fromEntries(this.#places),
    };
  }

  /** The names under which others see a variable. */
  #exportedAs(variable: Variable, exported: ExportedBy): readonly { readonly name: string; readonly node: Node | undefined }[] {
    const { root, names } = this.#source;
    if (variable.isMember || variable.scope.id !== root.id) return [];
    if (exported === "all") return [{ name: variable.name, node: variable.declarations[0]?.node }];
    return (exported.get(variable.name) ?? []).filter(({ local }) => local && names.variableOf(local)?.key === variable.key);
  }

  /** What a surface exports, by the names that it has in the module. */
  #exportedBy({ names }: Surface): ExportedBy {
    if (names === "all") return names;
    const exported = new Map<string, ExportedName[]>();
    for (const each of names) {
      if (!each.local || !this.#source.reader.nameTypes.has(each.local.type)) continue;
      const { text } = each.local;
      const known = exported.get(text);
      if (known) known.push(each);
      else exported.set(text, [each]);
    }
    return exported;
  }

  #add(name: string, node: Node | undefined, values: readonly Value[]): void {
    const before = this.#size;
    this.#addWay(`.${name}`, values, 0);
    if (this.#size > before) this.#addPlace(name, node);
  }

  get #size(): number {
    return this.#ways.size + this.#bases.size + this.#calling.size;
  }

  #addPlace(name: string, node: Node | undefined): void {
    if (node && !this.#places.has(name)) this.#places.set(name, this.#placeOf(node));
  }

  #placeOf(node: Node): DeclaredPlace {
    const { row, column } = node.startPosition;
    return { line: row, before: this.#source.text.slice(node.startIndex - column, node.startIndex) };
  }

  /** What a way leads to, and what can be reached from there. */
  #addWay(way: string, values: readonly Value[], depth: number): void {
    if (this.#ways.size >= maxWays || depth > maxDepth) return;
    const { paths, reader } = this.#source;
    const shared = values.flatMap((value) => sharedPath(value) ?? this.#clientOf(value) ?? []);
    const path = shared.find(isLiteLlm) ?? shared[0];
    if (path !== undefined) this.#ways.set(way, path);
    for (const value of values) {
      if (value.kind === "function" || value.kind === "class") this.#addWay(`${way}()`, paths.call([value]), depth + 1);
      if (value.kind === "class") this.#addClass(way, value.node);
      if (value.kind !== "class" && value.kind !== "instance") continue;
      for (const name of this.#membersOf(value.node)) this.#addWay(`${way}.${name}`, paths.attribute([value], name), depth + 1);
      if (value.kind !== "instance") continue;
      this.#addBases(way, value.node);
      if (value.standsFor !== undefined) this.#own.set(way, [value.node, ...paths.classes.ancestors(value.node)].flatMap(reader.memberNames));
    }
  }

  #addClass(way: string, definition: Node): void {
    const { calling, paths, names, reader } = this.#source;
    const known = calling.get(definition.id);
    if (known && "node" in known.at) this.#calling.set(way, { request: known.request, place: this.#placeOf(known.at.node), methods: [...known.methods] });
    const replaced = callingBase(definition, paths)?.methods.filter((method) => replaces(definition, method, names, reader)) ?? [];
    if (replaced.length > 0) this.#replaced.set(way, replaced);
  }

  #membersOf(definition: Node): Set<string> {
    const { classes } = this.#source.paths;
    return new Set(classes.family(definition).flatMap(({ id }) => [...(this.#members.get(id) ?? [])]));
  }

  /** The class or function that makes a client of another package. */
  #clientOf(value: Value): string | undefined {
    return this.#sharesClients && value.kind === "path" && this.#source.clients.isClient(value.path) ? value.path : undefined;
  }

  #addBases(way: string, definition: Node): void {
    const { paths } = this.#source;
    const bases = paths.packageBasesOf(definition).flatMap((base) => {
      const client = this.#clientOf(base);
      return client === undefined ? paths.call([base]).flatMap((value) => sharedPath(value) ?? []) : `${client}()`;
    });
    if (bases.length > 0) this.#bases.set(way, bases);
  }
}

/** The path by which others can go on from a value of LiteLLM's, or of another file. */
function sharedPath(value: Value): string | undefined {
  const path = value.kind === "path" || value.kind === "elsewhere" ? value.path : value.kind === "instance" ? value.standsFor : undefined;
  return path !== undefined && (isElsewhere(path) || isLiteLlm(path)) ? path : undefined;
}
