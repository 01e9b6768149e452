import type { KeptFile } from "../../engine/workspace/kept-file.ts";
import type { KeptReport } from "../../engine/workspace/kept-report.ts";
import type { Stamp } from "../../host/stamp.ts";
import { readSections, type Sections, writeSections } from "./cache-file.ts";

/** What a scan made of a file by its content alone. */
export type Outcome = { readonly kind: "scanned" } | { readonly kind: "skipped" | "models"; readonly reason: string } | { readonly kind: "unmentioned" };

/** A file as a scan has found it. */
export interface CachedFile {
  /** Undefined where the file has to be read to tell whether it is the same. */
  readonly stamp: Stamp | undefined;
  /** Of the content; undefined where it could not be read. */
  readonly digest: string | undefined;
  readonly outcome: Outcome;
  /** Absent where there is nothing to say about the file. */
  readonly report?: CachedReport | undefined;
}

/** A report with what else has to be known of its file. */
export interface CachedReport {
  readonly report: KeptReport;
  readonly hasByteOrderMark: boolean;
}

/** What the files gave to each other. */
export interface CachedModules {
  /** By number. */
  readonly uris: readonly string[];
  /** By path, of the files that were scanned. */
  readonly files: ReadonlyMap<string, KeptFile>;
}

/** Which cache is meant: where it is, and all that a scan depends on besides the files. */
export interface CacheKey {
  /** Undefined where nothing is to be kept. */
  readonly path: string | undefined;
  /** The program and its settings. */
  readonly identity: string;
  /** What is known about the files before the first is analyzed, such as the aliases of a proxy's configuration. */
  readonly context: string;
}

/** What a scan found, file by file, for the next scan of the same folder with the same settings. */
export class ScanCache {
  readonly #key: CacheKey;
  readonly #sections: Sections;
  readonly #files: FilesSection;
  readonly #stamps: Float64Array;
  readonly #reports: ReadonlyMap<number, CachedReport>;
  /** Where the next file that is asked for is likely to be. */
  #next = 0;
  #byPath: ReadonlyMap<string, number> | undefined;
  #modules: CachedModules | undefined;

  /** Empty where there is nothing that this program can use. */
  constructor(key: CacheKey) {
    this.#key = key;
    const sections = (key.path !== undefined && readSections(key.path, key.identity)) || {};
    const files: FilesSection | undefined = parsed(sections.files);
    const isUsable = files?.context === key.context;
    this.#sections = isUsable ? sections : {};
    this.#files = isUsable ? files : { context: key.context, paths: [], digests: [], outcomes: [] };
    // copied, for eight bytes each have to begin where a multiple of eight does
    this.#stamps = new Float64Array(Uint8Array.from(this.#sections.stamps ?? []).buffer);
    this.#reports = new Map(parsed<ReportsSection>(this.#sections.reports));
  }

  get isEnabled(): boolean {
    return this.#key.path !== undefined;
  }

  get size(): number {
    return this.#files.paths.length;
  }

  find(path: string): CachedFile | undefined {
    const index = this.#indexOf(path);
    const outcome = index === undefined ? undefined : this.#files.outcomes[index];
    if (index === undefined || outcome === undefined) return undefined;
    return {
      stamp: this.#stampAt(index),
      digest: this.#files.digests[index] ?? undefined,
      outcome: outcomeOf(outcome),
      report: this.#reports.get(index),
    };
  }

  /** A scan comes by in the same order each time. */
  #indexOf(path: string): number | undefined {
    const { paths } = this.#files;
    if (paths[this.#next] === path) return this.#next++;
    this.#byPath ??= new Map(paths.map((each, index) => [each, index]));
    const index = this.#byPath.get(path);
    if (index !== undefined) this.#next = index + 1;
    return index;
  }

  #stampAt(index: number): Stamp | undefined {
    const at = index * stampLength;
    const mtimeMs = this.#stamps[at] ?? Number.NaN;
    return Number.isNaN(mtimeMs) ? undefined : { mtimeMs, ctimeMs: this.#stamps[at + 1] ?? 0, size: this.#stamps[at + 2] ?? 0, ino: this.#stamps[at + 3] ?? 0 };
  }

  get modules(): CachedModules {
    this.#modules ??= this.#readModules();
    return this.#modules;
  }

  #readModules(): CachedModules {
    const { uris = [], files = [] }: Partial<ModulesSection> = parsed(this.#sections.modules) ?? {};
    const { paths } = this.#files;
    return { uris, files: new Map(files.flatMap((file, index) => (file === null ? [] : [[paths[index] ?? "", file]]))) };
  }

  /** Keeps what a scan has found; `modules` is undefined where nothing has changed but files by which nothing else does. */
  save(files: ReadonlyMap<string, CachedFile>, modules: CachedModules | undefined): void {
    const { path, identity, context } = this.#key;
    if (path === undefined) return;
    const all = [...files];
    const stamps = stampBytes(all.map(([, { stamp }]) => stamp));
    const section: FilesSection = {
      context,
      paths: all.map(([name]) => name),
      digests: all.map(([, { digest }]) => digest ?? null),
      outcomes: all.map(([, { outcome }]) => keptOutcome(outcome)),
    };
    if (modules === undefined) {
      writeSections(path, identity, { ...this.#sections, stamps, files: json(section) });
      return;
    }
    const reports: ReportsSection = all.flatMap(([, { report }], index) => (report ? [[index, report]] : []));
    const kept: ModulesSection = { uris: modules.uris, files: all.map(([name]) => modules.files.get(name) ?? null) };
    writeSections(path, identity, { stamps, files: json(section), reports: json(reports), modules: json(kept) });
  }
}

/** The outcome of a file that was read as source. */
export const isScanned: Outcome = { kind: "scanned" };

const isUnmentioned: Outcome = { kind: "unmentioned" };

const stampLength = 4;

/** Four numbers a file, which are not worth being written as text. */
function stampBytes(stamps: readonly (Stamp | undefined)[]): Uint8Array {
  const numbers = new Float64Array(stamps.length * stampLength).fill(Number.NaN);
  for (const [index, stamp] of stamps.entries()) if (stamp) numbers.set([stamp.mtimeMs, stamp.ctimeMs, stamp.size, stamp.ino], index * stampLength);
  return new Uint8Array(numbers.buffer);
}

const unmentioned = 0;
const scanned = 1;

/** One list for each thing that is known of files, in one order: far fewer words than an object a file. */
interface FilesSection {
  readonly context: string;
  readonly paths: readonly string[];
  readonly digests: readonly (string | null)[];
  readonly outcomes: readonly KeptOutcome[];
}

/** The reason of a file that was skipped; in a list where it has names of models alone. */
type KeptOutcome = string | readonly [string] | typeof unmentioned | typeof scanned;

function keptOutcome(outcome: Outcome): KeptOutcome {
  switch (outcome.kind) {
    case "skipped":
      return outcome.reason;
    case "models":
      return [outcome.reason];
    case "scanned":
      return scanned;
    case "unmentioned":
      return unmentioned;
    default:
      return outcome satisfies never;
  }
}

function outcomeOf(kept: KeptOutcome): Outcome {
  if (typeof kept === "string") return { kind: "skipped", reason: kept };
  if (kept === scanned) return isScanned;
  return kept === unmentioned ? isUnmentioned : { kind: "models", reason: kept[0] };
}

/** By the number of the file. */
type ReportsSection = (readonly [number, CachedReport])[];

interface ModulesSection {
  readonly uris: readonly string[];
  readonly files: readonly (KeptFile | null)[];
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** A section is what this very program has written: its digest says so. */
function parsed<T>(section: Uint8Array | undefined): T | undefined {
  return section && JSON.parse(Buffer.from(section.buffer, section.byteOffset, section.byteLength).toString("utf8"));
}
