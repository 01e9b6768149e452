import type { Span } from "../text/span.ts";
import type { PlanContext } from "./call-plan.ts";

/** Where a file uses what goes to a model: functions, called or handed on, and routers. */
export const requestPlaces = ({ facts, catalog }: PlanContext): Span[] =>
  facts.references.flatMap(({ path, role, span }) => {
    const owner = role === "call" || role === "value" ? catalog.symbolOwner(path) : undefined;
    return owner && !owner.rest.includes("()") && (catalog.isRequest(owner.path) || owner.family === "litellm-router") ? [span] : [];
  });
