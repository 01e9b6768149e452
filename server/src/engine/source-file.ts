import type { Cell } from "./notebook/cells.ts";

/** The two families of languages that rules speak of. */
export type Language = "python" | "typescript";

/** The grammars that read them: `tsx` also reads JavaScript and JSX; `typescript` reads what `tsx` cannot (`<T>value`). */
export type Grammar = "python" | "typescript" | "tsx";

/** A text to be analysed, wherever it comes from. */
export interface SourceFile {
  readonly uri: string;
  readonly grammar: Grammar;
  readonly text: string;
  /** The cells that the text is made of, where it is a notebook's. */
  readonly cells?: readonly Cell[];
}

/** The family of a grammar. */
export const languageOf = (grammar: Grammar): Language => (grammar === "python" ? "python" : "typescript");

const byExtension: ReadonlyMap<string, Grammar> = new Map([
  ["py", "python"],
  ["pyi", "python"],
  ["pyw", "python"],
  ["ts", "typescript"],
  ["mts", "typescript"],
  ["cts", "typescript"],
  ["tsx", "tsx"],
  ["jsx", "tsx"],
  ["js", "tsx"],
  ["mjs", "tsx"],
  ["cjs", "tsx"],
]);

const byEditorLanguage: ReadonlyMap<string, Grammar> = new Map([
  ["python", "python"],
  ["typescript", "typescript"],
  ["typescriptreact", "tsx"],
  ["javascript", "tsx"],
  ["javascriptreact", "tsx"],
]);

/** File extensions (without the dot) that the engine reads. */
export const extensions: readonly string[] = [...byExtension.keys()];

/** The grammar for a file name, or undefined for a file that is not ours to read. */
export function grammarOfPath(path: string): Grammar | undefined {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const dot = name.lastIndexOf(".");
  return dot < 0 ? undefined : byExtension.get(name.slice(dot + 1).toLowerCase());
}

/** The grammar for an editor's language id, or undefined for another language. */
export const grammarOfEditorLanguage = (id: string): Grammar | undefined => byEditorLanguage.get(id);
