import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { isNotebookPath } from "../engine/notebook/read-notebook.ts";
import { tooLarge } from "../engine/unreadable.ts";
import { causeOf } from "./read-error.ts";
import { type Stamp, stampOf } from "./stamp.ts";
import { isUnreadFormat } from "./unread-formats.ts";

/** The bytes of a file with the stamp that it had before they were read, or why they were not read. */
export type ReadBytes = { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly stamp?: Stamp | undefined } | { readonly kind: "skipped"; readonly reason: string };

/** Reads many files one after the other into one buffer: the bytes are good until the next call. */
export function createFileReader(maxFileSizeKB: number): (path: string) => ReadBytes {
  let buffer = Buffer.allocUnsafe(256 * 1024);
  return (path) => {
    let file: number | undefined;
    try {
      file = openSync(path, "r");
      const stat = fstatSync(file);
      if (!stat.isFile()) return { kind: "skipped", reason: "not a regular file" };
      const reason = tooLarge(stat.size, maxSizeOf(path, maxFileSizeKB));
      if (reason !== undefined) return { kind: "skipped", reason };
      if (buffer.length < stat.size && stat.size <= maxKeptBytes) buffer = Buffer.allocUnsafe(stat.size * 2);
      const target = buffer.length < stat.size ? Buffer.allocUnsafe(stat.size) : buffer;
      let length = 0;
      for (let count = -1; count !== 0 && length < stat.size; length += count) count = readSync(file, target, length, stat.size - length, length);
      return { kind: "bytes", bytes: target.subarray(0, length), stamp: stampOf(stat) };
    } catch (error) {
      return { kind: "skipped", reason: causeOf(error) };
    } finally {
      if (file !== undefined) closeSync(file);
    }
  };
}

/** Files that are larger are read into a buffer of their own, which nobody keeps. */
const maxKeptBytes = 4 * 1024 * 1024;

/** The limit is for code: a notebook holds the pictures it has made as well, and what is no code is only looked through for a word. */
const maxSizeOf = (path: string, maxFileSizeKB: number): number => (isNotebookPath(path) || isUnreadFormat(path) ? Math.max(maxFileSizeKB, maxOtherSizeKB) : maxFileSizeKB);

const maxOtherSizeKB = 64 * 1024;
