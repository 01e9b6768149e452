import { adapterModule, adapterNames, librariesOf, modelHelper } from "../adapter/adapter-module.ts";
import { adapterState } from "../adapter/adapter-state.ts";
import type { AdapterNeed } from "../rewrite/call-plan.ts";
import type { Settings } from "../settings.ts";
import type { AdapterUse } from "./adapter-uses.ts";

/** What becomes of the file that holds an adapter. */
export type AdapterFile =
  /** It is as it has to be. */
  | { readonly kind: "kept" }
  | { readonly kind: "written"; readonly text: string }
  /** It is not ours to write; `text` is what it would have to be. */
  | { readonly kind: "refused"; readonly reason: string; readonly text: string };

/** What decides an adapter's text. */
export interface AdapterParts {
  /** The text of the file; undefined where there is none. */
  readonly existing: string | undefined;
  /** What the chosen fixes need of it. */
  readonly needs: readonly Omit<AdapterNeed, "uri">[];
  /** What the whole workspace needs of it, so that the text does not depend on which fixes are chosen, but for names that need a package of their own. */
  readonly use: AdapterUse;
  readonly settings: Settings;
}

/** The adapter's file after fixes that need it. What it already offers stays, for code that was rewritten before uses it. */
export function adapterFile({ existing, needs, use, settings: { providerSlugs, modelMap } }: AdapterParts): AdapterFile {
  const before = contentsOf(existing ?? "");
  const isFor = (kind: AdapterNeed["needs"]): boolean => needs.some((need) => need.needs === kind);
  const names = isFor("names") ? use.names.filter((name) => !librariesOf.has(name)) : [];
  const wanted = [...names, ...needs.flatMap(({ chosen = [] }) => chosen), ...(isFor("model-helper") ? [modelHelper] : [])];
  const catchesOpenAiErrors = before.catchesOpenAiErrors || (isFor("names") && use.catchesOpenAiErrors);
  const text = adapterModule({ catchesOpenAiErrors, names: [...before.names, ...wanted], prefixes: [...before.prefixes, ...use.prefixes], providerSlugs, modelMap });
  if (existing === undefined) return { kind: "written", text };
  const state = adapterState(existing);
  if (state === "ours") return existing.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n") === text ? { kind: "kept" } : { kind: "written", text };
  if (state === "foreign") return { kind: "refused", reason: "a file that this tool did not write is in the adapter's place", text };
  if (wanted.every((name) => before.names.includes(name))) return { kind: "kept" };
  return { kind: "refused", reason: "the adapter has been edited and lacks what is needed now", text };
}

/** What the text of an adapter offers, and the providers that it has slugs for. */
function contentsOf(text: string): AdapterUse {
  const names = [...text.matchAll(/^(?:(?:async )?def|class) (\w+)|^(\w+)(?=:| =)/gm)].map(([, block, variable]) => block ?? variable ?? "");
  const [, slugs = ""] = /^PROVIDER_SLUGS\b[^{\n]*\{\n([\s\S]*?)^\}/m.exec(text) ?? [];
  return {
    names: names.filter((name) => adapterNames.has(name) || name === modelHelper),
    prefixes: [...slugs.matchAll(/^\s+"([^"]+)":/gm)].map(([, prefix = ""]) => prefix),
    catchesOpenAiErrors: /\bown_openai\./.test(text),
  };
}
