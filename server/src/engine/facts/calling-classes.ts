import { type Node, parentOf, same } from "../syntax/nodes.ts";
import type { Steps } from "../syntax/turns.ts";
import type { LanguageReader } from "./language.ts";
import type { Names } from "./names.ts";
import type { CallingClassElsewhere, Origin } from "./neighbors.ts";
import type { Paths } from "./paths.ts";

/** A place in the file at hand that uses a function which goes to a model. */
export interface RequestUse {
  readonly node: Node;
  /** The function's path. */
  readonly path: string;
}

/** A class of the file whose methods call a model. */
export interface CallingClass {
  readonly definition: Node;
  /** The path of the function that they call the model with. */
  readonly request: string;
  readonly at: { readonly node: Node } | { readonly origin: Origin };
  /** The methods that come to a request; none where the class's own body does. */
  readonly methods: ReadonlySet<string>;
}

/** Functions that call each other deeper than this make no wrapper that anybody would recognize. */
const maxDepth = 8;

/**
 * The classes of a file whose methods call a model, by their nodes: because a request stands in them or in a function of the module's
 * own level that they use, or because a class that they build on does. `subclasses` are those that build on what other files give.
 */
export function* callingClasses(requests: readonly RequestUse[], subclasses: Iterable<Node>, names: Names, paths: Paths, reader: LanguageReader): Steps<ReadonlyMap<number, CallingClass>> {
  const found = new Map<number, CallingClass>();
  const inherit = (definition: Node, base: CallingClass): void => {
    const isReplaced = base.methods.size > 0 && [...base.methods].every((method) => replaces(definition, method, names, reader));
    if (!found.has(definition.id) && !isReplaced) found.set(definition.id, { ...base, definition });
  };
  const own = yield* ownRequests(requests, names, reader);
  for (const each of own) found.set(each.definition.id, each);
  for (const each of own) for (const subclass of paths.classes.descendants(each.definition)) inherit(subclass, each);
  for (const subclass of subclasses) {
    const base = callingBase(subclass, paths);
    if (base) inherit(subclass, { definition: subclass, request: base.request, at: { origin: base.at }, methods: new Set(base.methods) });
  }
  return found;
}

/** The class of another file by way of which a class calls a model. */
export function callingBase(definition: Node, paths: Paths): CallingClassElsewhere | undefined {
  for (const base of paths.classes.foreignBases(definition)) {
    for (const value of paths.valuesOf(base)) if (value.kind === "elsewhere" && value.end?.calling) return value.end.calling;
  }
  return undefined;
}

/** Whether a class has a method of its own instead of an inherited one that it does not call, as the doubles of tests have. */
export function replaces(definition: Node, method: string, names: Names, reader: LanguageReader): boolean {
  if (names.memberOf(definition, method).declarations.length === 0) return false;
  return !names.selfReads(definition).some((word) => {
    const base = [word, parentOf(word)].find((node) => node && reader.chainPart(node)?.kind === "super");
    let around = base && reader.surrounding(base);
    while (around?.kind === "group") around = reader.surrounding(around.node);
    return around?.kind === "attribute" && around.name === method;
  });
}

/** The classes that requests stand in, in a method or in a function that a method uses. */
function* ownRequests(requests: readonly RequestUse[], names: Names, reader: LanguageReader): Steps<readonly CallingClass[]> {
  const found = new Map<number, CallingClass & { readonly methods: Set<string> }>();
  const seen = new Set<number>();
  const visit = (place: Node, request: RequestUse, depth: number): void => {
    const owner = ownerOf(place, names, reader);
    if (owner?.kind === "class") {
      const known = found.get(owner.definition.id) ?? { definition: owner.definition, request: request.path, at: { node: request.node }, methods: new Set() };
      found.set(owner.definition.id, known);
      if (owner.method !== undefined) known.methods.add(owner.method);
    }
    if (owner?.kind !== "function" || seen.has(owner.name.id) || depth > maxDepth) return;
    seen.add(owner.name.id);
    for (const read of names.variableOf(owner.name)?.reads ?? []) visit(read, request, depth + 1);
  };
  for (const request of requests) {
    visit(request.node, request, 0);
    yield;
  }
  return [...found.values()];
}

type Owner = { readonly kind: "class"; readonly definition: Node; readonly method: string | undefined } | { readonly kind: "function"; readonly name: Node };

/** The innermost class, or else the function of the module's own level, that a place is in. */
function ownerOf(place: Node, names: Names, reader: LanguageReader): Owner | undefined {
  let outermost: Node | undefined;
  for (let scope = reader.scopeOf(place); parentOf(scope); scope = reader.scopeOf(scope)) {
    const name = reader.definitionName(scope);
    if (!name) continue;
    const member = reader.memberDeclaration(name);
    if (member) return { kind: "class", definition: member.owner, method: name.text };
    const isClass = names.variableOf(name)?.declarations.some(({ declaration }) => declaration.kind === "class" && same(declaration.node, scope)) === true;
    if (isClass) return { kind: "class", definition: scope, method: undefined };
    outermost = name;
  }
  return outermost && { kind: "function", name: outermost };
}
