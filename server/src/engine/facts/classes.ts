import { type Node, same } from "../syntax/nodes.ts";
import type { Declaration, LanguageReader } from "./language.ts";
import type { Names } from "./names.ts";

/** A declaration that a value may come from, with the class that `self` is in it. */
export interface Origin {
  readonly declaration: Declaration;
  readonly self: Node | undefined;
}

/** No real class has more; each of them is asked for each member. */
const maxAncestors = 20;

const maxDescendants = 100;

/** How the classes of one file inherit from each other, looked up by their names. */
export class Classes {
  readonly #names: Names;
  readonly #reader: LanguageReader;
  readonly #ancestors = new Map<number, readonly Node[]>();
  readonly #descendants = new Map<number, readonly Node[]>();

  constructor(names: Names, reader: LanguageReader) {
    this.#names = names;
    this.#reader = reader;
  }

  /** The file's classes that a class inherits from, nearest first. */
  ancestors(definition: Node): readonly Node[] {
    return remembered(this.#ancestors, definition, maxAncestors, (node) => this.#reader.superclasses(node).flatMap((base) => this.#classesOf(base)));
  }

  /** The file's classes that inherit from a class, nearest first. */
  descendants(definition: Node): readonly Node[] {
    return remembered(this.#descendants, definition, maxDescendants, (node) => {
      const name = this.#reader.definitionName(node);
      const reads = (name && this.#names.variableOf(name)?.reads) ?? [];
      return reads.flatMap((read) => this.#reader.classInheriting(read) ?? []);
    });
  }

  /** All classes whose instances may share members with a class: its ancestors, its descendants, and what those inherit from. */
  family(definition: Node): readonly Node[] {
    const family = [definition, ...this.ancestors(definition)];
    for (const descendant of this.descendants(definition)) family.push(descendant, ...this.ancestors(descendant));
    return family.filter((node, index) => family.findIndex((other) => same(other, node)) === index);
  }

  /** Whether an instance of one class is an instance of the other. */
  inherits(definition: Node, base: Node): boolean {
    return same(definition, base) || this.ancestors(definition).some((ancestor) => same(ancestor, base));
  }

  /** The superclasses of a class, and of what it inherits from, that are no classes of the file. */
  foreignBases(definition: Node): readonly Node[] {
    return [definition, ...this.ancestors(definition)].flatMap((node) => this.#reader.superclasses(node).filter((base) => this.#classesOf(base).length === 0));
  }

  /** What an instance of just this class has for a member: the method of an inner class hides that of an outer one. */
  declarationsOf(self: Node, name: string): readonly Origin[] {
    return this.#declarationsIn([self, ...this.ancestors(self)], self, name);
  }

  /** The same for what a class has from those that it inherits from. */
  inheritedBy(self: Node, name: string): readonly Origin[] {
    return this.#declarationsIn(this.ancestors(self), self, name);
  }

  #declarationsIn(owners: readonly Node[], self: Node, name: string): readonly Origin[] {
    const origins: Origin[] = [];
    for (const owner of owners) {
      const isMethodKnown = origins.some(({ declaration }) => declaration.kind === "function");
      for (const { declaration } of this.#names.memberOf(owner, name).declarations) if (declaration.kind !== "function" || !isMethodKnown) origins.push({ declaration, self });
    }
    return origins;
  }

  #classesOf(base: Node): Node[] {
    const part = this.#reader.chainPart(base);
    const variable = part?.kind === "name" ? this.#names.variableOf(part.node) : undefined;
    return variable?.declarations.flatMap(({ declaration }) => (declaration.kind === "class" ? [declaration.node] : [])) ?? [];
  }
}

/** All nodes that steps lead to from `start`, each once, nearest first, without `start`; no more than `max`. */
function remembered(known: Map<number, readonly Node[]>, start: Node, max: number, step: (node: Node) => readonly Node[]): readonly Node[] {
  const before = known.get(start.id);
  if (before) return before;
  const seen = new Set([start.id]);
  const reached: Node[] = [];
  for (let level: readonly Node[] = [start]; level.length > 0 && reached.length < max; ) {
    const next = level.flatMap(step).filter(({ id }) => !seen.has(id) && seen.add(id));
    reached.push(...next);
    level = next;
  }
  const found = reached.slice(0, max);
  known.set(start.id, found);
  return found;
}
