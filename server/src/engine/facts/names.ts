import type { Node } from "../syntax/nodes.ts";
import { spanOf } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { Declaration, LanguageReader, NameUse } from "./language.ts";

/** A name in one scope (or a member of one class), with all that declares and reads it. */
export interface Variable {
  readonly key: string;
  readonly name: string;
  readonly isMember: boolean;
  readonly scope: Node;
  readonly declarations: { readonly node: Node; readonly declaration: Declaration }[];
  readonly reads: Node[];
}

/** Where a name stands in a string that is a type. */
export interface QuotedRead {
  readonly span: Span;
  readonly literal: Node;
}

/** The places where a name stands in a statement of the module's own level, which hold as long as the statement does. */
interface StatementUses {
  readonly changedIn: number;
  readonly byName: Map<string, readonly PlacedUse[]>;
}

interface PlacedUse {
  readonly node: Node;
  readonly use: NameUse;
}

const usesOfStatements = new WeakMap<Node, StatementUses>();

/**
 * Resolves names by the places where they stand in the text: all declarations and reads of a name are occurrences of its
 * word, so only those places of the tree are looked at (0.2 ms where a walk over 35,000 nodes takes 12).
 */
export class Names {
  readonly #root: Node;
  readonly #reader: LanguageReader;
  readonly #byName = new Map<string, { readonly variables: Map<string, Variable>; readonly ofNode: Map<number, Variable> }>();
  readonly #members = new Map<string, Variable>();
  readonly #quoted = new Map<string, readonly QuotedRead[]>();

  constructor(root: Node, reader: LanguageReader) {
    this.#root = root;
    this.#reader = reader;
  }

  /** The variable that a name node declares or reads; undefined for a name that nothing in the file declares. */
  variableOf(node: Node): Variable | undefined {
    return this.#table(node.text).ofNode.get(node.id);
  }

  /** The variables of a name in all scopes. */
  named(name: string): Iterable<Variable> {
    return this.#table(name).variables.values();
  }

  /** Whether the file gives a variable's name to nothing else, in any scope. */
  isUnique({ name }: Variable): boolean {
    return this.#table(name).variables.size === 1;
  }

  /** Nodes that read `name` and that no declaration in the file accounts for, such as names of a star import. */
  undeclaredReads(name: string): Node[] {
    const { ofNode } = this.#table(name);
    return this.#occurrences(name).filter((node) => this.#reader.nameUse(node)?.reads && !ofNode.has(node.id));
  }

  /** The member `name` of a class, from every `self.name` and class-level declaration in it. */
  memberOf(owner: Node, name: string): Variable {
    const key = `${owner.id}.${name}`;
    let member = this.#members.get(key);
    if (member) return member;
    member = { key, name, isMember: true, scope: owner, declarations: [], reads: [] };
    this.#members.set(key, member);
    for (const node of this.#occurrences(name, owner, true)) {
      const declared = this.#reader.memberDeclaration(node);
      if (declared && declared.owner.id === owner.id) {
        member.declarations.push({ node, declaration: declared.declaration });
        continue;
      }
      const access = this.#reader.memberAt(node);
      if (access?.owner.id !== owner.id) continue;
      const assignment = this.#reader.assignmentTo(access.access);
      if (assignment) member.declarations.push({ node: access.access, declaration: { kind: "assign", value: assignment.value, annotation: assignment.annotation } });
      else member.reads.push(access.access);
    }
    return member;
  }

  /** The variable that `name` is at a place where it does not stand as a node of its own: in a string, for a type. */
  variableAt(name: string, node: Node): Variable | undefined {
    const { variables } = this.#table(name);
    const scopes = this.#reader.lookupScopes(this.#reader.scopeOf(node));
    return scopes.map((scope) => variables.get(`${scope.id}:${name}`)).find((variable) => variable !== undefined);
  }

  /** Where the object of a method stands in its class, by the words for it. */
  selfReads(owner: Node): Node[] {
    return this.#reader.selfWords.flatMap((word) => this.#occurrences(word, owner, true));
  }

  /** Where a variable's word stands in an annotation that is written as a string, with the string: type checkers read it there. */
  quotedReads({ name, isMember }: Variable): readonly QuotedRead[] {
    if (isMember) return [];
    let reads = this.#quoted.get(name);
    if (!reads) {
      reads = this.#root.tree.lookUp.word(name).flatMap((at) => {
        const span = { start: at, end: at + name.length };
        const literal = this.#reader.quotedAnnotation(this.#root.descendantForIndex(span.start, span.end));
        return literal ? [{ span, literal }] : [];
      });
      this.#quoted.set(name, reads);
    }
    return reads;
  }

  /** Where a word stands as a name (or, for members, as an attribute's name) in the text of `within`. */
  #occurrences(name: string, within: Node = this.#root, asMember = false): Node[] {
    return this.#root.tree.lookUp.word(name, within === this.#root ? undefined : spanOf(within)).flatMap((at) => {
      const node = this.#nameAt(at, name, within);
      return node && (asMember || this.#reader.nameTypes.has(node.type)) ? [node] : [];
    });
  }

  #nameAt(at: number, name: string, within: Node): Node | undefined {
    const node = within.descendantForIndex(at, at + name.length);
    return node.startIndex === at && node.endIndex === at + name.length ? node : undefined;
  }

  /** How a name stands wherever it does, in source order. */
  #uses(name: string): PlacedUse[] {
    const places = this.#root.tree.lookUp.word(name);
    const uses: PlacedUse[] = [];
    for (let index = 0; index < places.length; ) {
      const start = places[index] ?? 0;
      const statement = this.#root.childAround(start);
      const end = statement?.endIndex ?? start + 1;
      let next = index + 1;
      while ((places[next] ?? end) < end) next++;
      if (statement) uses.push(...this.#usesIn(statement, name, places.slice(index, next)));
      index = next;
    }
    return uses;
  }

  #usesIn(statement: Node, name: string, places: readonly number[]): readonly PlacedUse[] {
    let known = usesOfStatements.get(statement);
    if (known?.changedIn !== statement.changedIn) {
      known = { changedIn: statement.changedIn, byName: new Map() };
      usesOfStatements.set(statement, known);
    }
    let uses = known.byName.get(name);
    if (!uses) {
      uses = places.flatMap((at) => {
        const node = this.#nameAt(at, name, statement);
        const use = node && this.#reader.nameTypes.has(node.type) && this.#reader.nameUse(node);
        return node && use ? [{ node, use }] : [];
      });
      known.byName.set(name, uses);
    }
    return uses;
  }

  #table(name: string) {
    const known = this.#byName.get(name);
    if (known) return known;
    const table = { variables: new Map<string, Variable>(), ofNode: new Map<number, Variable>() };
    this.#byName.set(name, table);
    const uses = this.#uses(name);
    // `global x` moves every declaration of its function outwards, wherever it stands.
    const movedOut = new Map<number, boolean>();
    for (const { use } of uses) if (use.declares?.kind === "outer") movedOut.set(use.scope.id, use.declares.module);
    const home = (scope: Node): Node => {
      const toModule = movedOut.get(scope.id);
      if (toModule === undefined) return scope;
      return (toModule ? this.#root : this.#reader.lookupScopes(scope)[1]) ?? this.#root;
    };
    const variable = (scope: Node): Variable => {
      const key = `${scope.id}:${name}`;
      let found = table.variables.get(key);
      if (!found) {
        found = { key, name, isMember: false, scope, declarations: [], reads: [] };
        table.variables.set(key, found);
      }
      return found;
    };
    const scopeAround = (scope: Node): Node | undefined =>
      this.#reader
        .lookupScopes(scope)
        .map(home)
        .find((candidate) => table.variables.has(`${candidate.id}:${name}`));
    const declare = (node: Node, scope: Node, declaration: Declaration): void => {
      const declared = variable(scope);
      declared.declarations.push({ node, declaration });
      table.ofNode.set(node.id, declared);
    };
    for (const { node, use } of uses) if (use.declares && use.declares.kind !== "outer" && !use.isWrite) declare(node, home(use.scope), use.declares);
    for (const { node, use } of uses) if (use.declares && use.isWrite) declare(node, scopeAround(use.scope) ?? this.#root, use.declares);
    for (const { node, use } of uses) {
      if (!use.reads) continue;
      const scope = scopeAround(use.scope);
      if (!scope) continue;
      const read = variable(scope);
      read.reads.push(node);
      table.ofNode.set(node.id, read);
    }
    return table;
  }
}
