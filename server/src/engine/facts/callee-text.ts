import type { Node } from "../syntax/nodes.ts";

/** The types of nodes that are an attribute of something, in either language, with the field of its name. */
const attributes: ReadonlyMap<string, string> = new Map([
  ["member_expression", "property"],
  ["attribute", "attribute"],
]);

/** A callee as written, as far as it is names: `client.chat.create`; what it is taken of stands for `…` where that is more: `….toBe` of `expect(value).toBe`. */
export function calleeText(callee: Node | null | undefined): string {
  const names: string[] = [];
  let at = unbracketed(callee);
  for (let field = at && attributes.get(at.type); at && field; field = at && attributes.get(at.type)) {
    names.unshift(at.childForFieldName(field)?.text ?? "");
    at = unbracketed(at.childForFieldName("object"));
  }
  if (!at) return names.join(".");
  const isName = at.namedChildCount === 0;
  return [isName ? at.text : "…", ...names].join(".");
}

function unbracketed(node: Node | null | undefined): Node | null {
  let inner = node ?? null;
  while (inner?.type === "parenthesized_expression") inner = inner.namedChild(0);
  return inner;
}
