import type { FileReport } from "../engine.ts";
import type { ModuleIndex } from "./module-index.ts";

/** A chain of re-exports that is longer than this is followed so far and no further. */
const maxRounds = 32;

/**
 * Analyzes files anew until what they give to each other is known: each round takes those whose imports the last one has explained.
 * `analyze` answers undefined for a file that cannot be read.
 */
export async function settle(index: ModuleIndex, analyze: (uri: string) => Promise<FileReport | undefined>): Promise<void> {
  for (let round = 0; round < maxRounds; round++) {
    const stale = index.stale();
    if (stale.length === 0) return;
    for (const uri of stale) {
      const report = await analyze(uri);
      index.setExports(uri, report?.exports, report ? report.seen : index.versionOf(uri), report?.told);
    }
  }
}
