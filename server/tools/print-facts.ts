// `npm run print-facts FILE`: the syntax tree of a file and the facts that rules are given of it.
import { readFileSync } from "node:fs";
import { isAdapter } from "../src/engine/adapter/adapter-state.ts";
import { catalog } from "../src/engine/catalog/catalog.ts";
import { otherClients } from "../src/engine/catalog/other-clients.ts";
import { gatewayWords } from "../src/engine/catalog/other-services.ts";
import { gatherFacts } from "../src/engine/facts/gather.ts";
import { python } from "../src/engine/facts/python.ts";
import { typescript } from "../src/engine/facts/typescript.ts";
import { neededNames } from "../src/engine/rewrite/client.ts";
import { grammarOfPath, languageOf } from "../src/engine/source-file.ts";
import type { Node } from "../src/engine/syntax/nodes.ts";
import { Parsers } from "../src/engine/syntax/parsers.ts";
import { finish } from "../src/engine/syntax/turns.ts";
import { LineIndex } from "../src/engine/text/line-index.ts";
import { suppressionMarker } from "../src/engine/text/suppression-marker.ts";
import { loadInstalledWasm } from "./installed-grammars.ts";

/** The named nodes of a tree, one a line, with the text of the leaves. */
function treeText(root: Node): string {
  const lines: string[] = [];
  const visit = (node: Node, field: string | null, depth: number): void => {
    const { row, column } = node.startPosition;
    const leaf = node.namedChildCount === 0 ? ` ${JSON.stringify(node.text)}` : "";
    lines.push(`${"  ".repeat(depth)}${field === null ? "" : `${field}: `}${node.type}${leaf}  ${row + 1}:${column + 1}`);
    node.children.forEach((child, index) => {
      if (child.isNamed) visit(child, node.fieldNameForChild(index), depth + 1);
    });
  };
  visit(root, null, 0);
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
  await new Parsers(loadInstalledWasm).parse(grammar, text, {}, (root) => {
    console.log(treeText(root));
    console.log(
      factsText(
        finish(
          gatherFacts(root, text, language, { python, typescript }[language], {
            ...catalog,
            ...catalog.proxy,
            fieldNames: () => [...catalog.fields.keys()],
            isClient: (path) => catalog.proxy.client(path) !== undefined,
            otherGateway: gatewayWords,
            otherClients,
            neededNames,
            commentWord: suppressionMarker,
            isAdapter,
          }),
        ),
        text,
      ),
    );
  });
}

await main(process.argv[2]).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});
