import type { Catalog } from "../catalog/catalog.ts";
import type { Reference } from "../facts/facts.ts";
import { oncePerFile } from "../facts/once-per-file.ts";
import type { Span } from "../text/span.ts";
import { isUse } from "./adapter-imports.ts";
import type { PlanContext } from "./call-plan.ts";
import { callOf } from "./calls-by-callee.ts";
import { typeCheckOf } from "./type-checks.ts";

/** A check for a class of LiteLLM's answers, which a field of a model in Pydantic is too, meets those of the adapter only where the adapter gives the answers. */
export const isCheck = ({ role, taker = "", place, path }: Reference, { catalog }: PlanContext): boolean =>
  (role === "comparison" || /^(?:isinstance|issubclass)$/.test(taker) || (role === "annotation" && place === "class-body")) && catalog.symbolOwner(path)?.family === "litellm-type";

/** The classes of LiteLLM's that the answer of a request is checked for, where the file can be seen to do so. */
export function checksOfAnswer({ role, span }: Reference, { facts, catalog }: PlanContext): readonly Reference[] {
  const call = role === "call" ? callOf(span, facts) : undefined;
  return call && catalog.isRequest(call.callee.path) ? call.result.flatMap((use) => typeCheckOf(use, facts, catalog) ?? []) : [];
}

/** The classes that the file checks anything for and that answers of a request's kind are of: what is returned or handed on may meet them anywhere. */
export function checksLikeAnswers(request: Reference, { facts, catalog }: PlanContext): readonly Reference[] {
  return isRequest(request, catalog) ? typeChecks(facts, catalog).filter((check) => areAlike(request, check, catalog)) : [];
}

/** The requests of a file whose answers may be of a class that it checks something for. */
export const requestsLike = (check: Reference, { facts, catalog }: PlanContext): Span[] => [
  ...facts.calls.flatMap(({ callee }) => (catalog.isRequest(callee.path) && areAlike(callee, check, catalog) ? [callee.span] : [])),
  ...facts.references.flatMap((each) => (each.role === "value" && isRequest(each, catalog) && areAlike(each, check, catalog) ? [each.span] : [])),
];

const isRequest = (each: Reference, catalog: Catalog): boolean => isUse(each) && catalog.isRequest(catalog.symbolOwner(each.path)?.path ?? "");

/** Whether a class is of the Responses API's answers where a request is of that API, and of others where it is not. */
const areAlike = (request: Reference, check: Reference, catalog: Catalog): boolean => (catalog.symbolOwner(request.path)?.family === "litellm-responses") === responsesModule.test(check.path);

/** Where LiteLLM has the classes of the Responses API's answers. */
const responsesModule = /\.types\.(?:llms\.openai|responses)\b/;

const typeChecks = oncePerFile(({ references }, catalog: Catalog): readonly Reference[] =>
  references.filter((each) => each.taker === "isinstance" && isUse(each) && catalog.symbolOwner(each.path)?.family === "litellm-type"),
);
