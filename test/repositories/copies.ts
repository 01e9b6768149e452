// The copies of a repository, before its rewrite and after it, as the proofs compare them.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The files of a folder whose names match, in order. */
export function filesIn(folder: string, name: RegExp): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && name.test(entry.name));
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}

/** The text of a file; undefined where it is not there. */
export function textOf(folder: string, path: string): string | undefined {
  try {
    return readFileSync(join(folder, path), "utf8");
  } catch {
    return undefined;
  }
}

/** What is in the second list more often than in the first. */
export function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((message) => {
    const known = left.indexOf(message);
    if (known >= 0) left.splice(known, 1);
    return known < 0;
  });
}
