import { isCalledAfterService } from "../catalog/other-services.ts";
import { speaksOfLiteLlm } from "../rewrite/proxy-evidence.ts";
import { languageOfFile } from "./file-language.ts";

/** So many modules called after other services make LiteLLM's one among many. */
const many = 4;

/** Whether a TypeScript program has a module for each of many providers, LiteLLM's beside the others: `providers/litellm.ts`, `providers/ollama.ts` or `providers/ollama/index.ts`. */
export function hasModuleForEachProvider(uris: Iterable<string>): boolean {
  const folders = new Map<string, { hasLiteLlm: boolean; readonly others: Set<string> }>();
  for (const uri of uris) {
    const { folder, name } = moduleAt(uri);
    const isLiteLlms = speaksOfLiteLlm(name);
    if ((!isLiteLlms && !isCalledAfterService(name)) || languageOfFile(uri) !== "typescript") continue;
    const found = folders.get(folder) ?? { hasLiteLlm: false, others: new Set() };
    folders.set(folder, found);
    if (isLiteLlms) found.hasLiteLlm = true;
    else found.others.add(name);
    if (found.hasLiteLlm && found.others.size >= many) return true;
  }
  return false;
}

/** A module's name, which is its folder's for an index, and the folder that it lies in. */
function moduleAt(uri: string): { readonly folder: string; readonly name: string } {
  const path = uri.replace(/\/index\.\w+$/, "");
  const slash = path.lastIndexOf("/");
  return { folder: path.slice(0, slash), name: path.slice(slash + 1).replace(/\..*$/, "") };
}
