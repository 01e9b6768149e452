import type { Turns } from "../engine/syntax/turns.ts";
import type { Host } from "../host/host.ts";

/** Most keystrokes are done with sooner, so that the first diagnostics that are shown are the true ones. */
const firstSliceMs = 15;

/** Between these, requests that do not wait for the analysis are answered. */
const sliceMs = 8;

/** The slices of one analysis, which anybody may stop. */
export class Slices implements Turns {
  readonly #host: Pick<Host, "now" | "nextTurn">;
  readonly #onOverdue: () => void;
  #isOverdue = false;
  #isStopped = false;
  #end: number;

  /** `onOverdue` is told when the first slice is over and the analysis is not. */
  constructor(host: Pick<Host, "now" | "nextTurn">, onOverdue: () => void = () => {}) {
    this.#host = host;
    this.#onOverdue = onOverdue;
    this.#end = host.now() + firstSliceMs;
  }

  get isOverdue(): boolean {
    return this.#isOverdue;
  }

  isOver(): boolean {
    return this.#host.now() >= this.#end;
  }

  async next(): Promise<boolean> {
    if (!this.#isOverdue) {
      this.#isOverdue = true;
      this.#onOverdue();
    }
    await this.#host.nextTurn();
    this.#end = this.#host.now() + sliceMs;
    return !this.#isStopped;
  }

  /** Ends the analysis at its next turn. */
  stop(): void {
    this.#isStopped = true;
  }
}
