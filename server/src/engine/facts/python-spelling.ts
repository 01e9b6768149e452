import { type Node, namedChildrenOf, parentOf } from "../syntax/nodes.ts";

/** A name or a chain of attributes in its plainest spelling: `os.environ`, however it is laid out and bracketed. */
export function plainText(node: Node | null | undefined): string {
  if (!node) return "";
  const { text } = node;
  if (!/[\s\\(]/.test(text)) return text;
  switch (node.type) {
    case "attribute":
      return `${plainText(node.childForFieldName("object"))}.${node.childForFieldName("attribute")?.text ?? ""}`;
    case "dotted_name":
      return namedChildrenOf(node)
        .map((part) => part.text)
        .join(".");
    case "parenthesized_expression":
      return plainText(namedChildrenOf(node)[0]);
    case "relative_import":
      return text.replace(/[\s\\]+/g, "");
    default:
      return text;
  }
}

/** What stands in brackets that change nothing: `x` of `((x))`. */
export function unbracketed(node: Node | null | undefined): Node | undefined {
  let inner = node ?? undefined;
  while (inner?.type === "parenthesized_expression") inner = namedChildrenOf(inner)[0];
  return inner;
}

/** A node with the brackets around it that change nothing. */
export function bracketed(node: Node): Node {
  let whole = node;
  for (let parent = parentOf(whole); parent?.type === "parenthesized_expression"; parent = parentOf(whole)) whole = parent;
  return whole;
}
