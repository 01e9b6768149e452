import { isNotebookPath } from "../notebook/read-notebook.ts";
import { percentDecoded } from "../text/percent-decoded.ts";
import type { Home } from "./adapter-place.ts";
import { folderOf, parentOf } from "./folders.ts";
import { TypeScriptProjects } from "./typescript-projects.ts";

/** More answers than the imports of a large workspace come to are not remembered. */
const maxAnswers = 100_000;

/**
 * Where imports lead among the files of a workspace, by the files' names alone.
 * A module is named by the URI of its file; a folder without `__init__.py` that holds Python files, by its own with a slash at the end.
 */
export class ModuleFiles {
  /** Told when imports may lead elsewhere though the files are the same. */
  onChange: () => void = () => {};
  /** What the projects of TypeScript and JavaScript call their modules. */
  readonly projects = new TypeScriptProjects();
  readonly #files = new Set<string>();
  /** Folders with Python files below them, with how many of these and of such folders stand in each itself. */
  readonly #folders = new Map<string, number>();
  /** For the first name of an absolute import: the folders that hold a module or a package of that name. */
  readonly #homes = new Map<string, Set<string>>();
  /** Where imports lead, by the folder of those who import; until there are other files. */
  readonly #answers = new Map<string, string | undefined>();

  constructor() {
    this.projects.onChange = () => {
      this.#answers.clear();
      this.onChange();
    };
  }

  has(uri: string): boolean {
    return this.#files.has(uri);
  }

  add(uri: string): void {
    if (this.#files.has(uri)) return;
    this.#files.add(uri);
    if (this.#answers.size > 0) this.#answers.clear();
    if (!isPython(uri)) return;
    const folder = folderOf(uri);
    const name = uri.slice(folder.length, -".py".length);
    if (name !== "__init__") this.#addHome(name, folder);
    // what stands in a folder that is known is known to its parents
    for (let inner = folder, home = parentOf(folder); home !== undefined; inner = home, home = parentOf(home)) {
      const count = this.#folders.get(inner) ?? 0;
      this.#folders.set(inner, count + 1);
      if (count > 0) return;
      this.#addHome(inner.slice(home.length, -1), home);
    }
  }

  #addHome(name: string, home: string): void {
    const homes = this.#homes.get(name);
    if (homes) homes.add(home);
    else this.#homes.set(name, new Set([home]));
  }

  delete(uri: string): void {
    if (!this.#files.delete(uri)) return;
    this.#answers.clear();
    if (!isPython(uri)) return;
    const folder = folderOf(uri);
    const name = uri.slice(folder.length, -".py".length);
    if (name !== "__init__" && !this.#folders.has(`${folder}${name}/`)) this.#homes.get(name)?.delete(folder);
    for (let inner = folder, home = parentOf(folder); home !== undefined; inner = home, home = parentOf(home)) {
      const left = (this.#folders.get(inner) ?? 1) - 1;
      if (left > 0) {
        this.#folders.set(inner, left);
        return;
      }
      this.#folders.delete(inner);
      if (!this.#files.has(`${inner.slice(0, -1)}.py`)) this.#homes.get(inner.slice(home.length, -1))?.delete(home);
    }
  }

  /** The module that a file's import names; undefined for one that is not, or not certainly, of the workspace. */
  moduleOf(importer: string, written: string): string | undefined {
    const importing = folderOf(importer);
    const importsAsPython = isPython(importer) || isNotebookPath(importer);
    const key = `${importsAsPython ? "py" : "ts"} ${importing} ${written}`;
    const known = this.#answers.get(key);
    if (known !== undefined || this.#answers.has(key)) return known;
    const module = importsAsPython ? this.#imported(importing, written) : this.#specified(importing, written);
    if (this.#answers.size >= maxAnswers) this.#answers.clear();
    this.#answers.set(key, module);
    return module;
  }

  /** The module of an import in a folder's files. */
  #imported(importing: string, written: string): string | undefined {
    const level = /^\.*/.exec(written)?.[0].length ?? 0;
    const names = written.slice(level).split(".").filter(Boolean);
    if (level === 0) return this.#absolute(importing, names);
    let folder: string | undefined = importing;
    for (let up = 1; up < level && folder !== undefined; up++) folder = parentOf(folder);
    return folder === undefined ? undefined : names.length === 0 ? this.#package(folder) : this.#below(folder, names);
  }

  isPackage(folder: string): boolean {
    return this.#files.has(`${folder}__init__.py`);
  }

  /** The folder that an absolute import of a workspace module starts from, and the first package on its way. */
  homeOf(importer: string, written: string): Home | undefined {
    const module = written.startsWith(".") || !(isPython(importer) || isNotebookPath(importer)) ? undefined : this.moduleOf(importer, written);
    if (module === undefined) return undefined;
    const names = written.split(".");
    let home: string | undefined = packageFolder(module) ?? module;
    for (let up = 0; up < names.length && home !== undefined; up++) home = home.endsWith("/") ? parentOf(home) : folderOf(home);
    const first = `${home}${names[0]}/`;
    return home === undefined ? undefined : { home, first: this.#folders.has(first) ? first : undefined };
  }

  /** The module of a name inside a package. */
  childOf(module: string, name: string): string | undefined {
    const folder = packageFolder(module);
    return folder === undefined ? undefined : this.#below(folder, [name]);
  }

  /** A package by its folder: regular before namespace (Python reference, 5.2). */
  #package(folder: string): string | undefined {
    const file = `${folder}__init__.py`;
    return this.#files.has(file) ? file : this.#folders.has(folder) ? folder : undefined;
  }

  #below(folder: string, names: readonly string[]): string | undefined {
    const [name, ...rest] = names;
    if (name === undefined) return undefined;
    const inner = `${folder}${name}/`;
    if (rest.length > 0) return this.#folders.has(inner) ? this.#below(inner, rest) : undefined;
    const file = `${folder}${name}.py`;
    return this.#files.has(`${inner}__init__.py`) ? `${inner}__init__.py` : this.#files.has(file) ? file : this.#folders.has(inner) ? inner : undefined;
  }

  /** Python looks in the folders of its path, which nobody has written down: the nearest one that has the module, if there is one nearest. */
  #absolute(importing: string, names: readonly string[]): string | undefined {
    const [first] = names;
    const homes = first === undefined || packagesByName.has(first) ? undefined : this.#homes.get(first);
    if (first === undefined || !homes) return undefined;
    const isPackage = (folder: string) => this.#files.has(`${folder}__init__.py`);
    const candidates = [...homes].flatMap((home) => {
      const module = this.#below(home, names);
      if (module === undefined) return [];
      const isAround = importing.startsWith(home);
      // Away from who imports only a package, or what stands in a folder for sources, is surely meant.
      const isSources = home.endsWith("/src/");
      if (!isAround && ((isPackage(home) && !(isSources && isPackage(`${home}${first}/`))) || !(isPackage(`${home}${first}/`) || isSources))) return [];
      // A folder inside a package is on the path only where a script is run there.
      const rank = (isAround ? (isPackage(home) ? 1 : 0) : 2) + (module.endsWith("/") ? 3 : 0);
      return [{ module, rank, shared: sharedLength(home, importing) }];
    });
    candidates.sort((a, b) => a.rank - b.rank || b.shared - a.shared);
    const [best, next] = candidates;
    return best && next && best.rank === next.rank && best.shared === next.shared ? undefined : best?.module;
  }

  /** A specifier of TypeScript or JavaScript: a relative path, or a name that the project gives to one. */
  #specified(importing: string, written: string): string | undefined {
    if (!/^\.{1,2}(?:\/|$)/.test(written)) return this.projects.resolve(importing, written, (path) => this.#scriptAt(path));
    let folder: string | undefined = importing;
    for (const part of written.split("/")) {
      if (part === "..") folder = folder === undefined ? undefined : parentOf(folder);
      else if (part !== "." && part !== "" && folder !== undefined) folder += `${encodeURIComponent(part)}/`;
    }
    return folder === undefined ? undefined : this.#scriptAt(folder.slice(0, -1));
  }

  /** The file of a path, which may leave out the extension, name the one it is compiled to, or name a folder. */
  #scriptAt(path: string): string | undefined {
    const source = /^(.*)\.([mc]?)js(x?)$/.exec(path);
    const names = [
      path,
      ...(source ? [`${source[1]}.${source[2]}ts${source[3]}`, ...(source[3] === "" && source[2] === "" ? [`${source[1]}.tsx`] : [])] : []),
      ...scriptExtensions.map((extension) => `${path}.${extension}`),
      ...scriptExtensions.map((extension) => `${path}/index.${extension}`),
    ];
    return names.find((name) => this.#files.has(name));
  }
}

/** What these name is the package, whatever folders of the workspace are called. */
const packagesByName: ReadonlySet<string> = new Set(["litellm", "openai", "portkey_ai"]);

const scriptExtensions = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];

const isPython = (uri: string): boolean => uri.endsWith(".py");

/** The folder whose modules a package holds; undefined for a plain module. */
export const packageFolder = (module: string): string | undefined => (module.endsWith("/") ? module : module.endsWith("/__init__.py") ? folderOf(module) : undefined);

/** The name that imports end in: of the file, or of the package's folder. */
export function moduleName(module: string): string {
  const path = (packageFolder(module) ?? module).replace(/\/$/, "").replace(/\/index\.[a-z]+$/, "");
  return percentDecoded(path.slice(path.lastIndexOf("/") + 1).replace(/\.[a-z]+$/, ""));
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
