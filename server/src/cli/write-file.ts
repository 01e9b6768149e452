import { chmodSync, chownSync, closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a file whole or not at all: the bytes go to a file beside it, which then takes its name.
 * Mode and owner stay; a symbolic link stays one. Throws what the file system says.
 */
export function writeAtomically(path: string, bytes: Uint8Array): void {
  const target = realPathOf(path);
  const existing = statSync(target, { throwIfNoEntry: false });
  // devices and pipes, such as /dev/stdout, cannot be replaced
  if (existing !== undefined && !existing.isFile()) {
    const file = openSync(target, "w");
    writeAll(file, bytes);
    closeSync(file);
    return;
  }
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const file = openSync(temporary, "wx");
  try {
    try {
      writeAll(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (existing !== undefined) keepRights(temporary, existing);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

function keepRights(path: string, { uid, gid, mode }: { readonly uid: number; readonly gid: number; readonly mode: number }): void {
  try {
    chownSync(path, uid, gid);
  } catch {
    // only the superuser may give a file away; the new one is then the user's own
  }
  // after the owner, whose change clears the set-user-id bits
  chmodSync(path, mode & 0o7777);
}
