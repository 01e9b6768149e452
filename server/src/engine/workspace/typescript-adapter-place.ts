import { percentDecoded } from "../text/percent-decoded.ts";
import { folderOf } from "./folders.ts";
import type { AdapterPlace } from "./workspace.ts";

/** What decides where the adapter of a TypeScript file is. */
export interface ScriptFiles {
  /** The folder of the nearest `package.json` above a file. */
  packageOf(uri: string): string | undefined;
  /** Whether files of TypeScript lie in a folder. */
  holdsTypeScript(folder: string): boolean;
  /** Whether files of JavaScript lie in a folder. */
  holdsJavaScript(folder: string): boolean;
  /** Whether the files of a package are ECMAScript modules where their names do not say it. */
  isModule(folder: string): boolean;
  /** How the relative imports of a file end, or, where it has none, those of a folder's files. */
  importEnding(uri: string, folder: string): ImportEnding;
  /** How a file names another one by what its other imports begin with (`@/lib/x`); undefined where it has no such imports, or names files above its folder by `../` as well. */
  aliasOf(uri: string, target: string): string | undefined;
  /** Files or imports have changed since the last answers. */
  forget(): void;
}

/** What a project writes at the end of a relative import: nothing, what the file is compiled to, or what it is. */
export type ImportEnding = "none" | "compiled" | "source";

/** Whether a file is one of TypeScript or JavaScript. */
export const isScript = (uri: string): boolean => /\.[cm]?[jt]sx?$/.test(uri);

const adapterFile = "portkey-adapter.ts";

/** Where the adapter of a TypeScript file is: at the root of the sources of its package, where all of the package finds it. */
export function typescriptAdapterPlace(uri: string, chosen: string | undefined, files: ScriptFiles): AdapterPlace {
  const home = files.packageOf(uri);
  if (chosen !== undefined) return withForm(inFile(uri, chosen, home ?? folderOf(chosen), files), home !== undefined && files.isModule(home));
  if (home === undefined) return unclear("no `package.json` is above it");
  if (!files.holdsTypeScript(home)) return inJavaScript(uri, home, files);
  const sources = `${home}src/`;
  return inFile(uri, (files.holdsTypeScript(sources) ? sources : home) + adapterFile, home, files);
}

/** In a package without TypeScript: as a module of the package's own system, which the files of the other one can take too, but for `require`. */
function inJavaScript(uri: string, home: string, files: ScriptFiles): AdapterPlace {
  const isModule = files.isModule(home);
  const ending = isModule && uri.endsWith(".cjs") ? "cjs" : "js";
  const sources = `${home}src/`;
  const place = inFile(uri, `${files.holdsJavaScript(sources) ? sources : home}portkey-adapter.${ending}`, home, files);
  return withForm(place, isModule);
}

/** A module of JavaScript is of the package's own system, unless its name says otherwise. */
function withForm(place: AdapterPlace, isModule: boolean): AdapterPlace {
  if (place.kind !== "place" || !/\.[cm]?js$/.test(place.uri)) return place;
  return { ...place, form: place.uri.endsWith(".mjs") || (isModule && !place.uri.endsWith(".cjs")) ? "module" : "commonjs" };
}

function inFile(uri: string, adapter: string, home: string, files: ScriptFiles): AdapterPlace {
  const relative = specifier(uri, adapter, files.importEnding(uri, home));
  return { kind: "place", uri: adapter, module: (relative.startsWith("../") ? files.aliasOf(uri, adapter) : undefined) ?? relative };
}

/** How a file imports another one. */
function specifier(from: string, to: string, ending: ImportEnding): string {
  const own = folderOf(from).split("/");
  const other = to.split("/");
  let shared = 0;
  while (shared < own.length - 1 && own[shared] === other[shared]) shared++;
  const up = own.length - 1 - shared;
  const path = percentDecoded(`${up === 0 ? "./" : "../".repeat(up)}${other.slice(shared).join("/")}`);
  // What Node resolves by itself has no ending that may be left out.
  if (ending === "source" || /\.[cm]js$/.test(to) || (to.endsWith(".js") && from.endsWith(".mjs"))) return path;
  return ending === "compiled" ? path.replace(/\.([cm]?)tsx?$/, ".$1js") : path.replace(/\.[cm]?[jt]sx?$/, "");
}

const unclear = (why: string): AdapterPlace => ({ kind: "unclear", reason: `Where the adapter of this file should be is not clear, because ${why}: set \`portkeyMigrate.adapterPath\`` });
