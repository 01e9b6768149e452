// Copies the grammars and the parser's runtime out of node_modules, after checking that they are the files we reviewed.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Writes every wasm file into `target`; throws when one is missing or is not the file whose hash grammars.json holds. */
export async function collectGrammars(target) {
  const { runtime, grammars } = JSON.parse(await readFile(new URL("grammars.json", import.meta.url), "utf8"));
  await mkdir(target, { recursive: true });
  for (const entry of [runtime, ...grammars]) {
    const path = join(packageFolder(entry.package), entry.file);
    const bytes = await readFile(path);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (sha256 !== entry.sha256) throw new Error(`${path} has sha256 ${sha256}, not the reviewed ${entry.sha256}: see grammars/README.md`);
    await writeFile(join(target, entry.file), bytes);
  }
}

/** The folders of the packages that the grammars and the runtime come from. */
export async function grammarPackages() {
  const { runtime, grammars } = JSON.parse(await readFile(new URL("grammars.json", import.meta.url), "utf8"));
  return [runtime, ...grammars].map((entry) => packageFolder(entry.package));
}

/** A package's folder, found without its `exports` having a say. */
function packageFolder(name) {
  for (const base of require.resolve.paths(name) ?? []) {
    try {
      return dirname(require.resolve(join(base, name, "package.json")));
    } catch {}
  }
  throw new Error(`${name} is not installed: run npm ci`);
}
