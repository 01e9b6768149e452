const slash = 0x2f;

/**
 * Finds in bytes where the next prefix of a model's name stands behind one of the given bytes (undefined: the beginning), from a place on; -1 where none does.
 * There are more than a hundred prefixes: one pass over the slashes is twenty times faster than a pass for each.
 */
export function modelSearch(modelNeedles: readonly string[], before: ReadonlySet<number | undefined>): (buffer: Buffer, from: number) => number {
  const byLastByte: Buffer[][] = Array.from({ length: 256 }, () => []);
  for (const needle of modelNeedles) {
    const prefix = Buffer.from(needle.slice(0, -1));
    byLastByte[prefix.at(-1) ?? 0]?.push(prefix);
  }
  return (buffer, from) => {
    for (let at = buffer.indexOf(slash, from); at >= 0; at = buffer.indexOf(slash, at + 1)) {
      for (const prefix of byLastByte[buffer[at - 1] ?? 0] ?? []) {
        const start = at - prefix.length;
        if (start >= from && before.has(buffer[start - 1]) && buffer.compare(prefix, 0, prefix.length, start, at) === 0) return start;
      }
    }
    return -1;
  };
}
