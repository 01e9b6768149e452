import type { Node } from "../syntax/nodes.ts";
import type { CollectionItem } from "./language.ts";
import type { Variable } from "./names.ts";

/** What following values has found that no declaration tells: returns, elements that are put into collections, delegates. */
export class FoundValues {
  /** What functions return, by the function's node. */
  readonly #returned = new Map<number, readonly Node[]>();
  /** What a class's instances hand every unknown access on to, by the node of the method that does it. */
  readonly #delegates = new Map<number, readonly Node[]>();
  /** What is put into the collection that a variable holds, by the variable's key. */
  readonly #elements = new Map<string, readonly CollectionItem[]>();
  readonly #changed: () => void;

  /** `changed` is called when something new is found. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Says that a function returns a value. */
  addReturned(definition: Node, value: Node): void {
    const before = this.returnedBy(definition);
    if (before.includes(value)) return;
    this.#returned.set(definition.id, [...before, value]);
    this.#changed();
  }

  /** The values that a function is known to return. */
  returnedBy(definition: Node): readonly Node[] {
    return this.#returned.get(definition.id) ?? [];
  }

  /** Says that a method gives the attributes of a value for those that its own class lacks. */
  addDelegate(method: Node, value: Node): void {
    const before = this.delegatesOf(method);
    if (before.includes(value)) return;
    this.#delegates.set(method.id, [...before, value]);
    this.#changed();
  }

  /** The values whose attributes a method gives. */
  delegatesOf(method: Node): readonly Node[] {
    return this.#delegates.get(method.id) ?? [];
  }

  /** Says that the collection a variable holds gets one more element. */
  addElement(variable: Variable, element: CollectionItem): void {
    const before = this.elementsOf(variable);
    if (before.some(({ value }) => value === element.value)) return;
    this.#elements.set(variable.key, [...before, element]);
    this.#changed();
  }

  /** What is put into the collection that a variable holds. */
  elementsOf(variable: Variable): readonly CollectionItem[] {
    return this.#elements.get(variable.key) ?? [];
  }
}
