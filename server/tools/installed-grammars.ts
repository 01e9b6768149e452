// Lends the grammars of the installed packages to tools and tests, so that neither needs a build.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** What grammars/grammars.json says of one wasm file. */
export interface GrammarFile {
  readonly package: string;
  readonly file: string;
}

const root = new URL("../../", import.meta.url);

/** grammars/grammars.json. */
export async function readGrammars(): Promise<{ readonly runtime: GrammarFile; readonly grammars: readonly (GrammarFile & { readonly name: string; readonly editorLanguages: readonly string[] })[] }> {
  return JSON.parse(await readFile(new URL("grammars/grammars.json", root), "utf8"));
}

/** The bytes of a wasm file that grammars.json names. */
export async function loadInstalledWasm(file: string): Promise<Uint8Array> {
  const { runtime, grammars } = await readGrammars();
  const entry = [runtime, ...grammars].find((each) => each.file === file);
  if (entry === undefined) throw new Error(`${file} is not in grammars/grammars.json`);
  return readFile(fileURLToPath(new URL(`node_modules/${entry.package}/${file}`, root)));
}
