// `npm run print-facts FILE`: the syntax tree of a file and the facts that rules are given of it.
import { readFileSync } from "node:fs";
import type { Node } from "web-tree-sitter";
import { catalog } from "../src/engine/catalog/catalog.ts";
import { gatherFacts } from "../src/engine/facts/gather.ts";
import { python } from "../src/engine/facts/python.ts";
import { typescript } from "../src/engine/facts/typescript.ts";
import { neededNames } from "../src/engine/rewrite/client.ts";
import { grammarOfPath, languageOf } from "../src/engine/source-file.ts";
import { Parsers } from "../src/engine/syntax/parsers.ts";
import { LineIndex } from "../src/engine/text/line-index.ts";
import { suppressionMarker } from "../src/engine/text/suppression-marker.ts";
import { loadInstalledWasm } from "./installed-grammars.ts";

/** The named nodes of a tree, one a line, with the text of the leaves. */
function treeText(root: Node): string {
  const lines: string[] = [];
  const cursor = root.walk();
  const visit = (depth: number): void => {
    do {
      if (cursor.nodeIsNamed) {
        const { row, column } = cursor.startPosition;
        const field = cursor.currentFieldName ? `${cursor.currentFieldName}: ` : "";
        const text = cursor.currentNode.namedChildCount === 0 ? ` ${JSON.stringify(cursor.nodeText)}` : "";
        lines.push(`${"  ".repeat(depth)}${field}${cursor.nodeType}${text}  ${row + 1}:${column + 1}`);
      }
      if (cursor.gotoFirstChild()) {
        visit(depth + 1);
        cursor.gotoParent();
      }
    } while (cursor.gotoNextSibling());
  };
  visit(0);
  cursor.delete();
  return lines.join("\n");
}

/** Facts as JSON in which a span is its place and its text. */
function factsText(facts: unknown, text: string): string {
  const index = new LineIndex(text);
  const readable = (_: string, value: unknown): unknown => {
    if (value instanceof Set) return [...value].sort();
    if (!isSpan(value)) return value;
    const { line, character } = index.position(value.start);
    const code = text.slice(value.start, value.end);
    return `${line + 1}:${character + 1} ${code.length > 60 ? `${code.slice(0, 57)}…` : code}`;
  };
  return JSON.stringify(facts, readable, 2);
}

const isSpan = (value: unknown): value is { readonly start: number; readonly end: number } => typeof value === "object" && value !== null && Object.keys(value).join() === "start,end";

async function main(path: string | undefined): Promise<void> {
  const grammar = path === undefined ? undefined : grammarOfPath(path);
  if (path === undefined || grammar === undefined) throw new Error("say a Python, TypeScript or JavaScript file: npm run print-facts example.py");
  const text = readFileSync(path, "utf8");
  const language = languageOf(grammar);
  await new Parsers(loadInstalledWasm).parse(grammar, text, undefined, (root) => {
    console.log(treeText(root));
    console.log(factsText(gatherFacts(root, text, language, { python, typescript }[language], { ...catalog, neededNames, commentWord: suppressionMarker }), text));
  });
}

await main(process.argv[2]).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});
