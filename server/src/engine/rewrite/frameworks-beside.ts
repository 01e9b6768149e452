import type { Catalog } from "../catalog/catalog.ts";
import type { Reference } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import { adapterName, doubledPath } from "./adapter-imports.ts";
import { adapterOf } from "./adapter-of.ts";
import type { PlanContext } from "./call-plan.ts";

/** A framework that calls LiteLLM, where a file without requests of its own handles what that raises. */
export function raiserOutside({ path, role }: Reference, context: PlanContext): string | undefined {
  const { facts, catalog } = context;
  if (role === "call" || catalog.symbolOwner(path)?.family !== "litellm-exception") return undefined;
  return requestsOf(context).length === 0 || facts.references.some((each) => isDoubledRequest(each, catalog)) ? frameworkBeside(context) : undefined;
}

/** A framework that calls LiteLLM, where a file replaces a request in the module, for it perhaps, and keeps what it has replaced, or sets what only the framework's calls can read. */
export function callerOutside(reference: Reference, context: PlanContext): string | undefined {
  const { facts, catalog } = context;
  const replaced = facts.references.flatMap((each) => (isDoubledRequest(each, catalog) || isReplacedRequest(each, catalog) ? [nameOf(each, catalog)] : []));
  const isSet = reference.role === "write" && facts.references.every((each) => !catalog.isRequest(each.path) || replaced.includes(nameOf(each, catalog)));
  return isSet || replaced.includes(nameOf(reference, catalog)) ? frameworkBeside(context) : undefined;
}

/** What the adapter calls what a reference stands for. */
const nameOf = (reference: Reference, catalog: Catalog): string | undefined => adapterName(doubledPath(reference) ?? reference.path, catalog);

/** Why what a file replaces or sets for a framework stays. */
export const callerReason = (framework: string): string => `\`${framework}\`, which this file works with, calls LiteLLM by itself: what is put into the module for it has to stay LiteLLM's`;

/** Whether a test replaces a request in the module itself: `patch.object(litellm, "completion", …)`. */
const isDoubledRequest = (reference: Reference, catalog: Catalog): boolean => {
  const path = doubledPath(reference);
  return path !== undefined && catalog.isRequest(path);
};

/** Whether a program puts a function of its own into the module: `litellm.completion = traced`. */
export const isReplacedRequest = ({ role, path }: Reference, catalog: Catalog): boolean => role === "write" && catalog.isRequest(path);

/** A framework that calls LiteLLM by itself and that a file works with. */
export function frameworkBeside(context: PlanContext): string | undefined {
  const { facts, catalog } = context;
  const place = adapterOf(context);
  // The framework's own program, with its tests.
  const own = place?.kind === "place" ? place.module.slice(0, `${place.module}.`.indexOf(".")) : undefined;
  const used = [...facts.anchors.imports, ...facts.anchors.guardedImports, ...facts.imports].find(({ module }) => catalog.isFramework(module) && module !== own && !module.startsWith(`${own}.`));
  return used?.module;
}

/** The requests of a file, whose answers its checks may see. */
export const requestsOf = ({ facts, catalog }: PlanContext): Span[] => facts.calls.flatMap(({ callee }) => (catalog.isRequest(callee.path) ? [callee.span] : []));
