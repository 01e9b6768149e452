import type { StringContext } from "../facts/facts.ts";

/** The word that says what a string is for: a keyword, a key, a target, the table it is looked up in, else the function it is given to. */
export function nameOf(context: StringContext): string {
  switch (context.kind) {
    case "initial":
      return context.name;
    case "argument":
      return context.keyword ?? context.callee;
    case "record-value":
      return context.key ?? "";
    case "default":
      return context.name ?? "";
    case "assignment":
      return context.target;
    case "record-key":
      return context.owner ?? "";
    case "list-item":
    case "comparison":
    case "type":
    case "documentation":
    case "other":
      return "";
    default:
      return context satisfies never;
  }
}
