import type { Finding } from "../engine.ts";
import { classOf, type FindingClass } from "./selection.ts";

/** How many findings there are, by what it takes to mend them; `findings = safe + unsafe + manual`. */
export interface Totals {
  readonly findings: number;
  readonly safe: number;
  readonly unsafe: number;
  readonly manual: number;
  /** Taken away by suppression comments and not in `findings`. */
  readonly suppressed: number;
  /** Spelled as LiteLLM spells it, where nothing around the file uses LiteLLM; not in `findings` either. */
  readonly leftOut: number;
  readonly byRule: Readonly<Record<string, number>>;
}

/** What is counted of a file. */
export interface Counted {
  readonly findings: readonly Finding[];
  readonly suppressed: number;
  readonly leftOut: number;
}

/** Counts findings as a walk meets them. */
export class TotalsCount {
  #suppressed = 0;
  #leftOut = 0;
  readonly #byClass: Record<FindingClass, number> = { safe: 0, unsafe: 0, manual: 0 };
  readonly #rules: string[] = [];

  add({ findings, suppressed, leftOut }: Counted): void {
    this.#suppressed += suppressed;
    this.#leftOut += leftOut;
    for (const finding of findings) {
      this.#byClass[classOf(finding)]++;
      this.#rules.push(finding.rule);
    }
  }

  get totals(): Totals {
    const { safe, unsafe, manual } = this.#byClass;
    return { findings: safe + unsafe + manual, safe, unsafe, manual, suppressed: this.#suppressed, leftOut: this.#leftOut, byRule: countsOf(this.#rules) };
  }
}

/** How often each name occurs, in the order of the names by code unit, which depends on no locale. */
export function countsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of [...names].sort((a, b) => (a < b ? -1 : 1))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
