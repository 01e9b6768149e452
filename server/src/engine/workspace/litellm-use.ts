import { isAdapter } from "../adapter/adapter-state.ts";
import { namesGateway, offersMany } from "../catalog/other-services.ts";
import type { WrittenImport } from "./written-imports.ts";

/** How far a file has to do with LiteLLM: it names LiteLLM itself, does so beside another gateway or among many providers, is the project's adapter, works with a framework that calls it, or names another gateway alone. */
export type LiteLlmUse = "direct" | "adapter" | "beside-gateway" | "among-others" | "framework" | "other-gateway" | "none";

/** What is known about modules that call LiteLLM by themselves. */
export interface FrameworkNames {
  isFramework(module: string): boolean;
  /** Whether it does so for whatever model it is given, without being told that it is LiteLLM's. */
  callsUnnamed(module: string): boolean;
}

/** For a language whose packages have such names too: the frameworks are Python's. */
export const noFrameworks: FrameworkNames = { isFramework: () => false, callsUnnamed: () => false };

/** Reads a file's use off its text and its imports, without a parse; what comments say in words is no use. */
export function useOf(text: string, imports: readonly WrittenImport[], frameworks: FrameworkNames): LiteLlmUse {
  if (isAdapter(text)) return "adapter";
  if (evidence.test(text) || namesLiteLlm(imports)) return offersMany(text) ? "among-others" : namesGateway(text) ? "beside-gateway" : "direct";
  // Most frameworks have clients of their own, with names of models that only look like LiteLLM's, and call LiteLLM where they are told to.
  const isFramework = (module: string): boolean => (word.test(text) ? frameworks.isFramework(module) : frameworks.callsUnnamed(module));
  return imports.some(({ module }) => isFramework(module)) ? "framework" : namesGateway(text) ? "other-gateway" : "none";
}

/** Workspaces of more files are not asked whether any of them names another gateway: their texts without a word of LiteLLM's are not searched for one. */
export const maxSearchedFiles = 500;

/** The same for a text that is known to hold no word of LiteLLM's. */
export function useOfPlain(text: string, imports: readonly WrittenImport[], frameworks: FrameworkNames): LiteLlmUse {
  const use = useByImports(imports, frameworks);
  return use === "none" && namesGateway(text) ? "other-gateway" : use;
}

/** The same by its imports alone. */
export function useByImports(imports: readonly WrittenImport[], frameworks: FrameworkNames): LiteLlmUse {
  if (namesLiteLlm(imports)) return "direct";
  return imports.some(({ module }) => frameworks.callsUnnamed(module)) ? "framework" : "none";
}

const namesLiteLlm = (imports: readonly WrittenImport[]): boolean => imports.some(({ module, names }) => word.test(module) || names?.some((name) => word.test(name)));

/** Whether one of a Python file's imports is of LiteLLM's package, or of a framework's part of that name: a module of the project's own may be called so after the proxy that it asks. */
export const importsLiteLlm = (imports: readonly WrittenImport[], frameworks: FrameworkNames): boolean =>
  imports.some(({ module, names }) => /^[\w-]*lite_?llm/i.test(module) || names?.includes("litellm") || (word.test(module) && frameworks.isFramework(module)));

const word = /lite_?llm/i;

/**
 * A variable of LiteLLM's, or its name in a string: a lazy import, a proxy's address.
 * A project that has Portkey's package may be half way, with names left that were LiteLLM's.
 */
const evidence = /LITELLM|[Ll]ite_?(?:llm|LLM|Llm)(?<=["'][^"'`\s]{0,200})|portkey[_-]ai/;
