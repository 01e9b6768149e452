import { percentDecoded } from "./percent-decoded.ts";

/** Enough of a file's path to know it by: its name and its folder's. */
export const shortName = (uri: string): string => percentDecoded(uri.split("/").slice(-2).join("/"));
