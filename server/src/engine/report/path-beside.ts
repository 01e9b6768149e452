import { percentDecoded } from "../text/percent-decoded.ts";

/** The path of another file of the same scan, whose root is what a file's URI has before its path. */
export function pathBeside(uri: string, path: string, other: string): string {
  const own = percentDecoded(uri);
  const root = own.endsWith(path) ? own.slice(0, -path.length) : "";
  const name = percentDecoded(other);
  return root !== "" && name.startsWith(root) ? name.slice(root.length) : name;
}
