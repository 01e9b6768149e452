/** Wall times of one tool over the rounds of a run, in milliseconds. */
export interface Timing {
  readonly name: string;
  readonly times: readonly number[];
}

/** What is measured, and what is made ready before each measurement outside of the time. */
export interface Subject {
  readonly name: string;
  readonly prepare?: () => void | Promise<void>;
  readonly run: () => void | Promise<void>;
}

/** Runs the subjects in turn, round by round, so that a slow minute of the machine is slow for all of them. */
export async function interleaved(subjects: readonly Subject[], rounds: number): Promise<Timing[]> {
  const times = subjects.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, subject] of subjects.entries()) {
      await subject.prepare?.();
      const start = performance.now();
      await subject.run();
      times[index]?.push(performance.now() - start);
    }
  }
  return subjects.map(({ name }, index) => ({ name, times: times[index] ?? [] }));
}

/** The middle value; of an even number of them, the lower of the two in the middle. */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;

/** A goal of the form "at most `limit` times the reference", or "at least" where `atLeast` is set. */
export interface Goal {
  readonly what: string;
  readonly ours: Timing;
  readonly reference: Timing;
  readonly limit: number;
  /** The reference has to take at least `limit` times as long as ours. */
  readonly isSpeedUp?: boolean;
}

/** One line of a report: the ratio of medians, its spread over the rounds, and whether the goal is met. */
export function goalLine({ what, ours, reference, limit, isSpeedUp = false }: Goal): string {
  const ratio = (mine: number, theirs: number): number => (isSpeedUp ? theirs / mine : mine / theirs);
  const middle = ratio(median(ours.times), median(reference.times));
  // Tools with fewer rounds are compared with the median of the other.
  const each =
    ours.times.length === reference.times.length ? ours.times.map((time, index) => ratio(time, reference.times[index] ?? Number.NaN)) : ours.times.map((time) => ratio(time, median(reference.times)));
  const isMet = isSpeedUp ? middle >= limit : middle <= limit;
  const goal = `${isSpeedUp ? "≥" : "≤"} ${limit}×`;
  return `  ${isMet ? "pass" : "MISS"}  ${what.padEnd(58)} ${middle.toFixed(2)}×  (${Math.min(...each).toFixed(2)}–${Math.max(...each).toFixed(2)})  goal ${goal}`;
}

/** One line of a report: median, spread, rounds. */
export function timingLine({ name, times }: Timing): string {
  const shown = (value: number): string => value.toFixed(0).padStart(6);
  return `  ${name.padEnd(46)} ${shown(median(times))} ms  (${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}, ${times.length} rounds)`;
}
