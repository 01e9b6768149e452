import type { FileFacts, Reference } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import { type AdapterImport, doubledPath, lastTopImport } from "./adapter-imports.ts";
import type { PlanContext } from "./call-plan.ts";

/** How a use of what hands all of LiteLLM on, and is nothing else, names the adapter itself: a proxy that loads the module when it is needed, a function that gives it, a file that imports it. */
export function pastStandIn(reference: Reference, { facts }: PlanContext): AdapterImport | undefined {
  const { binding: id, path, span, root, role } = reference;
  const binding = facts.bindings[id];
  const isMade = binding?.kind === "import" || (binding?.kind === "variable" && binding.initial?.kind === "call");
  const isWhole = isMade && binding.isCertain && binding.paths.length > 0 && binding.paths.every((each) => each === "litellm");
  const isPlain = path.startsWith("litellm.") && span.end - span.start === root.end - root.start + path.length - "litellm".length;
  const after = lastTopImport(facts);
  return ((isWhole && isPlain) || isOfGetter(path, span, facts) || isOfModule(reference, facts)) && after && (role === "call" || role === "value" || role === "except")
    ? { kind: "replaced", after, isGuarded: false }
    : undefined;
}

/** Whether a chain is a name of LiteLLM's behind a call that another file's function answers with the module: `get_litellm(feature="chat").completion`. */
function isOfGetter(path: string, span: Span, { given }: FileFacts): boolean {
  const way = given.find((each) => each.span.start === span.start && each.span.end === span.end && each.path === path);
  const [, behind] = /^\w+\([^()]*\)(\.[\w.]+)$/.exec(way?.text ?? "") ?? [];
  return behind !== undefined && path === `litellm${behind}`;
}

/** Whether a chain is a name of LiteLLM's by way of the file that imports the package: `llm.litellm.completion`, or the module itself where a test replaces a part of it. */
function isOfModule(reference: Reference, { given, bindings }: FileFacts): boolean {
  const { path, span, binding } = reference;
  if (bindings[binding]?.kind !== "import" || (path === "litellm" && doubledPath(reference) === undefined)) return false;
  const way = given.find((each) => each.span.start === span.start && each.span.end === span.end && each.path === path);
  return way?.text.endsWith(`.${path}`) === true && /^[\w.]+$/.test(way.text);
}

/** What to say of it where it goes past. */
export const goesPast = (reference: Reference, { facts }: PlanContext): string => {
  const { binding: id, path, span } = reference;
  const name = facts.bindings[id]?.name;
  if (isOfModule(reference, facts)) return `\`${name}\` leads to a file that imports LiteLLM: the adapter is used past it`;
  return isOfGetter(path, span, facts)
    ? `\`${name}\` is a function of the project that gives LiteLLM: the adapter is used in place of its answer, without what else it does, such as settings or a late import`
    : `\`${name}\` is an object of the project that gives LiteLLM: the adapter is used past it, without what else it does, such as settings or a late import`;
};
