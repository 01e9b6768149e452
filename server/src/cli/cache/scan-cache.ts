import type { KeptFile } from "../../engine/workspace/kept-file.ts";
import type { KeptReport } from "../../engine/workspace/kept-report.ts";
import { readSections, type Sections, writeSections } from "./cache-file.ts";

/** What a scan made of a file by its content alone. */
export type Outcome = { readonly kind: "scanned" } | { readonly kind: "skipped"; readonly reason: string } | { readonly kind: "unmentioned" };

/** A file as a scan has found it. */
export interface CachedFile {
  /** Undefined where the file has to be read to tell whether it is the same. */
  readonly stamp: string | undefined;
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
  readonly #files = new Map<string, CachedFile>();
  #modules: CachedModules | undefined;

  /** Empty where there is nothing that this program can use. */
  constructor(key: CacheKey) {
    this.#key = key;
    const sections = (key.path !== undefined && readSections(key.path, key.identity)) || {};
    const files: FilesSection | undefined = parsed(sections.files);
    this.#sections = files?.context === key.context ? sections : {};
    if (files?.context !== key.context) return;
    const reports = new Map(parsed<ReportsSection>(sections.reports));
    for (const [index, path] of files.paths.entries()) {
      const outcome = files.outcomes[index];
      this.#files.set(path, {
        stamp: files.stamps[index] ?? undefined,
        digest: files.digests[index] ?? undefined,
        outcome: typeof outcome === "string" ? { kind: "skipped", reason: outcome } : { kind: outcome === scanned ? "scanned" : "unmentioned" },
        report: reports.get(index),
      });
    }
  }

  get isEnabled(): boolean {
    return this.#key.path !== undefined;
  }

  get size(): number {
    return this.#files.size;
  }

  find(path: string): CachedFile | undefined {
    return this.#files.get(path);
  }

  get modules(): CachedModules {
    this.#modules ??= this.#readModules();
    return this.#modules;
  }

  #readModules(): CachedModules {
    const { uris = [], files = [] }: Partial<ModulesSection> = parsed(this.#sections.modules) ?? {};
    const paths = [...this.#files.keys()];
    return { uris, files: new Map(files.flatMap((file, index) => (file === null ? [] : [[paths[index] ?? "", file]]))) };
  }

  /** Keeps what a scan has found; `modules` is undefined where nothing but stamps has changed. */
  save(files: ReadonlyMap<string, CachedFile>, modules: CachedModules | undefined): void {
    const { path, identity, context } = this.#key;
    if (path === undefined) return;
    const all = [...files];
    const section: FilesSection = {
      context,
      paths: all.map(([name]) => name),
      stamps: all.map(([, { stamp }]) => stamp ?? null),
      digests: all.map(([, { digest }]) => digest ?? null),
      outcomes: all.map(([, { outcome }]) => (outcome.kind === "skipped" ? outcome.reason : outcome.kind === "scanned" ? scanned : unmentioned)),
    };
    if (modules === undefined) {
      writeSections(path, identity, { ...this.#sections, files: json(section) });
      return;
    }
    const reports: ReportsSection = all.flatMap(([, { report }], index) => (report ? [[index, report]] : []));
    const kept: ModulesSection = { uris: modules.uris, files: all.map(([name]) => modules.files.get(name) ?? null) };
    writeSections(path, identity, { files: json(section), reports: json(reports), modules: json(kept) });
  }
}

const unmentioned = 0;
const scanned = 1;

/** One list for each thing that is known of files, in one order: far fewer words than an object a file. */
interface FilesSection {
  readonly context: string;
  readonly paths: readonly string[];
  readonly stamps: readonly (string | null)[];
  readonly digests: readonly (string | null)[];
  /** The reason of a file that was skipped. */
  readonly outcomes: readonly (string | typeof unmentioned | typeof scanned)[];
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
