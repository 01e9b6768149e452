import type { Stats } from "node:fs";

/**
 * A state of a file: two equal stamps mean that it was not written in between.
 * Like git's, it holds besides the time of the last write, which tools may set as they like, that of the last change of any kind,
 * and the file's own number, which is another one where a file was put in its place.
 */
export type Stamp = Pick<Stats, "mtimeMs" | "ctimeMs" | "size" | "ino">;

/** Some file systems count in steps of two seconds: a file as young as this may be written again with the same time. */
const youngMs = 2000;

/** The stamp of a file; undefined where it would not tell whether the file was written since. */
export const stampOf = (stat: Stamp): Stamp | undefined => (Date.now() - stat.mtimeMs < youngMs ? undefined : stat);

/** Whether both are there and say that the file is as it was. */
export const areSameStamps = (a: Stamp | undefined, b: Stamp | undefined): boolean =>
  a !== undefined && b !== undefined && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.size === b.size && a.ino === b.ino;
