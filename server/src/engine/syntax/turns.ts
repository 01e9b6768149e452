/** Cuts long work into slices. */
export interface Turns {
  /** Whether the running slice has lasted long enough; asked every few hundredths of a millisecond. */
  isOver(): boolean;
  /** Lets others have their turn; false when nobody wants the work any more. */
  next(): Promise<boolean>;
  /** Lets others have their turn while the result is not urgent; false when nobody wants the work any more. */
  rest(): Promise<boolean>;
}

/** What work rejects with that nobody wanted any more. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor() {
    super("stopped, since its result is not wanted any more");
  }
}

/** Between pieces of work that cannot be cut: lets others have their turn where the slice is over. Whether the result is still wanted, the next slice asks. */
export async function breathe(turns: Turns | undefined): Promise<void> {
  if (turns?.isOver()) await turns.next();
}

/** Work that can be interrupted at each step. */
export type Steps<T> = Generator<undefined, T>;

/** Does all the steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does the steps in slices; rejects with `Stopped` where the turns end. `onRest` is told of each turn that others have, when it is over. */
export async function inSlices<T>(steps: Steps<T>, turns: Turns | undefined, onRest: () => void = () => {}): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (!turns?.isOver()) continue;
    if (!(await turns.next())) throw new Stopped();
    onRest();
  }
}

/** Turns items into others, one a step. */
export function* mapped<T, U>(items: readonly T[], map: (item: T, index: number) => U): Steps<U[]> {
  const results: U[] = [];
  for (const [index, item] of items.entries()) {
    results.push(map(item, index));
    yield;
  }
  return results;
}
