import type { Stats } from "node:fs";

/** Some file systems count in steps of two seconds: a file as young as this may be written again with the same time. */
const youngMs = 2000;

/**
 * Names a state of a file: two equal stamps mean that it was not written in between; undefined where that cannot be told.
 * Like git's, it holds besides the time of the last write, which tools may set as they like, that of the last change of any kind,
 * and the file's own number, which is another one where a file was put in its place.
 */
export function stampOf({ mtimeMs, ctimeMs, size, ino }: Pick<Stats, "mtimeMs" | "ctimeMs" | "size" | "ino">): string | undefined {
  return Date.now() - mtimeMs < youngMs ? undefined : `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}
