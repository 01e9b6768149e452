import type { AnalysisContext } from "../engine/engine.ts";
import { uriKey } from "./from-protocol.ts";

/** Reads what holds for a folder, or for a file outside any folder. */
export type ReadContext = (scope: Scope) => Promise<AnalysisContext>;

/** What settings are asked for: a workspace folder, or a single resource outside all of them. */
export interface Scope {
  readonly uri: string;
  readonly isFolder: boolean;
}

/** Settings and surroundings of each workspace folder, read once and dropped when something they came from changes. */
export class Contexts {
  readonly #read: ReadContext;
  readonly #known = new Map<string, Promise<AnalysisContext>>();
  #folders: readonly string[] = [];

  constructor(read: ReadContext) {
    this.#read = read;
  }

  /** Workspace folders as the client spells them. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#known.clear();
  }

  /** The innermost workspace folder that holds a file. */
  folderOf(uri: string): string | undefined {
    const key = uriKey(uri);
    const holding = this.#folders.filter((folder) => key === uriKey(folder) || key.startsWith(folderPrefix(folder)));
    return holding.sort((a, b) => b.length - a.length)[0];
  }

  of(uri: string): Promise<AnalysisContext> {
    const folder = this.folderOf(uri);
    const scope = folder === undefined ? { uri, isFolder: false } : { uri: folder, isFolder: true };
    const key = uriKey(scope.uri);
    let context = this.#known.get(key);
    if (!context) {
      context = this.#read(scope);
      this.#known.set(key, context);
      // a failed read is tried again by the next caller
      context.catch(() => this.#known.delete(key));
    }
    return context;
  }

  /** Reads everything anew when it is next asked for. */
  drop(): void {
    this.#known.clear();
  }

  /** Lets go of a closed file outside all folders. */
  forget(uri: string): void {
    if (this.folderOf(uri) === undefined) this.#known.delete(uriKey(uri));
  }
}

const folderPrefix = (folder: string): string => {
  const key = uriKey(folder);
  return key.endsWith("/") ? key : `${key}/`;
};
