import { readdirSync, rmSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";

const product = "portkey-migrate";

/** Where a system keeps what programs can make again; undefined where it does not say. */
export function systemCacheFolder(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = env;
  if (platform === "win32") return LOCALAPPDATA === undefined ? undefined : join(LOCALAPPDATA, product, "Cache");
  if (platform === "darwin") return HOME === undefined ? undefined : join(HOME, "Library", "Caches", product);
  // XDG Base Directory Specification: a relative path is invalid and has to be ignored
  if (XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, product);
  return HOME === undefined ? undefined : join(HOME, ".cache", product);
}

/** How the files of the cache are called: nothing else in its folder is touched. */
export const cacheFileName = (key: string): string => `${key}.scan`;
const isCacheFile = (name: string): boolean => /^[0-9a-f]{32}\.scan(?:\.\d+\.tmp)?$/.test(name);

const maxFolderBytes = 256 * 1024 * 1024;
const maxAgeMs = 30 * 24 * 60 * 60 * 1000;

/** Takes away what nobody has used for a month, then the oldest files of what is more than the folder may hold. */
export function pruneCache(folder: string, now: number): void {
  const files = readdirSync(folder)
    .filter(isCacheFile)
    .flatMap((name) => {
      const path = join(folder, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat?.isFile() ? [{ path, size: stat.size, mtimeMs: stat.mtimeMs }] : [];
    })
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  let total = 0;
  for (const { path, size, mtimeMs } of files) {
    total += size;
    if (total > maxFolderBytes || now - mtimeMs > maxAgeMs) rmSync(path, { force: true });
  }
}
