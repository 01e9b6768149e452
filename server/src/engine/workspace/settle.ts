import type { FileReport } from "../engine.ts";
import { inImportOrder } from "./import-order.ts";
import type { ModuleIndex } from "./module-index.ts";

/** A chain of re-exports that is longer than this is followed so far and no further. */
export const maxRounds = 32;

/**
 * Analyzes files until what they give to each other is known: first those that are named, then, in rounds, those for which that has changed.
 * `analyze` answers undefined for a file that cannot be read.
 */
export async function settle(index: ModuleIndex, first: readonly string[], analyze: (uri: string) => Promise<FileReport | undefined>): Promise<void> {
  let due = first;
  for (let round = 0; round <= maxRounds; round++) {
    for (const uri of inImportOrder(index, due)) {
      const report = await analyze(uri);
      index.setExports(uri, report?.exports, report ? report.seen : index.versionOf(uri), report?.told);
    }
    due = index.stale();
    if (due.length === 0) return;
  }
}
