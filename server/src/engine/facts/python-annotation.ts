import { childrenOf, type Node, namedChildrenOf, parentOf, same } from "../syntax/nodes.ts";
import type { Surrounding } from "./language.ts";

/** Forms that hold a value of their first type, or nothing. */
const transparent = /^(?:typing\.|t\.)?(?:Optional|Annotated|Final|ClassVar|Required|NotRequired)$/;

/** The one type that a type holds values of: `X` of `X | None`, `Optional[X]`, `Annotated[X, …]`. */
export function heldType(type: Node): Node | undefined {
  switch (type.type) {
    case "type":
      return namedChildrenOf(type)[0];
    case "generic_type": {
      const parameters = transparent.test(type.namedChild(0)?.text ?? "") ? type.namedChild(1) : null;
      return parameters ? namedChildrenOf(parameters)[0] : undefined;
    }
    case "subscript":
      return transparent.test(type.childForFieldName("value")?.text ?? "") ? (type.childForFieldName("subscript") ?? undefined) : undefined;
    case "binary_operator": {
      if (!childrenOf(type).some((child) => child.type === "|")) return undefined;
      const options = namedChildrenOf(type).filter((option) => option.type !== "none");
      return options.length === 1 ? options[0] : undefined;
    }
    default:
      return undefined;
  }
}

/** What a type stands at: a parameter or name it says the class of; elsewhere it is a mere mention. */
export function annotated(type: Node): Surrounding {
  let at = type;
  for (let parent = parentOf(at); parent; parent = parentOf(at)) {
    const target = parent.type === "type" ? targetOf(parent) : undefined;
    if (target) return { kind: "annotates", target };
    const holder = parent.type === "type_parameter" ? parentOf(parent) : parent;
    if (!holder || !same(heldType(holder), at)) break;
    at = holder;
  }
  return { kind: "end", role: "annotation", end: "unknown" };
}

function targetOf(type: Node): Node | undefined {
  const owner = parentOf(type);
  switch (owner?.type) {
    case "typed_parameter":
      return owner.namedChild(0) ?? undefined;
    case "typed_default_parameter":
      return owner.childForFieldName("name") ?? undefined;
    case "assignment":
      return owner.childForFieldName("left") ?? undefined;
    default:
      return undefined;
  }
}
