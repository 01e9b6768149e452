import type { EngineHost } from "../engine/engine.ts";

/** What a shell lends the rest: files, the grammars and a clock. Files are named by URI, as editors name them. */
export interface Host extends EngineHost {
  /** Lets everything that waits have its turn: promises alone would keep the event loop to themselves. */
  nextTurn(): Promise<void>;
  /** For work that makes much and drops it again: memory is given back earlier, at some cost of time, until the returned function is called. */
  spareMemory(): () => void;
  /** Resolves after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
  /** The bytes of a file; rejects with an error whose message names the cause when it cannot be read. */
  readFile(uri: string): Promise<Uint8Array>;
  /** Two equal stamps of a file mean that it was not written in between; undefined where that cannot be told. */
  stampOf(uri: string): string | undefined;
  /** Enough to tell contents apart that nobody has made to be alike. */
  digestOf(bytes: Uint8Array): string;
  /** The digest of a file's content, with the stamp that it had before it was read; undefined where it cannot be read, or is too large to be read at once. */
  stateOf(uri: string): FileState | undefined;
  /** The files below a folder in the order of their paths, in batches between which the event loop gets its turn. */
  list(folder: string, options: ListOptions): AsyncIterable<readonly ListedFile[]>;
  /** Told of a file or a folder that was made, deleted or renamed, for the next `list`. */
  cameOrWent(uri: string): void;
  /** Whether `list` would name a file of the folder. */
  isListed(folder: string, uri: string, options: ListOptions): Promise<boolean>;
}

/** What tells whether a file is as it was. */
export interface FileState {
  readonly stamp: string | undefined;
  readonly digest: string;
}

/** Which files of a folder are wanted; globs are relative to the folder, and one without a slash matches at any depth. */
export interface ListOptions {
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Files of other extensions whose names it matches. */
  readonly names?: RegExp | undefined;
  /** Empty means all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Leave out what `.gitignore` files name, and the folders of packages, environments and builds. */
  readonly useIgnoreFiles: boolean;
}

/** A file that was found, or a folder that could not be looked into. */
export interface ListedFile {
  readonly uri: string;
  /** Why nothing below it could be listed; undefined for a file. */
  readonly unreadable: string | undefined;
}
