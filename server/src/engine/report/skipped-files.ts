import type { SkippedFile } from "../workspace/audit.ts";

/** Files that were skipped, told in one line. */
export interface ToldSkipped extends SkippedFile {
  /** `` or ` and 12 more files`, to stand behind the path. */
  readonly others: string;
}

/** More files than these with one and the same reason are told by the first of them and their number; the JSON report has each. */
const mostOfReason = 10;

/** What people are told of skipped files, in the order of their paths: a project may have a thousand components of one kind. */
export function toldSkipped(skipped: readonly SkippedFile[]): ToldSkipped[] {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const told = new Set<string>();
  return skipped.flatMap((file) => {
    const count = counts.get(file.reason) ?? 0;
    if (count <= mostOfReason) return [{ ...file, others: "" }];
    if (told.has(file.reason)) return [];
    told.add(file.reason);
    return [{ ...file, others: ` and ${count - 1} more files` }];
  });
}
