import type { Node } from "../syntax/nodes.ts";
import type { Expression } from "./facts.ts";
import type { LanguageReader } from "./language.ts";
import type { Names, Variable } from "./names.ts";

/** Values that name each other deeper than this say nothing that a person would see at a glance. */
const maxDepth = 3;
/** No table that a person reads is nested deeper. */
const maxKeys = 5;

/** The values that a file gives members of its classes and entries of records that are written out. */
export class WrittenValues {
  readonly #names: Names;
  readonly #reader: LanguageReader;
  /** How many chains are being read: a member may be given a part of itself. */
  #depth = 0;

  constructor(names: Names, reader: LanguageReader) {
    this.#names = names;
    this.#reader = reader;
  }

  /** The one value that a chain has, as `read` reads it; undefined for collections themselves and for what gets its value elsewhere. */
  valueOf(chain: Node, read: (value: Node) => Expression): Expression | undefined {
    if (this.#depth >= maxDepth) return undefined;
    this.#depth++;
    const value = this.#valueAt(chain, 0);
    const isCollection = value && this.#reader.chainPart(value)?.kind === "collection";
    const found = value && !isCollection ? read(value) : undefined;
    this.#depth--;
    return found;
  }

  #valueAt(node: Node, depth: number): Node | undefined {
    const part = this.#reader.chainPart(node);
    if (depth > maxKeys) return undefined;
    switch (part?.kind) {
      case "member":
        return this.#onlyValue(this.#names.memberOf(part.owner, part.name));
      case "attribute":
        return this.#entryOf(part.object, part.name, depth);
      case "index":
        return part.key === undefined ? undefined : this.#entryOf(part.object, part.key, depth);
      default:
        return undefined;
    }
  }

  #entryOf(object: Node, key: string | number, depth: number): Node | undefined {
    const part = this.#reader.chainPart(object);
    const variable = part?.kind === "name" ? this.#names.variableOf(part.node) : undefined;
    const record = variable ? this.#onlyValue(variable) : this.#valueAt(object, depth + 1);
    if (!record || this.#reader.chainPart(record)?.kind !== "collection") return undefined;
    const entries = this.#reader.itemsOf(record).filter((item) => item.key === key);
    return entries.length === 1 ? this.#unwrapped(entries[0]?.value) : undefined;
  }

  #onlyValue({ declarations }: Variable): Node | undefined {
    const given = declarations.flatMap(({ declaration }) => (declaration.kind === "bare" ? [] : [declaration]));
    const [only] = given;
    return given.length === 1 && only?.kind === "assign" ? this.#unwrapped(only.value) : undefined;
  }

  /** A value without the brackets and casts around it. */
  #unwrapped(value: Node | undefined): Node | undefined {
    let inner = value;
    for (let part = inner && this.#reader.chainPart(inner); inner && part?.kind === "same" && isCast(inner); part = this.#reader.chainPart(inner)) inner = part.node;
    return inner;
  }
}

const isCast = ({ type }: Node): boolean => /^(?:parenthesized|as|satisfies|non_null)_expression$|^type_assertion$/.test(type);
