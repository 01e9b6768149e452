import { percentDecoded } from "../text/percent-decoded.ts";
import { folderOf, parentOf } from "./folders.ts";
import type { AdapterPlace } from "./workspace.ts";

/** What decides where a file's adapter is: how the files of a workspace lie and import each other. */
export interface ImportedFiles {
  isPackage(folder: string): boolean;
  /** The folders that a file's own absolute imports start from, with the first folder or file of each way below them. */
  homesOf(uri: string): readonly Home[];
  /** The folders that the absolute imports start from by which other files import a file. */
  homesOfImporters(uri: string): readonly string[];
  usesLiteLlm(folder: string): boolean;
  /** Whether modules stand in a folder itself that are more than its tools' configuration. */
  holdsPrograms(folder: string): boolean;
  /** Whether a file of one folder imports one of another. */
  imports(folder: string, other: string): boolean;
}

/** Where an absolute import starts, and what it names first. */
export interface Home {
  readonly home: string;
  /** A package's folder, or undefined for a plain module. */
  readonly first: string | undefined;
}

/** The file's name where nobody has chosen one. */
const adapterFile = "portkey_adapter.py";

/**
 * Where the adapter of a Python file is. One that stands beside the `__init__.py` of the outermost package is shared by all of that package;
 * what only uses a package, such as its tests and scripts, takes that package's, since it meets the exceptions that the package raises.
 */
export function adapterPlace(uri: string, chosen: string | undefined, files: ImportedFiles): AdapterPlace {
  const own = outermostPackage(folderOf(uri), files);
  if (chosen !== undefined) return chosenPlace(uri, chosen, files);
  const used = [...new Set(files.homesOf(uri).flatMap(({ first }) => (first !== undefined && first !== own && files.isPackage(first) ? [first] : [])))];
  const shared = used.filter((folder) => files.usesLiteLlm(folder) && (own === undefined || !files.imports(folder, own)));
  const [only] = shared;
  if (only !== undefined && shared.length === 1) return inPackage(only);
  if (own !== undefined) return inPackage(own);
  if (shared.length > 1) return unclear(`it uses several packages that call LiteLLM (${shared.map((folder) => `\`${nameOf(folder)}\``).join(", ")})`);
  return besideScript(uri, files);
}

/** A script's own folder, unless its imports, or those of who imports it, start somewhere above. */
function besideScript(uri: string, files: ImportedFiles): AdapterPlace {
  const folder = folderOf(uri);
  const around = (homes: readonly string[]): string[] => [...new Set(homes.filter((home) => folder.startsWith(home)))];
  const own = around(files.homesOf(uri).map(({ home }) => home));
  const homes = own.length > 0 ? own : around(files.homesOfImporters(uri));
  if (homes.length === 0 || homes.includes(folder)) return { kind: "place", uri: folder + adapterFile, module: stemOf(adapterFile) };
  const [home = folder] = homes;
  if (homes.length > 1) return unclear("imports of it start from several folders");
  // A folder that programs run from shares its adapter; without one, the folder below it is a package that has no `__init__.py`.
  return files.holdsPrograms(home) ? { kind: "place", uri: home + adapterFile, module: stemOf(adapterFile) } : inPackage(folder.slice(0, folder.indexOf("/", home.length) + 1));
}

const inPackage = (folder: string): AdapterPlace => ({ kind: "place", uri: folder + adapterFile, module: `${nameOf(folder)}.${stemOf(adapterFile)}` });

/** The chosen file by the name that the folder gives it from which the file's imports start. */
function chosenPlace(uri: string, chosen: string, files: ImportedFiles): AdapterPlace {
  const outermost = outermostPackage(folderOf(chosen), files);
  const home = outermost === undefined ? nearestHome(uri, chosen, files) : parentOf(outermost);
  if (home === undefined) return unclear("imports of this file start from a folder that does not hold the chosen file");
  const names = percentDecoded(chosen.slice(home.length)).replace(/\.py$/, "").split("/");
  const odd = names.find((name) => !/^[A-Za-z_]\w*$/.test(name));
  return odd === undefined
    ? { kind: "place", uri: chosen, module: names.join(".") }
    : { kind: "unclear", reason: `\`${odd}\` in the adapter's path cannot stand in an import: set \`portkeyMigrate.adapterPath\`` };
}

function nearestHome(uri: string, chosen: string, files: ImportedFiles): string | undefined {
  const own = outermostPackage(folderOf(uri), files);
  const start = own === undefined ? folderOf(uri) : (parentOf(own) ?? folderOf(uri));
  const homes = [start, ...files.homesOf(uri).map(({ home }) => home), ...files.homesOfImporters(uri)];
  return homes.find((home) => chosen.startsWith(home));
}

/** The highest folder of the packages that a folder is in; undefined where it is none. */
function outermostPackage(folder: string, files: ImportedFiles): string | undefined {
  let outermost: string | undefined;
  for (let at: string | undefined = folder; at !== undefined && files.isPackage(at); at = parentOf(at)) outermost = at;
  return outermost;
}

const unclear = (why: string): AdapterPlace => ({ kind: "unclear", reason: `Where the adapter of this file should be is not clear, because ${why}: set \`portkeyMigrate.adapterPath\`` });

const nameOf = (folder: string): string => percentDecoded(folder.slice(folderOf(folder.slice(0, -1)).length, -1));

const stemOf = (file: string): string => file.slice(0, file.lastIndexOf("."));
