import { childrenOf, type Node } from "../syntax/nodes.ts";
import { typescriptString } from "./typescript-string.ts";

/** Whether a file says by its directives that a browser gets it: `"use client"`. */
export function isForBrowser(root: Node): boolean {
  for (const statement of childrenOf(root)) {
    if (statement.type === "comment" || statement.type === "hash_bang_line") continue;
    const text = statement.type === "expression_statement" ? statement.namedChild(0) : null;
    const directive = text?.type === "string" ? typescriptString(text)?.value : undefined;
    if (directive === undefined) return false;
    if (directive === "use client") return true;
  }
  return false;
}
