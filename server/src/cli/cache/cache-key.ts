import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import type { Io } from "../io.ts";
import type { CommonOptions } from "../options.ts";
import type { FolderSettings } from "../project-scan.ts";
import type { Targets } from "../targets.ts";
import { cacheFileName } from "./cache-folder.ts";

/** Where a scan is kept: one file for each folder and choice of files and settings. */
export interface CacheFile {
  /** Undefined where nothing is to be kept. */
  readonly path: string | undefined;
  /** The program: another one finds something else in the same files. */
  readonly identity: string;
}

/** The cache of a scan; files that are named one by one are read faster than they are looked up. */
export function cacheFileFor(options: CommonOptions, { root, folders, files }: Targets, { settings, folder, adapterUri }: FolderSettings, io: Io): CacheFile {
  const cacheFolder = options.cacheFolder === undefined ? io.cacheFolder : resolve(io.cwd, options.cacheFolder);
  if (!options.useCache || cacheFolder === undefined || folders.length === 0) return { path: undefined, identity: "" };
  const { include, exclude, useIgnoreFiles } = options;
  const key = JSON.stringify([root, folders, files, include, exclude, useIgnoreFiles, settings, folder, adapterUri ?? ""]);
  const name = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return { path: join(cacheFolder, cacheFileName(name)), identity: `${io.version} ${io.buildId()} ${process.version}` };
}
