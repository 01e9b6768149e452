import type { Turns } from "../engine/syntax/turns.ts";
import type { Host } from "../host/host.ts";

/** Most keystrokes are done with sooner, so that the first diagnostics that are shown are the true ones. */
const firstSliceMs = 15;

/** Between these, requests that do not wait for the analysis are answered. */
const sliceMs = 4;

/** What a preview was told of is read as a whole when nobody has typed for so long: of keystrokes in a row, each would have to wait for a slice of it. */
const restMs = 60;

/** What has begun so recently is done soon; begun anew at each keystroke, it would not be until nobody types. */
const recentMs = 50;

/** The slices of one analysis, which anybody may stop. */
export class Slices implements Turns {
  readonly #host: Pick<Host, "now" | "nextTurn" | "pause">;
  readonly #onOverdue: (() => void) | undefined;
  readonly #begin: number;
  #isOverdue = false;
  #isStopped = false;
  #onStop = (): void => {};
  readonly #stopped = new Promise<void>((resolve) => {
    this.#onStop = resolve;
  });
  #isOvertaken = false;
  #end: number;

  /** `onOverdue` is told when the first slice is over and the analysis is not; without it nobody is told anything sooner by a longer one. */
  constructor(host: Pick<Host, "now" | "nextTurn" | "pause">, onOverdue?: () => void) {
    this.#host = host;
    this.#onOverdue = onOverdue;
    this.#begin = host.now();
    this.#end = this.#begin + (onOverdue ? firstSliceMs : sliceMs);
  }

  get isOverdue(): boolean {
    return this.#isOverdue;
  }

  isOver(): boolean {
    return this.#host.now() >= this.#end;
  }

  async next(): Promise<boolean> {
    this.#tell();
    await this.#host.nextTurn();
    const now = this.#host.now();
    this.#end = now + sliceMs;
    return !this.#isStopped && !(this.#isOvertaken && now - this.#begin > recentMs);
  }

  async rest(): Promise<boolean> {
    this.#tell();
    await Promise.race([this.#host.pause(restMs), this.#stopped]);
    this.#end = this.#host.now() + sliceMs;
    return !this.#isStopped;
  }

  /** Ends the analysis at its next turn. */
  stop(): void {
    this.#isStopped = true;
    this.#onStop();
  }

  #tell(): void {
    if (this.#isOverdue) return;
    this.#isOverdue = true;
    this.#onOverdue?.();
  }

  /** There is a newer text: ends the analysis at its next turn unless it began just now. */
  overtake(): void {
    this.#isOvertaken = true;
  }
}
