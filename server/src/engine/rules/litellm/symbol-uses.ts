import type { Catalog } from "../../catalog/catalog.ts";
import { doubleMember, originalName, replacesInTests } from "../../catalog/named-package.ts";
import type { SymbolOwner } from "../../catalog/symbols.ts";
import type { FileFacts, Reference } from "../../facts/facts.ts";
import { oncePerFile } from "../../facts/once-per-file.ts";
import type { RuleContext } from "../rule.ts";

/** A reference that is a use of the LiteLLM package, with what it uses. */
export interface SymbolUse {
  readonly reference: Reference;
  readonly owner: SymbolOwner;
  /** The only rule that tells of it. */
  readonly family: string;
  /** It names a function that goes to a model. */
  readonly isRequest: boolean;
}

/**
 * The uses of the package that a rule tells of. Each reference that leads into the package belongs to exactly one family,
 * `litellm-reference` where nothing more is known, so that no use is missed and none is told twice.
 */
export function symbolUses({ facts, catalog }: RuleContext, family: string): readonly SymbolUse[] {
  return usesByFamily(facts, catalog).get(family) ?? [];
}

/** Twenty rules ask about the same references. */
const usesByFamily = oncePerFile((facts, catalog: Catalog) => {
  const uses = new Map<string, SymbolUse[]>();
  for (const reference of facts.references) {
    const use = symbolUse(reference, facts, catalog);
    if (use) push(uses, use);
  }
  return uses;
});

function push(uses: Map<string, SymbolUse[]>, use: SymbolUse): void {
  const known = uses.get(use.family);
  if (known) known.push(use);
  else uses.set(use.family, [use]);
}

/** What a reference uses; undefined for what is not of the package, and for parts of a value that came out of it. */
function symbolUse(reference: Reference, facts: FileFacts, catalog: Catalog): SymbolUse | undefined {
  const owner = catalog.symbolOwner(reference.path);
  if (!owner || isPartOfValue(reference, owner)) return undefined;
  const origin = facts.bindings[reference.binding]?.kind === "import" ? undefined : facts.bindings[reference.binding]?.paths;
  if (isCopy(owner) && origin?.some((path) => path.startsWith(owner.path)) && reference.role !== "call") return undefined;
  return { reference, owner, isRequest: catalog.isRequest(owner.path), family: familyOf(reference, owner, facts) };
}

function familyOf({ role, taker }: Reference, { family, path, kind, rest }: SymbolOwner, facts: FileFacts): string {
  const { language } = facts;
  if ((role === "value" && replacesInTests(originalName(taker, facts))) || doubleMember(rest) !== undefined) return "litellm-patch";
  if (language !== "python") return npmFamilies.has(family) ? family : "litellm-reference";
  // What is set on the module itself is a setting, also one that releases before or after the catalog's have.
  return role === "write" && kind === undefined && /^litellm\.[a-z]\w*$/.test(path) ? "litellm-setting" : family;
}

/** The npm package of that name has functions for chat and embeddings, and nothing else. */
const npmFamilies: ReadonlySet<string> = new Set(["litellm-completion", "litellm-embedding"]);

/** What a call has returned, or an item of a container, is the program's own value: `answer.choices`, `prices["gpt-4o"]["input"]`. */
function isPartOfValue({ role, taker }: Reference, { kind, rest }: SymbolOwner): boolean {
  if (kind !== "service" || !rest.startsWith("()")) return rest.includes("()");
  // An instance that is handed on takes LiteLLM with it; what its methods return does not.
  const member = rest.slice(2);
  return member === "" ? role !== "value" || (taker !== undefined && lookers.has(taker)) : member.includes("()");
}

/** Functions that only look at what they are given. */
const lookers: ReadonlySet<string> = new Set(["isinstance", "issubclass", "type", "id", "repr", "str", "print", "hasattr", "bool"]);

/** A setting or a value that was given a name of its own: reading that reads no LiteLLM, but calling its methods may change LiteLLM's list. */
const isCopy = ({ kind }: SymbolOwner): boolean => kind === "setting" || kind === "value";
