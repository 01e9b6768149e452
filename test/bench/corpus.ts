// Makes a tree of source files that looks like a company's repository: the same for the same numbers on every machine.
// What uses LiteLLM is taken from the rules' fixtures, so that every family and shape that the tool knows occurs in it.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { readFixture } from "../support/markdown-fixture.ts";
import { Filler } from "./filler.ts";
import type { BenchLanguage } from "./reference-tools.ts";

/** What a tree consists of. */
export interface CorpusShape {
  readonly files: number;
  /** What most of its sources are written in. */
  readonly language: BenchLanguage["name"];
  /** Percent of the files that use LiteLLM. */
  readonly share: number;
}

/** Where the bench keeps what it makes and installs. */
export const cacheFolder = resolve("node_modules/.cache/bench");

const fixturesFolder = "test/fixtures/rules";

/** Makes the tree, or finds it from an earlier run; returns its folder. */
export function makeCorpus(shape: CorpusShape): string {
  const snippets = fixtureSnippets().filter(({ language }) => shape.language === "Python" || language !== "py");
  const key = createHash("sha256")
    .update(JSON.stringify([shape, snippets]))
    .update(readFileSync(new URL("./filler.ts", import.meta.url)))
    .update(readFileSync(new URL(import.meta.url)));
  const folder = join(cacheFolder, `tree-${key.digest("hex").slice(0, 12)}`);
  if (existsSync(join(folder, "README.md"))) return folder;
  rmSync(folder, { recursive: true, force: true });
  const filler = new Filler(20261122);
  for (let index = 0; index < shape.files; index++) {
    const { path, text } = fileAt(index, shape, snippets, filler);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  // Last, so that a tree that was left half made is made again.
  writeFileSync(join(folder, "README.md"), "Made by npm run bench.\n");
  return folder;
}

interface SnippetText {
  readonly language: string;
  readonly text: string;
}

/** The code of all fixtures that is valid on its own. */
function fixtureSnippets(): SnippetText[] {
  return readdirSync(fixturesFolder)
    .filter((name) => name.startsWith("litellm-") && name.endsWith(".md"))
    .sort()
    .flatMap((name) => readFixture(basename(name, ".md"), readFileSync(join(fixturesFolder, name), "utf8")).cases)
    .flatMap(({ snippets }) => snippets.filter(({ isBroken }) => !isBroken).map(({ language, text }) => ({ language, text })));
}

/** Two thirds of its language, a sixth of the other, a sixth anything else. */
function fileAt(index: number, { files, share, language }: CorpusShape, snippets: readonly SnippetText[], filler: Filler): { path: string; text: string } {
  const folder = `${["services", "packages", "libs", "apps"][index % 4]}/${filler.noun()}/${filler.noun()}`;
  const kind = index % 6;
  const name = `${filler.noun()}_${index}`;
  const step = 100 / share;
  const usesLiteLlm = Math.floor((index + 1) / step) > Math.floor(index / step) && index < files;
  if (usesLiteLlm) {
    const snippet = snippets[Math.floor(index / step) % snippets.length] ?? { language: "py", text: "" };
    const isPython = snippet.language === "py";
    return { path: `${folder}/${name}.${snippet.language}`, text: `${snippet.text}\n\n${isPython ? filler.pythonBody(9000) : filler.typescriptBody(5000)}` };
  }
  if (kind === 5) return { path: `${folder}/${name}.${["md", "json", "yaml", "css"][filler.below(4)]}`, text: filler.prose(3000) };
  return (kind === 4) === (language === "Python")
    ? { path: `${folder}/${name}.${["ts", "tsx"][filler.below(2)]}`, text: filler.typescript(5000) }
    : { path: `${folder}/${name}.py`, text: filler.python(7600) };
}
