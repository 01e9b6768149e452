import type { FileReport } from "../engine/engine.ts";

/** Says what a report could not do, once for each file and reason. */
export function logOnce(log: (message: string) => void): (report: FileReport) => void {
  const said = new Set<string>();
  return ({ source: { uri }, skipped, problems }) => {
    for (const problem of [...(skipped === undefined ? [] : [`not read: ${skipped}`]), ...problems]) {
      const message = `${uri}: ${problem}`;
      if (said.has(message)) continue;
      said.add(message);
      log(message);
    }
  };
}
