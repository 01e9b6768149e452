/** The folder that holds a file, with a slash at its end. */
export const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf("/") + 1);

/** The folder above one; undefined above the root of the file system. */
export function parentOf(folder: string): string | undefined {
  const parent = folderOf(folder.slice(0, -1));
  return parent.endsWith("//") || parent === "" ? undefined : parent;
}
