// Gives tests what a shell gives the engine, and a parser of their own to check the engine's work with.
import { readFile } from "node:fs/promises";
import { Language, Parser } from "web-tree-sitter";
import manifest from "../../grammars/grammars.json" with { type: "json" };
import type { EngineHost } from "../../server/src/engine/engine.ts";
import type { Grammar } from "../../server/src/engine/source-file.ts";

const files = [manifest.runtime, ...manifest.grammars];

/** The engine's host of tests: grammars from the installed packages, a clock that stands still. */
export const testHost: EngineHost = { loadWasm, now: () => 0 };

async function loadWasm(file: string): Promise<Uint8Array> {
  const entry = files.find((each) => each.file === file);
  if (entry === undefined) throw new Error(`${file} is not in grammars/grammars.json`);
  return readFile(new URL(`../../node_modules/${entry.package}/${file}`, import.meta.url));
}

const parsers = new Map<Grammar, Promise<Parser>>();

async function openParser(grammar: Grammar): Promise<Parser> {
  await Parser.init({ wasmBinary: await loadWasm(manifest.runtime.file) });
  const entry = manifest.grammars.find(({ name }) => name === grammar);
  if (entry === undefined) throw new Error(`no grammar is named ${grammar}`);
  return new Parser().setLanguage(await Language.load(await loadWasm(entry.file)));
}

/** What a grammar says about a text: how many places it could not read, and the comments. */
export interface SyntaxReport {
  readonly errors: number;
  readonly comments: readonly string[];
}

/** Parses a text from scratch, apart from the engine. */
export async function readSyntax(grammar: Grammar, text: string): Promise<SyntaxReport> {
  const opening = parsers.get(grammar) ?? openParser(grammar);
  parsers.set(grammar, opening);
  const tree = (await opening).parse(text);
  if (tree === null) throw new Error("the parser gave no tree");
  let errors = 0;
  const comments: string[] = [];
  const cursor = tree.walk();
  const visit = (): void => {
    do {
      if (cursor.nodeIsMissing || cursor.nodeType === "ERROR") errors += 1;
      if (cursor.nodeType === "comment") comments.push(cursor.nodeText.trimEnd());
      if (cursor.gotoFirstChild()) {
        visit();
        cursor.gotoParent();
      }
    } while (cursor.gotoNextSibling());
  };
  visit();
  cursor.delete();
  tree.delete();
  return { errors, comments };
}
