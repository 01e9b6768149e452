/** Milliseconds that reading one file may take between two turns of others; ordinary files take a hundredth of it, and a loaded machine must not make them look hostile. */
const maxReading = 10_000;

/** Says when reading one file has taken too long; `restart` where others had their turn meanwhile. */
export function readingBudget(now: () => number): { readonly check: () => void; readonly restart: () => void } {
  let end = now() + maxReading;
  return {
    check() {
      if (now() > end) throw new RangeError(`reading it took longer than ${maxReading} ms`);
    },
    restart() {
      end = now() + maxReading;
    },
  };
}
