import { type Value, withoutRepeats } from "./values.ts";

/** No chain of names, attributes and calls that a program has is as deep. */
const maxDepth = 400;

/** Remembers what names stand for while that is worked out, and ends cycles and chains without end. */
export class ValueCache {
  readonly #values = new Map<string, readonly Value[]>();
  readonly #pending = new Set<string>();
  #depth = 0;
  /** Something was left out, so that what depends on it may be more when it is asked for by itself. */
  #isCut = false;

  /** Forgets everything, since there is more to be known. */
  clear(): void {
    this.#values.clear();
  }

  /** Works out what a key stands for, unless that is known. */
  once(key: string, work: () => readonly Value[]): readonly Value[] {
    const known = this.#values.get(key);
    if (known) return known;
    if (this.#pending.has(key)) return this.#cut();
    this.#pending.add(key);
    try {
      const values = withoutRepeats(work());
      this.#values.set(key, values);
      return values;
    } finally {
      this.#pending.delete(key);
      if (this.#pending.size === 0 && this.#isCut) {
        this.#isCut = false;
        this.#values.clear();
      }
    }
  }

  /** Works out one step of a chain. */
  deeper(work: () => readonly Value[]): readonly Value[] {
    if (this.#depth > maxDepth) return this.#cut();
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  #cut(): readonly Value[] {
    this.#isCut = true;
    return [];
  }
}
