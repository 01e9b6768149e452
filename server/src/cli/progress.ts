import type { Io } from "./io.ts";

/** A line on a terminal that tells how far a run is. */
export interface Progress {
  show(done: number): void;
  clear(): void;
}

const quietMs = 500;
const intervalMs = 100;

/** Progress for people only: on a terminal's standard error, when a run takes longer than half a second. */
export function createProgress(io: Io, all: number): Progress {
  const start = io.now();
  let last: number | undefined;
  return {
    show(done) {
      const now = io.now();
      if (!io.stderr.isTTY || now - start < quietMs || (last !== undefined && now - last < intervalMs)) return;
      last = now;
      io.stderr.write(`\r${eraseLine}Scanning ${done} of ${all} files`);
    },
    clear() {
      if (last !== undefined) io.stderr.write(`\r${eraseLine}`);
    },
  };
}

// ECMA-48, EL: erase to the end of the line
const eraseLine = "\u001b[K";
