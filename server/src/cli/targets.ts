import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";
import { configExtensions } from "../engine/workspace/gather.ts";
import { isModulePackage } from "../engine/workspace/script-packages.ts";
import { type ReadFolder, readFolder } from "../host/folder-listings.ts";
import { causeOf } from "../host/read-error.ts";
import { type WalkOptions, type Wants, walk } from "../host/walk.ts";
import { CannotRun } from "./io.ts";

/** The paths of the command line, resolved. */
export interface Targets {
  /** What paths in reports are relative to: the folder, the file's folder, or the common parent of several. */
  readonly root: string;
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** Checks the paths given; one that is not there or cannot be read ends the run. */
export function resolveTargets(paths: readonly string[], cwd: string): Targets {
  const folders: string[] = [];
  const files: string[] = [];
  for (const given of paths.length > 0 ? paths : ["."]) {
    const path = resolve(cwd, given);
    try {
      const stat = statSync(path);
      const isFolder = stat.isDirectory();
      if (!isFolder && !stat.isFile()) throw new Error("is neither a file nor a folder");
      accessSync(path, isFolder ? constants.R_OK | constants.X_OK : constants.R_OK);
      (isFolder ? folders : files).push(path);
    } catch (error) {
      throw new CannotRun(`${given}: ${causeOf(error)}`);
    }
  }
  return { root: commonParent([...folders, ...files.map((file) => dirname(file))]), folders: [...new Set(folders)], files: [...new Set(files)] };
}

function commonParent([first = ".", ...others]: readonly string[]): string {
  let parent = first;
  for (const other of others) while (!isBelow(other, parent) && parent !== dirname(parent)) parent = dirname(parent);
  return parent;
}

/** Whether a path is a folder or lies in it. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!isAbsolute(way) && way !== ".." && !way.startsWith(`..${sep}`));
}

/** A path as reports write it. */
export function reportPath(path: string, root: string): string {
  const inside = root.endsWith(sep) ? root : root + sep;
  // most paths are of the root, and `relative` looks at every character of both
  const way = path.startsWith(inside) ? path.slice(inside.length) : relative(root, path);
  return sep === "/" ? way : way.split(sep).join("/");
}

/** A file of the targets. */
export interface TargetFile {
  readonly path: string;
  /** As reports write it. */
  readonly name: string;
}

/** Of the folders that a walk has looked into, whether they hold what would else be asked about each of them. */
export class SeenFolders {
  readonly #landmarks = new Map<string, readonly string[]>();

  readonly read: ReadFolder = (folder) => {
    const entries = readFolder(folder);
    if (typeof entries !== "string") {
      const found = entries.flatMap(({ name }) => (name === "package.json" || name === ".git" ? [name] : []));
      this.#landmarks.set(folder, found.length > 0 ? found : none);
    }
    return entries;
  };

  holds(folder: string, name: "package.json" | ".git"): boolean {
    return this.#landmarks.get(folder)?.includes(name) ?? existsSync(join(folder, name));
  }
}

const none: readonly string[] = [];

/** The files of the targets, each once, in the order of their report paths; a folder that cannot be read is told of. */
export function listTargets({ folders, files, root }: Targets, options: WalkOptions, wants: Wants, seen: SeenFolders, onUnreadable: (path: string, reason: string) => void): TargetFile[] {
  const paths = new Set(files);
  for (const folder of folders) {
    for (const { path, unreadable } of walk(folder, options, wants, seen.read)) {
      if (unreadable === undefined) paths.add(path);
      else onUnreadable(path, unreadable);
    }
  }
  const listed = [...paths].map((path) => ({ path, name: reportPath(path, root) }));
  // a walk is in this order already
  return files.length === 0 && folders.length === 1 ? listed : listed.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** For a file that is named alone: the configuration files beside it, so that its proxy's aliases are known. */
export function configsBeside(files: readonly string[]): string[] {
  const folders = new Set(files.map((file) => dirname(file)));
  return [...folders].flatMap((folder) => {
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && configExtensions.includes(parse(entry.name).ext.slice(1).toLowerCase()))
        .map(({ name }) => join(folder, name));
    } catch {
      return [];
    }
  });
}

/** The `__init__.py` of the packages that the targets are parts of: what a module is called depends on them. */
export function packagesAbove({ folders, files }: Targets): string[] {
  const found = new Set<string>();
  for (const start of new Set([...folders, ...files.map((file) => dirname(file))])) {
    for (let folder = start; existsSync(join(folder, "__init__.py")) && dirname(folder) !== folder; folder = dirname(folder)) found.add(join(folder, "__init__.py"));
  }
  return [...found];
}

/** A folder that holds a `package.json`. */
export interface NpmPackage {
  readonly folder: string;
  readonly isModule: boolean;
}

/** The npm packages above files of TypeScript or JavaScript, not past the top of their repository. */
export function npmPackagesAbove(files: readonly string[], seen: SeenFolders): NpmPackage[] {
  const looked = new Map<string, string | undefined>();
  let last = "";
  for (const file of files) {
    // most files stand beside the one before
    if (!/\.[cm]?[jt]sx?$/.test(file) || (file.lastIndexOf(sep) === last.length && file.startsWith(last))) continue;
    last = dirname(file);
    for (let folder = last; !looked.has(folder); folder = dirname(folder)) {
      looked.set(folder, seen.holds(folder, "package.json") ? textOf(join(folder, "package.json")) : undefined);
      if (seen.holds(folder, ".git") || dirname(folder) === folder) break;
    }
  }
  return [...looked].flatMap(([folder, manifest]) => (manifest === undefined ? [] : [{ folder, isModule: isModulePackage(manifest) }]));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** The project files of TypeScript in the folders above the targets, up to the top of their repository. */
export function projectFilesAbove({ folders, files }: Targets): string[] {
  const found = new Set<string>();
  for (const start of new Set([...folders.filter((folder) => !existsSync(join(folder, ".git"))).map((folder) => dirname(folder)), ...files.map((file) => dirname(file))])) {
    for (let folder = start; ; folder = dirname(folder)) {
      for (const name of ["tsconfig.json", "tsconfig.base.json", "jsconfig.json", "package.json"]) if (existsSync(join(folder, name))) found.add(join(folder, name));
      if (existsSync(join(folder, ".git")) || dirname(folder) === folder) break;
    }
  }
  return [...found];
}

/** The nearest file of a name from a folder upwards, not past the top of its repository. */
export function findUpwards(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, name);
    if (existsSync(path)) return path;
    if (existsSync(join(folder, ".git")) || dirname(folder) === folder) return undefined;
  }
}
