import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { digestOf } from "../../host/digest.ts";
import { pruneCache } from "./cache-folder.ts";

/** The parts of a cache file, each by itself, so that what is not needed is not read as JSON. */
export type Sections = Readonly<Record<string, Uint8Array>>;

/** More is not worth keeping. */
const maxBytes = 64 * 1024 * 1024;

/** A file that is used is kept: its time is renewed once a day. */
const dayMs = 24 * 60 * 60 * 1000;

/** Reads a file that holds what a program of this identity wrote; undefined for everything else, and for one that is not whole. */
export function readSections(path: string, identity: string): Sections | undefined {
  try {
    const bytes = readFileSync(path);
    const end = bytes.indexOf("\n");
    const header = JSON.parse(bytes.toString("utf8", 0, end)) as Header;
    if (header.identity !== identity) return undefined;
    const body = bytes.subarray(end + 1);
    if (digestOf(body) !== header.digest) return undefined;
    const sections: Record<string, Uint8Array> = {};
    let at = 0;
    for (const [name, length] of header.sections) {
      sections[name] = body.subarray(at, at + length);
      at += length;
    }
    const now = Date.now();
    if (now - statSync(path).mtimeMs > dayMs) utimesSync(path, now / 1000, now / 1000);
    return sections;
  } catch {
    return undefined;
  }
}

interface Header {
  readonly identity: string;
  /** Of all that follows the header's line. */
  readonly digest: string;
  /** Name and number of bytes, in their order. */
  readonly sections: readonly (readonly [string, number])[];
}

/**
 * Replaces the file whole or not at all; a cache that cannot be written is none, and nobody need hear of it.
 * It is not forced onto the disk: what a crash leaves of it is told by its digest.
 */
export function writeSections(path: string, identity: string, sections: Sections): void {
  const parts = Object.entries(sections);
  const body = Buffer.concat(parts.map(([, bytes]) => bytes));
  if (body.length > maxBytes) return;
  const header: Header = { identity, digest: digestOf(body), sections: parts.map(([name, { length }]) => [name, length]) };
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    // What reports quote of private code is for its owner alone.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]), { mode: 0o600, flag: "wx" });
    renameSync(temporary, path);
    pruneCache(dirname(path), Date.now());
  } catch {
    // what is left of it goes with the next pruning
  }
}
