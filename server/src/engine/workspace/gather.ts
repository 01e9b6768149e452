import { proxyConfigOf } from "../facts/proxy-config.ts";
import type { Workspace } from "./workspace.ts";

/** Extensions of the files that may configure a LiteLLM proxy. */
export const configExtensions: readonly string[] = ["yaml", "yml"];

/** What the configuration texts of a folder say together; an alias that two of them define stands for the models of both. */
export function gatherWorkspace(configTexts: Iterable<string>): Workspace {
  const models = new Map<string, Set<string>>();
  const fallbacks = new Set<string>();
  for (const text of configTexts) {
    const config = proxyConfigOf(text);
    for (const name of config?.fallbacks ?? []) fallbacks.add(name);
    for (const [alias, names] of Object.entries(config?.aliases ?? {})) {
      const all = models.get(alias) ?? new Set();
      for (const name of names) all.add(name);
      models.set(alias, all);
    }
  }
  return { proxyModels: Object.fromEntries([...models].map(([alias, names]) => [alias, [...names]])), ...(fallbacks.size > 0 && { proxyFallbacks: [...fallbacks] }) };
}
