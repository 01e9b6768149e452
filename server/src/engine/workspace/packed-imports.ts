import { ownText } from "../text/own-text.ts";
import type { WrittenImport } from "./written-imports.ts";

/** The imports of a file in one string, since there is one for each file of a workspace, of which it keeps nothing else in memory. */
export const pack = (imports: readonly WrittenImport[]): string =>
  ownText(imports.map(({ module, names, isDouble, isInner }) => `${isInner ? " " : ""}${module}${names ? `${isDouble ? ";" : ":"}${names.join(",")}` : ""}`).join("\n"));

/** The imports that were packed. */
export const unpack = (imports: string): WrittenImport[] =>
  imports === ""
    ? []
    : imports.split("\n").map((line) => {
        const start = line.startsWith(" ") ? 1 : 0;
        const inner = start === 1 ? { isInner: true } : {};
        const mark = line.search(/[:;]/);
        if (mark < 0) return { module: line.slice(start), names: undefined, ...inner };
        return { module: line.slice(start, mark), names: line.slice(mark + 1).split(","), ...(line[mark] === ";" && { isDouble: true }), ...inner };
      });

/** Whether imports may be of modules with some names: the name stands in them, or a project of TypeScript may call a module otherwise. */
export const mayImport = (imports: string, names: ReadonlySet<string>): boolean => wordsOf(imports).some((word) => names.has(word)) || ownName.test(imports);

/** `#llm`, `@/llm`, `~llm`: no module of Python's, nor a relative path. */
const ownName = /^[#@~]/m;

/** The names that stand in packed imports, of modules and of what is taken from them. */
export const wordsOf = (imports: string): string[] => imports.split(/[\n:;,./ ]/);
