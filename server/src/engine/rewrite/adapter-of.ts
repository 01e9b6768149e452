import type { FileFacts } from "../facts/facts.ts";
import type { AdapterPlace } from "../workspace/workspace.ts";
import type { PlanContext } from "./call-plan.ts";

/** A file's adapter, with what its imports name it by. */
export type OwnAdapter = Exclude<AdapterPlace, { readonly kind: "unclear" }> & { readonly importedAs: string };

/** Where a file's adapter is; a reason where that is not clear, undefined where nothing is known of the files around it. */
export function adapterOf({ uri, facts, workspace }: Pick<PlanContext, "uri" | "facts" | "workspace">): OwnAdapter | Exclude<AdapterPlace, { readonly kind: "place" }> | undefined {
  const place = workspace.modules?.adapterFor(uri, workspace.adapterUri);
  return place?.kind === "place" ? { ...place, importedAs: relativeModule(place.uri, uri, place.module, facts) ?? place.module } : place;
}

/** The adapter's module by its place beside the file, where that names the modules of its package in no other way: what the package is called once it is installed may be another name. */
function relativeModule(adapter: string, uri: string, module: string, { language, anchors: { imports, guardedImports } }: FileFacts): string | undefined {
  const folder = adapter.slice(0, adapter.lastIndexOf("/") + 1);
  const [root = ""] = module.split(".");
  const isNamed = [...imports, ...guardedImports].some((entry) => entry.module.split(".")[0] === root);
  if (language !== "python" || root === module || isNamed || !uri.startsWith(folder) || !imports.some((entry) => entry.module.startsWith("."))) return undefined;
  const depth = uri.slice(folder.length).split("/").length;
  return `${".".repeat(depth)}${module.slice(module.lastIndexOf(".") + 1)}`;
}

/** Why code of JavaScript may not be able to load the project's adapter; undefined where nothing says so. */
export const loadingReason = (place: { readonly uri: string }, { uri, facts }: Pick<PlanContext, "uri" | "facts">): string | undefined =>
  /\.[cm]?tsx?$/.test(place.uri) && /\.[cm]?js$/.test(uri) && facts.anchors.moduleSystem === "commonjs"
    ? "The adapter is a module of TypeScript: what runs this file has to compile both, or `portkeyMigrate.adapterPath` to name a file of JavaScript"
    : undefined;
