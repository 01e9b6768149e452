import { ownText } from "../text/own-text.ts";
import type { WrittenImport } from "./written-imports.ts";

/** The imports of a file in one string, since there is one for each file of a workspace, of which it keeps nothing else in memory. */
export const pack = (imports: readonly WrittenImport[]): string =>
  ownText(imports.map(({ module, names, isDouble }) => (names ? `${module}${isDouble ? ";" : ":"}${names.join(",")}` : module)).join("\n"));

/** The imports that were packed. */
export const unpack = (imports: string): WrittenImport[] =>
  imports === ""
    ? []
    : imports.split("\n").map((line) => {
        const mark = line.search(/[:;]/);
        if (mark < 0) return { module: line, names: undefined };
        return { module: line.slice(0, mark), names: line.slice(mark + 1).split(","), ...(line[mark] === ";" && { isDouble: true }) };
      });

/** Whether imports may be of modules with some names: the name stands in them, or a project of TypeScript may call a module otherwise. */
export const mayImport = (imports: string, names: ReadonlySet<string>): boolean => wordsOf(imports).some((word) => names.has(word)) || ownName.test(imports);

/** `#llm`, `@/llm`, `~llm`: no module of Python's, nor a relative path. */
const ownName = /^[#@~]/m;

/** The names that stand in packed imports, of modules and of what is taken from them. */
export const wordsOf = (imports: string): string[] => imports.split(/[\n:;,./]/);
