import { isNotebookPath } from "../notebook/read-notebook.ts";
import { percentDecoded } from "../text/percent-decoded.ts";
import { folderOf, parentOf } from "./folders.ts";
import type { AdapterPlace } from "./workspace.ts";

/** What decides where a file's adapter is: how the files of a workspace lie and import each other. */
export interface ImportedFiles {
  readonly uris: Pick<ReadonlyMap<string, unknown>, "has" | "keys">;
  isPackage(folder: string): boolean;
  /** The folders that a file's own absolute imports start from, with the first folder or file of each way below them. */
  homesOf(uri: string): readonly ImportHome[];
  /** The folders that the absolute imports start from by which other files import a file. */
  homesOfImporters(uri: string): readonly string[];
  /** The files in whose imports the name of a module or package stands. */
  possibleImportersOf(uri: string): Iterable<string>;
  usesLiteLlm(folder: string): boolean;
  /** What the imports of a folder's files lead to first, by the folder, for as long as no file or import changes. */
  readonly firsts: Map<string, readonly string[]>;
  /** Those of them without which a folder's package cannot be loaded. */
  readonly needed: Map<string, readonly string[]>;
  /** Whether a file of one folder imports one of another. */
  imports(folder: string, other: string): boolean;
}

/** Where an absolute import starts, and what it names first. */
export interface Home {
  readonly home: string;
  /** A package's folder, or undefined for a plain module. */
  readonly first: string | undefined;
}

/** The same of one import of a file. */
interface ImportHome extends Home {
  /** The file is loaded without it. */
  readonly isInner: boolean;
}

/** The file's name where nobody has chosen one. */
const adapterFile = "portkey_adapter.py";

/**
 * Where the adapter of a Python file is. One that stands beside the `__init__.py` of the outermost package is shared by all of that package;
 * what uses a package, such as its tests, its scripts and the packages that build on it, takes that package's, since it meets the exceptions
 * that the package raises. What a package of another distribution only asks for in a function or a `try` may not be installed with it, and keeps
 * its adapter to itself.
 */
export function adapterPlace(uri: string, chosen: string | undefined, files: ImportedFiles): AdapterPlace {
  const own = isNotebookPath(uri) ? undefined : ownPackage(uri, files);
  if (chosen !== undefined) return chosenPlace(uri, chosen, files);
  const used = [
    ...new Set(
      files.homesOf(uri).flatMap((home) => {
        const { first } = home;
        return first !== undefined && first !== own && (files.isPackage(first) || !uri.startsWith(first)) && (own === undefined || isNeeded(home, own)) ? [first] : [];
      }),
    ),
  ];
  const shared = used.filter((folder) => (files.usesLiteLlm(folder) || holdsAdapter(folder, files)) && (own === undefined || !files.imports(folder, own)));
  const bases = [...new Set(shared.map((folder) => basePackage(folder, files)))];
  const [only] = bases;
  if (only !== undefined && bases.length === 1) return inPackage(only, files);
  if (own !== undefined) return inPackage(basePackage(own, files), files);
  if (bases.length > 1) return unclear(`it uses several packages that call LiteLLM (${shared.map((folder) => `\`${nameOf(folder)}\``).join(", ")})`);
  return besideScript(uri, files);
}

/** Whether a package cannot be loaded without another that it imports, or comes together with it: one of another distribution may not be installed where a function or a `try` asks for it. */
const isNeeded = ({ first, isInner }: ImportHome, folder: string): boolean => first !== undefined && (!isInner || parentOf(first) === parentOf(folder));

/** The outermost package that a file is in: one whose inner folders have no `__init__.py` is told by the imports that start above it. */
function ownPackage(uri: string, files: ImportedFiles): string | undefined {
  const regular = outermostPackage(folderOf(uri), files);
  if (regular === undefined) return undefined;
  return belowSources(uri, regular, files) ?? namespaceOf(regular, files) ?? regular;
}

/** What a package is called by first: as its own files have it, else as all others do that import it (`google` of `google.adk`). */
function namespaceOf(regular: string, files: ImportedFiles): string | undefined {
  const isAround = (folder: string): boolean => regular.startsWith(folder);
  const own = firstsOf(regular, files).filter(isAround);
  if (own.length > 0) return own.sort((one, other) => one.length - other.length)[0];
  const [only, ...others] = new Set([...files.possibleImportersOf(`${regular}__init__.py`)].flatMap((uri) => packagesOf(uri, files)).filter(isAround));
  return others.length === 0 ? only : undefined;
}

/** The package in a folder for sources that has an `__init__.py` too: what is installed is the package, where imports name it and never the folder. */
function belowSources(uri: string, folder: string, files: ImportedFiles): string | undefined {
  const root = folder.endsWith("/src/") ? parentOf(folder) : undefined;
  const inner = uri.slice(0, uri.indexOf("/", folder.length) + 1);
  if (root === undefined || inner === "" || !files.isPackage(inner)) return undefined;
  const firsts = firstsOf(root, files);
  return firsts.includes(inner) && !firsts.includes(folder) ? inner : undefined;
}

/** The package that calls LiteLLM and that all others do which a package imports, or it itself; one with an adapter keeps it. */
function basePackage(folder: string, files: ImportedFiles, around: readonly string[] = []): string {
  if (holdsAdapter(folder, files) || around.includes(folder)) return folder;
  const below = neededBy(folder, files).filter(
    (other) => other !== folder && files.isPackage(other) && (files.usesLiteLlm(other) || holdsAdapter(other, files)) && ![folder, ...around].some((each) => files.imports(other, each)),
  );
  const bases = [...new Set(below.map((other) => basePackage(other, files, [...around, folder])))];
  return bases.length === 1 ? (bases[0] ?? folder) : folder;
}

const filesBelow = (folder: string, { uris }: ImportedFiles): string[] => [...uris.keys()].filter((uri) => uri.startsWith(folder));

/** Whether modules stand in a folder itself that are more than its tools' configuration. */
const holdsPrograms = (folder: string, files: ImportedFiles): boolean =>
  filesBelow(folder, files).some((uri) => /^(?!(?:setup|conftest|noxfile|tasks)\.py$)[^/]+\.(?:py|ipynb)$/.test(uri.slice(folder.length)));

const holdsAdapter = (folder: string, files: ImportedFiles): boolean => files.uris.has(folder + adapterFile);

/** The packages that stand first on the ways of the absolute imports of a folder's files. */
function firstsOf(folder: string, files: ImportedFiles): readonly string[] {
  const known = files.firsts.get(folder) ?? [...new Set(filesBelow(folder, files).flatMap((uri) => files.homesOf(uri).flatMap(({ first }) => first ?? [])))];
  files.firsts.set(folder, known);
  return known;
}

/** Those without which the folder's package cannot be loaded. */
function neededBy(folder: string, files: ImportedFiles): readonly string[] {
  const needed = (uri: string): string[] => files.homesOf(uri).flatMap((home) => (home.first !== undefined && isNeeded(home, folder) ? [home.first] : []));
  const known = files.needed.get(folder) ?? [...new Set(filesBelow(folder, files).flatMap(needed))];
  files.needed.set(folder, known);
  return known;
}

/** The packages that a file's absolute imports name first. */
const packagesOf = (uri: string, files: ImportedFiles): string[] => files.homesOf(uri).flatMap(({ first }) => first ?? []);

/**
 * The package that calls LiteLLM and that is imported wherever a script is loaded: by the tests for which pytest loads a `conftest.py`, by all that
 * import the script.
 */
function packageBeside(uri: string, files: ImportedFiles): string | undefined {
  const isConfiguration = uri.endsWith("/conftest.py");
  const company = isConfiguration
    ? filesBelow(folderOf(uri), files).filter((other) => other !== uri)
    : [...files.possibleImportersOf(uri)].filter((importer) => importer !== uri && files.imports(importer, uri));
  const common = [...new Set(company.flatMap((other) => packagesOf(other, files)))].filter(
    (folder) =>
      !uri.startsWith(folder) &&
      files.isPackage(folder) &&
      (files.usesLiteLlm(folder) || holdsAdapter(folder, files)) &&
      !files.imports(folder, uri) &&
      (isConfiguration || company.every((other) => packagesOf(other, files).includes(folder))),
  );
  const [only, ...others] = new Set(common.map((folder) => basePackage(folder, files)));
  return others.length === 0 ? only : undefined;
}

/** The package that is loaded with a script, else its own folder, unless its imports, or those of who imports it, start somewhere above. */
function besideScript(uri: string, files: ImportedFiles): AdapterPlace {
  const beside = packageBeside(uri, files);
  if (beside !== undefined) return inPackage(beside, files);
  const folder = folderOf(uri);
  const around = (homes: readonly string[]): string[] => [...new Set(homes.filter((home) => folder.startsWith(home)))];
  const own = around(files.homesOf(uri).map(({ home }) => home));
  const homes = own.length > 0 ? own : around(files.homesOfImporters(uri));
  const above = homes.length === 0 ? packageAbove(folder, files) : undefined;
  if (above !== undefined) return inPackage(basePackage(above, files), files);
  if (homes.length === 0 || homes.includes(folder)) return { kind: "place", uri: folder + adapterFile, module: stemOf(adapterFile) };
  const [home = folder] = homes;
  if (homes.length > 1) return unclear("imports of it start from several folders");
  // A folder that programs run from shares its adapter; without one, the folder below it is a package that has no `__init__.py`.
  return holdsPrograms(home, files) ? { kind: "place", uri: home + adapterFile, module: stemOf(adapterFile) } : inPackage(folder.slice(0, folder.indexOf("/", home.length) + 1), files);
}

/** The outermost package above a folder that is none, where its files import each other by its name. */
function packageAbove(folder: string, files: ImportedFiles): string | undefined {
  let at = parentOf(folder);
  while (at !== undefined && !files.isPackage(at)) at = parentOf(at);
  const outermost = at === undefined ? undefined : outermostPackage(at, files);
  return outermost !== undefined && firstsOf(outermost, files).includes(outermost) ? outermost : undefined;
}

/** In a package, or in the one that a namespace holds: what other distributions share with this one has no files of its own (`google` of `google.adk`). */
function inPackage(folder: string, files: ImportedFiles): AdapterPlace {
  const names = [nameOf(folder)];
  let inner = folder;
  for (let only = onlyPackage(inner, files); only !== undefined; only = onlyPackage(inner, files)) {
    inner = only;
    names.push(nameOf(inner));
  }
  return { kind: "place", uri: inner + adapterFile, module: [...names, stemOf(adapterFile)].join(".") };
}

/** What Home Assistant calls the folder of integrations, each of which is installed by itself (developers.home-assistant.io, checked 2026-11-23). */
const integrations = "custom_components";

/** The package that all files of a folder are in, where the folder is none itself, or no more than a place for such. */
function onlyPackage(folder: string, files: ImportedFiles): string | undefined {
  const isPlace = nameOf(folder) === integrations;
  if (files.isPackage(folder) && !isPlace) return undefined;
  const below = filesBelow(folder, files).filter((uri) => !isPlace || uri !== `${folder}__init__.py`);
  const [inner = "", ...others] = new Set(below.map((uri) => uri.slice(0, uri.indexOf("/", folder.length) + 1)));
  return others.length === 0 && files.isPackage(inner) ? inner : undefined;
}

/** The chosen file by the name that the folder gives it from which the file's imports start. */
function chosenPlace(uri: string, chosen: string, files: ImportedFiles): AdapterPlace {
  const outermost = outermostPackage(folderOf(chosen), files);
  const home = outermost === undefined ? nearestHome(uri, chosen, files) : parentOf(outermost);
  if (home === undefined) return unclear("imports of this file start from a folder that does not hold the chosen file");
  const names = percentDecoded(chosen.slice(home.length)).replace(/\.py$/, "").split("/");
  const odd = names.find((name) => !canBeImported(name));
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
  for (let at: string | undefined = folder; at !== undefined && files.isPackage(at) && canBeImported(nameOf(at)); at = parentOf(at)) outermost = at;
  return outermost;
}

/** Whether an import can name a folder or a file: `my-agents` has an `__init__.py` in vain. */
const canBeImported = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name);

const unclear = (why: string): AdapterPlace => ({ kind: "unclear", reason: `Where the adapter of this file should be is not clear, because ${why}: set \`portkeyMigrate.adapterPath\`` });

const nameOf = (folder: string): string => percentDecoded(folder.slice(folderOf(folder.slice(0, -1)).length, -1));

const stemOf = (file: string): string => file.slice(0, file.lastIndexOf("."));
