import { adapterNames, adapterRouter, librariesOf } from "../adapter/adapter-module.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Binding, FileFacts, ImportedName, ImportFact, Reference } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import { moduleImport } from "./added-imports.ts";
import type { FixBuilder } from "./fix-builder.ts";

/** How the uses of an imported name come to the adapter. */
export type AdapterImport =
  /** The statement takes the name from the adapter, and no use changes. */
  | { readonly kind: "moved"; readonly fact: ImportFact; readonly moved: readonly MovedName[]; readonly isAll: boolean }
  /**
   * The name is a module of LiteLLM's: each use names the adapter's module instead, which is imported behind `after`.
   * Where LiteLLM's import is guarded, that is at the top of the file, for the guard's other way binds no adapter.
   */
  | { readonly kind: "replaced"; readonly after: Span; readonly isGuarded: boolean }
  | { readonly kind: "blocked"; readonly reason: string };

/** A name that an import brings in, with the binding that reads it. */
interface MovedName {
  readonly name: ImportedName;
  readonly binding: Binding;
}

/** The adapter's name for what a path of LiteLLM leads to; undefined where it has none. */
export function adapterName(path: string, catalog: Catalog): string | undefined {
  const owner = catalog.symbolOwner(path);
  const name = owner?.name.startsWith("litellm.") ? owner.name.slice("litellm.".length) : undefined;
  if (name?.startsWith(routerMember)) return adapterRouter.methods.has(name.slice(routerMember.length)) ? "Router" : undefined;
  return name !== undefined && adapterNames.has(name) ? name : undefined;
}

/** How what an instance of the Router is asked for begins. */
const routerMember = "Router().";

/** Whether a path is of an instance of LiteLLM's Router. */
export const isOfRouter = (path: string, catalog: Catalog): boolean => catalog.symbolOwner(path)?.name.startsWith(`litellm.${routerMember}`) === true;

/** Facts are never changed, so what follows from them is worked out once. */
const importsOfFiles = new WeakMap<FileFacts, Map<number, AdapterImport>>();

/** How each binding that an import makes comes to the adapter, by its number. */
export function adapterImports(facts: FileFacts, catalog: Catalog): ReadonlyMap<number, AdapterImport> {
  const known = importsOfFiles.get(facts);
  if (known) return known;
  const imports = new Map<number, AdapterImport>();
  const isPlain = ({ place, guard }: ImportFact): boolean => place === "module" && guard === "none";
  const modules = facts.imports.filter(({ form, names }) => form !== "dynamic" && names.some(({ path }) => isModule(path, catalog)));
  const first = modules.find(isPlain);
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
    for (const each of names) {
      const { name, binding } = each;
      const how: AdapterImport = moved.includes(each)
        ? { kind: "moved", fact, moved, isAll: moved.length === fact.clauses.length }
        : movable.includes(each)
          ? {
              kind: "blocked",
              reason: `The other names of its import go to the adapter first, and \`${name.local}\` needs the package \`${librariesOf(adapterName(name.path, catalog) ?? "")[0]}\` besides`,
            }
          : fact.form === "dynamic" || !isModule(name.path, catalog)
            ? { kind: "blocked", reason: blockedName(name, fact, catalog) }
            : !decides(fact)
              ? { kind: "replaced", after: (isPlain(fact) ? (first ?? fact) : fact).span, isGuarded: false }
              : top
                ? { kind: "replaced", after: top, isGuarded: true }
                : { kind: "blocked", reason: "The import decides what the code around it does, and the adapter has not all that is used of it" };
      // Of several imports of one name none may stay behind.
      const other = imports.get(binding.id);
      const isOther = other !== undefined && (other.kind !== "replaced" || how.kind !== "replaced");
      imports.set(binding.id, isOther ? { kind: "blocked", reason: `\`${binding.name}\` is imported in several ways` } : (other ?? how));
    }
  }
  importsOfFiles.set(facts, imports);
  return imports;
}

/** Whether what happens to an import decides what the code around it does. */
export const decides = ({ guard }: ImportFact): boolean => guard === "try" || guard === "condition";

const lastTopImport = ({ anchors: { imports, afterImports } }: FileFacts): Span | undefined => imports.filter(({ statement }) => statement.end <= afterImports).at(-1)?.statement;

const blockedName = ({ path }: ImportedName, { form, sharesLine }: ImportFact, catalog: Catalog): string =>
  form === "dynamic" ? "The module is loaded by its name" : adapterName(path, catalog) !== undefined && sharesLine ? "Other statements share the import's line" : `The adapter has no \`${path}\``;

const isModule = (path: string, catalog: Catalog): boolean => path === "litellm" || catalog.symbolOwner(path)?.kind === "module";

/** Whether a name can come from the adapter as it is. */
function isMovable({ form, sharesLine, clauses }: ImportFact, { path, local }: ImportedName, binding: Binding, facts: FileFacts, catalog: Catalog): boolean {
  if (form === "from") {
    const isOffered = adapterName(path, catalog) === path.slice(path.lastIndexOf(".") + 1) && catalog.symbolOwner(path)?.rest === "";
    return isOffered && (clauses.length === 1 || !sharesLine) && usesOf(binding, facts).every((use) => canMove(use, facts, catalog));
  }
  // `import litellm as llm`: the adapter's module under that name, where it has all that is read of it.
  const isNamed = form === "import" && clauses.length === 1 && path === "litellm" && (local !== "litellm" || isGuarded(binding, facts));
  return isNamed && binding.reads.every((read) => facts.references.some((reference) => reference.root.start === read.start && isMemberOfAdapter(reference, catalog)));
}

/** What is done with an answer is no use of the package. */
export const isUse = ({ path }: Reference): boolean => !path.includes("()");

const usesOf = ({ id }: Binding, { references }: FileFacts): readonly Reference[] => references.filter((reference) => reference.binding === id && isUse(reference));

/** Whether a use of an imported name would be the same with the adapter's; one that is not keeps the name LiteLLM's, and no other of its statement. */
const canMove = (use: Reference, facts: FileFacts, catalog: Catalog): boolean => use.role !== "delete" && isWritten(use, facts) && adapterName(use.path, catalog) !== undefined;

/** Whether the text names LiteLLM itself here: an imported name with attributes in one piece. */
export function isWritten({ binding: id, path, span, root, isDirect }: Reference, { bindings }: FileFacts): boolean {
  const binding = bindings[id];
  if (!isDirect || binding?.kind !== "import") return false;
  return binding.paths.some((start) => path.startsWith(start) && span.end - span.start === root.end - root.start + path.length - start.length);
}

const isGuarded = ({ id }: Binding, { imports }: FileFacts): boolean => imports.some((fact) => decides(fact) && fact.names.some(({ binding }) => binding === id));

/** `llm.completion`, or a test of the module itself. */
function isMemberOfAdapter({ path, role, taker }: Reference, catalog: Catalog): boolean {
  if (path === "litellm") return (role === "comparison" || role === "value") && (taker === undefined || !lookers.has(taker));
  const name = adapterName(path, catalog);
  return name !== undefined && path.startsWith(`litellm.${name}`) && role !== "delete";
}

/** Functions that find out what a module has. */
export const lookers: ReadonlySet<string> = new Set(["dir", "getattr", "hasattr", "setattr", "delattr", "vars", "inspect.getmembers", "importlib.reload", "reload"]);

/** Asks for the change of a statement that takes names from the adapter. */
export function moveImport({ fact, moved, isAll }: AdapterImport & { readonly kind: "moved" }, module: string, edit: FixBuilder): void {
  const [first] = moved;
  const spans = moved.map(({ name }) => name.span);
  if (fact.form === "import" && first) edit.replaceImport(fact.span, moduleImport(module, first.binding.name), spans);
  else if (isAll && fact.moduleSpan) edit.replaceImport(fact.moduleSpan, module, spans);
  else {
    edit.removeItems(fact.clauses, (index) => spans.some(({ start }) => start === fact.clauses[index]?.start));
    edit.addImport(fact.span, `from ${module} import ${spans.map((span) => edit.textOf(span)).join(", ")}`, spans);
  }
}

/** Lets a guarded import of LiteLLM, whose uses name the adapter themselves, try for the adapter under its own name. */
export function moveGuard({ span, names }: ImportFact, module: string, edit: FixBuilder): void {
  for (const { local, span: clause } of names) if (local !== undefined) edit.replaceImport(span, moduleImport(module, local), [clause]);
}
