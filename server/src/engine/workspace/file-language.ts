import { isNotebookPath } from "../notebook/read-notebook.ts";
import { grammarOfPath, type Language, languageOf } from "../source-file.ts";

/** The language of a file by its name; undefined for one that is not ours to read. */
export function languageOfFile(uri: string): Language | undefined {
  const grammar = isNotebookPath(uri) ? "python" : grammarOfPath(uri);
  return grammar && languageOf(grammar);
}
