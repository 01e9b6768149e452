/** What the dictionary of a `**` argument holds: written there, or in a name whose every use can be seen. */
import { type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import type { HandedKeyword, HandedKeywords, KeywordHolder, NameUses } from "./handed-keywords.ts";
import type { ExpressionContext } from "./language.ts";
import { pythonExpression, pythonString } from "./python-expression.ts";
import { bracketed, plainText, unbracketed } from "./python-spelling.ts";
import { ownStatement } from "./python-statements.ts";

/** Dictionaries that are put together of others deeper than this nobody reads. */
const maxDepth = 4;

/** Functions that show a value and leave it as it is. */
const showing = /^(?:print|len|str|repr|pprint|pprint\.pprint|json\.dumps|pformat|(?:\w+\.)*_?(?:log|logger|logging)\.(?:debug|info|warning|error|exception|critical|log))$/;

/** The keywords of a `**` argument; undefined where one may be in it that the file does not name. */
export function keywordsOf(splat: Node, usesOf: (name: Node) => NameUses<Node> | undefined, context: ExpressionContext): HandedKeywords | undefined {
  const value = splat.type === "dictionary_splat" ? splat.namedChild(0) : null;
  const reader = new KeywordReader(usesOf, context);
  return value && reader.read(value, true, 0) ? { entries: reader.entries, holders: reader.told() } : undefined;
}

/** A holder while its uses are read. */
interface OpenHolder extends Mutable<KeywordHolder> {
  /** Where its entries become part of another dictionary. */
  readonly spreads: Node[];
}

class KeywordReader {
  readonly entries: HandedKeyword[] = [];
  readonly #holders: OpenHolder[] = [];
  /** Where dictionaries become part of others that have been read. */
  readonly #spreads = new Set<Node>();
  /** Names whose dictionaries have been read where they stand. */
  readonly #followed = new Set<Node>();
  readonly #usesOf: (name: Node) => NameUses<Node> | undefined;
  readonly #context: ExpressionContext;

  constructor(usesOf: (name: Node) => NameUses<Node> | undefined, context: ExpressionContext) {
    this.#usesOf = usesOf;
    this.#context = context;
  }

  /** The names that have been followed; what goes into a dictionary that is none of the call's is copied. */
  told(): KeywordHolder[] {
    return this.#holders.map(({ spreads, ...holder }) => ({ ...holder, isCopied: holder.isCopied || spreads.some((node) => !this.#spreads.has(node)) }));
  }

  /** Adds the entries of a dictionary; false where one of them cannot be told. */
  read(value: Node, isSure: boolean, depth: number): boolean {
    const node = unbracketed(value);
    if (!node || depth > maxDepth) return false;
    switch (node.type) {
      case "dictionary":
        return this.#items(namedChildrenOf(node), isSure, depth);
      case "call": {
        const list = node.childForFieldName("arguments");
        return isDict(node, this.#usesOf) && list?.type === "argument_list" && this.#items(namedChildrenOf(list), isSure, depth);
      }
      case "conditional_expression": {
        const [first, , last] = namedChildrenOf(node);
        return first !== undefined && last !== undefined && this.read(first, false, depth + 1) && this.read(last, false, depth + 1);
      }
      case "boolean_operator":
        return node.childForFieldName("operator")?.type === "or" && namedChildrenOf(node).every((option) => this.read(option, false, depth + 1));
      case "binary_operator":
        return node.childForFieldName("operator")?.type === "|" && namedChildrenOf(node).every((part) => this.read(part, isSure, depth + 1));
      case "identifier":
        return this.#name(node, isSure, depth);
      default:
        return false;
    }
  }

  /** What stands in the brackets of a dictionary, of `dict(…)`, of `update(…)`. */
  #items(nodes: readonly Node[], isSure: boolean, depth: number): boolean {
    const items = nodes.map(spanOf);
    return nodes.every((node) => {
      const key = node.type === "pair" ? keyAt(node.childForFieldName("key")) : node.type === "keyword_argument" ? nameAt(node.childForFieldName("name")) : undefined;
      const given = node.childForFieldName("value");
      if (key && given) {
        this.#add({ ...key, value: pythonExpression(given, this.#context), span: spanOf(node), items, statement: undefined, isSure, holders: [] });
        return true;
      }
      if (node.type === "dictionary_splat") this.#spreads.add(node);
      const inner = node.type === "dictionary_splat" ? node.namedChild(0) : parentOf(node)?.type === "argument_list" && node.type !== "keyword_argument" && node.type !== "list_splat" ? node : null;
      return inner !== null && this.read(inner, isSure, depth + 1);
    });
  }

  #add(entry: HandedKeyword): void {
    this.entries.push(entry);
  }

  #name(name: Node, isSure: boolean, depth: number): boolean {
    const uses = this.#usesOf(name);
    const first = uses?.values[0];
    if (!uses || !first || this.#holders.some(({ declared }) => declared.start === first.at.startIndex)) return false;
    this.#followed.add(name);
    const holder: OpenHolder = { name: name.text, declared: spanOf(first.at), handed: [], keysRead: [], isCopied: false, isShown: false, isOfModule: uses.isOfModule, spreads: [] };
    const index = this.#holders.push(holder) - 1;
    const from = this.entries.length;
    for (const { value } of uses.values) if (!value || !this.read(value, isSure && uses.values.length === 1, depth + 1)) return false;
    if (!uses.reads.every((read) => this.#use(read, holder, depth))) return false;
    // Of a key that is set in several places, or taken out somewhere, none of the values is sure.
    const own = this.entries.splice(from);
    for (const entry of own)
      this.#add({ ...entry, holders: [...entry.holders, index], isSure: entry.isSure && !holder.keysRead.includes(entry.key) && own.every((other) => other === entry || other.key !== entry.key) });
    return true;
  }

  /** Whether it can be told what a use of the name does to the dictionary. */
  #use(read: Node, holder: OpenHolder, depth: number): boolean {
    const node = bracketed(read);
    const parent = parentOf(node);
    if (this.#followed.has(read) && parent?.type !== "dictionary_splat") return true;
    switch (parent?.type) {
      case "dictionary_splat":
        if (parentOf(parent)?.type === "argument_list") holder.handed.push(spanOf(parent));
        else holder.spreads.push(parent);
        return true;
      case "subscript":
        return same(parent.childForFieldName("value"), node) && this.#element(parent, holder);
      case "attribute":
        return this.#method(parent, holder, depth);
      case "comparison_operator": {
        const key = keyAt(parent.namedChild(0));
        if (key && !same(parent.namedChild(0), node)) holder.keysRead.push(key.key);
        else holder.isCopied = true;
        return true;
      }
      case "interpolation":
        holder.isShown = true;
        return true;
      case "argument_list":
        holder.isShown = true;
        return showing.test(plainText(parentOf(parent)?.childForFieldName("function")));
      case "if_statement":
      case "not_operator":
        return true;
      default:
        return false;
    }
  }

  /** `name["key"]`: set, taken out or read. */
  #element(element: Node, holder: OpenHolder): boolean {
    const key = keyAt(element.childForFieldName("subscript"));
    const around = parentOf(element);
    const isTarget = same(around?.childForFieldName("left") ?? null, element);
    if (around?.type === "assignment" && isTarget) {
      const value = around.childForFieldName("right");
      const statement = ownStatement(element);
      if (!key || !value || !statement) return false;
      this.#add({ ...key, value: pythonExpression(value, this.#context), span: spanOf(around), items: undefined, statement, isSure: false, holders: [] });
      return true;
    }
    if (around?.type === "augmented_assignment" && isTarget) {
      if (key) this.#add({ ...key, value: { kind: "opaque", span: spanOf(around) }, span: spanOf(around), items: undefined, statement: undefined, isSure: false, holders: [] });
      return key !== undefined;
    }
    // `a, name["key"] = …`, `for name["key"] in …`
    if (/pattern|^for_statement$|^for_in_clause$|^as_pattern_target$|^with_item$/.test(around?.type ?? "") && !same(around?.childForFieldName("right") ?? null, element)) return false;
    if (key) holder.keysRead.push(key.key);
    else holder.isCopied = true;
    return key !== undefined || around?.type !== "delete_statement";
  }

  /** `name.update(…)` and the other methods of a dictionary. */
  #method(attribute: Node, holder: OpenHolder, depth: number): boolean {
    const call = parentOf(attribute);
    const list = call?.type === "call" && same(call.childForFieldName("function"), attribute) ? call.childForFieldName("arguments") : null;
    if (list?.type !== "argument_list") return false;
    const given = namedChildrenOf(list);
    const key = keyAt(given[0]);
    switch (attribute.childForFieldName("attribute")?.text) {
      case "get":
      case "pop":
        if (key) holder.keysRead.push(key.key);
        return key !== undefined;
      case "update":
        return this.#items(given, false, depth);
      case "setdefault":
        if (!key || !given[1]) return false;
        this.#add({ ...key, value: pythonExpression(given[1], this.#context), span: spanOf(list), items: undefined, statement: ownStatement(attribute), isSure: false, holders: [] });
        return true;
      case "copy":
      case "items":
      case "keys":
      case "values":
        holder.isCopied = true;
        return true;
      default:
        return false;
    }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

/** `dict(…)`, where the name is Python's own. */
const isDict = (call: Node, usesOf: (name: Node) => unknown): boolean => {
  const callee = call.childForFieldName("function");
  return callee?.type === "identifier" && callee.text === "dict" && usesOf(callee) === undefined;
};

/** A key that is written as a string without escapes. */
function keyAt(node: Node | null | undefined): Pick<HandedKeyword, "key" | "name"> | undefined {
  const literal = node ? pythonString(node) : undefined;
  return literal?.isPlain ? { key: literal.value, name: literal.content } : undefined;
}

const nameAt = (node: Node | null): Pick<HandedKeyword, "key" | "name"> | undefined => (node ? { key: node.text, name: spanOf(node) } : undefined);
