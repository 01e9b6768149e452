import type { Catalog } from "../catalog/catalog.ts";
import type { ModelUse } from "../catalog/model-uses.ts";
import { namedPackage } from "../catalog/named-package.ts";
import type { FileFacts } from "../facts/facts.ts";
import type { AdapterUse } from "../workspace/adapter-uses.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { adapterName } from "./adapter-imports.ts";

/** What a file needs of its adapter, whichever fixes are chosen; undefined where that is nothing. */
export function adapterUseOf(facts: FileFacts, models: readonly ModelUse[], catalog: Catalog, { proxyModels }: Pick<Workspace, "proxyModels">): AdapterUse | undefined {
  const doubles = facts.strings.flatMap((string) => namedPackage(string, facts)?.path ?? []);
  const paths = new Set([...facts.references.map(({ path }) => path), ...doubles]);
  const names = sorted([...paths].flatMap((path) => adapterName(path, catalog) ?? []));
  const prefixes = sorted(models.map(({ provider }) => provider));
  const aliases = facts.language === "python" ? {} : proxyModels;
  const isNothing = names.length + prefixes.length + Object.keys(aliases).length === 0;
  return isNothing ? undefined : { names, prefixes, aliases, catchesOpenAiErrors: facts.references.some(({ path, role }) => role === "except" && path.startsWith("openai.")) };
}

const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
