import type { SymbolEntry, SymbolGroup, SymbolKind, SymbolModule } from "./entries.ts";
import symbolData from "./symbols.json" with { type: "json" };

/** What a path of the package leads to: the longest part of it that the data knows. */
export interface SymbolOwner {
  /** That part, as the program writes it: `litellm.success_callback` of `litellm.success_callback.append`. */
  readonly path: string;
  /** The same in the catalog's spelling. */
  readonly name: string;
  /** The rule that owns it. */
  readonly family: string;
  /** Undefined for what only its module is known of. */
  readonly kind: SymbolKind | undefined;
  readonly group: string | undefined;
  /** What follows: `.append`, `().acompletion`, or nothing. */
  readonly rest: string;
}

// The border where JSON becomes typed: test/engine/catalog.test.ts checks the file against schema.json.
const entries = symbolData.entries as readonly SymbolEntry[];
const groups = symbolData.groups as readonly SymbolGroup[];
const modules = symbolData.modules as readonly SymbolModule[];

/** The names by which the package's loggers are got. */
export const loggers: readonly string[] = symbolData.loggers.map(({ name }) => name);

/** What to do about the keys of LiteLLM's own data, by their names. */
export const fields: ReadonlyMap<string, string> = new Map(symbolData.fields.map(({ name, text }) => [name, text]));

const modulesByPath = new Map(modules.map((module) => [module.path, module]));

const byPath = new Map<string, SymbolEntry>();
const byPattern: { readonly pattern: RegExp; readonly group: SymbolGroup }[] = [];
for (const { names, ...group } of groups) {
  for (const name of names) {
    if (name.includes("*")) byPattern.push({ pattern: new RegExp(`^${name.replaceAll(".", "\\.").replaceAll("*", "\\w+")}$`), group: { names, ...group } });
    else byPath.set(name, { path: name, ...group });
  }
}
for (const entry of entries) for (const path of [entry.path, ...(entry.aliases ?? [])]) byPath.set(path, entry);

/** A path through a module that hands out the top level's names, as the top level has it: `litellm.utils.encode` is `litellm.encode`. */
function throughTopLevel(path: string): SymbolEntry | undefined {
  for (let end = path.lastIndexOf("."); end > 0; end = path.lastIndexOf(".", end - 1)) {
    if (modulesByPath.get(path.slice(0, end))?.sharesNames) return symbol(`litellm${path.slice(end)}`);
  }
  return undefined;
}

/** The entry of any spelling of a name: `litellm.exceptions.RateLimitError` is `litellm.RateLimitError`. */
export function symbol(given: string): SymbolEntry | undefined {
  // A CommonJS package is its own default export.
  const path = given.replace(/^litellm\.default(?=\.)/, "litellm");
  const exact = byPath.get(path) ?? throughTopLevel(path);
  if (exact) return exact;
  const made = path.indexOf("()");
  if (made < 0) return undefined;
  const owner = symbol(path.slice(0, made));
  return owner && byPath.get(owner.path + path.slice(made));
}

/** Paths whose owners are remembered: a file has few, which rules and plans ask about again and again. */
const maxOwners = 10_000;
const owners = new Map<string, SymbolOwner | undefined>();

/** What a path of the package leads to; undefined for a path of anything else. */
export function symbolOwner(path: string): SymbolOwner | undefined {
  if (!isOfPackage(path)) return undefined;
  if (owners.has(path)) return owners.get(path);
  const owner = findOwner(path);
  if (owners.size >= maxOwners) owners.clear();
  owners.set(path, owner);
  return owner;
}

function findOwner(path: string): SymbolOwner | undefined {
  for (const part of prefixes(path)) {
    const rest = path.slice(part.length);
    const known = symbol(part) ?? byPattern.find(({ pattern }) => pattern.test(part))?.group;
    if (known) return { path: part, name: "path" in known ? known.path : part, family: known.family, kind: known.kind, group: known.group, rest };
    const module = modulesByPath.get(part);
    if (module) return ofModule(module, rest);
  }
  return undefined;
}

/** A name that is known by its module alone; its first name behind the module is what is owned. */
function ofModule({ path, family, group }: SymbolModule, rest: string): SymbolOwner {
  if (rest === "" || !rest.startsWith(".")) return { path, name: path, family: "litellm-reference", kind: "module", group: "module", rest };
  const end = /^(?:\.[a-z_]\w*)*\.[A-Z]\w*|^(?:\.\w+)+/.exec(rest)?.[0].length ?? rest.length;
  const owned = path + rest.slice(0, end);
  return { path: owned, name: owned, family, kind: undefined, group, rest: rest.slice(end) };
}

/** The package and those that are published beside it. */
const isOfPackage = (path: string): boolean => /^litellm(?:_enterprise|_proxy_extras)?(?![\w-])/.test(path);

/** A path, then its parts from the longest to the first name. */
function* prefixes(path: string): Iterable<string> {
  yield path;
  for (let end = path.length - 1; end > 0; end--) if (/[.([/]/.test(path[end] ?? "")) yield path.slice(0, end);
}

/** What `from module import *` binds, as far as it is known. */
export function exportsOf(module: string): readonly string[] {
  const start = modulesByPath.get(module)?.sharesNames ? "litellm." : `${module}.`;
  return [...byPath.keys()].filter((path) => path.startsWith(start) && /^[A-Za-z]\w*$/.test(path.slice(start.length))).map((path) => path.slice(start.length));
}

/** Every listed symbol of a family. */
export const symbolsOf = (family: string): readonly SymbolEntry[] => [...new Set(byPath.values())].filter((entry) => entry.family === family);
