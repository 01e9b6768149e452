import { type Dirent, existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { type ReadFolder, readFolder } from "./folder-listings.ts";
import { globs, globsWithContents } from "./globs.ts";
import type { ListOptions } from "./host.ts";

/** A file below the root, or a folder that could not be read. */
export interface Walked {
  /** Absolute, as the system writes it. */
  readonly path: string;
  readonly unreadable: string | undefined;
}

/** Folders that hold packages, environments and builds: left out at any depth unless they are named as the root. */
const vendorFolders: ReadonlySet<string> = new Set(["node_modules", ".venv", "venv", "site-packages", "dist", ".git"]);

/** Which entries a walk takes; a folder that is not wanted is not looked into. */
export type Wants = (path: string, isFolder: boolean) => boolean;

/**
 * The wanted files below a folder, ordered by path with `/` between its parts.
 * Symbolic links are not followed, as git and ripgrep do, so that no loop exists and no file is seen twice.
 */
export function* walk(root: string, options: WalkOptions, wants: Wants, read: ReadFolder = readFolder): Generator<Walked> {
  for (const step of walkInSteps(root, options, wants, read)) if (step !== undefined) yield step;
}

/** A walk that also stops at each folder it looks into, with nothing to show, so that a caller may let others work. */
export function* walkInSteps(root: string, options: WalkOptions, wants: Wants, read: ReadFolder = readFolder): Generator<Walked | undefined> {
  yield* walkFolder(root, options.useIgnoreFiles ? ignoresAbove(root) : [], wantedOf(options, wants), read);
}

/** Whether a walk from the root would come upon a file, which may be gone. */
export function isWalked(root: string, file: string, options: WalkOptions, wants: Wants): boolean {
  const wanted = wantedOf(options, wants);
  const names = relative(root, file).split(sep);
  let folder = root;
  let ignores = options.useIgnoreFiles ? ignoresAbove(root) : [];
  for (const [index, name] of names.entries()) {
    const entries = readFolder(folder);
    if (typeof entries === "string") return false;
    if (wanted.useIgnoreFiles) ignores = withIgnoresOf(folder, entries, ignores);
    const entry = entries.find((each) => each.name === name);
    if (!entry || entry.isDirectory() !== index < names.length - 1 || !isTaken(entry, join(folder, name), ignores, wanted)) return false;
    folder = join(folder, name);
  }
  return true;
}

/** What a walk takes of `ListOptions`; globs come as a `Wants`. */
export type WalkOptions = Pick<ListOptions, "extensions" | "names" | "useIgnoreFiles">;

/** The entries that globs relative to a base want; one without a slash inside matches at any depth. */
export function wantedBy(base: string, { include, exclude }: Pick<ListOptions, "include" | "exclude">): Wants {
  if (include.length + exclude.length === 0) return () => true;
  const isExcluded = globs(exclude);
  const isIncluded = include.length === 0 ? () => true : globsWithContents(include);
  return (path, isFolder) => {
    const name = relative(base, path).split(sep).join("/");
    return !isExcluded(name) && (isFolder || isIncluded(name));
  };
}

interface Wanted {
  readonly extensions: ReadonlySet<string>;
  readonly names: RegExp | undefined;
  readonly useIgnoreFiles: boolean;
  readonly wants: Wants;
}

const wantedOf = ({ extensions, names, useIgnoreFiles }: WalkOptions, wants: Wants): Wanted => ({ extensions: new Set(extensions), names, useIgnoreFiles, wants });

/** The rules of one ignore file and the folder its patterns are relative to. */
interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

function* walkFolder(folder: string, inherited: readonly IgnoreFile[], wanted: Wanted, read: ReadFolder): Generator<Walked | undefined> {
  yield undefined;
  const entries = read(folder);
  if (typeof entries === "string") {
    yield { path: folder, unreadable: entries };
    return;
  }
  const ignores = wanted.useIgnoreFiles ? withIgnoresOf(folder, entries, inherited) : [];
  const inside = folder.endsWith(sep) ? folder : folder + sep;
  for (const entry of entries) {
    // by hand, since `join` looks at every character of the whole path
    const path = inside + entry.name;
    if (!isTaken(entry, path, ignores, wanted)) continue;
    if (entry.isDirectory()) yield* walkFolder(path, ignores, wanted, read);
    else yield { path, unreadable: undefined };
  }
}

function isTaken(entry: Dirent, path: string, ignores: readonly IgnoreFile[], { extensions, names, useIgnoreFiles, wants }: Wanted): boolean {
  const isFolder = entry.isDirectory();
  if (!isFolder && !(entry.isFile() && (extensions.has(extensionOf(entry.name)) || names?.test(entry.name)))) return false;
  if (isFolder && useIgnoreFiles && vendorFolders.has(entry.name)) return false;
  return wants(path, isFolder) && !isIgnored(ignores, path, isFolder);
}

/** Adds the ignore file of a folder; a repository within another one starts afresh, as git treats it. */
function withIgnoresOf(folder: string, entries: readonly Dirent[], inherited: readonly IgnoreFile[]): readonly IgnoreFile[] {
  const isRepository = entries.some(({ name }) => name === ".git");
  const outer = isRepository ? [] : inherited;
  const exclude = isRepository ? readIgnoreFile(folder, excludeFileOf(folder)) : undefined;
  const own = entries.some((entry) => entry.name === ".gitignore" && !entry.isDirectory()) ? readIgnoreFile(folder, join(folder, ".gitignore")) : undefined;
  return [...outer, ...(exclude ? [exclude] : []), ...(own ? [own] : [])];
}

/** The ignore files from the repository's top down to the root's parent; none when they ignore the root itself, since it was named. */
function ignoresAbove(root: string): readonly IgnoreFile[] {
  if (existsSync(join(root, ".git"))) return [];
  const parents: string[] = [];
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    parents.unshift(folder);
    if (existsSync(join(folder, ".git"))) break;
    if (dirname(folder) === folder) return [];
  }
  const top = parents[0] ?? root;
  const files = [readIgnoreFile(top, excludeFileOf(top)), ...parents.map((folder) => readIgnoreFile(folder, join(folder, ".gitignore")))].filter((file) => file !== undefined);
  return isIgnored(files, root, true) ? [] : files;
}

// git compares names as the file system does
const ignorecase = process.platform === "win32" || process.platform === "darwin";

function readIgnoreFile(folder: string, file: string): IgnoreFile | undefined {
  try {
    return { folder, rules: ignore({ ignorecase }).add(readFileSync(file, "utf8")) };
  } catch {
    return undefined;
  }
}

/** `.git/info/exclude`, also where `.git` is a file that points to the repository (gitrepository-layout, worktrees and submodules). */
function excludeFileOf(folder: string): string {
  const git = join(folder, ".git");
  try {
    if (statSync(git).isDirectory()) return join(git, "info", "exclude");
    const target = resolve(
      folder,
      readFileSync(git, "utf8")
        .replace(/^gitdir:\s*/, "")
        .trim(),
    );
    const common = join(target, "commondir");
    return join(existsSync(common) ? resolve(target, readFileSync(common, "utf8").trim()) : target, "info", "exclude");
  } catch {
    return join(git, "info", "exclude");
  }
}

/** The deepest ignore file that speaks of the path decides; parents were judged before the walk came here. */
function isIgnored(files: readonly IgnoreFile[], path: string, isFolder: boolean): boolean {
  for (let index = files.length - 1; index >= 0; index--) {
    const file = files[index];
    if (!file) continue;
    const name = relative(file.folder, path).split(sep).join("/");
    const { ignored, unignored } = file.rules.test(isFolder ? `${name}/` : name);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
}
