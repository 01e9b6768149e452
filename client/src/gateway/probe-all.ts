import type { ProbeAnswer } from "./model-findings.ts";

/** What came of asking many models. */
export interface Probed {
  readonly answers: ReadonlyMap<string, ProbeAnswer>;
  /** Why the rest was not asked; undefined where all were. */
  readonly stopped: string | undefined;
}

/** Asks some models at a time until all are asked, the user stops it, or an answer says that all others would be the same. */
export async function probeAll(
  names: readonly string[],
  ask: (name: string) => Promise<ProbeAnswer>,
  { atOnce, signal, onAnswer }: { readonly atOnce: number; readonly signal: AbortSignal; readonly onAnswer: (name: string) => void },
): Promise<Probed> {
  const queue = [...names];
  const answers = new Map<string, ProbeAnswer>();
  let stopped: string | undefined;
  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined && stopped === undefined && !signal.aborted; name = queue.shift()) {
      const answer = await ask(name);
      answers.set(name, answer);
      if (answer.stopsAll) stopped = answer.message;
      onAnswer(name);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, names.length) }, work));
  return { answers, stopped };
}
