import { adapterHelpers, adapterModule, adapterNames, librariesOf, modelHelper } from "../adapter/adapter-module.ts";
import { adapterState } from "../adapter/adapter-state.ts";
import { fetchName, type ScriptForm, typescriptAdapter, typescriptNames } from "../adapter/typescript-module.ts";
import { readModel } from "../catalog/model-string.ts";
import { mappedByUser, portkeyModel } from "../catalog/portkey-model.ts";
import type { AdapterNeed } from "../rewrite/call-plan.ts";
import { newPackages } from "../rewrite/new-packages.ts";
import type { Settings } from "../settings.ts";
import type { AdapterUse } from "./adapter-uses.ts";
import { isScript } from "./typescript-adapter-place.ts";

/** What becomes of the file that holds an adapter. */
export type AdapterFile =
  /** It is as it has to be. */
  | { readonly kind: "kept" }
  /** `packages` are those that it needs besides those it needed before. */
  | { readonly kind: "written"; readonly text: string; readonly packages: readonly string[] }
  /** It is not ours to write; `text` is what it would have to be. */
  | { readonly kind: "refused"; readonly reason: string; readonly text: string };

/** What decides an adapter's text. */
export interface AdapterParts {
  /** Where it is. */
  readonly uri: string;
  /** The text of the file; undefined where there is none. */
  readonly existing: string | undefined;
  /** What the chosen fixes need of it. */
  readonly needs: readonly Omit<AdapterNeed, "uri">[];
  /** What the whole workspace needs of it, so that the text does not depend on which fixes are chosen, but for names that need a package of their own. */
  readonly use: AdapterUse;
  readonly settings: Settings;
}

/** The adapter's file after fixes that need it. What it already offers stays, for code that was rewritten before uses it. */
export function adapterFile(parts: AdapterParts): AdapterFile {
  const { existing, needs, use } = parts;
  const before = (isScript(parts.uri) ? scriptContents : contentsOf)(existing ?? "");
  const names = isFor(needs, "names") ? use.names.filter((name) => librariesOf(name).length === 0) : [];
  const wanted = [...names, ...needs.flatMap(({ chosen = [] }) => chosen), ...(isFor(needs, "model-helper") ? [modelHelper] : []), ...(isFor(needs, "fetch") ? [fetchName] : [])];
  const text = (isScript(parts.uri) ? scriptText : pythonText)(parts, before, [...before.names, ...wanted]);
  const written: AdapterFile = { kind: "written", text, packages: newPackages(existing ?? "", text, isScript(parts.uri) ? "typescript" : "python") };
  if (existing === undefined) return written;
  const state = adapterState(existing);
  if (state === "ours") return existing.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n") === text ? { kind: "kept" } : written;
  if (state === "foreign") return { kind: "refused", reason: "a file that this tool did not write is in the adapter's place", text };
  if (wanted.every((name) => before.names.includes(name))) return { kind: "kept" };
  return { kind: "refused", reason: "the adapter has been edited and lacks what is needed now", text };
}

const isFor = (needs: AdapterParts["needs"], kind: AdapterNeed["needs"]): boolean => needs.some((need) => need.needs === kind);

function pythonText({ needs, use, settings: { providerSlugs, modelMap } }: AdapterParts, before: AdapterUse, names: readonly string[]): string {
  const catchesOpenAiErrors = before.catchesOpenAiErrors || (isFor(needs, "names") && use.catchesOpenAiErrors);
  return adapterModule({ catchesOpenAiErrors, names, prefixes: [...before.prefixes, ...use.prefixes], providerSlugs, modelMap });
}

/** The names that a proxy gives are names of their own in the module, where one model stands behind each. */
function scriptText({ uri, needs, use, settings }: AdapterParts, before: AdapterUse, names: readonly string[]): string {
  const { providerSlugs, modelMap } = settings;
  const aliases = Object.entries({ ...before.aliases, ...use.aliases }).flatMap(([alias, models]) => {
    const named = models.map((model) => (model.startsWith("@") ? model : portkeyName(model, settings)));
    const [first] = named;
    return first !== undefined && named.every((name) => name === first) ? [[alias, first] as const] : [];
  });
  return typescriptAdapter({ names, prefixes: [...before.prefixes, ...use.prefixes], providerSlugs, modelMap: { ...Object.fromEntries(aliases), ...modelMap } }, formOf(uri, needs));
}

/** How the module is written: as its file's name says, else as those that need it do. */
function formOf(uri: string, needs: AdapterParts["needs"]): ScriptForm {
  if (/\.[cm]?tsx?$/.test(uri)) return "typescript";
  return uri.endsWith(".cjs") ? "commonjs" : uri.endsWith(".mjs") ? "module" : (needs.find(({ form }) => form !== undefined)?.form ?? "module");
}

function portkeyName(model: string, settings: Settings): string | undefined {
  const reading = readModel(model);
  const mapped = mappedByUser(model, settings) ?? (reading && portkeyModel(reading, settings));
  return mapped?.kind === "mapped" ? mapped.name : undefined;
}

/** What the text of a TypeScript project's adapter offers. */
function scriptContents(text: string): AdapterUse {
  const names = [...text.matchAll(/^(?:export )?(?:async )?function (\w+)/gm)].map(([, name = ""]) => name);
  const table = (name: string): readonly (readonly [string, string])[] =>
    [...(new RegExp(`^const ${name} = new Map(?:<string, string>)?\\(\\[\\n([\\s\\S]*?)^\\]`, "m").exec(text)?.[1] ?? "").matchAll(/^ {2}\["([^"]+)", "([^"]+)"\]/gm)].map(
      ([, key = "", value = ""]) => [key, value] as const,
    );
  return {
    names: names.filter((name) => typescriptNames.has(name)),
    prefixes: table("PROVIDER_SLUGS").map(([prefix]) => prefix),
    aliases: Object.fromEntries(table("MODEL_MAP").map(([alias, model]) => [alias, [model]])),
    catchesOpenAiErrors: false,
  };
}

/** What the text of a Python project's adapter offers, and the providers that it has slugs for. */
function contentsOf(text: string): AdapterUse {
  const names = [...text.matchAll(/^(?:(?:async )?def|class) (\w+)|^(\w+)(?=:| =)/gm)].map(([, block, variable]) => block ?? variable ?? "");
  const [, slugs = ""] = /^PROVIDER_SLUGS\b[^{\n]*\{\n([\s\S]*?)^\}/m.exec(text) ?? [];
  return {
    names: names.filter((name) => adapterNames.has(name) || adapterHelpers.has(name)),
    prefixes: [...slugs.matchAll(/^\s+"([^"]+)":/gm)].map(([, prefix = ""]) => prefix),
    aliases: {},
    catchesOpenAiErrors: /\bown_openai\./.test(text),
  };
}
