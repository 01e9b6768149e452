import picomatch from "picomatch";

/** Whether a path, relative and with `/` between its parts, is meant. */
export type PathTest = (path: string) => boolean;

/** The paths that globs match; one without a slash inside matches at any depth. */
export const globs = (patterns: readonly string[]): PathTest =>
  // extended globs (`+(a|b)`) can be made to backtrack without end, and the editor's globs have none
  patterns.length > 0 ? picomatch(patterns.map(anchored), { dot: true, noextglob: true, nonegate: true }) : () => false;

/** The paths that globs match, and all that is in the folders they match. */
export function globsWithContents(patterns: readonly string[]): PathTest {
  const matches = globs(patterns);
  if (patterns.length === 0) return matches;
  return (path) => {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) if (matches(path.slice(0, end))) return true;
    return matches(path);
  };
}

// `tests/` becomes `**/tests`: a pattern without a slash inside matches at any depth
function anchored(pattern: string): string {
  const bare = pattern.replace(/^\.\//, "").replace(/\/$/, "");
  return bare.includes("/") ? bare.replace(/^\//, "") : `**/${bare}`;
}
