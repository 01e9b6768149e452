import type { WrittenImport } from "./written-imports.ts";

/** How far a file has to do with LiteLLM: it names LiteLLM itself, or works with a framework that calls it. */
export type LiteLlmUse = "direct" | "framework" | "none";

/** What is known about modules that call LiteLLM by themselves. */
export interface FrameworkNames {
  isFramework(module: string): boolean;
}

/** For a language whose packages have such names too: the frameworks are Python's. */
export const noFrameworks: FrameworkNames = { isFramework: () => false };

/** Reads a file's use off its text and its imports, without a parse; what comments say in words is no use. */
export const useOf = (text: string, imports: readonly WrittenImport[], frameworks: FrameworkNames): LiteLlmUse => (evidence.test(text) ? "direct" : useByImports(imports, frameworks));

/** The same for a text that is known to hold no word of LiteLLM's. */
export function useByImports(imports: readonly WrittenImport[], frameworks: FrameworkNames): LiteLlmUse {
  if (imports.some(({ module, names }) => word.test(module) || names?.some((name) => word.test(name)))) return "direct";
  return imports.some(({ module }) => frameworks.isFramework(module)) ? "framework" : "none";
}

const word = /lite_?llm/i;

/**
 * A variable of LiteLLM's, or its name in a string: a lazy import, a proxy's address.
 * A project that has Portkey's package may be half way, with names left that were LiteLLM's.
 */
const evidence = /LITELLM|[Ll]ite_?(?:llm|LLM|Llm)(?<=["'][^"'`\s]{0,200})|portkey[_-]ai/;
