import type { Expression, FileFacts } from "../facts/facts.ts";

/** Whether the file itself lets a value be None: by a default, an assignment, an option, a variable of the environment that need not be set. */
export function mayBeNone(value: Expression, facts: FileFacts, depth = 0): boolean {
  if (depth > maxNames) return false;
  const may = (each: Expression): boolean => mayBeNone(each, facts, depth + 1);
  switch (value.kind) {
    case "nothing":
      return true;
    case "choice":
      // Of `a or b`, which gives no None unless it ends in one, as of `a if c else b`.
      return value.options.some(({ kind }, index) => kind === "nothing" || (index === value.options.length - 1 && may(value.options[index] ?? value)));
    case "environment":
      return !value.isRequired && value.fallback === undefined;
    case "chain":
      return value.initial !== undefined && may(value.initial);
    case "name": {
      const binding = value.binding === undefined ? undefined : facts.bindings[value.binding];
      return binding !== undefined && [binding.initial, binding.fallback, ...binding.values].some((each) => each !== undefined && may(each));
    }
    default:
      return false;
  }
}

/** Names that stand for each other in a longer row say nothing. */
const maxNames = 3;
