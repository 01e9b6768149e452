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

/** Forms that hold many values of their last type, or of their first. */
const collections =
  /^(?:typing\.|t\.|collections\.abc\.)?(?:list|tuple|set|frozenset|dict|List|Tuple|Set|FrozenSet|Dict|Sequence|MutableSequence|Collection|Iterable|Iterator|Generator|AsyncIterable|AsyncIterator|AsyncGenerator|Mapping|MutableMapping)$/;
const keyed = /(?:dict|Dict|Mapping)$/;

/** The type of the elements of a collection's type: `X` of `list[X]`, `dict[str, X]`, `AsyncIterator[X]`. */
export function elementType(type: Node): Node | undefined {
  const [name, parameters] =
    type.type === "generic_type"
      ? [type.namedChild(0), namedChildrenOf(type.namedChild(1) ?? type)]
      : type.type === "subscript"
        ? [type.childForFieldName("value"), type.childrenForFieldName("subscript").filter((child) => child !== null)]
        : [null, []];
  const word = name?.text ?? "";
  return collections.test(word) ? parameters[keyed.test(word) ? 1 : 0] : undefined;
}

/** A type that is written as a string: the names of its chain, and whether it is a collection's whose elements have that type. */
export function quotedType(text: string): { readonly names: readonly string[]; readonly isElements: boolean } | undefined {
  const type = text.replace(/^\s*(?:(?:typing\.|t\.)?Optional\[(.*)\]|(.*?)\s*\|\s*None|None\s*\|\s*(.*?))\s*$/, "$1$2$3").trim();
  const generic = /^([\w.]+)\[([\w.]+)\]$/.exec(type);
  const isElements = generic?.[1] !== undefined && collections.test(generic[1]) && !keyed.test(generic[1]);
  const chain = isElements ? (generic?.[2] ?? "") : type;
  return /^[^\W\d]\w*(?:\.\w+)*$/.test(chain) ? { names: chain.split("."), isElements } : undefined;
}

/** What a type stands at: a parameter, a name or a function it says the class of; elsewhere it is a mere mention. */
export function annotated(type: Node): Surrounding {
  let at = type;
  for (let parent = parentOf(at); parent; parent = parentOf(at)) {
    const target = parent.type === "type" ? targetOf(parent) : undefined;
    if (target) return { kind: "annotates", target };
    const holder = parent.type === "type_parameter" ? parentOf(parent) : parent;
    if (!holder || !(same(heldType(holder), at) || same(elementType(holder), at))) break;
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
    case "function_definition":
      return owner.childForFieldName("name") ?? undefined;
    default:
      return undefined;
  }
}
