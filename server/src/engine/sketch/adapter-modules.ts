import { adapterNames } from "../adapter/adapter-module.ts";
import type { Neighbors } from "../facts/neighbors.ts";

/** The file's name where nobody has chosen one. */
const defaultStem = "portkey_adapter";

/** The name of the adapter's module, without the packages around it. */
export const adapterStem = (adapterUri: string | undefined, adapterPath: string | undefined): string =>
  /([^/\\]+)\.py$/.exec(adapterPath ?? "")?.[1] ?? /([^/\\]+)\.py$/.exec(adapterUri ?? "")?.[1] ?? defaultStem;

const inside = "@adapter";

/** What other modules give a file, the project's adapter among them: its functions are read as LiteLLM's, whose arguments they take. */
export function withAdapter(neighbors: Neighbors | undefined, stem: string): Neighbors {
  const ofAdapter = new RegExp(`^(?:.*\\.)?${stem.replace(/\W/g, "\\$&")}(?=\\.|$)`);
  const given = (written: string): string | undefined => {
    const rest = ofAdapter.test(written) ? written.replace(ofAdapter, "") : undefined;
    const name = rest?.split(".")[1];
    return rest !== undefined && (name === undefined || adapterNames.has(name)) ? inside + rest : undefined;
  };
  return {
    version: neighbors?.version ?? "",
    words: [...new Set([...(neighbors?.words ?? []), stem])],
    givesCode: true,
    pathOf: (written) => given(written) ?? neighbors?.pathOf(written),
    namesOf: (written) => (given(written) === inside ? [...adapterNames] : neighbors?.namesOf(written)),
    resolve(path) {
      if (path !== inside && !path.startsWith(`${inside}.`)) return neighbors?.resolve(path);
      return { path: `litellm${path.slice(inside.length)}`, value: undefined, calling: undefined, origins: [] };
    },
  };
}
