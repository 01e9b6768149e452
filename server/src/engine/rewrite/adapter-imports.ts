import { adapterNames, adapterRouter, librariesOf } from "../adapter/adapter-module.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { replacesInTests } from "../catalog/named-package.ts";
import type { Binding, FileFacts, ImportedName, ImportFact, Reference } from "../facts/facts.ts";
import { isLiteLlm } from "../facts/litellm-path.ts";
import { oncePerFile } from "../facts/once-per-file.ts";
import type { Span } from "../text/span.ts";
import { moduleImport } from "./added-imports.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { goesReviewed, goesUnnoticed } from "./setting-plan.ts";

/** How the uses of an imported name come to the adapter. */
export type AdapterImport =
  /** The statement takes the name from the adapter, and no use changes; `others` are those that bring in the same name on other branches. */
  | (MovedNames & { readonly kind: "moved"; readonly others: readonly MovedNames[] })
  /** Each import of LiteLLM brings in the adapter's module under the same name, and what uses name in LiteLLM's submodules is the module's own. */
  | { readonly kind: "aliased"; readonly imports: readonly ImportFact[]; readonly binding: Binding }
  /**
   * The name is a module of LiteLLM's: each use names the adapter's module instead, which is imported behind `after`.
   * Where an import of the module's own level is guarded, that is at the top of the file, for the guard's other way binds no adapter;
   * where that way binds no LiteLLM either, it is inside the guard.
   */
  | { readonly kind: "replaced"; readonly after: Span; readonly isGuarded: boolean; readonly isInside?: true }
  /** Nothing reads the name, and the adapter does not have it: it goes when the other names of its statement have moved. */
  | { readonly kind: "unread" }
  | { readonly kind: "blocked"; readonly reason: string };

/** The names of a statement that the adapter has. */
interface MovedNames {
  readonly fact: ImportFact;
  readonly moved: readonly MovedName[];
  /** All its other names, where nothing reads them: they go. */
  readonly unread: readonly MovedName[];
}

/** A name that an import brings in, with the binding that reads it. */
interface MovedName {
  readonly name: ImportedName;
  readonly binding: Binding;
}

/** The adapter's name for what a path of LiteLLM leads to; undefined where it has none. */
export function adapterName(path: string, catalog: Catalog): string | undefined {
  const owner = catalog.symbolOwner(path);
  const member = routerMemberOf(path, catalog);
  if (member !== undefined) return adapterRouter.members.has(member) ? "Router" : undefined;
  const name = owner?.name.startsWith("litellm.") ? owner.name.slice("litellm.".length) : undefined;
  return name !== undefined && adapterNames.has(name) ? name : undefined;
}

/** What an instance of LiteLLM's Router is asked for by a path, be it known to the catalog or not. */
export function routerMemberOf(path: string, catalog: Catalog): string | undefined {
  const owner = catalog.symbolOwner(path);
  return /^litellm\.Router\(\)\.(\w+)/.exec(owner ? owner.name + owner.rest : "")?.[1];
}

/** Whether a path is of an instance of LiteLLM's Router. */
export const isOfRouter = (path: string, catalog: Catalog): boolean => routerMemberOf(path, catalog) !== undefined;

/** How each binding that an import makes comes to the adapter, by its number. */
export const adapterImports = oncePerFile((facts, catalog: Catalog): ReadonlyMap<number, AdapterImport> => {
  const imports = new Map<number, AdapterImport>();
  const isPlain = ({ place, guard }: ImportFact): boolean => place === "module" && guard === "none";
  const modules = facts.imports.filter(({ form, names }) => form !== "dynamic" && names.some(({ path }) => isModule(path, catalog)));
  const first = behindModules(modules.find(isPlain), facts);
  const top = first?.span ?? lastTopImport(facts);
  for (const fact of facts.imports) {
    const names = fact.names.flatMap((name): MovedName[] => {
      const binding = name.binding === undefined ? undefined : facts.bindings[name.binding];
      return binding ? [{ name, binding }] : [];
    });
    const movable = names.filter(({ name, binding }) => isMovable(fact, name, binding, facts, catalog));
    // What only the user can choose keeps nothing else of the statement from moving.
    const isChosen = ({ name }: MovedName): boolean => librariesOf(adapterName(name.path, catalog) ?? "").length > 0;
    const moved = movable.every(isChosen) ? movable : movable.filter((each) => !isChosen(each));
    const unread = unreadBeside(moved, names, fact, facts);
    for (const each of names) {
      const { name, binding } = each;
      const aliased = fact.form === "import" ? aliasedImports(binding, facts, catalog) : [];
      if (aliased.length > 0) {
        imports.set(binding.id, { kind: "aliased", imports: aliased, binding });
        continue;
      }
      const how: AdapterImport = moved.includes(each)
        ? { kind: "moved", fact, moved, unread, others: [] }
        : unread.includes(each)
          ? { kind: "unread" }
          : movable.includes(each)
            ? {
                kind: "blocked",
                reason: `The other names of its import go to the adapter first, and \`${name.local}\` needs the package \`${librariesOf(adapterName(name.path, catalog) ?? "")[0]}\` besides`,
              }
            : fact.form === "dynamic" || !bindsModule(each, fact, catalog)
              ? { kind: "blocked", reason: inspectedReason(usesOf(binding, facts)) ?? blockedName(name, fact, catalog) }
              : !decides(fact) || fact.place === "function"
                ? { kind: "replaced", after: (isPlain(fact) ? (first ?? fact) : fact).span, isGuarded: false }
                : !first && fact.guard === "try" && binding.declarations.length === 1
                  ? { kind: "replaced", after: fact.span, isGuarded: true, isInside: true }
                  : top
                    ? { kind: "replaced", after: top, isGuarded: true }
                    : { kind: "blocked", reason: "The import decides what the code around it does, and the adapter has not all that is used of it" };
      // Of several imports of one name none may stay behind.
      const other = imports.get(binding.id);
      if (other?.kind === "moved" && how.kind === "moved") {
        imports.set(binding.id, { ...other, others: [...other.others, { fact, moved, unread }] });
        continue;
      }
      const isOther = other !== undefined && (other.kind !== "replaced" || how.kind !== "replaced");
      imports.set(binding.id, isOther ? { kind: "blocked", reason: `\`${binding.name}\` is imported in several ways` } : (other ?? how));
    }
  }
  return imports;
});

/** The names of a statement beside those that move to the adapter, where each may go as nothing reads it. */
function unreadBeside(moved: readonly MovedName[], names: readonly MovedName[], fact: ImportFact, { unreadable }: FileFacts): readonly MovedName[] {
  const others = names.filter((each) => !moved.includes(each));
  const isAll = moved.length > 0 && names.length === fact.clauses.length && !fact.hasComments && fact.guard === "none" && fact.place === "module" && unreadable.length === 0;
  return isAll && others.every(({ binding }) => binding.reads.length === 0 && !binding.isExported && binding.declarations.length === 1) ? others : [];
}

/** The last of the plain imports of LiteLLM's modules that stand together. */
function behindModules(first: ImportFact | undefined, { imports, anchors }: FileFacts): ImportFact | undefined {
  const at = anchors.imports.findIndex(({ statement }) => statement.start === first?.span.start);
  const others = anchors.imports.slice(at + 1);
  const end = others.findIndex(({ module, name }) => name !== undefined || !isLiteLlm(module));
  const last = at < 0 ? undefined : others.slice(0, end < 0 ? others.length : end).at(-1);
  return imports.find(({ span }) => span.start === last?.statement.start) ?? first;
}

/** Whether what happens to an import decides what the code around it does. */
export const decides = ({ guard }: ImportFact): boolean => guard === "try" || guard === "condition";

/** The last import at the top of a file. */
export const lastTopImport = ({ anchors: { imports, afterImports } }: FileFacts): Span | undefined => imports.filter(({ statement }) => statement.end <= afterImports).at(-1)?.statement;

const blockedName = ({ path }: ImportedName, { form, sharesLine }: ImportFact, catalog: Catalog): string =>
  form === "dynamic" ? "The module is loaded by its name" : adapterName(path, catalog) !== undefined && sharesLine ? "Other statements share the import's line" : `The adapter has no \`${path}\``;

/** Whether an import binds a module: `import litellm.utils` the package itself. */
const bindsModule = ({ name, binding }: MovedName, { form }: ImportFact, catalog: Catalog): boolean =>
  isModule(name.path, catalog) || (form === "import" && binding.paths.every((path) => isModule(path, catalog)));

const isModule = (path: string, catalog: Catalog): boolean => path === "litellm" || catalog.symbolOwner(path)?.kind === "module";

/** Whether a name can come from the adapter as it is. */
function isMovable({ form, sharesLine, clauses }: ImportFact, { path }: ImportedName, binding: Binding, facts: FileFacts, catalog: Catalog): boolean {
  const all = facts.imports.filter(({ names }) => names.some((name) => name.binding === binding.id));
  // Branches may import one name each; where one import takes the place of another, it has to be the same thing again.
  if (form !== "from" || (all.length > 1 && !all.every(decides) && new Set(binding.paths.map((each) => adapterName(each, catalog))).size > 1)) return false;
  const isOffered = adapterName(path, catalog) === path.slice(path.lastIndexOf(".") + 1) && catalog.symbolOwner(path)?.rest === "";
  return isOffered && (clauses.length === 1 || !sharesLine) && usesOf(binding, facts).every((use) => canMove(use, facts, catalog));
}

/**
 * The imports that bind a name to LiteLLM, where it can stand for the adapter's module instead: it is a name of the file's own, or what
 * guards the import decides whether there is such a module, and the adapter has all that is read of it.
 */
function aliasedImports(binding: Binding, facts: FileFacts, catalog: Catalog): readonly ImportFact[] {
  const imports = facts.imports.filter(({ names }) => names.some((name) => name.binding === binding.id));
  // Where a condition asks for something else, an import that nothing reads is of no use; an attempt in a `try` tells whether there is a module.
  if (binding.reads.length === 0 && imports.every(({ guard }) => guard === "condition")) return [];
  const isOwn = binding.name !== "litellm" || imports.some(decides);
  const isAlone = imports.every(
    ({ form, clauses, names }) => form === "import" && clauses.length === 1 && names.every(({ path, local }) => path === "litellm" || (local === "litellm" && isModule(path, catalog))),
  );
  const fits = (reference: Reference): boolean =>
    isMemberOfAdapter(reference, facts, catalog) ||
    goesUnnoticed(reference, facts, catalog) ||
    goesReviewed(reference, facts, catalog) ||
    (reference.role !== "delete" && isWritten(reference, facts) && adapterName(reference.path, catalog) !== undefined);
  const isRead = (read: Span): boolean => facts.references.some((reference) => reference.root.start === read.start && fits(reference));
  return isOwn && isAlone && binding.reads.every(isRead) ? imports : [];
}

/** What is done with an answer is no use of the package. */
export const isUse = ({ path }: Reference): boolean => !path.includes("()");

const usesOf = ({ id }: Binding, { references }: FileFacts): readonly Reference[] => references.filter((reference) => reference.binding === id && isUse(reference));

/** Whether a use of an imported name would be the same with the adapter's; one that is not keeps the name LiteLLM's, and no other of its statement. */
const canMove = (use: Reference, facts: FileFacts, catalog: Catalog): boolean =>
  use.role !== "delete" && !isInspected(use) && isWritten(use, facts) && adapterName(use.path, catalog) !== undefined && extendedClass(use, facts, catalog) === undefined;

/** A class that stays LiteLLM's and that the file extends: its methods are given LiteLLM's own objects, which types of the file stand for. */
export function extendedClass({ path }: Reference, { references }: FileFacts, catalog: Catalog): string | undefined {
  if (catalog.symbolOwner(path)?.family !== "litellm-type") return undefined;
  return references.find((other) => other.role === "base-class" && isLiteLlm(other.path) && adapterName(other.path, catalog) === undefined)?.path;
}

/** Whether the text names LiteLLM itself here: an imported name with attributes in one piece. */
export function isWritten({ binding: id, path, span, root, isDirect }: Reference, { bindings }: FileFacts): boolean {
  const binding = bindings[id];
  if (binding?.kind !== "import") return false;
  // What several branches import by one name is named by it, wherever it comes from.
  if (!isDirect) return binding.isCertain && binding.paths.length > 1 && binding.paths.includes(path) && span.end === root.end && span.start === root.start;
  return binding.paths.some((start) => path.startsWith(start) && span.end - span.start === root.end - root.start + path.length - start.length);
}

/** Uses of LiteLLM by way of what the file hands the module on by, such as a function that gives it. */
export const usesPastHand = oncePerFile((facts): readonly Reference[] => {
  const given = new Set(facts.given.map(({ span }) => span.start));
  return facts.references.filter((each) => each.path !== "litellm" && isLiteLlm(each.path) && isUse(each) && !isWritten(each, facts) && !given.has(each.span.start));
});

/** What a file that hands the module on asks of it and the adapter has not. */
export const askedPastHand = (facts: FileFacts, catalog: Catalog): Reference | undefined =>
  usesPastHand(facts).find((each) => adapterName(each.path, catalog) === undefined && !goesUnnoticed(each, facts, catalog));

/** `llm.completion`, or a test of the module itself. */
function isMemberOfAdapter(reference: Reference, facts: FileFacts, catalog: Catalog): boolean {
  const { path, role, taker } = reference;
  if (path === "litellm")
    return (
      (role === "comparison" || (role === "value" && askedPastHand(facts, catalog) === undefined)) && (taker === undefined || !lookers.has(taker)) && doubleObstacle(reference, catalog) === undefined
    );
  const name = adapterName(path, catalog);
  return name !== undefined && path.startsWith(`litellm.${name}`) && role !== "delete" && !isInspected(reference);
}

/** Whether the parameters or the text of a function are read, which are others in the adapter. */
const isInspected = (reference: Reference): boolean => inspectedBy(reference) !== undefined;

/** Why a name stays LiteLLM's: one of its uses asks how the function is written. */
export function inspectedReason(uses: readonly Reference[]): string | undefined {
  const [by] = uses.flatMap((use) => inspectedBy(use) ?? []);
  return by && `\`${by}\` reads how LiteLLM's own function is written, and the adapter's is another`;
}

const inspectedBy = ({ taker, path }: Reference): string | undefined => (taker !== undefined && inspectors.test(taker) ? taker : inspected.exec(path)?.[0]);

const inspected = /(?<=\.)__(?:annotations|code|defaults|doc|kwdefaults|signature|wrapped)__/;

const inspectors = /(?:^|\.)(?:signature|getfullargspec|getsource|getdoc|get_type_hints)$/;

/** Whether a test replaces a part of the module. */
const isDoubled = ({ path, taker }: Reference): boolean => path === "litellm" && replacesInTests(taker);

/** What a test replaces in the module: `litellm.completion` of `patch.object(litellm, "completion")`. */
export const doubledPath = (reference: Reference): string | undefined => (isDoubled(reference) && reference.named !== undefined ? `litellm.${reference.named}` : undefined);

/** Why what a test replaces in the module cannot be replaced in the adapter's. */
export function doubleObstacle(reference: Reference, catalog: Catalog): string | undefined {
  if (!isDoubled(reference)) return undefined;
  const path = doubledPath(reference);
  if (path === undefined) return "What is replaced in the module itself cannot be seen";
  return adapterName(path, catalog) === undefined ? `The adapter has no \`${path}\`` : undefined;
}

/** Functions that find out what a module has. */
export const lookers: ReadonlySet<string> = new Set(["dir", "getattr", "hasattr", "setattr", "delattr", "vars", "inspect.getmembers", "importlib.reload", "reload"]);

/** Asks for the change of a statement that takes names from the adapter. */
export function moveImport({ others, ...first }: AdapterImport & { readonly kind: "moved" }, module: string, edit: FixBuilder): void {
  const all = [first, ...others];
  const attempt = first.fact.attempts;
  const clausesOf = ({ fact: { clauses } }: MovedNames): string => clauses.map((clause) => edit.textOf(clause)).join(", ");
  // Attempts that would all take the same from the adapter are one import.
  const isWhole = all.every((each) => each.fact.attempts?.span.start === attempt?.span.start && each.moved.length === each.fact.clauses.length && clausesOf(each) === clausesOf(first));
  if (attempt && isWhole && all.length === attempt.count) {
    edit.replaceImport(
      attempt.span,
      `from ${module} import ${clausesOf(first)}`,
      all.flatMap(({ fact }) => fact.clauses),
    );
    return;
  }
  const spans = (names: readonly MovedName[]): readonly Span[] => names.map(({ name }) => name.span);
  for (const { fact, moved, unread } of all) edit.moveNames(fact, spans(moved), module, spans(unread));
}

/** Asks for the change of the statements that bring in the adapter's module instead of LiteLLM; nothing may read it where only the attempt counts. */
export function aliasImports({ imports, binding }: AdapterImport & { readonly kind: "aliased" }, module: string, edit: FixBuilder): void {
  const local = binding.reads.length === 0 ? module.slice(module.lastIndexOf(".") + 1) : binding.name;
  for (const { span, clauses } of imports) edit.replaceImport(span, moduleImport(module, local), clauses);
}
