import type { FileReport } from "../engine.ts";
import type { Strategy } from "../settings.ts";
import { batchFixOf, type FindingClass } from "./selection.ts";

/** What a strategy would come to in some files; `findings = safe + unsafe + manual`. */
export interface StrategyOutcome {
  readonly strategy: Strategy;
  readonly findings: number;
  readonly safe: number;
  readonly unsafe: number;
  readonly manual: number;
  /** `litellm` stays installed, however much is done by hand. */
  readonly keepsLiteLlm: boolean;
  /** What changes at run time, each sentence once, the most frequent first. */
  readonly notes: readonly string[];
}

/** Adds up what a strategy comes to, over reports that were made with it as the folder's. */
export class StrategyCount {
  readonly #strategy: Strategy;
  readonly #byClass: Record<FindingClass, number> = { safe: 0, unsafe: 0, manual: 0 };
  readonly #notes = new Map<string, number>();

  constructor(strategy: Strategy) {
    this.#strategy = strategy;
  }

  add({ findings }: FileReport): void {
    for (const finding of findings) {
      const found = batchFixOf(finding);
      const fix = found?.libraries === undefined ? found : undefined;
      this.#byClass[fix?.safety ?? "manual"]++;
      for (const note of fix?.notes ?? []) this.#notes.set(note, (this.#notes.get(note) ?? 0) + 1);
    }
  }

  get outcome(): StrategyOutcome {
    const { safe, unsafe, manual } = this.#byClass;
    const notes = [...this.#notes].sort(([, a], [, b]) => b - a).map(([note]) => note);
    return { strategy: this.#strategy, findings: safe + unsafe + manual, safe, unsafe, manual, keepsLiteLlm: this.#strategy === "keep-litellm", notes };
  }
}
