import type { Settings } from "../engine/settings.ts";
import { percentDecoded } from "../engine/text/percent-decoded.ts";
import { globsWithContents } from "../host/globs.ts";
import { uriKey } from "../host/uris.ts";

/** Folders of other people's code: it is opened to be read, not to be migrated. */
const libraryFolders: ReadonlySet<string> = new Set(["node_modules", "site-packages"]);

/** Why an open document is left alone by the settings of its folder, or undefined. */
export function exclusionReason(uri: string, folder: string | undefined, settings: Settings): string | undefined {
  if (!settings.enable) return "turned off by the setting `enable`";
  const path = folder === undefined ? percentDecoded(uriKey(uri)) : pathInFolder(uri, folder);
  if (path.split("/").some((part) => libraryFolders.has(part))) return "the code of a library";
  if (folder === undefined) return undefined;
  if (globsWithContents(settings.exclude)(path)) return "left out by the setting `exclude`";
  return settings.include.length > 0 && !globsWithContents(settings.include)(path) ? "not named by the setting `include`" : undefined;
}

/** A file's path in its folder, as globs name it. */
export const pathInFolder = (uri: string, folder: string): string => percentDecoded(uriKey(uri).slice(uriKey(folder).length)).replace(/^\/+/, "");
