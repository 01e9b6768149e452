import picomatch from "picomatch";
import type { Settings } from "../engine/settings.ts";
import { uriKey } from "./from-protocol.ts";

/** Folders of other people's code: it is opened to be read, not to be migrated. */
const libraryFolders: ReadonlySet<string> = new Set(["node_modules", "site-packages"]);

/** Why an open document is left alone by the settings of its folder, or undefined. */
export function exclusionReason(uri: string, folder: string | undefined, settings: Settings): string | undefined {
  if (!settings.enable) return "turned off by the setting `enable`";
  const key = uriKey(uri);
  const inside = folder === undefined ? key : key.slice(uriKey(folder).length);
  const path = decode(inside).replace(/^\/+/, "");
  const parts = path.split("/");
  if (parts.some((part) => libraryFolders.has(part))) return "the code of a library";
  if (folder === undefined || settings.exclude.length === 0) return undefined;
  // the same reading of globs as a scan's: a pattern that names a folder leaves out what is in it
  const matches = picomatch([...settings.exclude.map((pattern) => pattern.replace(/^\.\//, "").replace(/\/$/, ""))], { dot: true, basename: true, noextglob: true, nonegate: true });
  return parts.some((_, index) => matches(parts.slice(0, index + 1).join("/"))) ? "left out by the setting `exclude`" : undefined;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
