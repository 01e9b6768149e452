import type { Catalog } from "../catalog/catalog.ts";
import type { ModelUse } from "../catalog/model-uses.ts";
import type { FileFacts } from "../facts/facts.ts";
import type { AdapterUse } from "../workspace/adapter-uses.ts";
import { adapterName } from "./adapter-imports.ts";

/** What a file needs of its adapter, whichever fixes are chosen; undefined where that is nothing. */
export function adapterUseOf(facts: FileFacts, models: readonly ModelUse[], catalog: Catalog): AdapterUse | undefined {
  if (facts.language !== "python") return undefined;
  const names = sorted(facts.references.flatMap(({ path }) => adapterName(path, catalog) ?? []));
  const prefixes = sorted(models.map(({ provider }) => provider));
  return names.length + prefixes.length === 0 ? undefined : { names, prefixes };
}

const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
