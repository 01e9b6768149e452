import { type Node, parentOf, same } from "../syntax/nodes.ts";

/** The text that a string is a part of: of `"a." + name`, `"a.%s" % name`, `"a.{}".format(name)`, `".".join(["a", name])`; undefined for one that stands by itself. */
export function builtOf(part: Node): Node | undefined {
  const parent = parentOf(part);
  switch (parent?.type) {
    case "binary_operator":
      return isOperator(parent) ? parent : undefined;
    case "attribute": {
      const call = parentOf(parent);
      return same(parent.childForFieldName("object"), part) && isMethodOfString(call) ? call : undefined;
    }
    case "argument_list": {
      const call = parentOf(parent);
      return isMethodOfString(call) ? call : undefined;
    }
    case "list":
    case "tuple": {
      const around = parentOf(parent);
      if (around?.type === "binary_operator" && isOperator(around)) return around;
      return around?.type === "argument_list" ? builtOf(parent) : undefined;
    }
    default:
      return undefined;
  }
}

const isOperator = (node: Node): boolean => /^[+%]$/.test(node.childForFieldName("operator")?.type ?? "");

/** A call of `format` or `join` on a literal. */
function isMethodOfString(call: Node | null): call is Node {
  const callee = call?.type === "call" ? call.childForFieldName("function") : undefined;
  return callee?.childForFieldName("object")?.type === "string" && /^(?:format|join)$/.test(callee.childForFieldName("attribute")?.text ?? "");
}
