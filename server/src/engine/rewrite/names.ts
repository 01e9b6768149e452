/** The first candidate that stands nowhere in the file as a word, else the last one with a number. */
export function freeName(candidates: readonly string[], isTaken: (name: string) => boolean): string {
  const free = candidates.find((name) => !isTaken(name));
  if (free !== undefined) return free;
  const base = candidates.at(-1) ?? "name";
  for (let number = 2; ; number++) if (!isTaken(`${base}_${number}`)) return `${base}_${number}`;
}
