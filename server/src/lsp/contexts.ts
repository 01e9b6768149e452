import type { AnalysisContext } from "../engine/engine.ts";
import { settingsByPath } from "../host/path-settings.ts";
import { uriKey } from "../host/uris.ts";
import { pathInFolder } from "./exclusion.ts";

/** Reads what holds for a folder, or for a file outside any folder. */
export type ReadContext = (scope: Scope) => Promise<AnalysisContext>;

/** What settings are asked for: a workspace folder, or a single resource outside all of them. */
export interface Scope {
  readonly uri: string;
  readonly isFolder: boolean;
}

interface KnownFolder {
  readonly folder: string;
  readonly key: string;
  readonly prefix: string;
}

/** Settings and surroundings of each workspace folder, read once and dropped when something they came from changes. */
export class Contexts {
  readonly #read: ReadContext;
  readonly #known = new Map<string, Promise<ContextAt>>();
  #folders: readonly string[] = [];
  /** The folders with their keys and what the keys of their files begin with, innermost first. */
  #prefixes: readonly KnownFolder[] = [];

  constructor(read: ReadContext) {
    this.#read = read;
  }

  /** Workspace folders as the client spells them. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#prefixes = folders.map((folder) => ({ folder, key: uriKey(folder), prefix: folderPrefix(folder) })).sort((a, b) => b.prefix.length - a.prefix.length);
    this.#known.clear();
  }

  /** The innermost workspace folder that holds a file. */
  folderOf(uri: string): string | undefined {
    return this.#folderOf(uri)?.folder;
  }

  #folderOf(uri: string): KnownFolder | undefined {
    const key = uriKey(uri);
    return this.#prefixes.find(({ prefix }) => key.startsWith(prefix) || (key.length + 1 === prefix.length && prefix.startsWith(key)));
  }

  /** What holds for a file or a folder; the same object as long as nothing changes. */
  async of(uri: string): Promise<AnalysisContext> {
    const known = this.#folderOf(uri);
    const key = known?.key ?? uriKey(uri);
    let context = this.#known.get(key);
    if (!context) {
      context = this.#read(known ? { uri: known.folder, isFolder: true } : { uri, isFolder: false }).then(contextByPath);
      this.#known.set(key, context);
      // a failed read is tried again by the next caller
      context.catch(() => this.#known.delete(key));
    }
    return (await context)(known === undefined ? "" : pathInFolder(uri, known.folder));
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

/** What holds for a file by its path in its folder. */
type ContextAt = (path: string) => AnalysisContext;

function contextByPath(context: AnalysisContext): ContextAt {
  const settingsAt = settingsByPath(context.settings);
  const contexts = new Map([[context.settings, context]]);
  return (path) => {
    const settings = settingsAt(path);
    const own = contexts.get(settings) ?? { ...context, settings };
    contexts.set(settings, own);
    return own;
  };
}

const folderPrefix = (folder: string): string => {
  const key = uriKey(folder);
  return key.endsWith("/") ? key : `${key}/`;
};
