import { type Dirent, readdirSync, statSync } from "node:fs";
import { causeOf } from "./read-error.ts";
import { areSameStamps, type Stamp, stampOf } from "./stamp.ts";

/** What a folder holds, in the order of the paths of what is in it, or why that cannot be told. */
export type ReadFolder = (folder: string) => readonly Dirent[] | string;

/** Reads a folder each time. */
export function readFolder(folder: string): readonly Dirent[] | string {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort(byPath);
  } catch (error) {
    return causeOf(error);
  }
}

/** A folder goes where the paths of what is in it go. */
function byPath(a: Dirent, b: Dirent): number {
  const first = a.isDirectory() ? `${a.name}/` : a.name;
  const second = b.isDirectory() ? `${b.name}/` : b.name;
  return first < second ? -1 : 1;
}

interface Listing {
  readonly stamp: Stamp;
  readonly entries: readonly Dirent[];
}

/** More folders than this are read each time. */
const maxKept = 50_000;

/**
 * Reads a folder again only where its stamp is another: what comes into a folder, leaves it or gets another name changes when the folder was last
 * written (POSIX, `open`, `unlink`, `rename`; NTFS does the same). A folder without a time is read each time; for one whose time stands still, whoever
 * watches has to tell (`forget`).
 */
export class FolderListings {
  readonly #kept = new Map<string, Listing>();

  readonly read: ReadFolder = (folder) => {
    const stamp = stampOfFolder(folder);
    const kept = this.#kept.get(folder);
    if (kept && areSameStamps(kept.stamp, stamp)) return kept.entries;
    const entries = readFolder(folder);
    if (stamp && typeof entries !== "string" && (kept || this.#kept.size < maxKept)) this.#kept.set(folder, { stamp, entries });
    else this.#kept.delete(folder);
    return entries;
  };

  /** Told that something came into a folder or left it. */
  forget(folder: string): void {
    this.#kept.delete(folder);
  }
}

/** Taken before the folder is read, so that what comes while it is read makes it another. */
function stampOfFolder(folder: string): Stamp | undefined {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(folder);
    return mtimeMs > 0 ? stampOf({ mtimeMs, ctimeMs, size, ino }) : undefined;
  } catch {
    return undefined;
  }
}
