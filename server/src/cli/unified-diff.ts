import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";

/** A change of one file in the form that `git apply` and `patch -p1` take; empty where nothing differs. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const patch = formatPatch(structuredPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 3 }), FILE_HEADERS_ONLY);
  // GNU patch ends an unquoted name at its first space unless a tab follows it, which is why git writes one
  return path.includes(" ") ? patch.replace(/^(?:---|\+\+\+) [^"\n][^\n]*$/gm, (header, at: number) => (at < patch.indexOf("\n@@") ? `${header}\t` : header)) : patch;
}
