import type { AnalysisContext } from "../engine/engine.ts";
import { saysSomething } from "../engine/workspace/audit.ts";
import type { FileState } from "../host/host.ts";
import { type Analysis, isRead, silentAnalysis, type Unread } from "./analysis.ts";

/** Characters of the texts whose analyses are kept; with their facts and fixes each takes about ten bytes. */
const maxKept = 8_000_000;

/** What the analysis of a file depends on besides its text. */
export interface Given {
  readonly context: AnalysisContext;
  /** The version of what other files give to it. */
  readonly version: string | undefined;
}

interface Kept extends Given {
  readonly stamp: string;
  /** Of the content; undefined where it could not be read. */
  readonly digest: string | undefined;
  /** Undefined for a file about which there is nothing to say, to people or to other files. */
  readonly result: Analysis | Unread | undefined;
}

/**
 * What was found in files on disk, as long as the file, what others give to it and what holds for it (the very context) stay the same.
 * A file with nothing to say costs no more than its name.
 */
export class FileResults {
  readonly #kept = new Map<string, Kept>();
  #size = 0;

  /** By the file's stamp, without reading it. */
  find(uri: string, stamp: string, given: Given): Analysis | Unread | undefined {
    const kept = this.#kept.get(uri);
    if (kept?.stamp !== stamp || !isSame(kept, given)) return undefined;
    return kept.result ?? silentAnalysis(uri, given.context);
  }

  /** By what the file holds: one that was written anew may be as it was, as after a branch was switched there and back. It is only read where that can be. */
  findContent(uri: string, given: Given, stateOf: (uri: string) => FileState | undefined): Analysis | Unread | undefined {
    const kept = this.#kept.get(uri);
    const state = kept?.digest !== undefined && isSame(kept, given) ? stateOf(uri) : undefined;
    if (!kept || state?.digest !== kept.digest) return undefined;
    if (state?.stamp !== undefined) this.#kept.set(uri, { ...kept, stamp: state.stamp });
    return kept.result ?? silentAnalysis(uri, given.context);
  }

  keep(uri: string, { stamp, digest }: Pick<Kept, "stamp" | "digest">, given: Given, result: Analysis | Unread): void {
    this.forget(uri);
    const isSilent = isRead(result) && !saysSomething(result.report) && result.report.exports === undefined;
    const size = isSilent ? 0 : sizeOf(result);
    // A scan comes by in the same order each time: if room were made for the last ones, the first would be gone when it begins again.
    if (this.#size + size > maxKept) return;
    this.#kept.set(uri, { stamp, digest, ...given, result: isSilent ? undefined : result });
    this.#size += size;
  }

  forget(uri: string): void {
    const kept = this.#kept.get(uri);
    if (!kept) return;
    this.#kept.delete(uri);
    this.#size -= sizeOf(kept.result);
  }
}

const isSame = (kept: Given, { context, version }: Given): boolean => kept.context === context && kept.version === version;

const sizeOf = (result: Analysis | Unread | undefined): number => (result && isRead(result) ? result.report.source.text.length : 0);
