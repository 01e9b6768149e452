/** What the fixes of one file say of their change. */
export interface FileNotes {
  /** As a person knows the file. */
  readonly path: string;
  readonly notes: readonly string[];
}

/** The notes of a batch, each once; one that speaks of "this file" says which it is. */
export function batchNotes(files: readonly FileNotes[]): string[] {
  const paths = new Map<string, string[]>();
  for (const { path, notes } of files) for (const note of new Set(notes)) paths.set(note, [...(paths.get(note) ?? []), path]);
  return [...paths].map(([note, [first = "", ...others]]) => {
    if (!/\bthis file\b/.test(note)) return note;
    const more = others.length === 0 ? "" : ` and ${others.length} more ${others.length === 1 ? "file" : "files"}`;
    return `${note.replace(/\.$/, "")} (${first}${more}).`;
  });
}
