import { adapterModule, adapterNames } from "../../server/src/engine/adapter/adapter-module.ts";
import { slugs } from "./local-portkey.ts";

/** A program that takes from the adapter what it took from LiteLLM, and the adapter. */
export interface OnAdapter {
  readonly text: string;
  readonly modules: Readonly<Record<string, string>>;
}

/** Imports the adapter's names instead of LiteLLM's, with no other change. */
export function onAdapter(program: string): OnAdapter {
  const names = (program.match(/\w+/g) ?? []).filter((word) => adapterNames.has(word));
  const module = adapterModule({ names, providerSlugs: slugs, modelMap: {}, catchesOpenAiErrors: /\bopenai\.\w*Error\b/.test(program) });
  const text = program.replace(/^(\s*)import litellm$/gm, "$1import portkey_adapter as litellm").replace(/\bfrom litellm(?:\.\w+)* import\b/g, "from portkey_adapter import");
  return { text, modules: { "portkey_adapter.py": module } };
}
