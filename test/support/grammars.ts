// Gives tests what a shell gives the engine, and a parser of their own to check the engine's work with.
import type { EngineHost } from "../../server/src/engine/engine.ts";
import type { Grammar } from "../../server/src/engine/source-file.ts";
import { Parsers } from "../../server/src/engine/syntax/parsers.ts";
import { loadInstalledWasm } from "../../server/tools/installed-grammars.ts";

/** The engine's host of tests: grammars from the installed packages, a clock that stands still. */
export const testHost: EngineHost = { loadWasm: loadInstalledWasm, now: () => 0 };

const parsers = new Parsers(loadInstalledWasm);

/** What a grammar says about a text: how many places it could not read, and the comments. */
export interface SyntaxReport {
  readonly errors: number;
  readonly comments: readonly string[];
}

/** Parses a text from scratch, whatever the engine made of it. */
export function readSyntax(grammar: Grammar, text: string): Promise<SyntaxReport> {
  return parsers.parse(grammar, text, {}, (root) => {
    let errors = 0;
    const comments: string[] = [];
    const stack = [root];
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (node.isMissing || node.type === "ERROR") errors += 1;
      if (node.type === "comment") comments.push(node.text.trimEnd());
      stack.push(...[...node.children].reverse());
    }
    return { errors, comments };
  });
}
