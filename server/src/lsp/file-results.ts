import type { AnalysisContext } from "../engine/engine.ts";
import { saysSomething } from "../engine/workspace/audit.ts";
import { type Analysis, isRead, silentAnalysis, type Unread } from "./analysis.ts";

/** Characters of the texts whose analyses are kept; with their facts and fixes each takes about ten bytes. */
const maxKept = 8_000_000;

interface Kept {
  readonly stamp: string;
  readonly context: AnalysisContext;
  /** Undefined for a file about which there is nothing to say, to people or to other files. */
  readonly result: Analysis | Unread | undefined;
}

/**
 * What was found in files on disk, as long as the file and what others give to it (both by the stamp) and what holds for it (by the
 * very context) stay the same. A file with nothing to say costs no more than its name.
 */
export class FileResults {
  readonly #kept = new Map<string, Kept>();
  #size = 0;

  find(uri: string, stamp: string, context: AnalysisContext): Analysis | Unread | undefined {
    const kept = this.#kept.get(uri);
    if (kept?.stamp !== stamp || kept.context !== context) return undefined;
    return kept.result ?? silentAnalysis(uri, context);
  }

  keep(uri: string, stamp: string, context: AnalysisContext, result: Analysis | Unread): void {
    this.forget(uri);
    const isSilent = isRead(result) && !saysSomething(result.report) && result.report.exports === undefined;
    const size = isSilent ? 0 : sizeOf(result);
    // A scan comes by in the same order each time: if room were made for the last ones, the first would be gone when it begins again.
    if (this.#size + size > maxKept) return;
    this.#kept.set(uri, { stamp, context, result: isSilent ? undefined : result });
    this.#size += size;
  }

  forget(uri: string): void {
    const kept = this.#kept.get(uri);
    if (!kept) return;
    this.#kept.delete(uri);
    this.#size -= sizeOf(kept.result);
  }
}

const sizeOf = (result: Analysis | Unread | undefined): number => (result && isRead(result) ? result.report.source.text.length : 0);
