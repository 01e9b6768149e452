/** The first candidate that stands nowhere in the file as a word, else the last one with a number. */
export function freeName(candidates: readonly string[], taken: ReadonlySet<string>): string {
  const free = candidates.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  const base = candidates.at(-1) ?? "name";
  for (let number = 2; ; number++) if (!taken.has(`${base}_${number}`)) return `${base}_${number}`;
}
